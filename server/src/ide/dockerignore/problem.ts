/** The vocabulary of problems in a .dockerignore. */

import { remove } from '../../lint/edits.ts'
import type { Edit, Severity } from '../../lint/rule.ts'
import type { Range } from '../../syntax/tree.ts'
import { lineStart } from './ignore-file.ts'

/** The ids, in the order of their sections in docs/dockerignore.md; the last one is a rule of Dockerfiles as well. */
export const ignoreProblemIds = [
  'ignore-pattern-invalid',
  'ignore-pattern-unmatched',
  'ignore-pattern-shadowed',
  'ignore-exception-without-effect',
  'ignore-pattern-misleading',
  'dockerignore-incomplete',
] as const

export type IgnoreProblemId = (typeof ignoreProblemIds)[number]

export interface IgnoreProblem {
  readonly id: IgnoreProblemId
  readonly severity: Severity
  readonly range: Range
  readonly message: string
  readonly tags?: readonly 'unnecessary'[]
  /** The other line that it is about. */
  readonly related?: { readonly range: Range; readonly message: string }
  /** The preferred one first. */
  readonly fixes: readonly IgnoreFix[]
}

export interface IgnoreFix {
  readonly title: string
  readonly edits: readonly Edit[]
}

/** The edit that takes a line away, with its line break. */
export function removeLine(text: string, range: Range): Edit {
  const start = lineStart(text, range.start)
  const newline = text.indexOf('\n', range.end)
  if (newline >= 0) return remove({ start, end: newline + 1 })
  const before = start === 0 ? 0 : text[start - 2] === '\r' ? start - 2 : start - 1
  return remove({ start: before, end: text.length })
}
