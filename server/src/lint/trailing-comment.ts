/** Comments behind the words of an instruction: they are none, because `#` starts a comment only at the head of a line. */

import { isBlank, trimSpaceEnd } from '../syntax/characters.ts'
import { fileRange, joinedOffset } from '../syntax/joined-text.ts'
import { parseJsonArray } from '../syntax/json-array.ts'
import type { Instruction, Range } from '../syntax/tree.ts'
import type { LintFile } from './lint-file.ts'

/** From the `#` to the end of the text on its line, continuation character excluded. */
export interface TrailingComment extends Range {
  readonly instruction: Instruction
  /** Whether a JSON array stands in front, which is none any more because of it. */
  readonly behindArray: boolean
}

/** The first trailing comment of each line of an instruction; empty for nearly all instructions. */
export function trailingComments(file: LintFile, instruction: Instruction): readonly TrailingComment[] {
  if (!instruction.source.text.includes('#')) return none
  return file.onceFor('trailing comments', instruction, () => findComments(instruction))
}

const none: readonly never[] = []

/** Whether words of the instruction are a comment by intention, so that other rules need not judge them. */
export function hasTrailingComment(file: LintFile, instruction: Instruction): boolean {
  return trailingComments(file, instruction).length > 0
}

function findComments(instruction: Instruction): readonly TrailingComment[] {
  const { source } = instruction
  const behindArray = arrayComment(instruction)
  const offsets = behindArray === undefined ? wordOffsets(instruction) : [behindArray]
  const comments: TrailingComment[] = []
  let lineEnd = 0
  for (const offset of offsets) {
    if (offset < lineEnd) continue
    const next = source.starts.find((start) => start > offset) ?? instruction.bodyEnd
    lineEnd = Math.min(next, instruction.bodyEnd)
    const { start, end } = fileRange(source, offset, trimSpaceEnd(source.text, offset, lineEnd))
    comments.push({ start, end, instruction, behindArray: behindArray !== undefined })
  }
  return comments
}

const arrayInstructions = new Set(['RUN', 'CMD', 'ENTRYPOINT', 'HEALTHCHECK', 'SHELL', 'COPY', 'ADD', 'VOLUME'])

/** The joined offset of a `#` behind what is a JSON array but for it. */
function arrayComment({ keyword, json, source, words, bodyEnd }: Instruction): number | undefined {
  if (json || !arrayInstructions.has(keyword) || words.length === 0) return undefined
  const { text } = source
  const start = joinedOffset(source, words[0].start)
  if (text[start] !== '[') return undefined
  let quoted = false
  for (let i = start; i < bodyEnd; i++) {
    if (text[i] === '\\' && quoted) i++
    else if (text[i] === '"') quoted = !quoted
    else if (text[i] === ']' && !quoted) {
      const hash = skipBlanks(text, i + 1, bodyEnd)
      const isComment = text[hash] === '#' && hash < bodyEnd
      return isComment && parseJsonArray(text, start, i + 1).kind === 'strings' ? hash : undefined
    }
  }
  return undefined
}

/** How many words an instruction takes before `#` can be the head of a comment rather than a name. */
const wordsBefore: Readonly<Record<string, number>> = { FROM: 1, EXPOSE: 1, VOLUME: 1, ARG: 1, COPY: 2, ADD: 2 }

/** Joined offsets of the `#` that begin a word where no word was meant. */
function wordOffsets(instruction: Instruction): readonly number[] {
  const { keyword, json, source, words, pairs, healthcheckType } = instruction
  if (json) return []
  if (Object.hasOwn(wordsBefore, keyword)) return hashWords(instruction, wordsBefore[keyword])
  if (keyword === 'ENV' || keyword === 'LABEL') {
    if (pairs.length !== 1 || pairs[0].assigned) return hashWords(instruction, 1)
    return unquotedHashes(source.text, joinedOffset(source, pairs[0].valueRange.start), instruction.bodyEnd)
  }
  if (keyword === 'WORKDIR' || keyword === 'USER' || keyword === 'STOPSIGNAL') {
    return unquotedHashes(source.text, instruction.bodyStart, instruction.bodyEnd)
  }
  const isNone = keyword === 'HEALTHCHECK' && healthcheckType?.text.toUpperCase() === 'NONE'
  return isNone && words[0]?.text.startsWith('#') ? [joinedOffset(source, words[0].start)] : []
}

function hashWords({ words, source }: Instruction, from: number): readonly number[] {
  return words
    .slice(from)
    .filter((word) => word.text.startsWith('#'))
    .map((word) => joinedOffset(source, word.start))
}

/** Where a `#` follows a blank outside quotes. */
function unquotedHashes(text: string, from: number, to: number): readonly number[] {
  const offsets: number[] = []
  let quote = ''
  for (let i = from; i < to; i++) {
    const character = text[i]
    if (quote !== '') {
      if (character === quote) quote = ''
    } else if (character === '"' || character === "'") quote = character
    else if (character === '#' && i > from && isBlank(text.charCodeAt(i - 1))) offsets.push(i)
  }
  return offsets
}

function skipBlanks(text: string, from: number, to: number): number {
  while (from < to && isBlank(text.charCodeAt(from))) from++
  return from
}
