/** What each instruction of a stage is for when the stage is split: the build, the running image, or both. */

import { packagePurpose } from '../knowledge/build-packages.ts'
import type { Instruction, Range } from '../syntax/tree.ts'
import type { CommandWord, ShellCommand } from './command.ts'
import { applyEdits, remove, replace } from './edits.ts'
import type { LintFile } from './lint-file.ts'
import { pathOf } from './made-files.ts'
import { callsOf } from './package-calls.ts'
import type { Edit } from './rule.ts'

/** How the projects of one language are built. */
export interface BuildTools {
  /** Whether a command builds the project or installs what it depends on. */
  builds(command: ShellCommand): boolean
  /** Whether a command only asks, or sets the tools up: it is of no use in the running image. */
  prepares?(command: ShellCommand): boolean
  /** Whether the running image can do a command as well, so that it may stand behind the build. */
  runs?(command: ShellCommand): boolean
  /** Packages of the system that only the build needs, beyond compilers and headers. */
  readonly packages: ReadonlySet<string>
}

export type RunRole =
  /** Works on the project's folder: only its result is of interest. */
  | { readonly kind: 'project' }
  /** Works on the project and sets the system up: it cannot be told apart, but is fine behind the build. */
  | { readonly kind: 'both'; readonly installs: boolean }
  /** Installs what only the build needs. */
  | { readonly kind: 'build tools' }
  /** Sets the system up: the running image needs the same; `text` is the instruction without build packages. */
  | { readonly kind: 'system'; readonly text: string; readonly installs: boolean }
  | { readonly kind: 'unknown'; readonly reason: string }

/** Commands that leave nothing in the image by themselves. */
const neutral = new Set(
  ': [ cat cd command date echo env exit export false grep hash head id ls printenv printf pwd read set sleep sort tail test true type umask uname unset wc which whoami'.split(
    ' ',
  ),
)

/** Commands whose operands are the files that they change; the number of operands in front that are none. */
const fileCommands: Readonly<Record<string, number>> = {
  chgrp: 1,
  chmod: 1,
  chown: 1,
  cp: 0,
  install: 0,
  ln: 0,
  mkdir: 0,
  mv: 0,
  rm: 0,
  rmdir: 0,
  sed: 1,
  touch: 0,
  unzip: 0,
}

const userCommands = new Set('addgroup adduser chpasswd deluser groupadd groupmod useradd userdel usermod'.split(' '))

/** Folders whose content no running program asks for. */
const scrap = ['/tmp', '/var/tmp', '/var/cache', '/var/lib/apt', '/root/.cache', '/root/.npm', '/usr/share/doc']

/** Where a RUN stands: above the end of the build, or behind it in the running image. */
export type Place = 'build' | 'running image'

/** What a RUN of a stage is for. `folder`: where the project lies. */
export function runRole(
  file: LintFile,
  run: Instruction,
  folder: string,
  tools: BuildTools,
  place: Place = 'build',
): RunRole {
  const commands = file.commands(run)
  const text = file.text.slice(run.start, run.end)
  const first = text.split('\n', 1)[0].trim()
  if (commands.length === 0) return { kind: 'unknown', reason: `what \`${first}\` does is not known` }
  if (file.scripts(run).some(({ tree }) => tree.errors.length > 0))
    return { kind: 'unknown', reason: `\`${first}\` cannot be read` }
  let project = false
  let system = false
  const packages: CommandWord[] = []
  const removed = removedPackages(file, run)
  for (const command of commands) {
    const isRunnable = place === 'running image' && tools.runs?.(command)
    const part = isRunnable ? 'project' : partOf(file, command, folder, tools)
    if (part === 'unknown') {
      const name = command.nameWord?.text ?? command.node.assignments[0]?.name ?? first
      return { kind: 'unknown', reason: `what \`${name}\` changes is not known` }
    }
    project ||= part === 'project'
    system ||= part === 'system'
    if (part === 'packages') packages.push(...installedBy(file, command, removed))
  }
  const { edits, kept, unknown } = withoutBuildPackages(file, run, packages, tools)
  if (unknown !== undefined) {
    return { kind: 'unknown', reason: `which library a program built with \`${unknown}\` needs is not known` }
  }
  if (project && (system || kept)) return { kind: 'both', installs: kept }
  if (project) return { kind: 'project' }
  if (!system && !kept) return { kind: packages.length > 0 ? 'build tools' : 'project' }
  const shifted = edits.map((edit) => ({ ...edit, start: edit.start - run.start, end: edit.end - run.start }))
  return { kind: 'system', text: applyEdits(text, shifted) ?? text, installs: kept }
}

/** Whether a RUN builds the project or installs its dependencies. */
export function isBuildRun(file: LintFile, run: Instruction, tools: BuildTools): boolean {
  return run.keyword === 'RUN' && file.commands(run).some((command) => tools.builds(command))
}

/** The folder that a command runs in; undefined when a variable hides it. */
export function folderOfCommand(file: LintFile, command: ShellCommand): string | undefined {
  return pathOf(file, command, { ...command.callRange, text: '.', value: '.', quoted: true, glob: false })
}

