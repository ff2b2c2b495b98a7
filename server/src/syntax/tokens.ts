/** The file as a gapless sequence of tokens: concatenating their texts gives back the file. */

import type { Dockerfile, Instruction, Range } from './tree.ts'

export type TokenKind =
  | 'bom'
  | 'newline'
  | 'blank'
  | 'continuation'
  | 'comment'
  | 'directive'
  | 'keyword'
  | 'flag'
  | 'argument'
  | 'heredoc-body'
  | 'heredoc-terminator'

export interface Token extends Range {
  readonly kind: TokenKind
}

/** All tokens in file order, without gaps or overlaps. */
export function tokens(file: Dockerfile): readonly Token[] {
  const result: Token[] = []
  let position = 0
  for (const node of inOrder(file)) {
    fill(file, result, position, node.start)
    if (node.end > node.start) result.push(node)
    position = Math.max(position, node.end)
  }
  fill(file, result, position, file.text.length)
  return result
}

function inOrder(file: Dockerfile): readonly Token[] {
  const nodes: Token[] = []
  for (const directive of file.directives) nodes.push({ kind: 'directive', start: directive.start, end: directive.end })
  for (const comment of file.comments) nodes.push({ kind: 'comment', start: comment.start, end: comment.end })
  for (const instruction of file.instructions) instructionTokens(instruction, nodes)
  return nodes.sort((a, b) => a.start - b.start)
}

function instructionTokens(instruction: Instruction, nodes: Token[]): void {
  pieces(instruction, instruction.keywordRange, 'keyword', nodes)
  for (const flag of instruction.flags) pieces(instruction, flag, 'flag', nodes)
  const inner = instruction.onbuild
  if (inner) instructionTokens({ ...inner, heredocs: [] }, nodes)
  else {
    const words = [...(instruction.healthcheckType ? [instruction.healthcheckType] : []), ...instruction.words]
    for (const word of words) pieces(instruction, word, 'argument', nodes)
  }
  for (const heredoc of instruction.heredocs) {
    nodes.push({ kind: 'heredoc-body', ...heredoc.body })
    nodes.push({ kind: 'heredoc-terminator', ...heredoc.terminator })
  }
}

/** A node that goes over several lines is one token a piece, so that continuations and comments stand between. */
function pieces(instruction: Instruction, range: Range, kind: TokenKind, nodes: Token[]): void {
  const { fileStarts, starts, text } = instruction.source
  for (let i = 0; i < starts.length; i++) {
    const length = (i + 1 < starts.length ? starts[i + 1] : text.length) - starts[i]
    const start = Math.max(range.start, fileStarts[i])
    const end = Math.min(range.end, fileStarts[i] + length)
    if (end > start) nodes.push({ kind, start, end })
  }
}

/** What lies between nodes: line breaks, blanks, continuation characters, and the separators of JSON arrays. */
function fill(file: Dockerfile, result: Token[], from: number, to: number): void {
  const { text } = file
  let position = from
  while (position < to) {
    const start = position
    const kind = kindAt(file, position)
    position++
    while (position < to && kind !== 'newline' && kindAt(file, position) === kind) position++
    if (kind === 'newline' && text[start] === '\r' && text[position] === '\n' && position < to) position++
    result.push({ kind, start, end: position })
  }
}

function kindAt(file: Dockerfile, position: number): TokenKind {
  const character = file.text[position]
  if (position === 0 && character === '\ufeff') return 'bom'
  if (character === '\n' || (character === '\r' && file.text[position + 1] === '\n')) return 'newline'
  if (character === file.escape) return 'continuation'
  return /\s|\x85/.test(character) ? 'blank' : 'argument'
}
