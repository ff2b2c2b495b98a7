/** The reference data: BuildKit's parse and checks of real files and of small cases. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { shared } from '../shared.ts'

export interface ReferenceHeredoc {
  readonly Name: string
  readonly Expand: boolean
  readonly Chomp: boolean
  readonly FileDescriptor: number
  readonly Content: string
}

export interface ReferenceNode {
  readonly cmd: string
  readonly line: number
  readonly endLine: number
  readonly args?: readonly string[]
  readonly flags?: readonly string[]
  readonly json?: boolean
  readonly heredocs?: readonly ReferenceHeredoc[]
}

export interface ReferenceError {
  /** From 1. */
  readonly line?: number
  readonly message: string
}

export interface ReferenceWarning {
  readonly rule: string
  readonly line: number
  readonly detail: string
}

export interface CorpusFile {
  readonly file: string
  readonly text: string
  readonly nodes: readonly ReferenceNode[]
  readonly escape: string
  readonly error: ReferenceError | undefined
  readonly ok: boolean
  readonly warnings: readonly ReferenceWarning[]
}

export interface ParserCase {
  readonly id: string
  readonly dockerfile: string
  readonly ok: boolean
  readonly error?: ReferenceError
  readonly ast: { readonly escape: string | null; readonly nodes: readonly ReferenceNode[] | null }
}

export interface CheckCase {
  readonly id: string
  readonly dockerfile: string
  readonly dockerignore?: string
  readonly expect: readonly ReferenceWarning[]
  readonly expectLinesChecked: boolean
}

/** The rows of a file of the reference data. */
export function rows<T>(name: string): readonly T[] {
  const lines = readFileSync(path.join(shared() ?? '', name), 'utf8').split('\n')
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as T)
}

/** Every file of the corpus with what BuildKit says of it. */
export function corpusFiles(): readonly CorpusFile[] {
  const checks = new Map(
    rows<{ file: string; ok: boolean; error?: ReferenceError; warnings: readonly ReferenceWarning[] }>(
      'corpus/expected/buildkit.jsonl',
    ).map((row) => [row.file, row]),
  )
  return rows<{ file: string; nodes: readonly ReferenceNode[]; escape: string; error?: ReferenceError }>(
    'corpus/expected/buildkit-ast.jsonl',
  ).map(({ file, nodes, escape, error }) => {
    const check = checks.get(file)
    return {
      file,
      nodes,
      escape,
      error,
      ok: check?.ok ?? true,
      warnings: check?.warnings ?? [],
      text: readFileSync(path.join(shared() ?? '', 'corpus/files', file), 'utf8'),
    }
  })
}
