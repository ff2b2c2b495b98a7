/** A checked file with its problems, as the output formats see it. */

import type { Fix, Problem } from '../../lint/rule.ts'
import type { Dockerfile } from '../../syntax/tree.ts'

export interface CheckedFile {
  readonly path: string
  readonly tree: Dockerfile
  readonly problems: readonly ReportedProblem[]
}

export interface ReportedProblem {
  readonly problem: Problem
  readonly url: string
  /** The first fix that passed its check; only where the format shows fixes. */
  readonly fix: Fix | undefined
  /** Whether it is at or above the threshold. */
  readonly failing: boolean
}

/** Where an offset lies; lines and columns from 1, in UTF-16 units. */
export interface Position {
  readonly line: number
  readonly column: number
  readonly offset: number
}
