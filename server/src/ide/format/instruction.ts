/** Formats one instruction: its keyword, the gaps between its words, and the indentation of its continued lines. */

import type { LintFile } from '../../lint/lint-file.ts'
import type { Edit } from '../../lint/rule.ts'
import { instructionKeywords } from '../../syntax/instruction.ts'
import { joinedOffset } from '../../syntax/joined-text.ts'
import { lineAt, lineEnd } from '../../syntax/parse.ts'
import type { Instruction, Range } from '../../syntax/tree.ts'
import { type FormatOptions, indentationOf } from '../format.ts'
import { type QuotedSpans, quotedSpans } from './quotes.ts'

/** Instructions whose words stand between blanks. */
const wordInstructions = new Set(['FROM', 'COPY', 'ADD', 'EXPOSE', 'VOLUME', 'ARG', 'ENV', 'LABEL', 'SHELL'])
const shellInstructions = new Set(['RUN', 'CMD', 'ENTRYPOINT', 'HEALTHCHECK'])

/** The edits inside an instruction; heredoc bodies stay as they are. */
export function* formatInstruction(file: LintFile, instruction: Instruction, options: FormatOptions): Generator<Edit> {
  const { tree, text } = file
  const inner = instruction.onbuild ?? instruction
  if (!instructionKeywords.has(instruction.keyword) || !instructionKeywords.has(inner.keyword)) return
  const lineStart = tree.lineStarts[instruction.line]
  const bom = lineStart === 0 && text.startsWith('\ufeff') ? 1 : 0
  yield { start: lineStart + bom, end: instruction.start, text: '' }
  if (instruction.error) return
  yield* keywords(file, instruction)
  if (instruction.onbuild) yield* keywords(file, instruction.onbuild)
  for (const gap of gaps(instruction)) {
    if (isBlank(file.slice(gap))) yield { ...gap, text: ' ' }
  }
  if (inner.json) yield* jsonGaps(file, inner)
  if (instruction.heredocs.length === 0 || lineAt(tree, instruction.headEnd) > instruction.line) {
    yield* continuedLines(file, instruction, inner, options)
  }
  yield* trailingBlanks(file, lineEnd(tree, lineAt(tree, instruction.headEnd)), instruction)
}

function* keywords(file: LintFile, { keyword, keywordRange, words, healthcheckType }: Instruction): Generator<Edit> {
  if (isOneWord(file, keywordRange)) yield { ...rangeOf(keywordRange), text: keyword }
  if (healthcheckType && /^(cmd|none)$/i.test(file.slice(healthcheckType))) {
    yield { ...rangeOf(healthcheckType), text: healthcheckType.text.toUpperCase() }
  }
  if (keyword === 'FROM' && words.length === 3 && /^as$/i.test(file.slice(words[1]))) {
    yield { ...rangeOf(words[1]), text: 'AS' }
  }
}

function isOneWord(file: LintFile, range: Range): boolean {
  return /^[A-Za-z]+$/.test(file.slice(range))
}

/** The blanks between keyword, flags and words, where one blank means the same as several. */
function* gaps(instruction: Instruction): Generator<Range> {
  const inner = instruction.onbuild ?? instruction
  const parts: Range[] = [instruction.keywordRange, ...instruction.flags]
  if (instruction.onbuild) parts.push(instruction.onbuild.keywordRange, ...instruction.onbuild.flags)
  if (inner.healthcheckType) parts.push(inner.healthcheckType)
  const oldPair = inner.pairs.length === 1 && !inner.pairs[0].assigned ? inner.pairs[0] : undefined
  if (oldPair) parts.push(oldPair.nameRange, oldPair.valueRange)
  else if (!inner.json && wordInstructions.has(inner.keyword)) parts.push(...inner.words)
  else if (inner.body.end > inner.body.start && !inner.healthcheckType) parts.push(inner.body)
  else if (inner.words[0] && !inner.json) parts.push(inner.words[0])
  for (let i = 1; i < parts.length; i++) {
    if (parts[i].start > parts[i - 1].end) yield { start: parts[i - 1].end, end: parts[i].start }
  }
}

/** `[ "a","b" ]` → `["a", "b"]`, on one line. */
function* jsonGaps(file: LintFile, { words }: Instruction): Generator<Edit> {
  if (words.length === 0) return
  const opening = file.text.lastIndexOf('[', words[0].start)
  const last = words[words.length - 1]
  const closing = file.text.indexOf(']', last.end)
  if (opening < 0 || closing < 0) return
  const inside = [{ start: opening + 1, end: words[0].start, text: '' }]
  for (let i = 1; i < words.length; i++) inside.push({ start: words[i - 1].end, end: words[i].start, text: ', ' })
  inside.push({ start: last.end, end: closing, text: '' })
  for (const edit of inside) if (/^[ \t]*(?:,[ \t]*)?$/.test(file.slice(edit))) yield edit
}

