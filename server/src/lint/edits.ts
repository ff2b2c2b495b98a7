/** Applying edits to text. */

import type { Range } from '../syntax/tree.ts'
import type { Edit } from './rule.ts'

/** The text after non-overlapping edits; undefined when two of them overlap or one lies outside. */
export function applyEdits(text: string, edits: readonly Edit[]): string | undefined {
  let result = ''
  let position = 0
  for (const edit of sortEdits(edits)) {
    if (edit.start < position || edit.end < edit.start || edit.end > text.length) return undefined
    result += text.slice(position, edit.start) + edit.text
    position = edit.end
  }
  return result + text.slice(position)
}

/** In file order; insertions at one place keep their order. */
export function sortEdits(edits: readonly Edit[]): readonly Edit[] {
  return [...edits].sort((a, b) => a.start - b.start || a.end - b.end)
}

export function insert(offset: number, text: string): Edit {
  return { start: offset, end: offset, text }
}

export function replace(range: Range, text: string): Edit {
  return { start: range.start, end: range.end, text }
}

export function remove(range: Range): Edit {
  return { start: range.start, end: range.end, text: '' }
}

/** Whether two sorted lists of edits touch the same characters or insert at the same place. */
export function overlaps(a: readonly Edit[], b: readonly Edit[]): boolean {
  return a.some(
    (x) => b.some((y) => x.start < y.end && y.start < x.end) || b.some((y) => x.start === y.start && x.end === y.end),
  )
}
