/** `copy-before-install`: all sources are copied above the install of dependencies, which then runs at every change. */

import { blockOf, textOfLines } from '../../lint/blocks.ts'
import type { DependencyInstall } from '../../lint/dependency-install.ts'
import { insert, remove } from '../../lint/edits.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import { misplacedInstall } from '../../lint/misplaced-install.ts'
import type { Fix, Rule } from '../../lint/rule.ts'
import type { Stage } from '../../syntax/stages.ts'
import type { Instruction } from '../../syntax/tree.ts'

export const copyBeforeInstall: Rule = {
  id: 'copy-before-install',
  family: 'layers',
  severity: 'warning',
  fixable: 'unsafe',
  docs: {
    summary: 'Everything is copied before the dependencies are installed',
    why: 'A changed source file makes the copy, and every step below it, run again: the dependencies are downloaded and installed anew although their list is the same.',
    lesson: 'Copy dependency files first (parts 3 and 5)',
    bad: 'FROM python:3.14-slim\nWORKDIR /app\nCOPY . .\nRUN pip install --no-cache-dir -r requirements.txt\n',
    good: 'FROM python:3.14-slim\nWORKDIR /app\nCOPY requirements.txt ./\nRUN pip install --no-cache-dir -r requirements.txt\nCOPY . .\n',
    exception: 'A project whose install needs its own sources, such as a workspace of several packages.',
  },
  check(file, report) {
    for (const stage of file.stages) {
      const misplaced = misplacedInstall(file, stage)
      if (!misplaced) continue
      const { copy, install } = misplaced
      report({
        range: copy.keywordRange,
        message: `\`${file.slice(copy).slice(0, 40)}\` above \`${install.name}\` makes every change install everything again; copy the manifests first`,
        related: [{ range: install.command.callRange, message: 'dependencies are installed here' }],
        fixes: () => fixesOf(file, stage, copy, install),
      })
    }
  },
}

/** Manifests, install, then everything: only where nothing between the two could be needed by the install. */
function fixesOf(file: LintFile, stage: Stage, copy: Instruction, install: DependencyInstall): readonly Fix[] {
  const { run, obstacle, manifests } = install
  if (obstacle !== undefined || copy.words.length !== 2 || file.outer(run) !== run || file.outer(copy) !== copy)
    return []
  if (!onlyInstalls(file, install) || run.heredocs.length > 0) return []
  const between = stage.instructions.filter(({ index }) => index > copy.index && index < run.index)
  if (between.some(({ keyword }) => /^(RUN|COPY|ADD|WORKDIR|USER|SHELL|ARG|ENV)$/.test(keyword))) return []
  const folders = new Set(manifests.map((name) => name.slice(0, name.lastIndexOf('/') + 1)))
  if (folders.size !== 1) return []
  const [folder] = folders
  const owner = copy.flags.filter((flag) => flag.name === 'chown').map((flag) => `${flag.raw} `)
  const keyword = file.slice(copy.keywordRange) === 'copy' ? 'copy' : 'COPY'
  const block = blockOf(file, run)
  const at = blockOf(file, copy).start
  const added = `${keyword} ${owner.join('')}${manifests.join(' ')} ./${folder}${file.newline}`
  return [
    {
      title: `Copy ${manifests.map((name) => `\`${name}\``).join(', ')} and install before the rest is copied`,
      safety: 'unsafe',
      edits: [insert(at, added + textOfLines(file, block)), remove(block)],
      effect: { inserts: 1, moves: [run] },
    },
  ]
}

/** Other commands of the RUN may need the sources, unless they only tidy up. */
function onlyInstalls(file: LintFile, install: DependencyInstall): boolean {
  return file.commands(install.run).every((command) => {
    if (command === install.command || command.name === 'set') return true
    if (command.name === install.command.name)
      return (
        /^(cache|install|config|i|ci|upgrade)$/.test(command.operands[0]?.value ?? '') &&
        !command.words.some((word) => word.value === '.')
      )
    return command.name === 'rm' && command.operands.every((word) => /^(\/root\/|~\/|\/tmp\/|\/var\/)/.test(word.text))
  })
}
