/** One logical line → an instruction: keyword, flags, and arguments by the instruction's own grammar. */

import { isBlank, isSpace, skipSpace, trimSpaceEnd } from './characters.ts'
import { fileEndOffset, fileOffset, fileRange, type JoinedText } from './joined-text.ts'
import { parseJsonArray } from './json-array.ts'
import type { Comment, Flag, Instruction, KeyValue, ParseError, ParseErrorCode, Word } from './tree.ts'

/** What the segmenter knows of an instruction before its inside is read. */
export interface InstructionText {
  readonly index: number
  readonly escape: '\\' | '`'
  readonly source: JoinedText
  readonly line: number
  /** The last line of the head. */
  readonly endLine: number
  readonly start: number
  readonly headEnd: number
  readonly comments: readonly Comment[]
  readonly emptyContinuationLines: readonly number[]
}

type Grammar =
  | 'words'
  | 'json-or-words'
  | 'json-or-string'
  | 'string'
  | 'pairs'
  | 'quoted-words'
  | 'healthcheck'
  | 'onbuild'

const grammars: Readonly<Record<string, Grammar>> = {
  ADD: 'json-or-words',
  ARG: 'quoted-words',
  CMD: 'json-or-string',
  COPY: 'json-or-words',
  ENTRYPOINT: 'json-or-string',
  ENV: 'pairs',
  EXPOSE: 'words',
  FROM: 'words',
  HEALTHCHECK: 'healthcheck',
  LABEL: 'pairs',
  MAINTAINER: 'string',
  ONBUILD: 'onbuild',
  RUN: 'json-or-string',
  SHELL: 'json-or-string',
  STOPSIGNAL: 'string',
  USER: 'string',
  VOLUME: 'json-or-words',
  WORKDIR: 'string',
}

/** The 18 instructions, in upper case. */
export const instructionKeywords: ReadonlySet<string> = new Set(Object.keys(grammars))

const nothing: readonly never[] = []

type Arguments = Pick<Instruction, 'words' | 'json' | 'pairs' | 'healthcheckType' | 'onbuild' | 'error'>

const none: Arguments = {
  words: nothing,
  json: false,
  pairs: nothing,
  healthcheckType: undefined,
  onbuild: undefined,
  error: undefined,
}

/** An ONBUILD in an ONBUILD is refused by the build; deeper ones than this are not looked into. */
const maxOnbuilds = 16

/** Reads the joined text between two offsets as one instruction (without heredoc bodies). */
export function parseInstruction(input: InstructionText, from: number, to: number, onbuilds = 0): Instruction {
  const { source } = input
  const { text } = source
  const start = skipSpace(text, from, to)
  const end = trimSpaceEnd(text, start, to)
  let keywordEnd = start
  while (keywordEnd < end && !isBlank(text.charCodeAt(keywordEnd))) keywordEnd++
  let position = keywordEnd
  while (position < end && isBlank(text.charCodeAt(position))) position++
  const keywordRange = fileRange(source, start, keywordEnd)
  const keyword = text.slice(start, keywordEnd).toUpperCase()
  const { flags, next } = readFlags(source, position, end)
  const bodyStart = skipSpace(text, next, end)
  const body = fileRange(source, bodyStart, end)
  const args = readArguments(input, keyword, bodyStart, end, onbuilds)
  return {
    index: input.index,
    line: input.line,
    endLine: input.endLine,
    start: keywordRange.start,
    end: input.headEnd,
    headEnd: input.headEnd,
    keyword,
    keywordRange,
    flags,
    body,
    source,
    bodyStart,
    bodyEnd: end,
    heredocs: nothing,
    comments: input.comments,
    emptyContinuationLines: input.emptyContinuationLines,
    words: args.words,
    json: args.json,
    pairs: args.pairs,
    healthcheckType: args.healthcheckType,
    onbuild: args.onbuild,
    error: args.error,
  }
}

