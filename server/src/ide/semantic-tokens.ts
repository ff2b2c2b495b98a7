/** What each piece of the text is, for colours: instructions, flags, stages, images, variables, and the shell inside. */

import type { Script } from '../lint/command.ts'
import type { LintFile } from '../lint/lint-file.ts'
import { isBlank } from '../syntax/characters.ts'
import { fileRange } from '../syntax/joined-text.ts'
import { argPairs, mountOptions } from '../syntax/stages.ts'
import type { Instruction, Range } from '../syntax/tree.ts'
import { shellPieces } from './shell-pieces.ts'
import { variableUsesIn } from './variable-uses.ts'

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
  const { directives, comments, instructions } = file.tree
  const result: SemanticToken[] = []
  for (const { nameRange, valueRange } of directives) {
    add(result, nameRange, 'macro')
    add(result, valueRange, 'string')
  }
  const references = file.graph.references
  let comment = 0
  let reference = 0
  const commentsBefore = (end: number, found: SemanticToken[]): void => {
    for (; comment < comments.length && comments[comment].start < end; comment++)
      add(found, comments[comment], 'comment')
  }
  for (const outer of instructions) {
    commentsBefore(outer.start, result)
    const found: SemanticToken[] = []
    commentsBefore(outer.end, found)
    instructionTokens(file, outer, found)
    if (outer.onbuild) instructionTokens(file, { ...outer.onbuild, heredocs: [] }, found)
    for (; reference < references.length && references[reference].start < outer.end; reference++) {
      add(found, references[reference], 'namespace')
    }
    if (outer.keyword === 'FROM') {
      const nameWord = file.stageOf(outer)?.nameWord
      if (nameWord) addDeclaration(found, nameWord, 'namespace')
    }
    for (const use of variableUsesIn(file, outer)) {
      if (use.assigned) addDeclaration(found, use, 'variable')
      else add(found, use, 'variable')
    }
    addFlat(file, found, outer.endLine > outer.line, result)
  }
  commentsBefore(Number.POSITIVE_INFINITY, result)
  return result
}

function add(tokens: SemanticToken[], { start, end }: Range, type: TokenType): void {
  if (end > start) tokens.push({ start, end, type })
}

function addDeclaration(tokens: SemanticToken[], { start, end }: Range, type: TokenType): void {
  if (end > start) tokens.push({ start, end, type, declaration: true })
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
  const { source, offset, tree } = script
  // A script on one line lies in the file as it is.
  const shift = source.starts.length === 1 ? source.fileStarts[0] + offset : undefined
  for (const { start, end, type } of shellPieces(tree)) {
    if (shift !== undefined) found.push({ start: start + shift, end: end + shift, type })
    else add(found, fileRange(source, start + offset, end + offset), type)
  }
}

/** Adds the tokens of an instruction: where one lies inside another, the inner one counts there. */
function addFlat(file: LintFile, tokens: SemanticToken[], multiline: boolean, result: SemanticToken[]): void {
  tokens.sort((a, b) => a.start - b.start || b.end - a.end)
  const stack: SemanticToken[] = []
  let position = 0
  const emit = (to: number): void => {
    const top = stack[stack.length - 1]
    if (top && to > position) {
      const { type, declaration } = top
      const token = declaration ? { start: position, end: to, type, declaration } : { start: position, end: to, type }
      if (multiline) addLines(file.text, token, result)
      else result.push(token)
    }
    if (to > position) position = to
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
    if (end > token.start) stack.push(end === token.end ? token : { ...token, end })
  }
  closeUpTo(Number.POSITIVE_INFINITY)
}

/** Parts a token at line ends, without the blanks around. */
function addLines(text: string, token: SemanticToken, result: SemanticToken[]): void {
  let from = token.start
  while (from < token.end) {
    const newline = text.indexOf('\n', from)
    const stop = newline < 0 || newline >= token.end ? token.end : newline
    if (from === token.start && stop === token.end) {
      result.push(token)
      return
    }
    let start = from
    let end = stop
    while (start < end && isBlank(text.charCodeAt(start))) start++
    while (end > start && isBlank(text.charCodeAt(end - 1))) end--
    if (end > start) result.push({ ...token, start, end })
    from = stop + 1
  }
}

function rangeOf({ start, end }: Range): Range {
  return { start, end }
}