/** Whether a path is a folder or lies in it. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder === '/' ? '/' : `${folder}/`)
}

type Part = 'neutral' | 'project' | 'system' | 'packages' | 'unknown'

function partOf(file: LintFile, command: ShellCommand, folder: string, tools: BuildTools): Part {
  const written = redirected(file, command, folder)
  if (written === 'unknown') return 'unknown'
  const own = ownPart(file, command, folder, tools)
  if (own === 'neutral') return written
  return written === 'neutral' || written === own ? own : 'unknown'
}

function ownPart(file: LintFile, command: ShellCommand, folder: string, tools: BuildTools): Part {
  const { name } = command
  // An assignment without a command only counts in its own shell.
  if (command.nameWord === undefined) return 'neutral'
  if (command.nameWord.value === undefined) return 'unknown'
  if (tools.builds(command)) return 'project'
  if (tools.prepares?.(command) || neutral.has(name)) return 'neutral'
  if (userCommands.has(name)) return 'system'
  const call = callsOf(file, command.instruction).find((candidate) => candidate.command === command)
  if (call?.manager.group === 'system') return call.installs ? 'packages' : 'neutral'
  if (name === 'apk' || name === 'apt-get' || name === 'apt') return 'neutral'
  return Object.hasOwn(fileCommands, name) ? partOfFiles(file, command, folder) : 'unknown'
}

function partOfFiles(file: LintFile, command: ShellCommand, folder: string): Part {
  const { name } = command
  const operands = command.operands.slice(fileCommands[name])
  const parts = new Set<Part>()
  for (const word of operands) {
    const path = pathOf(file, command, word)
    if (path === undefined) return 'unknown'
    if (scrap.some((place) => isWithin(path, place)) && (name === 'rm' || name === 'mkdir' || name === 'touch'))
      continue
    parts.add(isWithin(path, folder) ? 'project' : 'system')
  }
  if (parts.size > 1) return 'unknown'
  // Copies and archives of the project that go elsewhere are neither.
  if (parts.has('system') && (name === 'unzip' || name === 'sed')) return name === 'sed' ? 'system' : 'unknown'
  return [...parts][0] ?? 'neutral'
}

function redirected(file: LintFile, command: ShellCommand, folder: string): Part {
  let part: Part = 'neutral'
  for (const { operator, target } of command.node.redirects) {
    if (!operator.startsWith('>') && !operator.startsWith('&>')) continue
    if (!target || /^(&?\d|-|\/dev\/)/.test(target.text) || operator === '>&') continue
    const word = { ...command.fileRange(target), text: target.text, value: target.value, quoted: true, glob: false }
    const path = pathOf(file, command, word)
    if (path === undefined) return 'unknown'
    const own: Part = isWithin(path, folder) ? 'project' : 'system'
    if (part !== 'neutral' && part !== own) return 'unknown'
    part = own
  }
  return part
}

/** Packages (and names of `apk add --virtual`) that the same RUN takes away again. */
function removedPackages(file: LintFile, run: Instruction): ReadonlySet<string> {
  const names = new Set<string>()
  for (const command of file.commands(run)) {
    if (!command.subcommand('del', 'purge', 'remove', 'autoremove', 'erase')) continue
    for (const word of command.operands.slice(1)) if (word.value !== undefined) names.add(word.value)
  }
  return names
}

function installedBy(file: LintFile, command: ShellCommand, removed: ReadonlySet<string>): readonly CommandWord[] {
  const virtual = command.flag('-t', '--virtual')?.value
  if (virtual !== undefined && removed.has(virtual)) return []
  const call = callsOf(file, command.instruction).find((candidate) => candidate.command === command)
  const packages = call?.packages.map(({ word }) => word) ?? []
  return packages.filter((word) => word.value === undefined || !removed.has(word.value))
}

/** Edits of a RUN that leave out what only the build needs; `kept` when something remains to be installed. */
function withoutBuildPackages(
  file: LintFile,
  run: Instruction,
  packages: readonly CommandWord[],
  tools: BuildTools,
): { readonly edits: readonly Edit[]; readonly kept: boolean; readonly unknown: string | undefined } {
  const stage = file.stageOf(run)
  const family = file.facts.image(stage)?.family ?? ''
  const edits: Edit[] = []
  const names = new Set(packages.map(({ value, text }) => nameOf(value ?? text)))
  let kept = false
  for (const word of packages) {
    const name = nameOf(word.value ?? word.text)
    const purpose = tools.packages.has(name) ? 'build' : packagePurpose(name, family)
    if (purpose === 'unknown library') return { edits, kept, unknown: name }
    if (purpose === 'runtime') kept = true
    else if (purpose === 'build') edits.push(remove(withBlanksBefore(file, word)))
    else {
      const libraries = purpose.libraries.filter((library) => !names.has(library))
      kept = true
      edits.push(libraries.length > 0 ? replace(word, libraries.join(' ')) : remove(withBlanksBefore(file, word)))
    }
  }
  return { edits, kept, unknown: undefined }
}

/** Without a version: `libpq-dev=15.3-0` and `postgresql-dev~15`. */
function nameOf(word: string): string {
  return /^[^=<>~]*/.exec(word)?.[0] ?? word
}

/** A word with what separates it from the one before, continued lines included. */
function withBlanksBefore(file: LintFile, word: Range): Range {
  let { start } = word
  const blank = file.tree.escape === '`' ? /[\s`]/ : /[\s\\]/
  while (blank.test(file.text[start - 1])) start--
  return { start, end: word.end }
}
