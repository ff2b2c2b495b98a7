/** What is reported: a finding under its rule, with the severity in force. */

import { oneLine } from './one-line.ts'
import type { Finding, Fix, Problem, Severity } from './rule.ts'

/** The problem that a finding is; its fixes are made when they are first asked for. */
export function problemOf(rule: string, severity: Severity, aliases: readonly string[], finding: Finding): Problem {
  return new FoundProblem(rule, severity, aliases, finding)
}

/** The same problem with another severity. */
export function withSeverity(problem: Problem, severity: Severity): Problem {
  return new FoundProblem(problem.rule, severity, problem.aliases, problem)
}

/**
 * A class, since an object literal with a getter makes V8 a hidden class for each object, which keeps alive all that the
 * getter can see until the whole heap is collected.
 */
class FoundProblem implements Problem {
  readonly rule: string
  readonly severity: Severity
  readonly aliases: readonly string[]
  readonly range: Problem['range']
  readonly message: string
  readonly tags: Problem['tags']
  readonly related: Problem['related']
  private readonly finding: Finding | Problem
  private madeFixes: readonly Fix[] | undefined

  constructor(rule: string, severity: Severity, aliases: readonly string[], finding: Finding | Problem) {
    this.rule = rule
    this.severity = severity
    this.aliases = aliases
    this.range = finding.range
    this.message = oneLine(finding.message)
    this.tags = finding.tags
    this.related = finding.related?.map(({ range, message }) => ({ range, message: oneLine(message) }))
    this.finding = finding
    this.madeFixes = undefined
  }

  get fixes(): readonly Fix[] | undefined {
    if (this.madeFixes) return this.madeFixes
    const { fixes } = this.finding
    const made = typeof fixes === 'function' ? fixes.call(this.finding) : fixes
    this.madeFixes = made?.map(withOneLineTitle)
    return this.madeFixes
  }
}

function withOneLineTitle(fix: Fix): Fix {
  const title = oneLine(fix.title)
  return title === fix.title ? fix : { ...fix, title }
}
