/** The fixes that an editor offers at a place, each checked before, and "fix all" for the whole file. */

import { applyEdits } from '../lint/edits.ts'
import { type CheckedFix, changeFailure, checkFix, type FixAllOptions, fixAll as fixAllProblems } from '../lint/fix.ts'
import { type LintResult, type LintSettings, lint } from '../lint/lint.ts'
import type { LintInput } from '../lint/lint-file.ts'
import type { Edit, Fix, Problem, Safety, Severity } from '../lint/rule.ts'
import { readSuppressions } from '../lint/suppression.ts'
import { findRule, rules } from '../rules/index.ts'
import { parseDockerfile } from '../syntax/parse.ts'
import type { Range } from '../syntax/tree.ts'
import { ignoreInFile, ignoreOnLine, unusedSuppression } from './suppress.ts'

export interface OfferedFix {
  readonly problem: Problem
  readonly fix: Fix
  /** The one that an editor may apply without asking further: the first of its problem, and safe. */
  readonly preferred: boolean
}

export interface OfferedFixes {
  readonly fixes: readonly OfferedFix[]
  /** Fixes that failed their check: they are not offered, and are worth a line in the log. */
  readonly failures: readonly { readonly rule: string; readonly title: string; readonly failure: string }[]
}

/** Each fix costs a parse of the file to check; a selection over hundreds of problems gets those of the first ones. */
const maxProblems = 16

/** The first problems that touch a range (UTF-16 offsets); the graver and, among equals, the more exact ones first. */
export function problemsIn(result: LintResult, range: Range): readonly Problem[] {
  return result.problems
    .filter((problem) => problem.range.start <= range.end && range.start <= problem.range.end)
    .slice(0, maxProblems)
    .sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity) || width(a) - width(b))
}

const severities: readonly Severity[] = ['error', 'warning', 'info', 'hint']

function width({ range }: Problem): number {
  return range.end - range.start
}

/** The fixes of some problems that pass their check, the preferred ones first. Never throws. */
export function offeredFixes(input: LintInput, result: LintResult, problems: readonly Problem[]): OfferedFixes {
  const fixes: OfferedFix[] = []
  const failures: { rule: string; title: string; failure: string }[] = []
  for (const problem of problems) {
    let first = true
    for (const fix of fixesOf(problem, failures)) {
      const { failure } = checked(input, result, problem, fix)
      if (failure !== undefined) failures.push({ rule: problem.rule, title: fix.title, failure })
      else fixes.push({ problem, fix, preferred: first && fix.safety === 'safe' })
      first = false
    }
  }
  fixes.sort((a, b) => Number(b.preferred) - Number(a.preferred))
  return { fixes, failures }
}

function checked(input: LintInput, result: LintResult, problem: Problem, fix: Fix): CheckedFix {
  return checkFix(result.file, fix, input, findRule(problem.rule))
}

/** A rule's fixes may be computed only now, and then fail. */
function fixesOf(problem: Problem, failures: { rule: string; title: string; failure: string }[]): readonly Fix[] {
  try {
    return problem.fixes ?? []
  } catch (error) {
    failures.push({ rule: problem.rule, title: '', failure: String(error) })
    return []
  }
}

/** An edit that silences a rule at a problem or in the whole file. */
export interface OfferedSuppression {
  readonly title: string
  readonly problem: Problem
  readonly edit: Edit
}

/** Comments that silence the rules of some problems; each leaves every instruction as it is. */
export function offeredSuppressions(result: LintResult, problems: readonly Problem[]): readonly OfferedSuppression[] {
  const { tree } = result.file
  const offered: OfferedSuppression[] = []
  const seen = new Set<string>()
  for (const problem of problems) {
    const { rule, range } = problem
    if (seen.has(rule) || rule === unusedSuppression) continue
    seen.add(rule)
    const onLine = ignoreOnLine(tree, range.start, rule)
    if (onLine) offered.push({ title: `Ignore ${rule} on this line`, problem, edit: onLine })
    offered.push({ title: `Ignore ${rule} in this file`, problem, edit: ignoreInFile(tree, rule) })
  }
  const comments = readSuppressions(tree).map(({ comment }) => comment)
  return offered.filter(({ edit }) => {
    const after = applyEdits(tree.text, [edit])
    const change = [{ edits: [edit], effect: { rewrites: [], comments } }]
    return after !== undefined && changeFailure(tree, parseDockerfile(after), change) === undefined
  })
}

/** The rules of some problems that have more problems of theirs in the file with a fix that fix-all may take. */
export function rulesToFixAll(
  result: LintResult,
  problems: readonly Problem[],
  safety: Safety,
): readonly { readonly rule: string; readonly count: number }[] {
  const ids = [...new Set(problems.map(({ rule }) => rule))].filter((id) => findRule(id)?.fixable !== undefined)
  return ids.flatMap((rule) => {
    const all = result.problems.filter((problem) => problem.rule === rule)
    if (all.length < 2) return []
    let fixable = 0
    for (const problem of all) {
      if (fixesOf(problem, []).some((fix) => isTaken(fix, safety))) fixable++
      if (fixable > 1) return [{ rule, count: all.length }]
    }
    return []
  })
}

function isTaken(fix: Fix, safety: Safety): boolean {
  return fix.edits.length > 0 && (fix.safety === 'safe' || safety === 'unsafe')
}

/** The one edit of "fix all", without what stays at both ends; undefined when there is nothing to fix. */
export function fixAllEdit(input: LintInput, settings: LintSettings, options: FixAllOptions): Edit | undefined {
  const { text } = fixAllProblems(input, (each) => lint(each, rules, settings), options)
  return text === input.text ? undefined : difference(input.text, text)
}

/** The one edit that makes `after` of `before`, without what both begin and end with. */
function difference(before: string, after: string): Edit {
  const shorter = Math.min(before.length, after.length)
  let start = 0
  while (start < shorter && before[start] === after[start]) start++
  let tail = 0
  while (tail < shorter - start && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++
  // An edit neither parts the halves of a character nor a line end.
  if (start > 0 && /[\ud800-\udbff\r]/.test(before[start - 1])) start--
  if (tail > 0 && /[\udc00-\udfff\n]/.test(before[before.length - tail])) tail--
  return { start, end: before.length - tail, text: after.slice(start, after.length - tail) }
}