/** The leading `--name[=value]` words: quotes and escapes are removed the way BuildKit does. */
function readFlags(source: JoinedText, from: number, end: number): { flags: Flag[]; next: number } {
  const { text } = source
  const flags: Flag[] = []
  let position = from
  for (;;) {
    // Other white space than ASCII's ends the flags: it is looked at byte by byte here.
    while (position < end && isBlank(text.charCodeAt(position))) position++
    if (position >= end) return { flags, next: end }
    if (text[position] !== '-' || position + 1 >= end || text[position + 1] !== '-') return { flags, next: position }
    const start = position
    let raw = ''
    let equals = -1
    let quote = ''
    for (; position < end; position++) {
      let character = text[position]
      if (quote === '' && isSpace(text.charCodeAt(position))) break
      if (quote === '' && (character === "'" || character === '"')) {
        quote = character
        continue
      }
      if (quote !== '' && character === quote) {
        quote = ''
        continue
      }
      if (character === '\\') {
        if (position + 1 >= end) continue
        character = text[++position]
      }
      if (character === '=' && equals < 0) equals = position
      raw += character
    }
    if (raw === '--') return { flags, next: position }
    flags.push(flagOf(source, raw, start, position, equals))
  }
}

function flagOf(source: JoinedText, raw: string, start: number, end: number, equals: number): Flag {
  const split = raw.indexOf('=')
  const range = fileRange(source, start, end)
  return {
    start: range.start,
    end: range.end,
    raw,
    name: raw.slice(2, split < 0 ? undefined : split),
    nameRange: fileRange(source, start + 2, equals < 0 ? end : equals),
    value: split < 0 ? undefined : raw.slice(split + 1),
    valueRange: equals < 0 ? undefined : fileRange(source, equals + 1, end),
  }
}

function readArguments(input: InstructionText, keyword: string, from: number, to: number, onbuilds: number): Arguments {
  const { source, escape } = input
  switch (grammars[keyword] ?? 'string') {
    case 'words':
      return { ...none, words: splitWords(source, from, to) }
    case 'string':
      return { ...none, words: wholeWord(source, from, to) }
    case 'quoted-words':
      return { ...none, words: quotedWords(source, from, to, escape) }
    case 'pairs':
      return readPairs(input, keyword, from, to)
    case 'json-or-words':
      return readJson(input, from, to, splitWords)
    case 'json-or-string':
      return readJson(input, from, to, wholeWord)
    case 'healthcheck': {
      if (from >= to) return none
      let typeEnd = from
      while (typeEnd < to && !isSpace(source.text.charCodeAt(typeEnd))) typeEnd++
      const next = skipSpace(source.text, typeEnd, to)
      const healthcheckType = wordOf(source, from, typeEnd)
      return { ...readJson(input, next, to, wholeWord), healthcheckType }
    }
    case 'onbuild': {
      if (from >= to || onbuilds === maxOnbuilds) return none
      const onbuild = parseInstruction(input, from, to, onbuilds + 1)
      return { ...none, onbuild, error: onbuild.error }
    }
  }
}

function readJson(
  input: InstructionText,
  from: number,
  to: number,
  otherwise: (source: JoinedText, from: number, to: number) => readonly Word[],
): Arguments {
  const { source } = input
  if (source.text[from] !== '[' || from >= to) return { ...none, words: otherwise(source, from, to) }
  const array = parseJsonArray(source.text, from, to)
  if (array.kind === 'strings') {
    const words = array.elements.map(({ value, start, end }) => wordAt(source, start, end, value))
    return { ...none, words, json: true }
  }
  const words = otherwise(source, from, to)
  if (array.kind === 'none') return { ...none, words }
  const error = errorAt(input, 'nested-json', 'a JSON array here may hold strings only', from, to)
  return { ...none, words, error }
}

