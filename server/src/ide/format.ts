/** Formatting: white space and the case of keywords, never what the builder or the shell reads. */

import { applyEdits, sortEdits } from '../lint/edits.ts'
import { LintFile } from '../lint/lint-file.ts'
import type { Edit } from '../lint/rule.ts'
import { lineAt, lineEnd } from '../syntax/parse.ts'
import type { Range } from '../syntax/tree.ts'
import { formatInstruction } from './format/instruction.ts'
import { formatLines } from './format/lines.ts'
import { sameMeaning } from './format/same-meaning.ts'
import { instructionAround, instructionBefore } from './position.ts'

export interface FormatOptions {
  /** Columns of one step of indentation. */
  readonly tabSize: number
  readonly insertSpaces: boolean
}

/**
 * The edits that format a whole file; none when the formatted text would not be read the same. In order, without
 * overlaps.
 */
export function format(file: LintFile, options: FormatOptions): readonly Edit[] {
  return checked(file, allEdits(file, options))
}

/** The edits that format the lines that a range touches. */
export function formatRange(file: LintFile, range: Range, options: FormatOptions): readonly Edit[] {
  const { tree } = file
  const start = tree.lineStarts[lineAt(tree, range.start)]
  const end = lineEnd(tree, lineAt(tree, range.end))
  return checked(
    file,
    allEdits(file, options).filter((edit) => edit.start >= start && edit.end <= end),
  )
}

/**
 * The edits after a line break was typed in front of `offset`: a continued line gets its indentation, an instruction
 * that is complete is formatted.
 */
export function formatTyped(file: LintFile, offset: number, options: FormatOptions): readonly Edit[] {
  const { tree, text } = file
  const line = lineAt(tree, offset)
  const instruction = instructionAround(tree, line)
  if (!instruction) {
    const above = line > 0 ? instructionBefore(tree, tree.lineStarts[line] - 1) : undefined
    return above?.endLine === line - 1 ? checked(file, [...formatInstruction(file, above, options)]) : []
  }
  if (instruction.heredocs.some(({ body }) => body.start <= offset && offset <= body.end)) return []
  const start = tree.lineStarts[line]
  const end = lineEnd(tree, line)
  if (text.slice(start, end).trim() !== '') return []
  const above = /^[ \t]*/.exec(text.slice(tree.lineStarts[line - 1], lineEnd(tree, line - 1)))?.[0] ?? ''
  const isFirst = instruction.line === line - 1
  const indentation = isFirst || above === '' ? indentationOf(options.tabSize, options) : above
  return text.slice(start, end) === indentation ? [] : [{ start, end, text: indentation }]
}

/** White space of a width, in the wanted kind. */
export function indentationOf(columns: number, { insertSpaces, tabSize }: FormatOptions): string {
  if (insertSpaces) return ' '.repeat(columns)
  return '\t'.repeat(Math.floor(columns / tabSize)) + ' '.repeat(columns % tabSize)
}

function allEdits(file: LintFile, options: FormatOptions): readonly Edit[] {
  const edits: Edit[] = [...formatLines(file)]
  for (const instruction of file.tree.instructions) edits.push(...formatInstruction(file, instruction, options))
  return sortEdits(edits)
}

function checked(file: LintFile, edits: readonly Edit[]): readonly Edit[] {
  const changing = sortEdits(edits.filter((edit) => file.slice(edit) !== edit.text))
  if (changing.length === 0) return []
  const text = applyEdits(file.text, changing)
  if (text === undefined) return []
  return sameMeaning(file, new LintFile({ text, today: file.today })) ? changing : []
}
