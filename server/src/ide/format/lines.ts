/** Formats what stands between instructions: blank lines, comments, directives, the end of the file. */

import type { LintFile } from '../../lint/lint-file.ts'
import type { Edit } from '../../lint/rule.ts'
import { lineEnd } from '../../syntax/parse.ts'

/** The edits outside of instructions. */
export function* formatLines(file: LintFile): Generator<Edit> {
  const { tree, text } = file
  const last = tree.instructions.at(-1)
  if (!last) return
  const first = firstMovableLine(file)
  const kinds = lineKinds(file)
  const top = kinds.findIndex((kind) => kind !== 'blank')
  const bottom = kinds.findLastIndex((kind) => kind !== 'blank')
  let blanks = 0
  let hasStage = false
  for (let line = 0; line < kinds.length; line++) {
    const kind = kinds[line]
    if (kind === 'inside') {
      blanks = 0
      continue
    }
    if (kind === 'blank') blanks++
    if (line < first) continue
    const start = tree.lineStarts[line]
    const end = lineEnd(tree, line)
    if (kind === 'blank') {
      // One blank line is left, and none at the top and at the end of the file.
      const isSurplus = blanks > 1 || line < top || line > bottom
      const next = tree.lineStarts[line + 1] ?? text.length
      if (isSurplus) yield { start, end: next, text: '' }
      else yield { start, end, text: '' }
      continue
    }
    if (kind === 'comment') {
      const from = text.indexOf('#', start)
      yield { start, end: from, text: '' }
      yield* trimEnd(text, from, end)
    }
    // A stage is set off from the one above it, with the comments that belong to it.
    const opens = kind === 'from' ? kinds[line - 1] !== 'comment' : kind === 'comment' && leadsToFrom(kinds, line)
    if (opens && hasStage && blanks === 0) yield { start, end: start, text: file.newline }
    if (kind === 'from') hasStage = true
    blanks = 0
  }
  yield* formatDirectives(file)
  yield* finalNewline(file)
}

type LineKind = 'blank' | 'comment' | 'directive' | 'from' | 'instruction' | 'inside'

/** What each line holds; the first line of an instruction is its kind, the others are `inside`. */
function lineKinds(file: LintFile): readonly LineKind[] {
  const { tree } = file
  const count = tree.lineStarts.at(-1) === tree.text.length ? tree.lineStarts.length - 1 : tree.lineStarts.length
  const kinds: LineKind[] = Array.from({ length: count }, () => 'blank')
  for (const { line } of tree.comments) kinds[line] = 'comment'
  for (const { line } of tree.directives) kinds[line] = 'directive'
  for (const { line, endLine, keyword } of tree.instructions) {
    kinds[line] = keyword === 'FROM' ? 'from' : 'instruction'
    for (let inside = line + 1; inside <= endLine && inside < count; inside++) kinds[inside] = 'inside'
  }
  return kinds
}

/**
 * The first line above which blanks count: without the blank line above it, or with less indentation, a comment that
 * looks like a directive would become one.
 */
function firstMovableLine(file: LintFile): number {
  const { tree } = file
  const [first] = tree.instructions
  const looksLikeDirective = tree.comments.some(({ line, text }) => line < first.line && /^[A-Za-z]+\s*=/.test(text))
  return looksLikeDirective ? first.line : 0
}

/** Whether a comment opens the block of comments directly above a FROM. */
function leadsToFrom(kinds: readonly LineKind[], line: number): boolean {
  if (kinds[line - 1] === 'comment' || kinds[line - 1] === 'directive') return false
  let below = line
  while (kinds[below] === 'comment') below++
  return kinds[below] === 'from'
}

function* formatDirectives(file: LintFile): Generator<Edit> {
  const { tree, text } = file
  for (const { line, start, end, nameRange, valueRange } of tree.directives) {
    const bom = line === 0 && text.startsWith('\ufeff') ? 1 : 0
    yield { start: tree.lineStarts[line] + bom, end: start, text: '' }
    yield { start: start + 1, end: nameRange.start, text: ' ' }
    yield { start: nameRange.end, end: valueRange.start, text: '=' }
    yield { start: end, end: lineEnd(tree, line), text: '' }
  }
}

/** The text ends with one line break, unless that would be part of an instruction. */
function* finalNewline(file: LintFile): Generator<Edit> {
  const { text, tree } = file
  if (/(^|\n)[ \t]*$/.test(text.slice(-200))) return
  const last = tree.instructions.at(-1)
  if (last?.heredocs.some(({ terminated }) => !terminated)) return
  if (text.trimEnd().endsWith(tree.escape)) return
  yield { start: text.length, end: text.length, text: file.newline }
}

function* trimEnd(text: string, start: number, end: number): Generator<Edit> {
  let from = end
  while (from > start && (text[from - 1] === ' ' || text[from - 1] === '\t')) from--
  if (from < end) yield { start: from, end, text: '' }
}
