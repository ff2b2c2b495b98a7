/** The teaching texts of the editor, and the look-ups that are safe for any text a Dockerfile may hold. */

import { flagDocs } from './flags.ts'
import { instructionDocs } from './instructions.ts'
import { languageCommandDocs } from './language-commands.ts'
import { mountOptionDocs, mountTypeDocs } from './mounts.ts'
import { signalDocs } from './signals.ts'
import { directiveDocs, heredocDocs, substitutionDocs } from './syntax.ts'
import { systemCommandDocs } from './system-commands.ts'
import type { CommandDoc, FlagDoc, InstructionDoc, MountOptionDoc, SignalDoc } from './types.ts'
import { predefinedArgDocs } from './variables.ts'

export type * from './types.ts'
export {
  directiveDocs,
  flagDocs,
  heredocDocs,
  instructionDocs,
  mountOptionDocs,
  mountTypeDocs,
  predefinedArgDocs,
  signalDocs,
  substitutionDocs,
}

/** By command and subcommand, or by the command alone where every subcommand is meant. */
export const commandDocs: Readonly<Record<string, CommandDoc>> = { ...systemCommandDocs, ...languageCommandDocs }

/** The entry of a table under exactly this name; names such as `constructor` find nothing. */
export function entry<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined
}

/** The text of an instruction, whatever the case of its keyword. */
export function instructionDoc(keyword: string): InstructionDoc | undefined {
  return entry(instructionDocs, keyword.toUpperCase())
}

/** The text of a flag, given without its dashes. */
export function flagDoc(keyword: string, flag: string): FlagDoc | undefined {
  const flags = entry(flagDocs, keyword.toUpperCase())
  return flags && entry(flags, flag.toLowerCase())
}

/** The text of a mount option under any of its spellings. */
export function mountOptionDoc(type: string, option: string): MountOptionDoc | undefined {
  const options = entry(mountOptionDocs, type.toLowerCase())
  if (!options) return undefined
  const name = option.toLowerCase()
  return entry(options, name) ?? Object.values(options).find((doc) => doc.aliases?.includes(name))
}

/** The text of a signal by its name, with or without `SIG`, in any case, or by its number. */
export function signalDoc(signal: string): SignalDoc | undefined {
  const name = signal.toUpperCase()
  return (
    entry(signalDocs, name) ??
    entry(signalDocs, `SIG${name}`) ??
    Object.values(signalDocs).find((doc) => String(doc.number) === signal)
  )
}

/** The text of a shell command by its first words, flags left out: the longest that is known counts. */
export function commandDoc(words: readonly string[]): CommandDoc | undefined {
  for (let length = Math.min(words.length, 4); length > 0; length--) {
    const command = words.slice(0, length).join(' ')
    const doc =
      entry(commandDocs, command) ??
      Object.values(commandDocs).find((candidate) => candidate.aliases?.includes(command))
    if (doc) return doc
  }
  return undefined
}