function readPairs(input: InstructionText, keyword: string, from: number, to: number): Arguments {
  const { source, escape } = input
  const words = quotedWords(source, from, to, escape)
  if (words.length === 0) return none
  if (!words[0].text.includes('=')) {
    let nameEnd = from
    while (nameEnd < to && !isBlank(source.text.charCodeAt(nameEnd))) nameEnd++
    let valueStart = nameEnd
    while (valueStart < to && isBlank(source.text.charCodeAt(valueStart))) valueStart++
    if (nameEnd >= to) {
      const message = `${keyword} needs a name and a value: \`${keyword} ${source.text.slice(from, nameEnd)}=value\``
      return { ...none, words, error: errorAt(input, 'two-arguments', message, from, to) }
    }
    const { start, end } = fileRange(source, from, to)
    const pair: KeyValue = {
      start,
      end,
      name: source.text.slice(from, nameEnd),
      nameRange: fileRange(source, from, nameEnd),
      value: source.text.slice(valueStart, to),
      valueRange: fileRange(source, valueStart, to),
      assigned: false,
    }
    return { ...none, words, pairs: [pair] }
  }
  const pairs: KeyValue[] = []
  let position = from
  for (const word of words) {
    const start = source.text.indexOf(word.text, position)
    const equals = word.text.indexOf('=')
    position = start + word.text.length
    if (equals < 0) {
      const message = `\`${word.text}\` has no \`=\`; write \`name=value\`, and quote a value that holds blanks`
      return { ...none, words, pairs, error: errorAt(input, 'missing-equals', message, start, position) }
    }
    pairs.push({
      start: word.start,
      end: word.end,
      name: word.text.slice(0, equals),
      nameRange: fileRange(source, start, start + equals),
      value: word.text.slice(equals + 1),
      valueRange: fileRange(source, start + equals + 1, position),
      assigned: true,
    })
  }
  return { ...none, words, pairs }
}

/** Words at runs of blanks; an empty text gives none. */
function splitWords(source: JoinedText, from: number, to: number): readonly Word[] {
  const { text } = source
  const words: Word[] = []
  let position = from
  while (position < to) {
    let end = position
    while (end < to && !isBlank(text.charCodeAt(end))) end++
    words.push(wordOf(source, position, end))
    position = end
    while (position < to && isBlank(text.charCodeAt(position))) position++
  }
  return words
}

function wholeWord(source: JoinedText, from: number, to: number): readonly Word[] {
  return from < to ? [wordOf(source, from, to)] : []
}

/** Words at white space outside quotes; quotes and escapes stay in the words. */
function quotedWords(source: JoinedText, from: number, to: number, escape: string): readonly Word[] {
  const { text } = source
  const words: Word[] = []
  let position = skipSpace(text, from, to)
  while (position < to) {
    const start = position
    let quote = ''
    let dropped = false
    while (position < to) {
      const character = text[position]
      if (quote === '' && isSpace(text.charCodeAt(position))) break
      if (character === escape && quote !== "'") {
        if (position + 1 >= to) {
          dropped = true
          break
        }
        position += 2
        continue
      }
      if (quote === '' && (character === "'" || character === '"')) quote = character
      else if (character === quote) quote = ''
      position++
    }
    const end = Math.min(position, to)
    if (end > start) words.push(wordOf(source, start, end))
    if (dropped) break
    position = skipSpace(text, end, to)
  }
  return words
}

function wordOf(source: JoinedText, start: number, end: number): Word {
  return wordAt(source, start, end, source.text.slice(start, end))
}

function wordAt(source: JoinedText, start: number, end: number, text: string): Word {
  const from = fileOffset(source, start)
  return { start: from, end: end > start ? fileEndOffset(source, end) : from, text }
}

function errorAt(input: InstructionText, code: ParseErrorCode, message: string, from: number, to: number): ParseError {
  return { code, message, line: input.line, ...fileRange(input.source, from, to) }
}

/** The file offset behind the last character of an instruction's body. */
export function bodyFileEnd(instruction: Instruction): number {
  return fileEndOffset(instruction.source, instruction.bodyEnd)
}
