/** Checks one file: reads it, lints it, checks the fixes, and brings it into the format that was asked for. */

import { createSettingsOf } from '../../host/find-configuration.ts'
import type { FoundFile } from '../../host/find-dockerfiles.ts'
import { createFolderContexts } from '../../host/folder-context.ts'
import { readTextFile, type TextFile, type Unread } from '../../host/text-file.ts'
import { rulePageUrl } from '../../ide/rule-page.ts'
import { unusedSuppressionProblems } from '../../ide/suppress.ts'
import type { EffectiveSettings } from '../../lint/configuration.ts'
import { checkFix } from '../../lint/fix.ts'
import { type LintResult, type LintSettings, lintTogether, severityOf } from '../../lint/lint.ts'
import { LintFile, type LintInput } from '../../lint/lint-file.ts'
import type { Fix, Problem, Rule, Severity } from '../../lint/rule.ts'
import { rules } from '../../rules/index.ts'
import { clearShellCache } from '../../syntax/shell.ts'
import { configurationFailure } from '../configuration-errors.ts'
import type { Format } from '../formats/format.ts'
import { type FileOutcome, noOutcome, type ReportedError } from '../outcome.ts'
import type { ReportedProblem } from './checked-file.ts'
import type { CheckSettings, ShellCheckSettings, Threshold } from './settings.ts'

/** A file to check; `content` stands for what is on disk. */
export type FileToCheck = FoundFile & { readonly content?: TextFile | Unread }

/** Checks files; gives their outcomes in the same order. Never rejects. */
export type Checker = (files: readonly FileToCheck[]) => Promise<readonly FileOutcome[]>

/** Files that are linted together: enough for the rules' code to stay at hand, few enough for the files to do so, too. */
const filesTogether = 32
/** Characters of files that are linted together. */
const charactersTogether = 120_000

/** A file that is ready to be linted. */
interface ReadFile {
  readonly path: string
  readonly content: TextFile
  readonly input: LintInput
  readonly file: LintFile
  readonly configured: EffectiveSettings
  readonly lintSettings: LintSettings
}

/** Gives the function that checks files with the given settings; it remembers folders and configuration files. */
export function createChecker(settings: CheckSettings, format: Format): Checker {
  const contextOf = settings.context ? createFolderContexts() : () => undefined
  const settingsOf = createSettingsOf(rules, settings.config)
  const lintSettingsOf = remember((configured: EffectiveSettings): LintSettings => {
    return {
      severities: { ...configured.severities, ...settings.severities },
      allRules: settings.allRules,
      ignoreSuppressions: !settings.suppressions || !configured.suppressions,
    }
  })
  const judgeScripts = createScriptJudge(settings.shellcheck)

  const read = async (found: FileToCheck): Promise<ReadFile | FileOutcome> => {
    const { path } = found
    const content = 'failure' in found ? found : (found.content ?? readTextFile(path))
    if ('failure' in content) return { ...noOutcome(path), unread: content.failure }
    const { settings: configured, loaded } = await settingsOf(path)
    const failure = configurationFailure(path, loaded)
    if (failure) return failure
    const input: LintInput = {
      text: content.text,
      today: settings.today,
      context: contextOf(path),
      options: configured.options,
    }
    const file = new LintFile(input)
    return { path, content, input, file, configured, lintSettings: lintSettingsOf(configured) }
  }

  const outcomeOf = async (readFile: ReadFile, linted: LintResult): Promise<FileOutcome> => {
    const { path, content, input, configured, lintSettings } = readFile
    const stopped = input.context?.stopped
    const scripts =
      (settings.shellcheck.enabled ?? configured.shellcheck) ? await judgeScripts(linted, lintSettings) : none
    const result: LintResult = scripts.problems ? { ...linted, problems: scripts.problems } : linted
    const internalErrors: ReportedError[] = result.internalErrors.map((error) => ({ path, ...error, fatal: true }))
    const showsFixes = format.showsFixes && !content.lossy
    const threshold = settings.failOn ?? configured.failOn ?? 'warning'
    const counts = { error: 0, warning: 0, info: 0, hint: 0 }
    let failing = 0
    let budget = checkedCharacters
    const reported = settings.reportUnused ? withUnused(result, lintSettings) : result.problems
    const problems = reported.map((problem): ReportedProblem => {
      budget -= content.text.length
      const fix = showsFixes && budget > 0 ? checkedFix(path, result.file, problem, input, internalErrors) : undefined
      const fails = isFailing(problem.severity, threshold)
      counts[problem.severity]++
      if (fails) failing++
      return { problem, url: rulePageUrl(problem.rule), fix, failing: fails }
    })
    const output = format.file({ path, tree: result.file.tree, problems })
    const notices = content.lossy ? ['is not UTF-8; it is judged with the odd bytes replaced, and not fixed'] : []
    const generalNotices = stopped ? [...scripts.failures, stopped] : scripts.failures
    return { ...noOutcome(path), output, counts, failing, notices, generalNotices, internalErrors }
  }

  return async (files) => {
    const outcomes: FileOutcome[] = []
    let group: ReadFile[] = []
    const judgeGroup = async (): Promise<void> => {
      if (group.length === 0) return
      const results = lintTogether(
        group.map(({ file }) => file),
        rules,
        group[0].lintSettings,
      )
      for (let i = 0; i < group.length; i++) outcomes.push(await outcomeOf(group[i], results[i]))
      // Files have little in common; what is remembered of their scripts would only fill the memory.
      clearShellCache()
      group = []
    }
    for (const found of files) {
      const next = await read(found)
      const isRead = 'file' in next
      if (!isRead || !fits(group, next)) await judgeGroup()
      if (isRead) group.push(next)
      else outcomes.push(next)
    }
    await judgeGroup()
    return outcomes
  }
}

