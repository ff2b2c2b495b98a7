/** What an output format is: text around the files, and the text of each file. */

import type { Severity } from '../../lint/rule.ts'
import { lineAt } from '../../syntax/parse.ts'
import type { Dockerfile } from '../../syntax/tree.ts'
import type { CheckedFile, Position } from '../check/checked-file.ts'
import type { ReportedError } from '../outcome.ts'

export interface Format {
  /** Whether it has a place for fixes; they are computed and checked only then. */
  readonly showsFixes: boolean
  /** What comes before all files. */
  head(): string
  /** The text of a file; empty when there is nothing to say of it. */
  file(file: CheckedFile): string
  /** What stands between the texts of two files. */
  readonly separator: string
  /** What comes behind all files. */
  tail(totals: Totals): string
}

export interface Totals {
  /** Files that were judged. */
  readonly files: number
  readonly filesWithProblems: number
  readonly counts: Readonly<Record<Severity, number>>
  readonly unread: readonly { readonly path: string; readonly failure: string }[]
  readonly internalErrors: readonly ReportedError[]
}

/** Line and column of an offset, from 1. */
export function positionAt(tree: Dockerfile, offset: number): Position {
  const line = lineAt(tree, offset)
  return { line: line + 1, column: offset - tree.lineStarts[line] + 1, offset }
}
