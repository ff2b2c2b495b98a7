/** What `fix` was asked for, as plain data that also travels to worker threads. */

import type { Safety } from '../../lint/rule.ts'

export interface FixSettings {
  readonly safety: Safety
  /** Ids of the rules whose problems are fixed; all when undefined. */
  readonly rules: readonly string[] | undefined
  /** `write` replaces the files, `compare` only says what would change. */
  readonly mode: 'write' | 'compare'
  /** Whether the changes are shown as a unified diff. */
  readonly diff: boolean
  /** Whether a link is followed to the file that it leads to. */
  readonly followLinks: boolean
  /** `YYYY-MM-DD`. */
  readonly today: string
  /** Whether the folder around each Dockerfile is looked at. */
  readonly context: boolean
  /** The configuration file to use in place of the nearest one. */
  readonly config: string | undefined
}
