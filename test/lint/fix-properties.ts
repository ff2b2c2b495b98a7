/** What must hold of every fix on every file; the checks here are the tests' own, beside those of the engine. */
import { applyEdits } from '../../server/src/lint/edits.ts'
import { checkFix, type FixAllResult, fixAll } from '../../server/src/lint/fix.ts'
import { type LintResult, lint } from '../../server/src/lint/lint.ts'
import type { LintInput } from '../../server/src/lint/lint-file.ts'
import type { Fix, Problem, Safety } from '../../server/src/lint/rule.ts'
import { findRule, rules } from '../../server/src/rules/index.ts'
import type { Dockerfile, Instruction } from '../../server/src/syntax/tree.ts'

export interface Violation {
  readonly rule: string
  readonly what: string
}

export interface Measured {
  readonly violations: readonly Violation[]
  /** Fixes that were tried, by rule. */
  readonly tried: ReadonlyMap<string, number>
  /** The slowest fix, in milliseconds, with its rule. */
  readonly slowest: { readonly milliseconds: number; readonly rule: string }
}

const settings = { allRules: true } as const

/** All problems of a text with every rule on. */
export function lintAll(input: LintInput): LintResult {
  return lint(input, rules, settings)
}

/** Tries each single fix of each problem. */
export function trySingleFixes(input: LintInput): Measured {
  const violations: Violation[] = []
  const tried = new Map<string, number>()
  let slowest = { milliseconds: 0, rule: '' }
  const before = lintAll(input)
  for (const { rule, message } of before.internalErrors) violations.push({ rule, what: message })
  for (const problem of before.problems) {
    const rule = findRule(problem.rule)
    const fixes = problem.fixes ?? []
    const spent = bestTime(() => problem.fixes)
    for (const fix of fixes) {
      if (fix.edits.length === 0) continue
      tried.set(problem.rule, (tried.get(problem.rule) ?? 0) + 1)
      const { text, failure } = checkFix(before.file, fix, input, rule)
      const milliseconds = spent + bestTime(() => checkFix(before.file, fix, input, rule))
      if (milliseconds > slowest.milliseconds) slowest = { milliseconds, rule: problem.rule }
      const what = failure ?? fixFailure(before, fix, text, input)
      if (what !== undefined) violations.push({ rule: problem.rule, what: `${fix.title}: ${what}` })
    }
  }
  return { violations, tried, slowest }
}

/** The time of some work in milliseconds; the best of three where it seems to be slow. */
export function bestTime(work: () => void): number {
  let best = Number.POSITIVE_INFINITY
  for (let i = 0; i < 3; i++) {
    const began = performance.now()
    work()
    best = Math.min(best, performance.now() - began)
    if (best < 20) break
  }
  return best
}

/** What a single fix must not do, judged by the texts before and after. */
function fixFailure(before: LintResult, fix: Fix, text: string, input: LintInput): string | undefined {
  if (applyEdits(input.text, fix.edits) !== text) return 'its text is not that of its edits'
  const after = lintAll({ ...input, text })
  const declared = new Set((fix.effect?.comments ?? []).map((start) => commentAt(before.file.tree, start)))
  return (
    textFailure(input.text, text) ??
    errorFailure(before, after) ??
    lostComment(before.file.tree, after.file.tree, declared) ??
    undeclaredFailure(before.file.tree, after.file.tree, fix)
  )
}

/** Line ends and byte order mark are kept. */
export function textFailure(before: string, after: string): string | undefined {
  if (before.startsWith('\ufeff') !== after.startsWith('\ufeff')) return 'the byte order mark changes'
  const bare = (text: string): boolean => text.replaceAll('\r\n', '').includes('\n')
  const crlf = (text: string): boolean => text.includes('\r\n')
  if (crlf(before) && !bare(before) && bare(after)) return 'a line ends without CR'
  if (before.includes('\n') && !crlf(before) && crlf(after)) return 'a line ends with CR'
  return undefined
}

/** No syntax error and no `error` finding that was not there. */
export function errorFailure(before: LintResult, after: LintResult): string | undefined {
  if (after.file.tree.errors.length > before.file.tree.errors.length)
    return `a syntax error: ${after.file.tree.errors[0].message}`
  const known = errorCounts(before.problems)
  // What was no instruction could not have an error of its own kind.
  if (known.has('unknown-instruction')) return undefined
  for (const [rule, times] of errorCounts(after.problems)) {
    if (times > (known.get(rule) ?? 0)) {
      const fresh = after.problems.find((problem) => problem.rule === rule && problem.severity === 'error')
      return `a new error of ${rule}: ${fresh?.message}`
    }
  }
  return undefined
}

