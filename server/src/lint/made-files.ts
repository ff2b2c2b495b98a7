/** What a stage's instructions put into its layers, as far as it can be read: downloads, copies, package lists. */

import { firstAt } from '../syntax/first-at.ts'
import type { ShellContext } from '../syntax/shell.ts'
import type { Instruction, Range } from '../syntax/tree.ts'
import type { CommandWord, Script, ShellCommand } from './command.ts'
import type { LintFile } from './lint-file.ts'
import { resolvePath } from './stage-facts.ts'

/** Something that an instruction writes. */
export interface MadeFile {
  readonly kind: 'download' | 'copy' | 'package lists' | 'package cache'
  /** Absolute, without `.` and `..`. */
  readonly path: string
  readonly instruction: Instruction
  /** The command or word that makes it. */
  readonly range: Range
}

interface Leftover {
  readonly subcommands: readonly string[]
  readonly paths: readonly string[]
}

const aptLeftovers: readonly Leftover[] = [
  { subcommands: ['update'], paths: ['/var/lib/apt/lists'] },
  { subcommands: ['install'], paths: ['/var/cache/apt'] },
]
const yumCalls = ['install', 'update', 'upgrade', 'makecache']
const dnfLeftovers: readonly Leftover[] = [{ subcommands: yumCalls, paths: ['/var/cache/dnf', '/var/cache/yum'] }]

/** Caches that package managers leave behind, by the commands that fill them. */
const leftovers: ReadonlyMap<string, readonly Leftover[]> = new Map([
  ['apt-get', aptLeftovers],
  ['apt', aptLeftovers],
  ['aptitude', aptLeftovers],
  ['yum', [{ subcommands: yumCalls, paths: ['/var/cache/yum'] }]],
  ['dnf', dnfLeftovers],
  ['microdnf', dnfLeftovers],
  ['apk', [{ subcommands: ['update'], paths: ['/var/cache/apk'] }]],
  ['zypper', [{ subcommands: ['install', 'in', 'refresh', 'ref'], paths: ['/var/cache/zypp'] }]],
])

/** Everything that an instruction is known to write, in order. */
export function madeFiles(file: LintFile, instruction: Instruction): readonly MadeFile[] {
  return file.onceFor('made files', instruction, () => readMadeFiles(file, instruction))
}

function readMadeFiles(file: LintFile, instruction: Instruction): readonly MadeFile[] {
  if (instruction.keyword === 'COPY' || instruction.keyword === 'ADD') return copies(file, instruction)
  if (instruction.keyword !== 'RUN') return []
  const made: MadeFile[] = []
  for (const command of file.commands(instruction)) {
    if (command.name === 'wget' || command.name === 'curl') made.push(...downloads(file, command))
    else if (leftovers.has(command.name)) made.push(...packageFiles(command))
  }
  return made
}

/** The absolute path of a word of a command; undefined when a variable hides it. */
export function pathOf(file: LintFile, command: ShellCommand, word: CommandWord): string | undefined {
  const stage = file.stageOf(command.instruction)
  const text = word.value ?? expanded(file, command, word)
  if (text === undefined || !stage || text.startsWith('~')) return undefined
  return resolvePath(folderOf(file, command), text)
}

/** The folder that a command runs in: WORKDIR, and any `cd` before it in its script. */
function folderOf(file: LintFile, command: ShellCommand): string | undefined {
  const changes = folderChanges(file, command.instruction).get(command.script)?.get(command.node.context) ?? []
  const next = firstAt(changes.length, (index) => changes[index].start >= command.node.start)
  return next > 0 ? changes[next - 1].folder : startFolder(file, command.instruction)
}

function startFolder(file: LintFile, instruction: Instruction): string | undefined {
  const stage = file.stageOf(instruction)
  return stage && file.facts.workdir(stage, instruction)
}

/** A `cd`: where it stands in its script, and where it leads. */
interface FolderChange {
  readonly start: number
  readonly folder: string | undefined
}

type FolderChanges = Map<Script, Map<ShellContext | undefined, FolderChange[]>>

/** The `cd`s of an instruction in order, by script and by what they stand in. */
function folderChanges(file: LintFile, instruction: Instruction): FolderChanges {
  return file.onceFor('folder changes', instruction, () => {
    const byScript: FolderChanges = new Map()
    for (const { name, operands, node, script } of file.commands(instruction)) {
      if (name !== 'cd') continue
      const byContext = byScript.get(script) ?? new Map<ShellContext | undefined, FolderChange[]>()
      byScript.set(script, byContext)
      const before = byContext.get(node.context) ?? []
      byContext.set(node.context, before)
      const [target] = operands
      const from = before.length > 0 ? before[before.length - 1].folder : startFolder(file, instruction)
      const folder = target?.value === undefined || target.value === '-' ? undefined : resolvePath(from, target.value)
      before.push({ start: node.start, folder })
    }
    return byScript
  })
}

