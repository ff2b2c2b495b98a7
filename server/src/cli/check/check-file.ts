/** Checks one file: reads it, lints it, checks the fixes, and brings it into the format that was asked for. */

import type { FoundFile } from '../../host/find-dockerfiles.ts'
import { createFolderContexts } from '../../host/folder-context.ts'
import { readTextFile, type TextFile, type Unread } from '../../host/text-file.ts'
import { rulePageUrl } from '../../ide/rule-page.ts'
import { checkFix } from '../../lint/fix.ts'
import { lint } from '../../lint/lint.ts'
import type { LintFile, LintInput } from '../../lint/lint-file.ts'
import type { Fix, Problem, Rule, Severity } from '../../lint/rule.ts'
import { rules } from '../../rules/index.ts'
import type { Format } from '../formats/format.ts'
import { type FileOutcome, noOutcome, type ReportedError } from '../outcome.ts'
import type { ReportedProblem } from './checked-file.ts'
import type { CheckSettings, Threshold } from './settings.ts'

/** Checks a file; `content` stands for what is on disk. Never rejects. */
export type Checker = (file: FoundFile, content?: TextFile | Unread) => Promise<FileOutcome>

/** Gives the function that checks files with the given settings; it remembers folders and configuration files. */
export function createChecker(settings: CheckSettings, format: Format): Checker {
  const contextOf = settings.context ? createFolderContexts() : () => undefined
  return async (found, given) => {
    const { path } = found
    const content = 'failure' in found ? found : (given ?? readTextFile(path))
    if ('failure' in content) return { ...noOutcome(path), unread: content.failure }
    const { text, lossy } = content
    const input: LintInput = { text, today: settings.today, context: contextOf(path) }
    const { severities, allRules, suppressions } = settings
    const result = lint(input, rules, { severities, allRules, ignoreSuppressions: !suppressions })
    const internalErrors: ReportedError[] = result.internalErrors.map((error) => ({ path, ...error, fatal: true }))
    const counts = { error: 0, warning: 0, info: 0, hint: 0 }
    let failing = 0
    const problems = result.problems.map((problem): ReportedProblem => {
      const fix =
        format.showsFixes && !lossy ? checkedFix(path, result.file, problem, input, internalErrors) : undefined
      const fails = isFailing(problem.severity, settings.failOn ?? 'warning')
      counts[problem.severity]++
      if (fails) failing++
      return { problem, url: rulePageUrl(problem.rule), fix, failing: fails }
    })
    const output = format.file({ path, tree: result.file.tree, problems })
    const notices = lossy ? ['is not UTF-8; it is judged with the odd bytes replaced, and not fixed'] : []
    return { ...noOutcome(path), output, counts, failing, notices, internalErrors }
  }
}

const rank: Readonly<Record<Severity, number>> = { error: 3, warning: 2, info: 1, hint: 0 }

function isFailing(severity: Severity, threshold: Threshold): boolean {
  return threshold !== 'never' && rank[severity] >= rank[threshold]
}

const rulesById: ReadonlyMap<string, Rule> = new Map(rules.map((rule) => [rule.id, rule]))

/** The first fix of a problem that passes its check; the others are internal errors. */
function checkedFix(
  path: string,
  file: LintFile,
  problem: Problem,
  input: LintInput,
  errors: ReportedError[],
): Fix | undefined {
  const { rule } = problem
  try {
    for (const fix of problem.fixes ?? []) {
      const { failure } = checkFix(file, fix, input, rulesById.get(rule))
      if (failure === undefined) return fix
      errors.push({ path, rule, message: `the fix "${fix.title}" is not offered: ${failure}`, fatal: false })
    }
  } catch (error) {
    errors.push({
      path,
      rule,
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
      fatal: true,
    })
  }
  return undefined
}
