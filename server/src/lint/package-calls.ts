/** Calls of package managers in RUN instructions, however they are spelled; answered once for a file. */

import {
  type InstalledPackages,
  installedPackages,
  invocationOf,
  isInstall,
  type PackageKind,
  type PackageManager,
  packageManagerOf,
} from '../knowledge/package-managers.ts'
import { rememberedByText } from '../knowledge/remembered.ts'
import { type CommandWord, ShellCommand } from './command.ts'
import type { LintFile } from './lint-file.ts'

export interface PackageCall {
  readonly command: ShellCommand
  /** The same from the manager's own name on: the `pip install six` of `python3 -m pip install six`. */
  readonly own: ShellCommand
  readonly manager: PackageManager
  /** As the table has it: `install`, `env create`; empty for a bare command. */
  readonly subcommand: string
  /** The last word of the subcommand; the manager's name for a bare command. */
  readonly subcommandWord: CommandWord
  readonly installs: boolean
  /** The packages that an installation names. */
  readonly packages: readonly { readonly word: CommandWord; readonly kind: PackageKind }[]
  /** Whether versions come from a requirements file or the like. */
  readonly constrained: boolean
}

/** Every call of a package manager that the table knows, in file order; or of those with the given ids. */
export function packageCalls(file: LintFile, ...managers: readonly string[]): readonly PackageCall[] {
  const byManager = file.once('package calls', () => {
    const all = file.shellCommands().flatMap(toCall)
    const index = new Map<string, PackageCall[]>([['', all]])
    for (const call of all) {
      const same = index.get(call.manager.id)
      if (same) same.push(call)
      else index.set(call.manager.id, [call])
    }
    return index
  })
  if (managers.length < 2) return byManager.get(managers.length === 0 ? '' : managers[0]) ?? noCalls
  if (!managers.some((id) => byManager.has(id))) return noCalls
  return (byManager.get('') ?? noCalls).filter(({ manager }) => managers.includes(manager.id))
}

const noCalls: readonly never[] = []

/** The calls of one instruction. */
export function callsOf(file: LintFile, instruction: ShellCommand['instruction']): readonly PackageCall[] {
  const byInstruction = file.once('package calls by instruction', () => {
    const index = new Map<ShellCommand['instruction'], PackageCall[]>()
    for (const call of packageCalls(file)) {
      const known = index.get(call.command.instruction)
      if (known) known.push(call)
      else index.set(call.command.instruction, [call])
    }
    return index
  })
  return byInstruction.get(instruction) ?? noCalls
}

const none: InstalledPackages = { packages: [], constrained: false }

function toCall(command: ShellCommand): readonly PackageCall[] {
  const own = ownCommand(command)
  if (!own || !packageManagerOf(own.name)) return noCalls
  const { nameWord } = own
  if (!nameWord) return noCalls
  const { words } = own
  const values = [own.name, ...words.map((word) => word.value ?? (/^"?[$`]/.test(word.text) ? undefined : word.text))]
  const invocation = invocationOf(values)
  if (!invocation) return noCalls
  const installs = isInstall(invocation)
  const { packages, constrained } = installs ? installedPackages(invocation, values) : none
  return [
    {
      command,
      own,
      manager: invocation.manager,
      subcommand: invocation.subcommand,
      subcommandWord: words[invocation.rest - 2] ?? nameWord,
      installs,
      packages: packages.map(({ index, kind }) => ({ word: words[index - 1], kind })),
      constrained,
    },
  ]
}

/** Commands that run another one in an environment of theirs: `conda run -n tools pip install six`. */
const runners: ReadonlySet<string> = new Set(['conda', 'mamba', 'micromamba', 'poetry', 'pipenv', 'corepack', 'rye'])

/** Whether a command of this name is a package manager or runs one. */
const mayCall = rememberedByText((name) => isPython(name) || runners.has(name) || packageManagerOf(name) !== undefined)

function isPython(name: string): boolean {
  return /^(?:python|pypy)[\d.]*$/.test(name)
}

/** The command from the manager's name on; the name is known too where a variable hides its folder. */
function ownCommand(command: ShellCommand): ShellCommand | undefined {
  const { node, script } = command
  const { nameWord, words } = node
  const name = command.name || /\/([a-z][a-z0-9.-]*)["']?$/.exec(nameWord?.text ?? '')?.[1]
  if (!name || !nameWord || !mayCall(name)) return undefined
  const from = (index: number): ShellCommand | undefined => {
    const word = words[index]
    return word?.value === undefined
      ? undefined
      : new ShellCommand({ ...node, name: lastPart(word.value), nameWord: word, words: words.slice(index + 1) }, script)
  }
  if (isPython(name)) {
    const module = words.findIndex(({ text }) => text === '-m')
    return words.slice(0, module).every(({ text }) => /^-[a-zA-Z]+$/.test(text)) ? from(module + 1) : undefined
  }
  if (runners.has(name) && (name === 'corepack' || words[0]?.value === 'run')) {
    const index = words.findIndex(({ value }, i) => value !== undefined && i >= 0 && isCommand(value) && value !== name)
    return index < 0 ? undefined : from(index)
  }
  if (name === 'uv' && words[0]?.value === 'run') return undefined
  return command.name === '' ? new ShellCommand({ ...node, name }, script) : command
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function isCommand(word: string): boolean {
  return !word.startsWith('-') && packageManagerOf(word) !== undefined
}
