/** Calls of package managers in RUN instructions, however they are spelled; answered once for a file. */

import {
  type InstalledPackages,
  installedPackages,
  invocationOf,
  isInstall,
  type PackageKind,
  type PackageManager,
} from '../knowledge/package-managers.ts'
import type { CommandWord, ShellCommand } from './command.ts'
import type { LintFile } from './lint-file.ts'

export interface PackageCall {
  readonly command: ShellCommand
  readonly manager: PackageManager
  /** As the table has it: `install`, `env create`; empty for a bare command. */
  readonly subcommand: string
  readonly installs: boolean
  /** The packages that an installation names. */
  readonly packages: readonly { readonly word: CommandWord; readonly kind: PackageKind }[]
  /** Whether versions come from a requirements file or the like. */
  readonly constrained: boolean
}

/** Every call of a package manager that the table knows, in file order. */
export function packageCalls(file: LintFile): readonly PackageCall[] {
  return file.once('package calls', () => file.shellCommands().flatMap(toCall))
}

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
  return byInstruction.get(instruction) ?? []
}

const none: InstalledPackages = { packages: [], constrained: false }

function toCall(command: ShellCommand): readonly PackageCall[] {
  const name = command.nameWord?.value
  if (name === undefined) return []
  const words = command.words
  const values = [name, ...words.map((word) => word.value ?? (/^[$`]/.test(word.text) ? undefined : word.text))]
  const invocation = invocationOf(values)
  if (!invocation) return []
  const installs = isInstall(invocation)
  const { packages, constrained } = installs ? installedPackages(invocation, values) : none
  return [
    {
      command,
      manager: invocation.manager,
      subcommand: invocation.subcommand,
      installs,
      packages: packages.map(({ index, kind }) => ({ word: words[index - 1], kind })),
      constrained,
    },
  ]
}
