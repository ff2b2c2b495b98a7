/** Whole lines of instructions, for fixes that move or remove them. */

import type { Instruction, Range } from '../syntax/tree.ts'
import type { LintFile } from './lint-file.ts'

/** Where a line begins; the first one behind a byte order mark. */
export function lineStart(file: LintFile, line: number): number {
  return line === 0 && file.text.startsWith('\ufeff') ? 1 : file.tree.lineStarts[line]
}

/** The lines of an instruction with their last line break. */
export function linesOf(file: LintFile, instruction: Instruction): Range {
  const { lineStarts } = file.tree
  return { start: lineStart(file, instruction.line), end: lineStarts[instruction.endLine + 1] ?? file.text.length }
}

/** The same with the comment lines right above, which speak of the instruction. */
export function blockOf(file: LintFile, instruction: Instruction): Range {
  const commented = file.once('comment lines', () => new Set(file.tree.comments.map(({ line }) => line)))
  let line = instruction.line
  while (commented.has(line - 1)) line--
  return { start: lineStart(file, line), end: linesOf(file, instruction).end }
}

/** The text of whole lines, ended by a line break also where the file ends without one. */
export function textOfLines(file: LintFile, lines: Range): string {
  const text = file.slice(lines)
  return text.endsWith('\n') ? text : `${text}${file.newline}`
}
