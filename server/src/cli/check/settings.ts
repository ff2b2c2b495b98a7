/** What `check` was asked for, as plain data that also travels to worker threads. */

import type { Severity } from '../../lint/rule.ts'

export type FormatName = 'text' | 'json' | 'sarif' | 'github' | 'junit'

export const formatNames: readonly FormatName[] = ['text', 'json', 'sarif', 'github', 'junit']

export interface CheckSettings {
  readonly format: FormatName
  readonly color: boolean
  /** `YYYY-MM-DD`. */
  readonly today: string
  /** Whether the folder around each Dockerfile is looked at. */
  readonly context: boolean
  /** The configuration file to use in place of the nearest one. */
  readonly config: string | undefined
  /** Severities that `--rule` sets, by rule id. */
  readonly severities: Readonly<Record<string, Severity | 'off'>>
  readonly allRules: boolean
  /** Whether suppression comments are heeded. */
  readonly suppressions: boolean
  /** Whether suppression comments that silence nothing are problems. */
  readonly reportUnused: boolean
  /** Problems of this severity or a higher one make the exit status 1; undefined: as the configuration says. */
  readonly failOn: Threshold | undefined
  readonly shellcheck: ShellCheckSettings
}

export interface ShellCheckSettings {
  /** Undefined: as the configuration says. */
  readonly enabled: boolean | undefined
  /** The program; empty for the one on PATH. */
  readonly path: string
  /** What all threads share to keep to one limit of processes; see `sharedPermits`. */
  readonly permits: SharedArrayBuffer
}

export type Threshold = Severity | 'never'
