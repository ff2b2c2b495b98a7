/** Edits of a command's words, right for the shell form and the exec form. */

import type { Range } from '../syntax/tree.ts'
import type { CommandWord, ShellCommand } from './command.ts'
import { insert, replace } from './edits.ts'
import type { Edit } from './rule.ts'

/** Whether the command's words are elements of a JSON array. */
export function isExecForm({ script, instruction }: ShellCommand): boolean {
  return instruction.json && script.tree.statements.length === 0
}

/** Puts a word (without quotes) behind another one. */
export function insertWordBehind(command: ShellCommand, word: CommandWord, text: string): Edit {
  return insert(word.end, isExecForm(command) ? `, "${text}"` : ` ${text}`)
}

/** Writes a word (without quotes) in place of one, or of a flag with its value. */
export function replaceWord(command: ShellCommand, range: Range, text: string): Edit {
  return replace(range, isExecForm(command) ? `"${text}"` : text)
}
