/** `apt-lists-kept`: package lists that stay in the layer that fetched them. */

import { appendCommand } from '../../lint/append-command.ts'
import { isKeptOutside, removes, removesBehind } from '../../lint/cleaning.ts'
import type { ShellCommand } from '../../lint/command.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import { callsOf, type PackageCall, packageCalls } from '../../lint/package-calls.ts'
import type { Fix, Rule } from '../../lint/rule.ts'
import type { Instruction } from '../../syntax/tree.ts'

const lists = '/var/lib/apt/lists'
const cleanup = `rm -rf ${lists}/*`

export const aptListsKept: Rule = {
  id: 'apt-lists-kept',
  family: 'packages',
  aliases: ['DL3009'],
  severity: 'info',
  fixable: 'safe',
  docs: {
    summary: '`apt-get update` leaves its package lists in the image',
    why: 'The lists are some 20 to 50 MB, of no use when the image runs, and out of date soon. Only a removal in the same `RUN` makes the image smaller: a later one hides the files and keeps the layer. `apt-get clean` does not touch the lists.',
    lesson: 'Cleaning up in the same layer (part 3)',
    bad: 'FROM debian:13\nRUN apt-get update && \\\n    apt-get install -y --no-install-recommends curl\n',
    good: 'FROM debian:13\nRUN apt-get update && \\\n    apt-get install -y --no-install-recommends curl && \\\n    rm -rf /var/lib/apt/lists/*\n',
    exception:
      'A base image whose users install packages right away can keep the lists; so can a stage that is never shipped.',
  },
  check(file, report) {
    for (const call of lastUpdates(file)) {
      const { command, own } = call
      const { instruction } = command
      const stage = file.stageOf(instruction)
      if (!stage || isKeptOutside(file, instruction, [lists]) || isElsewhere(command)) continue
      if (removesBehind(file, command, [lists]) !== 'no' || cleansBehind(file, call)) continue
      const later = fateOfLists(file)[instruction.index]
      if (later?.removed) continue
      const name = `${own.name} ${call.subcommand}`
      report({
        range: call.subcommandWord,
        message: `\`${name}\` leaves its package lists in the image; ${advice(later)} with \`${cleanup}\``,
        severity: file.facts.isShipped(stage) ? undefined : 'hint',
        fixes: () => (later?.use === 'certain' ? [] : fixesFor(file, instruction, command, later?.use === 'possible')),
      })
    }
  },
}

function advice(later: Fate | undefined): string {
  return later?.use === 'certain' ? 'install in the same `RUN` and end it' : 'end this `RUN`'
}

/** The last call of each instruction that fetches the lists. */
function lastUpdates(file: LintFile): readonly PackageCall[] {
  const last = new Map<Instruction, PackageCall>()
  for (const call of packageCalls(file)) {
    if (fetchesLists(call)) last.set(call.command.instruction, call)
  }
  return [...last.values()]
}

function fetchesLists(call: PackageCall): boolean {
  return call.manager.id === 'apt-get' && (call.subcommand === 'update' || call.own.hasFlag('--update'))
}

/** In another root, or with another folder for the lists. */
function isElsewhere(command: ShellCommand): boolean {
  if (command.node.wrappers.includes('chroot')) return true
  return command.flags.some(({ value }) => value !== undefined && /^(dir|rootdir)\b/i.test(value))
}

/** `apt-get dist-clean` behind the call. */
function cleansBehind(file: LintFile, { command }: PackageCall): boolean {
  return callsOf(file, command.instruction).some(
    (other) => isCleaning(other) && other.command.node.start > command.node.start,
  )
}

function isCleaning({ manager, subcommand }: PackageCall): boolean {
  return manager.id === 'apt-get' && manager.clean?.includes(subcommand) === true
}

function fixesFor(file: LintFile, run: Instruction, { node }: ShellCommand, needed: boolean): readonly Fix[] {
  const edit = appendCommand(file, run, node.wrappers.includes('sudo') ? `sudo ${cleanup}` : cleanup)
  if (!edit) return []
  return needed
    ? [{ title: 'Remove the lists, which a script of a later step might use', safety: 'unsafe', edits: [edit] }]
    : [{ title: 'Remove the package lists in the same `RUN`', safety: 'safe', edits: [edit] }]
}

