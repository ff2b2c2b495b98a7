/** The words in which BuildKit itself expands variables and removes quotes, each with its place in the file. */

import { type Expansion, expandWord, type VariableReference } from '../syntax/expand.ts'
import { fileRange, joinedOffset } from '../syntax/joined-text.ts'
import { argPairs, globalValue, isPlatformArg, mountOptions } from '../syntax/stages.ts'
import type { Heredoc, Instruction, KeyValue, Range, Word } from '../syntax/tree.ts'
import type { LintFile } from './lint-file.ts'

/** A word that BuildKit expands. Its range is the word's in the file. */
export interface ExpandedWord extends Range {
  readonly instruction: Instruction
  /** As BuildKit reads it. */
  readonly text: string
  /** With the variables of the instruction's place; what is unset is kept as it is written. */
  readonly expansion: Expansion
  /** Whether it is part of a FROM, or of an ARG above the first one, where only global arguments are known. */
  readonly isGlobal: boolean
  /** The file range of a span of `text`. */
  place(span: Range): Range
}

/** Every such word that holds a variable, a quote or an escape, in file order; those behind ONBUILD come in a later build. */
export function expandedWords(file: LintFile): readonly ExpandedWord[] {
  return file.once('expanded words', () => file.tree.instructions.flatMap((instruction) => wordsOf(file, instruction)))
}

/** Uses of variables by their place: also those inside the default of another one. */
export function variableUses(word: ExpandedWord): readonly (VariableReference & { readonly range: Range })[] {
  return word.expansion.references.map(({ name, start, end, nameStart, nameEnd, modifier }) => {
    return { name, start, end, nameStart, nameEnd, modifier, range: word.place({ start, end }) }
  })
}

/** Whether an expansion failed because a quote is open. */
export function isQuoteError(error: string): boolean {
  return error.endsWith('matching single-quote') || error.endsWith('matching double-quote')
}

/** Whether a variable can have a value in a word: from the file, from the base image, or from the build's arguments. */
export function mayBeSet(file: LintFile, word: Pick<ExpandedWord, 'instruction' | 'isGlobal'>, name: string): boolean {
  if (word.isGlobal) return file.graph.globalArgs.has(name) || isPlatformArg(name)
  const stage = file.stageOf(word.instruction)
  if (!stage || name === 'PATH' || file.scopes.lookup(word.instruction, name)) return true
  if (file.facts.isScratch(stage)) return false
  const env = file.facts.image(stage)?.env
  return env === undefined || Object.hasOwn(env, name)
}

function wordsOf(file: LintFile, instruction: Instruction): readonly ExpandedWord[] {
  const { keyword, words, flags, pairs, heredocs } = instruction
  if (keyword === 'RUN' ? flags.length === 0 : heredocs.length === 0 && !special.test(instruction.source.text))
    return []
  switch (keyword) {
    case 'FROM': {
      const platform = flags.filter((flag) => flag.name === 'platform')
      return [...plainWords(file, instruction, words.slice(0, 1)), ...flagWords(file, instruction, platform)]
    }
    case 'ARG':
      return argPairs(instruction).flatMap((pair) => plainWords(file, instruction, [valueWord(pair)]))
    case 'ENV':
    case 'LABEL':
      return pairs.flatMap((pair) => plainWords(file, instruction, [nameWord(pair), valueWord(pair)]))
    case 'COPY':
    case 'ADD': {
      const expanded = flags.filter(({ name }) => name === 'chown' || name === 'chmod' || name === 'checksum')
      return [
        ...flagWords(file, instruction, expanded),
        ...plainWords(file, instruction, words),
        ...heredocs.flatMap((heredoc) => heredocWord(file, instruction, heredoc)),
      ]
    }
    case 'RUN':
      return mountWords(file, instruction)
    case 'WORKDIR':
    case 'USER':
    case 'STOPSIGNAL':
    case 'VOLUME':
    case 'EXPOSE':
      return plainWords(file, instruction, words)
  }
  return []
}

function nameWord({ name, nameRange: { start, end } }: KeyValue): Word {
  return { start, end, text: name }
}

function valueWord({ value, valueRange: { start, end } }: KeyValue): Word {
  return { start, end, text: value }
}

const special = /[$'"\\`]/

function plainWords(file: LintFile, instruction: Instruction, words: readonly Word[]): readonly ExpandedWord[] {
  const { source, json } = instruction
  return words
    .filter((word) => special.test(word.text))
    .map((word) => {
      const from = joinedOffset(source, word.start) + (json ? 1 : 0)
      return expanded(file, instruction, word, word.text, from)
    })
}

function flagWords(file: LintFile, instruction: Instruction, flags: Instruction['flags']): readonly ExpandedWord[] {
  return flags.flatMap(({ value, valueRange }) => {
    if (!value || !valueRange || !special.test(value)) return []
    return [expanded(file, instruction, valueRange, value, joinedOffset(instruction.source, valueRange.start))]
  })
}

function mountWords(file: LintFile, instruction: Instruction): readonly ExpandedWord[] {
  const mounts = instruction.flags.filter((flag) => flag.name === 'mount' && special.test(flag.value ?? ''))
  return mounts.flatMap((flag) =>
    mountOptions(instruction, flag).flatMap(({ value, valueRange }) => {
      if (!value || !special.test(value)) return []
      return [expanded(file, instruction, valueRange, value, joinedOffset(instruction.source, valueRange.start))]
    }),
  )
}

/** The body of a heredoc that COPY or ADD writes to a file; quotes are characters there. */
function heredocWord(file: LintFile, instruction: Instruction, heredoc: Heredoc): readonly ExpandedWord[] {
  const text = file.slice(heredoc.body)
  if (!heredoc.expand || !text.includes('$')) return []
  const { start, end } = heredoc.body
  const expansion = expandWord(text, (name) => file.scopes.lookup(instruction, name)?.value, {
    keepUnset: true,
    ignoreQuotes: true,
  })
  const place = (span: Range): Range => ({ start: start + span.start, end: start + span.end })
  return [{ start, end, instruction, text, expansion, isGlobal: false, place }]
}

/** `from` is the joined offset of the text, where the file has it character for character; else places are the range. */
function expanded(file: LintFile, instruction: Instruction, range: Range, text: string, from: number): ExpandedWord {
  const { source } = instruction
  const isGlobal = instruction.keyword === 'FROM' || file.stageOf(instruction) === undefined
  const lookup = isGlobal
    ? (name: string) => globalValue(file.graph, name)
    : (name: string) => file.scopes.lookup(instruction, name)?.value
  const expansion = expandWord(text, lookup, { escape: file.tree.escape, keepUnset: true })
  const isVerbatim = source.text.startsWith(text, from)
  const { start, end } = range
  const place = (span: Range): Range =>
    isVerbatim ? fileRange(source, from + span.start, from + span.end) : { start, end }
  return { start, end, instruction, text, expansion, isGlobal, place }
}