function errorCounts(problems: readonly Problem[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { rule, severity } of problems) {
    if (severity === 'error') counts.set(rule, (counts.get(rule) ?? 0) + 1)
  }
  return counts
}

function commentAt(file: Dockerfile, start: number): string {
  return file.comments.find((comment) => comment.start === start)?.text ?? ''
}

/** Every comment is still there, as often as before; but for those that were declared. */
export function lostComment(before: Dockerfile, after: Dockerfile, declared: ReadonlySet<string>): string | undefined {
  const left = new Map<string, number>()
  for (const { text } of after.comments) left.set(text, (left.get(text) ?? 0) + 1)
  for (const { text } of before.comments) {
    const times = left.get(text) ?? 0
    if (times > 0) left.set(text, times - 1)
    else if (!declared.has(text)) return `the comment \`# ${text}\` is lost`
  }
  return undefined
}

/** What the fix does not name is there as before, in the same order: keyword, flags, words, heredocs. */
function undeclaredFailure(before: Dockerfile, after: Dockerfile, fix: Fix): string | undefined {
  const named = new Set<number>()
  const { rewrites, removes, moves } = fix.effect ?? {}
  for (const { index } of [...(rewrites ?? []), ...(removes ?? []), ...(moves ?? [])]) named.add(index)
  if (!rewrites) {
    for (const { index, start, end } of before.instructions) {
      if (fix.edits.some((edit) => edit.start <= end && edit.end >= start)) named.add(index)
    }
  }
  let position = 0
  const wanted = before.instructions.filter(({ index }) => !named.has(index)).map((one) => meaning(before, one))
  const found = after.instructions.map((one) => meaning(after, one))
  for (const text of wanted) {
    while (position < found.length && found[position] !== text) position++
    if (position === found.length) return `\`${text.slice(0, 60)}\` changes without being named`
    position++
  }
  return undefined
}

function meaning(file: Dockerfile, instruction: Instruction): string {
  const { keyword, flags, source, bodyStart, heredocs } = instruction
  const documents = heredocs.map(({ body }) => file.text.slice(body.start, body.end).replaceAll('\r\n', '\n'))
  return JSON.stringify([keyword, flags.map(({ raw }) => raw), source.text.slice(bodyStart), documents])
}

export interface FixedAll {
  readonly result: FixAllResult
  readonly milliseconds: number
  readonly violations: readonly Violation[]
}

/** Applies all fixes and holds the result against the file; `settings` of the defaults or all rules. */
export function tryFixAll(input: LintInput, safety: Safety, more: { readonly allRules: boolean }): FixedAll {
  const declared = new Set<string>()
  const run = (of: LintInput): LintResult => {
    const result = lint(of, rules, more)
    for (const { fixes } of result.problems) {
      for (const { effect } of fixes ?? []) {
        for (const start of effect?.comments ?? []) declared.add(commentAt(result.file.tree, start))
      }
    }
    return result
  }
  const plain = (of: LintInput): LintResult => lint(of, rules, more)
  const timed = fixAll(input, plain, { safety })
  const milliseconds = bestTime(() => fixAll(input, plain, { safety }))
  const violations: Violation[] = timed.failures.map(({ rule, failure }) => ({ rule, what: failure }))
  const add = (what: string | undefined): void => {
    if (what !== undefined) violations.push({ rule: `fix-all ${safety}`, what })
  }
  if (timed.text !== input.text) {
    const result = fixAll(input, run, { safety })
    if (result.text !== timed.text) add('it is not the same the second time')
    const [before, after] = [lintAll(input), lintAll({ ...input, text: timed.text })]
    add(textFailure(input.text, timed.text))
    add(errorFailure(before, after))
    add(lostComment(before.file.tree, after.file.tree, declared))
    const again = fixAll({ ...input, text: timed.text }, plain, { safety })
    if (again.text !== timed.text) {
      add(`a second run changes something: ${[...again.applied].map(([rule, times]) => `${rule} ${times}`).join(', ')}`)
    }
  }
  return { result: timed, milliseconds, violations }
}