interface ContinuedLine {
  readonly line: number
  /** Columns of its indentation. */
  readonly columns: number
  readonly comment: boolean
}

/** Shifts continued lines so that the leftmost one is indented by one step, and tidies the ends of lines. */
function* continuedLines(
  file: LintFile,
  instruction: Instruction,
  inner: Instruction,
  options: FormatOptions,
): Generator<Edit> {
  const { tree, text } = file
  const headLine = lineAt(tree, instruction.headEnd)
  if (headLine === instruction.line) return
  const isShell = shellInstructions.has(inner.keyword) && !inner.json
  if (isShell ? !file.shell(inner).posix : !inner.json && !wordInstructions.has(inner.keyword)) return
  // In the old form without `=` every blank is part of the value.
  if (inner.pairs.some(({ assigned }) => !assigned)) return
  const quoted = quotedSpans(instruction.source.text, tree.escape)
  const comments = new Set(instruction.comments.map(({ line }) => line))
  const empty = new Set(instruction.emptyContinuationLines)
  const movable: ContinuedLine[] = []
  let previousEnd = lineEnd(tree, instruction.line)
  for (let line = instruction.line; line <= headLine; line++) {
    const start = tree.lineStarts[line]
    const end = lineEnd(tree, line)
    if (empty.has(line)) {
      // A blank line in a continued instruction is deprecated; at the very end it is not part of anything.
      if (line < headLine) yield { start, end: tree.lineStarts[line + 1] ?? end, text: '' }
      continue
    }
    if (comments.has(line)) {
      movable.push({ line, columns: 0, comment: true })
      continue
    }
    const isQuoted = quoted.covers(joinedOffset(instruction.source, start))
    const from = contentStart(text, start, end)
    if (line > instruction.line && !isQuoted && !isGlued(text, previousEnd, from === start, tree.escape)) {
      movable.push({ line, columns: columnsOf(text.slice(start, from), options), comment: false })
    }
    yield* lineTail(text, start, end, instruction, quoted, tree.escape)
    previousEnd = end
  }
  yield* shifted(file, movable, options)
}

function* shifted(file: LintFile, lines: readonly ContinuedLine[], options: FormatOptions): Generator<Edit> {
  const { tree, text } = file
  const code = lines.filter(({ comment }) => !comment)
  if (code.length === 0) return
  const shift = options.tabSize - Math.min(...code.map(({ columns }) => columns))
  const widthOf = (index: number): number => {
    const own = lines[index].comment
      ? (lines.slice(index).find(({ comment }) => !comment) ?? code.at(-1))
      : lines[index]
    return (own?.columns ?? 0) + shift
  }
  let width = 0
  for (let index = lines.length - 1; index >= 0; index--) {
    // A comment goes with the line below it.
    if (!lines[index].comment || index === lines.length - 1) width = widthOf(index)
    const start = tree.lineStarts[lines[index].line]
    const end = contentStart(text, start, lineEnd(tree, lines[index].line))
    yield { start, end, text: indentationOf(width, options) }
  }
}

/** One blank in front of a continuation character, none behind it. */
function* lineTail(
  text: string,
  start: number,
  end: number,
  instruction: Instruction,
  quoted: QuotedSpans,
  escape: string,
): Generator<Edit> {
  let at = end
  while (at > start && (text[at - 1] === ' ' || text[at - 1] === '\t')) at--
  if (text[at - 1] !== escape) return
  if (at < end) yield { start: at, end, text: '' }
  let before = at - 1
  while (before > start && (text[before - 1] === ' ' || text[before - 1] === '\t')) before--
  if (before === start || at - 1 - before < 2) return
  if (!quoted.covers(joinedOffset(instruction.source, before))) yield { start: before, end: at - 1, text: ' ' }
}

/** Whether a word goes on over the line break, so that indentation would part it. */
function isGlued(text: string, previousEnd: number, startsAtOnce: boolean, escape: string): boolean {
  let at = previousEnd
  while (text[at - 1] === ' ' || text[at - 1] === '\t') at--
  return startsAtOnce && text[at - 1] === escape && !/\s/.test(text[at - 2] ?? ' ')
}

function* trailingBlanks(file: LintFile, end: number, instruction: Instruction): Generator<Edit> {
  let from = end
  while (from > instruction.start && (file.text[from - 1] === ' ' || file.text[from - 1] === '\t')) from--
  if (from < end && file.text[from - 1] !== file.tree.escape) yield { start: from, end, text: '' }
}

function contentStart(text: string, start: number, end: number): number {
  let from = start
  while (from < end && (text[from] === ' ' || text[from] === '\t')) from++
  return from
}

function columnsOf(blanks: string, { tabSize }: FormatOptions): number {
  let columns = 0
  for (const blank of blanks) columns += blank === '\t' ? tabSize - (columns % tabSize) : 1
  return columns
}

function isBlank(text: string): boolean {
  return /^[ \t]+$/.test(text)
}

function rangeOf({ start, end }: Range): Range {
  return { start, end }
}