/** What becomes of the lists behind an instruction, before they are fetched again. */
interface Fate {
  /** Whether later steps of this stage, or of those built on it, need them. */
  readonly use: 'none' | 'possible' | 'certain'
  /** Whether a later step of this stage removes them (which another rule is about). */
  readonly removed: boolean
}

const untouched: Fate = { use: 'none', removed: false }

/** The fate of the lists behind each instruction; one pass from the last instruction to the first. */
function fateOfLists(file: LintFile): readonly (Fate | undefined)[] {
  return file.once('fate of the apt lists', () => {
    const fates: (Fate | undefined)[] = []
    const atEnd = file.stages.map((): Fate => untouched)
    for (const stage of [...file.stages].reverse()) {
      let fate = atEnd[stage.index]
      for (const instruction of [...stage.instructions].reverse()) {
        fates[instruction.index] = fate
        const run = instruction.onbuild ?? instruction
        if (run.keyword === 'RUN') fate = before(file, run, fate)
      }
      const { parent } = stage
      if (!parent) continue
      atEnd[parent.index] = { use: strongest(atEnd[parent.index].use, fate.use), removed: false }
    }
    return fates
  })
}

function strongest(a: Fate['use'], b: Fate['use']): Fate['use'] {
  if (a === 'certain' || b === 'certain') return 'certain'
  return a === 'possible' || b === 'possible' ? 'possible' : 'none'
}

/** The fate before a RUN: its first command that fetches, needs or removes the lists decides. */
function before(file: LintFile, run: Instruction, after: Fate): Fate {
  const calls = new Map(callsOf(file, run).map((call) => [call.command, call]))
  let use: Fate['use'] = 'none'
  for (const command of file.commands(run)) {
    const call = calls.get(command)
    if (call && fetchesLists(call)) return { use, removed: false }
    if (needsLists(command, call)) return { use: 'certain', removed: removesIn(file, run) || after.removed }
    if (runsScript(command)) use = 'possible'
    if (removes(command, [lists]) === 'yes' || (call && isCleaning(call))) return { use, removed: true }
  }
  return { use: strongest(use, after.use), removed: after.removed }
}

function removesIn(file: LintFile, run: Instruction): boolean {
  return file.commands(run).some((command) => removes(command, [lists]) === 'yes')
}

const readers: ReadonlySet<string> = new Set([
  'apt-cache',
  'apt-file',
  'apt-rdepends',
  'mk-build-deps',
  'gdebi',
  'tasksel',
])
const reading = ['install', 'build-dep', 'reinstall', 'source', 'download', 'upgrade', 'dist-upgrade', 'full-upgrade']
const asking = ['list', 'search', 'show', 'policy', 'satisfy', 'changelog', 'showsrc', 'depends', 'rdepends']

function needsLists(command: ShellCommand, call: PackageCall | undefined): boolean {
  if (readers.has(command.name)) return true
  if (!['apt-get', 'apt', 'aptitude'].includes(command.name)) return false
  if (!command.subcommand(...reading, ...asking)) return false
  return !call?.packages.length || call.packages.some(({ kind }) => kind !== 'file')
}

/** A script whose text is not in the Dockerfile: it may install packages. */
function runsScript(command: ShellCommand): boolean {
  const { name, node, nameWord } = command
  if (name === '' || nameWord?.value === undefined) return nameWord !== undefined
  if (/\.(sh|bash)$/.test(name) || installers.has(name)) return true
  const isShell = name === 'sh' || name === 'bash' || name === 'dash'
  const isSource = name === '.' || name === 'source'
  if (isSource) return /\.(sh|bash)$/.test(command.operands[0]?.text ?? '')
  return isShell && (node.pipelineIndex > 0 || (!command.hasFlag('-c') && command.operands.length > 0))
}

const installers: ReadonlySet<string> = new Set(['make', 'ansible-playbook', 'puppet', 'rosdep', 'playwright', 'npx'])
