/** `install-without-update`: an apt-get install for which the image has no package lists. */

import { mountsOf } from '../../lint/cache-mounts.ts'
import type { ShellCommand } from '../../lint/command.ts'
import { insert } from '../../lint/edits.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import { pathOf } from '../../lint/made-files.ts'
import type { Rule } from '../../lint/rule.ts'
import type { Stage } from '../../syntax/stages.ts'
import type { Instruction } from '../../syntax/tree.ts'

export const installWithoutUpdate: Rule = {
  id: 'install-without-update',
  family: 'layers',
  severity: 'warning',
  fixable: 'unsafe',
  docs: {
    summary: '`apt-get install` finds no package lists',
    why: 'Debian and Ubuntu images come without package lists, so an install without `apt-get update` before it finds nothing and the build fails.',
    lesson: 'Combine RUN commands (parts 1 and 3)',
    bad: 'FROM debian:13\nRUN apt-get install -y curl\n',
    good: 'FROM debian:13\nRUN apt-get update && apt-get install -y curl\n',
  },
  check(file, report) {
    for (const stage of file.stages) for (const finding of checkStage(file, stage)) report(finding)
  },
}

function* checkStage(file: LintFile, stage: Stage) {
  const base = file.facts.image(stage)
  // Only images whose lists are known to be empty: those that apt itself is set up to clean in.
  if (base?.kind !== 'os' && base?.kind !== 'language') return
  if (base.family !== 'debian' || !base.hasDockerClean) return
  let lists = stage.parent !== undefined && listsAtEnds(file)[stage.parent.index]
  for (const instruction of stage.instructions) {
    if (instruction.keyword !== 'RUN') continue
    if (mayBringLists(file, instruction)) lists = true
    for (const command of file.commands(instruction)) {
      const after = listsAfter(file, command)
      if (after !== undefined) lists = after
      else if (needsLists(command) && !lists && command.unconditional) {
        yield {
          range: command.callRange,
          message: `\`${command.name} ${command.operands[0].value}\` finds no package lists; run \`apt-get update\` before it in the same \`RUN\``,
          fixes: [
            {
              title: `Run \`${command.name} update\` first`,
              safety: 'unsafe' as const,
              edits: [insert(command.range.start, `${prefix(command)}${command.name} update && `)],
            },
          ],
        }
        lists = true
      }
    }
  }
}

/** Whether each stage ends with package lists; a stage stands behind the one that it is built on. */
function listsAtEnds(file: LintFile): readonly boolean[] {
  return file.once('package lists at the ends of stages', () => {
    const ends: boolean[] = []
    for (const { parent, instructions } of file.stages) {
      let lists = parent !== undefined && ends[parent.index]
      for (const instruction of instructions) {
        if (instruction.keyword !== 'RUN') continue
        if (mayBringLists(file, instruction)) lists = true
        for (const command of file.commands(instruction)) lists = listsAfter(file, command) ?? lists
      }
      ends.push(lists)
    }
    return ends
  })
}

/** Scripts, other shells and mounts may bring lists. */
function mayBringLists(file: LintFile, run: Instruction): boolean {
  return run.json || !file.shell(run).posix || mountsOf(file, run).length > 0
}

/** Whether there are package lists after a command; undefined where it changes nothing about them. */
function listsAfter(file: LintFile, command: ShellCommand): boolean | undefined {
  if (removesLists(file, command) && command.unconditional) return false
  return mayUpdate(command) ? true : undefined
}

function prefix(command: ShellCommand): string {
  return command.node.wrappers.includes('sudo') ? 'sudo ' : ''
}

function needsLists(command: ShellCommand): boolean {
  if (!/^(apt-get|apt)$/.test(command.name) || !command.subcommand('install')) return false
  const packages = command.operands.slice(1)
  return (
    packages.length > 0 &&
    packages.every((word) => word.value !== undefined && /^[a-z0-9]/.test(word.value) && !word.value.endsWith('.deb'))
  )
}

/** Everything but well-known harmless commands may be a script that updates. */
function mayUpdate(command: ShellCommand): boolean {
  if (/^(apt-get|apt|aptitude)$/.test(command.name)) {
    return command.operands[0]?.value === 'update' || command.hasFlag('--update', '-U')
  }
  return !harmless.has(command.name)
}

const harmless = new Set(
  'apt-cache apt-mark cat cd chmod chown cp curl date dpkg echo env export false find grep groupadd gzip head id install ln ls mkdir mv printf rm sed set sleep sort tail tar test touch tr true uname unzip useradd wget xargs [ pip pip3 python python3 npm node gem go make rm adduser addgroup'.split(
    ' ',
  ),
)

function removesLists(file: LintFile, command: ShellCommand): boolean {
  if (command.subcommand('dist-clean', 'distclean') && command.name === 'apt-get') return true
  if (command.name !== 'rm') return false
  return command.operands.some((word) => pathOf(file, command, word)?.startsWith('/var/lib/apt/lists') ?? false)
}
