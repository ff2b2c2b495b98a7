/** What each piece of the text is, for colours: instructions, flags, stages, images, variables, and the shell inside. */

import type { Script } from '../lint/command.ts'
import type { LintFile } from '../lint/lint-file.ts'
import { fileRange } from '../syntax/joined-text.ts'
import { argPairs, mountOptions } from '../syntax/stages.ts'
import type { Instruction, Range } from '../syntax/tree.ts'
import { shellPieces } from './shell-pieces.ts'
import { variableUses } from './variable-uses.ts'

export const tokenTypes = [
  'keyword',
  'comment',
  'string',
  'number',
  'variable',
  'parameter',
  'property',
  'function',
  'operator',
  'namespace',
  'type',
  'macro',
] as const

export type TokenType = (typeof tokenTypes)[number]

export const tokenModifiers = ['declaration', 'readonly'] as const

export interface SemanticToken extends Range {
  readonly type: TokenType
  readonly declaration?: true
}

/** Tokens in file order; none overlaps another, and none goes over the end of a line. */
export function semanticTokens(file: LintFile): readonly SemanticToken[] {
  const found: SemanticToken[] = []
  for (const { nameRange, valueRange } of file.tree.directives) {
    found.push({ ...nameRange, type: 'macro' }, { ...valueRange, type: 'string' })
  }
  for (const { start, end } of file.tree.comments) found.push({ start, end, type: 'comment' })
  for (const outer of file.tree.instructions) {
    instructionTokens(file, outer, found)
    if (outer.onbuild) instructionTokens(file, { ...outer.onbuild, heredocs: [] }, found)
  }
  for (const { start, end } of file.graph.references) found.push({ start, end, type: 'namespace' })
  for (const { nameWord } of file.stages)
    if (nameWord) found.push({ ...rangeOf(nameWord), type: 'namespace', declaration: true })
  for (const use of variableUses(file)) {
    found.push({ ...rangeOf(use), type: 'variable', ...(use.assigned ? { declaration: true as const } : {}) })
  }
  return oneLine(file, flatten(found))
}

const executing = new Set(['RUN', 'CMD', 'ENTRYPOINT', 'HEALTHCHECK'])

function instructionTokens(file: LintFile, instruction: Instruction, found: SemanticToken[]): void {
  const { keyword, words, json } = instruction
  found.push({ ...instruction.keywordRange, type: 'keyword' })
  flagTokens(instruction, found)
  if (instruction.healthcheckType) found.push({ ...rangeOf(instruction.healthcheckType), type: 'keyword' })
  for (const { marker, body, terminator, terminated } of instruction.heredocs) {
    found.push({ ...marker, type: 'operator' })
    if (terminated) found.push({ ...terminator, type: 'operator' })
    if (keyword === 'COPY' || keyword === 'ADD') found.push({ ...body, type: 'string' })
  }
  if (json) for (const word of words) found.push({ ...rangeOf(word), type: 'string' })
  else if (executing.has(keyword)) for (const script of file.scripts(instruction)) scriptTokens(script, found)
  else argumentTokens(instruction, found)
}

function flagTokens(instruction: Instruction, found: SemanticToken[]): void {
  for (const flag of instruction.flags) {
    found.push({ start: flag.start, end: flag.nameRange.end, type: 'parameter' })
    if (flag.name !== 'mount') continue
    for (const { nameRange } of mountOptions(instruction, flag)) found.push({ ...nameRange, type: 'property' })
  }
}

function argumentTokens(instruction: Instruction, found: SemanticToken[]): void {
  const { keyword, words, pairs } = instruction
  switch (keyword) {
    case 'FROM':
      if (words[0]) found.push({ ...rangeOf(words[0]), type: 'type' })
      if (words[1]?.text.toLowerCase() === 'as') found.push({ ...rangeOf(words[1]), type: 'keyword' })
      return
    case 'EXPOSE':
      for (const word of words) if (/^\d/.test(word.text)) found.push({ ...rangeOf(word), type: 'number' })
      return
    case 'ARG':
    case 'ENV':
      for (const pair of keyword === 'ARG' ? argPairs(instruction) : pairs) {
        found.push({ ...pair.nameRange, type: 'variable', declaration: true })
        if (/^["']/.test(pair.value)) found.push({ ...pair.valueRange, type: 'string' })
      }
      return
    case 'LABEL':
      for (const pair of pairs) {
        found.push({ ...pair.nameRange, type: 'property' })
        if (/^["']/.test(pair.value)) found.push({ ...pair.valueRange, type: 'string' })
      }
      return
    default:
      for (const word of words) if (/^["']/.test(word.text)) found.push({ ...rangeOf(word), type: 'string' })
  }
}

function scriptTokens(script: Script, found: SemanticToken[]): void {
  for (const { start, end, type } of shellPieces(script.tree)) {
    found.push({ ...fileRange(script.source, start + script.offset, end + script.offset), type })
  }
}

/** Takes nested ranges apart: where one lies inside another, the inner one counts there. */
function flatten(tokens: SemanticToken[]): readonly SemanticToken[] {
  tokens.sort((a, b) => a.start - b.start || b.end - a.end)
  const result: SemanticToken[] = []
  const stack: SemanticToken[] = []
  let position = 0
  const emit = (to: number): void => {
    const top = stack[stack.length - 1]
    if (top && to > position) result.push({ ...top, start: position, end: to })
    position = Math.max(position, to)
  }
  const closeUpTo = (offset: number): void => {
    for (let top = stack[stack.length - 1]; top && top.end <= offset; top = stack[stack.length - 1]) {
      emit(top.end)
      stack.pop()
    }
  }
  for (const token of tokens) {
    closeUpTo(token.start)
    emit(token.start)
    const around = stack[stack.length - 1]
    const end = around ? Math.min(token.end, around.end) : token.end
    if (end > token.start) stack.push({ ...token, end })
  }
  closeUpTo(Number.POSITIVE_INFINITY)
  return result
}

/** Parts tokens at line ends, without the blanks around. */
function oneLine(file: LintFile, tokens: readonly SemanticToken[]): readonly SemanticToken[] {
  const { text } = file
  const result: SemanticToken[] = []
  for (const token of tokens) {
    if (!text.slice(token.start, token.end).includes('\n')) {
      result.push(token)
      continue
    }
    let from = token.start
    while (from < token.end) {
      const newline = text.indexOf('\n', from)
      const stop = newline < 0 || newline >= token.end ? token.end : newline
      let [start, end] = [from, stop]
      while (start < end && /\s/.test(text[start])) start++
      while (end > start && /\s/.test(text[end - 1])) end--
      if (end > start) result.push({ ...token, start, end })
      from = stop + 1
    }
  }
  return result
}

function rangeOf({ start, end }: Range): Range {
  return { start, end }
}