/** Whether a file can be linted together with others. */
function fits(group: readonly ReadFile[], { lintSettings }: ReadFile): boolean {
  if (group.length === 0) return true
  const characters = group.reduce((sum, { content }) => sum + content.text.length, 0)
  return group.length < filesTogether && characters < charactersTogether && group[0].lintSettings === lintSettings
}

/** A fix is checked by reading the whole file again; of very many problems in a long file, the last come without. */
const checkedCharacters = 10_000_000

interface JudgedScripts {
  /** All problems of the file; undefined where ShellCheck has nothing to add. */
  readonly problems: readonly Problem[] | undefined
  readonly failures: readonly string[]
}

const none: JudgedScripts = { problems: undefined, failures: [] }

/** Gives the function that adds ShellCheck's problems; the program is looked for when it is first needed. */
function createScriptJudge({
  path,
  permits,
}: ShellCheckSettings): (linted: LintResult, settings: LintSettings) => Promise<JudgedScripts> {
  const open = async () => {
    const [{ createShellCheck, findShellCheck }, { withShellCheck }] = await Promise.all([
      import('../../host/shellcheck.ts'),
      import('../../host/shellcheck-problems.ts'),
    ])
    const program = await findShellCheck(path)
    return { program, withShellCheck, judge: 'failure' in program ? undefined : createShellCheck(program, permits) }
  }
  let opening: ReturnType<typeof open> | undefined
  return async (linted, settings) => {
    opening ??= open()
    const { program, judge, withShellCheck } = await opening
    if (!judge) return { problems: undefined, failures: 'failure' in program ? [program.failure] : [] }
    const { problems, failures } = await judge(linted.file)
    return { problems: withShellCheck(linted, problems, settings), failures }
  }
}

/** Remembers the last answer: most files have the same settings. */
function remember<K, T>(answer: (key: K) => T): (key: K) => T {
  let last: { readonly key: K; readonly value: T } | undefined
  return (key) => {
    if (last?.key !== key) last = { key, value: answer(key) }
    return last.value
  }
}

/** The problems together with the suppression comments that silence nothing, in file order. */
function withUnused({ file, problems, unusedSuppressions }: LintResult, settings: LintSettings): readonly Problem[] {
  const ran = rules.filter((rule) => severityOf(rule, settings) !== 'off')
  const unused = unusedSuppressionProblems(file, unusedSuppressions, { ran, all: rules })
  return [...problems, ...unused].sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end)
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
