/** The pieces of a shell script that have a colour: commands, flags, strings, keywords, operators, comments. */

import type { ShellTree, ShellWord } from '../syntax/shell.ts'
import type { Range } from '../syntax/tree.ts'

export interface ShellPiece extends Range {
  readonly type: 'function' | 'parameter' | 'string' | 'keyword' | 'operator' | 'comment' | 'property'
}

/** Pieces with offsets in the tree's text; those inside substitutions lie within their word. */
export function shellPieces(tree: ShellTree): readonly ShellPiece[] {
  const known = remembered.get(tree)
  if (known) return known
  const pieces = readPieces(tree)
  remembered.set(tree, pieces)
  return pieces
}

/** Trees are remembered by their text, so a keystroke changes the pieces of one script only. */
const remembered = new WeakMap<ShellTree, readonly ShellPiece[]>()

function readPieces(tree: ShellTree): readonly ShellPiece[] {
  const pieces: ShellPiece[] = []
  const words: Range[] = []
  for (const { nameWord, words: rest, assignments, redirects } of tree.commands) {
    if (nameWord) {
      words.push(nameWord)
      pieces.push({ start: nameWord.start, end: nameWord.end, type: 'function' })
    }
    for (const word of rest) wordPiece(word, pieces)
    for (const { value } of assignments) if (value) wordPiece(value, pieces)
    for (const { target } of redirects) if (target) wordPiece(target, pieces)
    words.push(...rest, ...assignments, ...redirects.flatMap(({ target }) => target ?? []))
  }
  words.sort((a, b) => a.start - b.start || b.end - a.end)
  let position = 0
  for (const { start, end } of words) {
    if (start > position) between(tree.text, position, start, pieces)
    position = Math.max(position, end)
  }
  between(tree.text, position, tree.text.length, pieces)
  return pieces
}

function wordPiece({ start, end, text }: ShellWord, pieces: ShellPiece[]): void {
  if (/^["']/.test(text)) pieces.push({ start, end, type: 'string' })
  else if (/^-/.test(text)) pieces.push({ start, end, type: 'parameter' })
}

const lexeme =
  /\s+|#[^\n]*|"[^"]*"|'[^']*'|&&|\|\||;;|<<<|<<-?|>>|>&|&>|[;&|(){}!<>]|[A-Za-z]+|[^\s#"'&|;(){}!<>A-Za-z]+|[\s\S]/y

const keywords = new Set('if then elif else fi for in do done while until case esac function select time'.split(' '))

/** Keywords, operators and comments stand between the words of commands. */
function between(text: string, from: number, to: number, pieces: ShellPiece[]): void {
  lexeme.lastIndex = from
  while (lexeme.lastIndex < to) {
    const start = lexeme.lastIndex
    const [match] = lexeme.exec(text) ?? ['']
    if (match === '') return
    const end = Math.min(start + match.length, to)
    lexeme.lastIndex = end
    const type = typeOf(text, start, end)
    if (type) pieces.push({ start, end, type })
  }
}

function typeOf(text: string, start: number, end: number): ShellPiece['type'] | undefined {
  const first = text[start]
  if (first === '#') return start === 0 || /\s|[;&|(]/.test(text[start - 1]) ? 'comment' : undefined
  if (first === '"' || first === "'") return 'string'
  if (/[&|;(){}!<>]/.test(first)) return 'operator'
  return keywords.has(text.slice(start, end)) ? 'keyword' : undefined
}
