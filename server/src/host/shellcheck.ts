/**
 * Runs ShellCheck over the scripts of a Dockerfile. Invariant: whatever ShellCheck does, hang and crash included, the
 * answer comes within the time limit and is a list of findings and a reason why there are no more.
 */

import type { LintFile } from '../lint/lint-file.ts'
import type { Problem } from '../lint/rule.ts'
import { setBounded } from './bounded-map.ts'
import { findProgram } from './find-program.ts'
import { createPermits, sharedPermits, shellCheckProcesses } from './permits.ts'
import { runProgram } from './run-program.ts'
import { toProblems } from './shellcheck-problems.ts'
import { type CheckedScript, checkedScripts } from './shellcheck-scripts.ts'

export interface ShellCheckProgram {
  readonly path: string
  readonly version: string
}

/** A phrase that says why ShellCheck is not used. */
export interface NoShellCheck {
  readonly failure: string
}

/** One comment of ShellCheck's `json1` format; lines and columns from 1, columns in code points. */
export interface ShellCheckComment {
  readonly line: number
  readonly endLine: number
  readonly column: number
  readonly endColumn: number
  readonly level: 'error' | 'warning' | 'info' | 'style'
  readonly code: number
  readonly message: string
  readonly fix: { readonly replacements: readonly ShellCheckReplacement[] } | null
}

export interface ShellCheckReplacement {
  readonly line: number
  readonly endLine: number
  readonly column: number
  readonly endColumn: number
  readonly precedence: number
  readonly insertionPoint: 'beforeStart' | 'afterEnd'
  readonly replacement: string
}

/** The first version with the `json1` format and with fixes. */
const oldestVersion = [0, 7, 0]

const secondsForVersion = 5
const millisecondsForScript = 10_000
const maxOutput = 8 * 1024 * 1024

/** After so many failures in a row ShellCheck is left alone. */
const maxFailures = 3

/** Finds ShellCheck (at a path, or on PATH where it is empty) and asks for its version. Never rejects. */
export async function findShellCheck(path = ''): Promise<ShellCheckProgram | NoShellCheck> {
  const program = path === '' ? findProgram('shellcheck') : path
  if (program === undefined) return { failure: 'ShellCheck is not installed' }
  const limits = { milliseconds: secondsForVersion * 1000, outputBytes: 65_536 }
  const { stdout, failure } = await runProgram(program, ['--version'], '', limits)
  if (failure) return { failure: `ShellCheck (${program}) does not run: ${failure.message}` }
  const version = /^version: v?(\d+\.\d+\.\d+)/m.exec(stdout)?.[1]
  if (version === undefined) return { failure: `${program} is not ShellCheck` }
  if (isOlder(version, oldestVersion)) {
    return { failure: `ShellCheck ${version} is too old; ${oldestVersion.join('.')} is the first one that can be used` }
  }
  return { path: program, version }
}

function isOlder(version: string, than: readonly number[]): boolean {
  const parts = version.split('.').map(Number)
  const difference = parts.map((part, i) => part - (than[i] ?? 0)).find((each) => each !== 0)
  return difference !== undefined && difference < 0
}

export interface ShellCheckRun {
  /** In file order, at ShellCheck's own severities. */
  readonly problems: readonly Problem[]
  /** Why some scripts were not judged. */
  readonly failures: readonly string[]
}

/** Judges the scripts of a file; never rejects. */
export type ShellCheck = (file: LintFile, signal?: AbortSignal) => Promise<ShellCheckRun>

/**
 * Gives the function that judges files. It remembers what ShellCheck said of each script, so that an edit costs one
 * script; `permits` (see `sharedPermits`) lets several threads keep to one limit of processes.
 */
export function createShellCheck(
  program: ShellCheckProgram,
  permits: SharedArrayBuffer = sharedPermits(shellCheckProcesses),
): ShellCheck {
  const limit = createPermits(permits)
  const known = new Map<string, readonly ShellCheckComment[]>()
  let failuresInARow = 0
  const commentsOf = async (script: CheckedScript, signal?: AbortSignal): Promise<Judgement> => {
    const key = `${script.dialect}\n${script.header}\n${script.script.tree.text}`
    const comments = known.get(key)
    if (comments) return { comments }
    if (failuresInARow >= maxFailures) return { failure: `ShellCheck failed ${maxFailures} times and is not run again` }
    const judgement = await limit.use(() => judge(program, script, signal))
    if ('comments' in judgement) {
      failuresInARow = 0
      setBounded(known, key, judgement.comments, maxRemembered)
    } else if (!signal?.aborted) failuresInARow++
    return judgement
  }
  return async (file, signal) => {
    const scripts = checkedScripts(file)
    const judgements = await Promise.all(scripts.map((script) => commentsOf(script, signal)))
    const failures = new Set(judgements.flatMap((judgement) => ('failure' in judgement ? [judgement.failure] : [])))
    const problems = judgements.flatMap((judgement, i) =>
      'comments' in judgement ? toProblems(file, scripts[i], judgement.comments) : [],
    )
    return { problems: sortedAndOnce(problems), failures: [...failures] }
  }
}

/** A heredoc is part of its instruction's script and a script of its own; what both say is one problem. */
function sortedAndOnce(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Set<string>()
  return problems
    .filter(({ rule, range: { start, end } }) => {
      const key = `${rule} ${start} ${end}`
      return !seen.has(key) && seen.add(key)
    })
    .sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end || (a.rule < b.rule ? -1 : 1))
}

type Judgement = { readonly comments: readonly ShellCheckComment[] } | { readonly failure: string }

const maxRemembered = 4_000

/**
 * What has no place in a Dockerfile: files that are sourced are not there (1090, 1091), the shell is known without a
 * shebang (2148, 2187), and that of a heredoc stands below the header (1128).
 */
const excluded = '1090,1091,1128,2148,2187'

async function judge(program: ShellCheckProgram, script: CheckedScript, signal?: AbortSignal): Promise<Judgement> {
  const args = ['--format=json1', '--norc', `--shell=${script.dialect}`, `--exclude=${excluded}`, '-']
  const input = `${script.header}\n${script.script.tree.text}\n`
  const limits = { milliseconds: millisecondsForScript, outputBytes: maxOutput, signal }
  const { status, stdout, failure } = await runProgram(program.path, args, input, limits)
  if (failure) return { failure: `ShellCheck gave no answer: ${failure.message}` }
  // 0: nothing found, 1: something found; the others are failures of ShellCheck.
  if (status !== 0 && status !== 1) return { failure: `ShellCheck ended with status ${status}` }
  const comments = readComments(stdout)
  return comments ? { comments } : { failure: 'ShellCheck gave an answer that cannot be read' }
}

function readComments(stdout: string): readonly ShellCheckComment[] | undefined {
  try {
    const { comments } = JSON.parse(stdout)
    return Array.isArray(comments) ? comments : undefined
  } catch {
    return undefined
  }
}
