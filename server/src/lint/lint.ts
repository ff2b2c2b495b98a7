/** Runs rules over a file: severities, suppressions, and rules that fail. */

import { LintFile, type LintInput } from './lint-file.ts'
import { problemOf } from './problem.ts'
import type { Finding, Problem, Rule, Severity } from './rule.ts'
import { applySuppressions, isSwitchedOn, readCheckDirective, type UnusedName } from './suppression.ts'

export interface LintSettings {
  /** Severity by rule id or any other of its names; what is not named keeps its default. */
  readonly severities?: Readonly<Record<string, Severity | 'off'>>
  /** Turns on every rule that is off by default (as `info`). */
  readonly allRules?: boolean
  /** Leaves suppression comments unheeded. */
  readonly ignoreSuppressions?: boolean
}

export interface LintResult {
  readonly file: LintFile
  /** In file order. */
  readonly problems: readonly Problem[]
  readonly unusedSuppressions: readonly UnusedName[]
  /** Rules that threw; the other rules are not affected. */
  readonly internalErrors: readonly InternalError[]
}

export interface InternalError {
  readonly rule: string
  readonly message: string
}

const rank: Readonly<Record<Severity, number>> = { error: 3, warning: 2, info: 1, hint: 0 }

/** Lints one file with the given rules; `file` is that of the same input where it was read before. Never throws. */
export function lint(
  input: LintInput,
  rules: readonly Rule[],
  settings: LintSettings = {},
  file: LintFile = new LintFile(input),
): LintResult {
  return lintTogether([file], rules, settings)[0]
}

/**
 * Lints several files, rule by rule: a rule that goes from file to file finds its own code still in the processor's
 * cache, which one that waits for a hundred others does not. Never throws.
 */
export function lintTogether(
  files: readonly LintFile[],
  rules: readonly Rule[],
  settings: LintSettings = {},
): readonly LintResult[] {
  const runs = files.map((file) => new Run(file))
  for (const rule of rulesThatAreOn(rules, settings)) {
    for (let i = 0; i < runs.length; i++) runs[i].check(rule)
  }
  for (const run of runs) for (const rule of rulesSwitchedOn(run.file, rules, settings)) run.check(rule)
  return runs.map((run) => run.result(settings))
}

/** What rules find in one file. */
class Run {
  readonly file: LintFile
  private readonly found: Problem[] = []
  private readonly internalErrors: InternalError[] = []
  private readonly report: (finding: Finding) => void
  private running: RuleThatIsOn | undefined

  constructor(file: LintFile) {
    this.file = file
    this.report = (finding) => {
      if (this.running) this.found.push(toProblem(this.running, finding))
    }
  }

  check(running: RuleThatIsOn): void {
    this.running = running
    try {
      running.check(this.file, this.report)
    } catch (error) {
      this.internalErrors.push({
        rule: running.rule.id,
        message: error instanceof Error ? (error.stack ?? error.message) : String(error),
      })
    }
  }

  result({ ignoreSuppressions }: LintSettings): LintResult {
    const { file, found, internalErrors } = this
    found.sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end || (a.rule < b.rule ? -1 : 1))
    if (ignoreSuppressions) return { file, problems: found, unusedSuppressions: [], internalErrors }
    const { problems, unused } = applySuppressions(file, found)
    return { file, problems, unusedSuppressions: unused, internalErrors }
  }
}

/** Rules that are off by default, and that the file's own `# check=experimental=…` asks for. */
function rulesSwitchedOn(file: LintFile, rules: readonly Rule[], settings: LintSettings): readonly RuleThatIsOn[] {
  const check = readCheckDirective(file.tree)
  if (check.experimental.length === 0) return []
  return rules
    .filter((rule) => rule.severity === 'off' && severityOf(rule, settings) === 'off' && isSwitchedOn(rule, check))
    .map((rule) => ({ rule, severity: 'warning', check: rule.check }))
}

interface RuleThatIsOn {
  readonly rule: Rule
  readonly severity: Severity
  /** The rule's own: rules are objects of many shapes, in which V8 would have to look it up each time. */
  readonly check: Rule['check']
}

/** Many files are linted with the same rules and settings. */
const rulesBySettings = new WeakMap<
  LintSettings,
  { readonly rules: readonly Rule[]; readonly on: readonly RuleThatIsOn[] }
>()

function rulesThatAreOn(rules: readonly Rule[], settings: LintSettings): readonly RuleThatIsOn[] {
  const known = rulesBySettings.get(settings)
  if (known?.rules === rules) return known.on
  const on = rules.flatMap((rule) => {
    const severity = severityOf(rule, settings)
    return severity === 'off' ? [] : [{ rule, severity, check: rule.check }]
  })
  rulesBySettings.set(settings, { rules, on })
  return on
}

/** The severity in force for a rule. */
export function severityOf(rule: Rule, settings: LintSettings): Severity | 'off' {
  const { severities, allRules } = settings
  if (severities) {
    for (const name of [rule.id, ...(rule.aliases ?? [])]) {
      if (Object.hasOwn(severities, name)) return severities[name]
    }
  }
  return rule.severity === 'off' && allRules ? 'info' : rule.severity
}

function toProblem({ rule, severity }: RuleThatIsOn, finding: Finding): Problem {
  const lower = finding.severity && rank[finding.severity] < rank[severity] ? finding.severity : severity
  return problemOf(rule.id, lower, finding.aliases ?? rule.aliases ?? noNames, finding)
}

const noNames: readonly string[] = []
