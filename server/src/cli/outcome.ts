/** What a job on a file gives, as plain data that a worker thread can send. */

import type { Severity } from '../lint/rule.ts'

export interface FileOutcome {
  readonly path: string
  /** The file in the format that was asked for; empty when the format has nothing to say of it. */
  readonly output: string
  readonly counts: Readonly<Record<Severity, number>>
  /** How many problems are at or above the threshold; for `fix`: whether something is left to do. */
  readonly failing: number
  /** How many problems were fixed, or would be. */
  readonly fixed: number
  /** A phrase that follows the path: why the file was not judged. */
  readonly unread: string | undefined
  /** Phrases that follow the path: what is odd, though the file was judged. */
  readonly notices: readonly string[]
  readonly internalErrors: readonly ReportedError[]
  /** What is wrong, though not with this file alone: in its configuration, with ShellCheck. It is said once. */
  readonly generalNotices: readonly string[]
}

export interface ReportedError {
  readonly path: string
  readonly rule: string
  readonly message: string
  /** Whether a rule or the program failed, and not merely a fix that is therefore not offered. */
  readonly fatal: boolean
}

/** How an internal error reads on stderr. */
export function internalErrorLine({ path, rule, message }: ReportedError): string {
  return `${path}: internal error${rule === '' ? '' : ` in ${rule}`}: ${message}`
}

/** The outcome of a file of which there is nothing to say. */
export function noOutcome(path: string): FileOutcome {
  const counts = { error: 0, warning: 0, info: 0, hint: 0 }
  return {
    path,
    output: '',
    counts,
    failing: 0,
    fixed: 0,
    unread: undefined,
    notices: [],
    internalErrors: [],
    generalNotices: [],
  }
}

/** The outcome of a file whose configuration has errors. */
export function misconfigured(path: string, configuration: string, errors: readonly string[]): FileOutcome {
  return { ...noOutcome(path), unread: `is not judged: ${configuration} has errors`, generalNotices: errors }
}
