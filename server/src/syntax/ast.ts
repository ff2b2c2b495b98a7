/** The tree in the terms of BuildKit's own parser, for `dockerfile-coach ast` and for comparison. */

import { instructionKeywords } from './instruction.ts'
import type { Dockerfile, Instruction } from './tree.ts'

export interface AstNode {
  readonly cmd: string
  /** First and last line, from 1. */
  readonly line: number
  readonly endLine: number
  readonly args: readonly string[]
  readonly flags?: readonly string[]
  readonly heredocs?: readonly {
    Name: string
    Expand: boolean
    Chomp: boolean
    FileDescriptor: number
    Content: string
  }[]
  readonly json?: true
}

export interface Ast {
  readonly escape: string
  readonly nodes: readonly AstNode[]
  /** The first thing that BuildKit's parser refuses; its line counts from 1. */
  readonly error?: { readonly line: number; readonly message: string }
}

/** Unknown instructions are nodes too; ENV and LABEL give name, value and `=` (or an empty text) per pair. */
export function toAst(file: Dockerfile): Ast {
  const nodes = file.instructions.map((instruction) => toNode(file, instruction))
  if (file.errors.length === 0) return { escape: file.escape, nodes }
  const { line, message } = file.errors[0]
  return { escape: file.escape, nodes, error: { line: line + 1, message } }
}

function toNode(file: Dockerfile, instruction: Instruction): AstNode {
  const { flags, heredocs } = instruction
  return {
    cmd: instruction.keyword,
    line: instruction.line + 1,
    endLine: instruction.endLine + 1,
    args: argumentsOf(instruction),
    ...(flags.length > 0 ? { flags: flags.map((flag) => flag.raw) } : {}),
    ...(heredocs.length > 0
      ? {
          heredocs: heredocs.map((heredoc) => ({
            Name: heredoc.name,
            Expand: heredoc.expand,
            Chomp: heredoc.chomp,
            FileDescriptor: heredoc.fileDescriptor,
            Content: file.text.slice(heredoc.body.start, heredoc.body.end),
          })),
        }
      : {}),
    ...(instruction.json ? { json: true as const } : {}),
  }
}

function argumentsOf(instruction: Instruction): readonly string[] {
  if (!instructionKeywords.has(instruction.keyword)) return ['']
  if (instruction.onbuild) return [`(${dump(instruction.onbuild)})`]
  if (instruction.pairs.length > 0) {
    return instruction.pairs.flatMap((pair) => [pair.name, pair.value, pair.assigned ? '=' : ''])
  }
  const words = instruction.words.map((word) => word.text)
  return instruction.healthcheckType ? [instruction.healthcheckType.text, ...words] : words
}

function dump(instruction: Instruction): string {
  const flags = instruction.flags.length > 0 ? ` [${instruction.flags.map((flag) => quote(flag.raw)).join(' ')}]` : ''
  const args = instruction.onbuild
    ? [` (${dump(instruction.onbuild)})`]
    : argumentsOf(instruction).map((argument) => ` ${quote(argument)}`)
  return `${instruction.keyword.toLowerCase()}${flags}${args.join('')}`
}

/** Go's quoted form of a string. */
function quote(text: string): string {
  let result = '"'
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    const escaped = quoteEscapes[character]
    if (escaped) result += escaped
    else if (code < 0x20 || code === 0x7f) result += `\\x${code.toString(16).padStart(2, '0')}`
    else if (code === 0xa0 || code === 0x85) result += `\\u${code.toString(16).padStart(4, '0')}`
    else result += character
  }
  return `${result}"`
}

const quoteEscapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\f': '\\f',
  '\b': '\\b',
  '\x07': '\\a',
}
