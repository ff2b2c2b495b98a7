/** The seam between the protocol and the engine: documents go in as text, problems and fixes come out as plain data. */
import { checkFix, fixAll as fixAllProblems } from '../lint/fix.ts'
import { type LintResult, type LintSettings, lint } from '../lint/lint.ts'
import type { LintInput } from '../lint/lint-file.ts'
import type { Edit, Problem } from '../lint/rule.ts'
import { findRule, rules } from '../rules/index.ts'
import type { Settings } from './settings.ts'

/** An offer to change the text. */
export interface OfferedFix {
  title: string
  edits: readonly Edit[]
  /** The finding that it resolves. */
  problem: Problem
  preferred: boolean
}

export interface AnalysisContext {
  uri: string
  settings: Settings
  /** The current day, as `YYYY-MM-DD`. */
  today: string
  /** Aborted when nobody waits for the answer any more. */
  signal: AbortSignal
}

export interface Analysis {
  input: LintInput
  result: LintResult
}

/** Lints a text; the same text under the same settings is linted once. */
export async function analyze(text: string, context: AnalysisContext): Promise<Analysis> {
  const known = remembered.get(context.uri)
  if (known?.input.text === text && known.settings === context.settings && known.input.today === context.today) {
    return known
  }
  const input: LintInput = { text, today: context.today }
  const analysis = { input, settings: context.settings, result: lint(input, rules, lintSettings(context.settings)) }
  remembered.set(context.uri, analysis)
  return analysis
}

/** The last analysis of each open document. */
const remembered = new Map<string, Analysis & { settings: Settings }>()

/** Forgets a document that was closed. */
export function forgetAnalysis(uri: string): void {
  remembered.delete(uri)
}

/** The checked fixes of the problems that touch a range of the text (UTF-16 offsets). */
export async function fixesAt(
  text: string,
  range: { start: number; end: number },
  context: AnalysisContext,
): Promise<OfferedFix[]> {
  const { input, result } = await analyze(text, context)
  return result.problems
    .filter((problem) => problem.range.start <= range.end && range.start <= problem.range.end)
    .flatMap((problem) =>
      (problem.fixes ?? [])
        .filter((fix) => !checkFix(result.file, fix, input, findRule(problem.rule)).failure)
        .map(({ title, edits, safety }, index) => ({
          title,
          edits,
          problem,
          preferred: index === 0 && safety === 'safe',
        })),
    )
}

/** The edits of "fix all": every fix that the settings allow, until nothing is left to do. */
export async function fixAll(text: string, context: AnalysisContext): Promise<readonly Edit[]> {
  const { input } = await analyze(text, context)
  const settings = lintSettings(context.settings)
  const fixed = fixAllProblems(input, (each) => lint(each, rules, settings), {
    safety: context.settings.fixUnsafe ? 'unsafe' : 'safe',
  })
  return fixed.text === text ? [] : [difference(text, fixed.text)]
}

function lintSettings(settings: Settings): LintSettings {
  return { severities: settings.rules }
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
