/** Where a cursor stands in half-typed text: the instruction, its flags and words so far, the word that is being typed. */

import type { LintFile } from '../../lint/lint-file.ts'
import { isSpace } from '../../syntax/characters.ts'
import { fileOffset, joinedOffset } from '../../syntax/joined-text.ts'
import { lineAt, lineEnd } from '../../syntax/parse.ts'
import type { Instruction, Range } from '../../syntax/tree.ts'
import { commentAt, instructionAround, instructionBefore } from '../position.ts'

/** A cursor in the arguments of an instruction. */
export interface ArgumentPlace {
  readonly kind: 'argument'
  readonly offset: number
  /** The instruction of the file; the outer one for ONBUILD. */
  readonly instruction: Instruction
  /** In upper case; the inner one for ONBUILD. */
  readonly keyword: string
  /** The whole words between keyword and cursor, flags included. */
  readonly before: readonly string[]
  /** Those of them that are flags in front of the arguments. */
  readonly flags: readonly string[]
  /** Those that are arguments. */
  readonly words: readonly string[]
  /** The word that is being typed, up to the cursor. */
  readonly partial: string
  /** The file offset of the first character of `partial`. */
  readonly start: number
  /** The end of the word around the cursor. */
  readonly end: number
  /** Everything of the instruction up to the cursor, as the builder joins it. */
  readonly head: string
  /** Whether the cursor is in the lines of a heredoc. */
  readonly inHeredoc: boolean
}

/** A cursor where an instruction begins. */
export interface KeywordPlace {
  readonly kind: 'keyword'
  readonly offset: number
  readonly partial: string
  readonly start: number
  readonly end: number
  /** Whether ONBUILD stands in front. */
  readonly onbuild: boolean
}

/** A cursor in a comment or a directive. */
export interface CommentPlace {
  readonly kind: 'comment'
  readonly offset: number
  /** From `#` to the cursor. */
  readonly head: string
  readonly start: number
  readonly end: number
  /** Whether a directive could stand here. */
  readonly directive: boolean
}

export type Place = ArgumentPlace | KeywordPlace | CommentPlace

/** What can be completed at an offset; undefined where nothing can. */
export function placeAt(file: LintFile, offset: number): Place | undefined {
  const { tree, text } = file
  const line = lineAt(tree, offset)
  const lineStart = tree.lineStarts[line]
  const first = skipBlanks(text, lineStart, offset)
  const instruction = instructionBefore(tree, offset)
  const inside = instruction && (line <= instruction.endLine ? instruction : instructionAround(tree, line))
  const inBody = inside?.heredocs.some(
    ({ body }) => body.start <= offset && offset < Math.max(body.end, body.start + 1),
  )
  if (text[first] === '#' && first < offset && !inBody) {
    const end = lineEnd(tree, line)
    const directive = inDirectives(file, line)
    if (directive || commentAt(tree, offset)) {
      return { kind: 'comment', offset, head: text.slice(first, offset), start: first, end, directive }
    }
  }
  if (!inside || offset < inside.start) return keywordPlace(text, offset, first, false)
  if (inBody) return heredocPlace(file, inside, offset)
  if (offset > inside.headEnd && inside.heredocs.length > 0) return undefined
  if (offset <= inside.keywordRange.end) return keywordPlace(text, offset, inside.start, false)
  return argumentPlace(file, inside, offset, lineStart)
}

/** Whether all lines above a line are directives, so that another one may stand there. */
function inDirectives(file: LintFile, line: number): boolean {
  const { directives } = file.tree
  for (let above = 0; above < line; above++) if (directives[above]?.line !== above) return false
  return true
}

function keywordPlace(text: string, offset: number, from: number, onbuild: boolean): KeywordPlace | undefined {
  const partial = text.slice(from, offset)
  if (!/^[A-Za-z]*$/.test(partial)) return undefined
  let end = offset
  while (end < text.length && /[A-Za-z]/.test(text[end])) end++
  return { kind: 'keyword', offset, partial, start: from, end, onbuild }
}

function heredocPlace(file: LintFile, instruction: Instruction, offset: number): ArgumentPlace {
  const { text } = file
  let start = offset
  while (start > 0 && !isSpace(text.charCodeAt(start - 1))) start--
  const holder = instruction.onbuild ?? instruction
  const place = {
    kind: 'argument',
    offset,
    instruction,
    keyword: holder.keyword,
    before: [],
    flags: [],
    words: [],
  } as const
  return { ...place, partial: text.slice(start, offset), start, end: offset, head: '', inHeredoc: true }
}

function argumentPlace(
  file: LintFile,
  instruction: Instruction,
  offset: number,
  lineStart: number,
): ArgumentPlace | KeywordPlace | undefined {
  const { source } = instruction
  const joined = joinedOffset(source, offset)
  const head = source.text.slice(0, joined)
  let position = wordEnd(head, 0, false)
  let keyword = instruction.keyword
  if (keyword === 'ONBUILD') {
    const inner = skipBlanks(head, position, head.length)
    const innerEnd = wordEnd(head, inner, false)
    if (innerEnd === head.length) return keywordPlace(file.text, offset, offset - (innerEnd - inner), true)
    keyword = head.slice(inner, innerEnd).toUpperCase()
    position = innerEnd
  }
  const before: string[] = []
  let partialStart = head.length
  while (position < head.length) {
    const start = skipBlanks(head, position, head.length)
    const end = wordEnd(head, start, quotedWords.has(keyword))
    if (end === head.length) {
      partialStart = start
      break
    }
    before.push(head.slice(start, end))
    position = end
  }
  const partial = head.slice(partialStart)
  const start = partial === '' ? offset : fileOffset(source, partialStart)
  // A word that began on an earlier line cannot be replaced by an editor.
  if (start < lineStart || offset - start !== partial.length) return undefined
  let count = before.findIndex((word) => !word.startsWith('--'))
  if (count < 0) count = before.length
  let end = offset
  while (end < file.text.length && !isSpace(file.text.charCodeAt(end))) end++
  return {
    kind: 'argument',
    offset,
    instruction,
    keyword,
    before,
    flags: before.slice(0, count),
    words: before.slice(count),
    partial,
    start,
    end,
    head,
    inHeredoc: false,
  }
}

/** Instructions whose words may be quoted, with blanks inside. */
const quotedWords = new Set(['ARG', 'ENV', 'LABEL'])

function wordEnd(text: string, from: number, quotes: boolean): number {
  let position = from
  let quote = ''
  while (position < text.length && (quote !== '' || !isSpace(text.charCodeAt(position)))) {
    const character = text[position]
    if (quotes && character === quote) quote = ''
    else if (quotes && quote === '' && (character === '"' || character === "'")) quote = character
    position++
  }
  return position
}

function skipBlanks(text: string, from: number, to: number): number {
  let position = from
  while (position < to && isSpace(text.charCodeAt(position))) position++
  return position
}

/** The part of a place's partial word from one of its characters on. */
export function rangeFrom(place: ArgumentPlace, index: number): Range {
  return { start: place.start + index, end: place.offset }
}