/** A word with the variables of ARG and ENV put in; undefined when the shell sets one of them. */
function expanded(file: LintFile, command: ShellCommand, word: CommandWord): string | undefined {
  if (/[`(]/.test(word.text) || word.text.includes("'")) return undefined
  if (usesOwnVariables(file, command.script)) return undefined
  const { value, unset, error } = file.scopes.expand(command.instruction, word.text)
  return error !== undefined || unset.length > 0 ? undefined : value
}

/** Whether a script reads a variable that it sets itself. */
function usesOwnVariables(file: LintFile, script: Script): boolean {
  return file.onceFor('scripts that use own variables', script, () => {
    const { variables } = script.tree
    const own = new Set(variables.flatMap(({ assigned, name }) => (assigned ? [name] : [])))
    return variables.some(({ name, assigned }) => !assigned && own.has(name))
  })
}

function downloads(file: LintFile, command: ShellCommand): readonly MadeFile[] {
  const made = (word: CommandWord | undefined, name?: string): readonly MadeFile[] => {
    const path = word && (name === undefined ? pathOf(file, command, word) : resolvePath(folderOf(file, command), name))
    return path === undefined
      ? []
      : [{ kind: 'download', path, instruction: command.instruction, range: command.callRange }]
  }
  const url = command.operands.find((word) => /^["']?(https?|ftp):\/\//.test(word.text))
  const lastPart = url && /\/([^/?#"'$`]+)["']?$/.exec(url.text)?.[1]
  if (command.name === 'wget') {
    const output = wordBehind(command, '-O', '--output-document')
    if (output) return output.text === '-' ? [] : made(output)
    if (command.flags.some(({ name }) => /^-[a-zA-Z]*O/.test(name))) return []
    const folder = wordBehind(command, '-P', '--directory-prefix')
    if (folder && lastPart) return made(folder, `${folder.value ?? ''}/${lastPart}`)
    return lastPart && url ? made(url, lastPart) : []
  }
  if (command.name === 'curl') {
    const output = wordBehind(command, '-o', '--output')
    if (output) return output.text === '-' ? [] : made(output)
    if (command.hasFlag('-O', '--remote-name') && lastPart && url) return made(url, lastPart)
  }
  return []
}

/** The word that a flag's value is, also when the flag ends a cluster (`-fsSLo file`). */
function wordBehind(command: ShellCommand, short: string, long: string): CommandWord | undefined {
  const flag = command.flags.find(({ name, end, word }) => {
    if (end === word.end) return false
    return name === long || name === short || (/^-[a-zA-Z]+$/.test(name) && name.endsWith(short[1]))
  })
  return flag && command.words.find((word) => word.start >= flag.word.end && word.end <= flag.end)
}

function packageFiles(command: ShellCommand): readonly MadeFile[] {
  const { instruction, callRange: range } = command
  return (leftovers.get(command.name) ?? [])
    .filter(({ subcommands }) => command.subcommand(...subcommands))
    .flatMap(({ paths }) =>
      paths.map((path) => {
        const kind = path.endsWith('lists') ? ('package lists' as const) : ('package cache' as const)
        return { kind, path, instruction, range }
      }),
    )
}

function copies(file: LintFile, instruction: Instruction): readonly MadeFile[] {
  const stage = file.stageOf(instruction)
  const target = instruction.words.at(-1)
  const sources = instruction.words.slice(0, -1)
  if (!stage || !target) return []
  const { value, unset, error } = file.scopes.expand(instruction, target.text)
  if (error !== undefined || unset.length > 0) return []
  const folder = resolvePath(file.facts.workdir(stage, instruction), value)
  if (folder === undefined) return []
  const isFolder = value.endsWith('/') || sources.length > 1 || value === '.' || value === '..'
  return sources.flatMap((source) => {
    const name = source.text.slice(source.text.lastIndexOf('/') + 1)
    if (isFolder && (/[*?[$]/.test(name) || name === '' || name === '.')) return []
    const path = isFolder ? resolvePath(folder, name) : folder
    return path === undefined ? [] : [{ kind: 'copy' as const, path, instruction, range: source }]
  })
}
