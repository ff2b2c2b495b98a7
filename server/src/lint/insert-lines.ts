/** Edits that put whole lines between instructions, in the style of what is around. */

import type { Instruction } from '../syntax/tree.ts'
import { blockOf, lineStart, linesOf } from './blocks.ts'
import { insert } from './edits.ts'
import type { LintFile } from './lint-file.ts'
import type { Edit } from './rule.ts'

/**
 * Puts lines above an instruction and the comments that stand directly on it. Where it begins a paragraph, the lines
 * become a paragraph of their own.
 */
export function insertAbove(file: LintFile, instruction: Instruction, lines: readonly string[]): Edit {
  const edit = insertOnTop(file, instruction, lines)
  const line = file.line(edit.start)
  const previous = line > 0 ? file.text.slice(file.tree.lineStarts[line - 1], edit.start) : 'x'
  return previous.trim() === '' ? { ...edit, text: edit.text + file.newline } : edit
}

/** The same as part of the instruction's own paragraph. */
export function insertOnTop(file: LintFile, instruction: Instruction, lines: readonly string[]): Edit {
  const indent = indentOf(file, instruction)
  const text = lines.map((line) => `${indent}${line}${file.newline}`).join('')
  return insert(blockOf(file, instruction).start, text)
}

/** Puts lines behind an instruction with its heredocs; undefined when its last line goes on (a trailing escape). */
export function insertBehind(file: LintFile, instruction: Instruction, lines: readonly string[]): Edit | undefined {
  const { lineStarts } = file.tree
  const indent = indentOf(file, instruction)
  const next = lineStarts[instruction.endLine + 1]
  const lastLine = file.text.slice(lineStarts[instruction.endLine], next ?? file.text.length)
  if (lastLine.trimEnd().endsWith(file.tree.escape) && instruction.heredocs.length === 0) return undefined
  if (next === undefined) {
    return insert(file.text.length, lines.map((text) => `${file.newline}${indent}${text}`).join(''))
  }
  return insert(next, lines.map((text) => `${indent}${text}${file.newline}`).join(''))
}

/** A keyword in the case that the instruction has. */
export function casedLike(file: LintFile, instruction: Instruction, keyword: string): string {
  const given = file.slice(instruction.keywordRange)
  return given === given.toLowerCase() ? keyword.toLowerCase() : keyword
}

function indentOf(file: LintFile, instruction: Instruction): string {
  const start = lineStart(file, instruction.line)
  return /^[ \t]*/.exec(file.text.slice(start, instruction.start))?.[0] ?? ''
}

/** Takes an instruction's lines away with a line break; undefined when comments between its lines would go along. */
export function removeLines(file: LintFile, instruction: Instruction): Edit | undefined {
  if (instruction.comments.length > 0) return undefined
  const lines = linesOf(file, instruction)
  const endsFile = lines.end === file.text.length && !file.text.endsWith('\n')
  const before = /(\r?\n)$/.exec(file.text.slice(Math.max(0, lines.start - 2), lines.start))?.[1].length ?? 0
  return endsFile ? { start: lines.start - before, end: lines.end, text: '' } : { ...lines, text: '' }
}
