/** `update-without-install`: package lists fetched in a layer of their own, which go stale in the build cache. */

import type { LintFile } from '../../lint/lint-file.ts'
import { junctionOf, mergeRuns, nextInstruction } from '../../lint/merge-runs.ts'
import type { Fix, Rule } from '../../lint/rule.ts'
import type { Instruction } from '../../syntax/tree.ts'

const managers = ['apt-get', 'apt', 'aptitude']
const users = ['install', 'upgrade', 'dist-upgrade', 'full-upgrade', 'build-dep', 'source', 'download', 'satisfy']

export const updateWithoutInstall: Rule = {
  id: 'update-without-install',
  family: 'layers',
  severity: 'warning',
  fixable: 'safe',
  docs: {
    summary: '`apt-get update` stands in a `RUN` of its own',
    why: 'The layer with the package lists stays in the build cache. When only the install below it changes, it works with old lists: versions that are gone, security updates that are missed.',
    lesson: 'Combine RUN commands (parts 1 and 3)',
    bad: 'FROM debian:13\nRUN apt-get update\nRUN apt-get install -y curl\n',
    good: 'FROM debian:13\nRUN apt-get update && \\\n    apt-get install -y curl\n',
  },
  check(file, report) {
    for (const command of file.shellCommands(...managers)) {
      const update = command.subcommand('update')
      if (!update || command.script.instruction.keyword !== 'RUN') continue
      const run = command.instruction
      if (file.commands(run).some((other) => isUse(other.name, other.operands[0]?.value) || hidesUse(other.name)))
        continue
      const install = laterInstall(file, run)
      if (!install) continue
      report({
        range: command.callRange,
        message: `\`${command.name} update\` in a layer of its own goes stale; put it into the \`RUN\` that installs`,
        related: [{ range: install.keywordRange, message: 'packages are installed here' }],
        fixes: () => mergeWithNext(file, run, install),
      })
    }
  },
}

function isUse(name: string, subcommand: string | undefined): boolean {
  return managers.includes(name) && subcommand !== undefined && users.includes(subcommand)
}

/** Scripts and tools that may install packages with the lists. */
function hidesUse(name: string): boolean {
  return (
    name === '' ||
    /install|package|setup/.test(name) ||
    /\.sh$|^(bash|sh|dash|add-apt-repository|apt-add-repository|mk-build-deps|apt-file|gdebi|rosdep|playwright|tasksel)$/.test(
      name,
    )
  )
}

/** The first RUN behind it, in the stage or one built on it, that installs with these lists. */
function laterInstall(file: LintFile, run: Instruction): Instruction | undefined {
  const stage = file.stageOf(run)
  for (const other of file.instructions('RUN')) {
    if (other.index <= run.index) continue
    const otherStage = file.stageOf(other)
    if (!stage || !otherStage || !file.facts.lineage(otherStage).includes(stage)) continue
    if (file.commands(other).some((command) => isUse(command.name, command.operands[0]?.value))) return other
  }
  return undefined
}

function mergeWithNext(file: LintFile, run: Instruction, install: Instruction): readonly Fix[] {
  const next = nextInstruction(file, run)
  if (next !== install) return []
  const junction = junctionOf(file, run, next)
  return junction.kind === 'impossible' ? [] : [mergeRuns(file, [run, next], [junction])]
}
