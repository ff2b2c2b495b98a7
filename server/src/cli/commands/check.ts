/** `check`: lists the problems of files and folders. */

import { sharedPermits, shellCheckProcesses } from '../../host/permits.ts'
import type { Severity } from '../../lint/rule.ts'
import { type CheckSettings, formatNames, type Threshold } from '../check/settings.ts'
import { exitStatus, UsageError } from '../exit-status.ts'
import { loadFormat } from '../formats/index.ts'
import { inputFiles } from '../inputs.ts'
import { oneOf, readArguments, readJobs, readToday, severities } from '../options.ts'
import type { FileOutcome, ReportedError } from '../outcome.ts'
import { createOutcomeReporter, write } from '../output.ts'
import { runOverFiles } from '../parallel/run.ts'
import { createProgress } from '../progress.ts'
import { readStdin } from '../stdin.ts'

const usage = `usage: dockerfile-coach check [OPTIONS] [PATH…]

PATH is a file, a folder (searched for Dockerfiles; .gitignore is honoured) or - for stdin. Without one: this folder.

  --format FORMAT         text (default), json, sarif, github or junit
  --fail-on SEVERITY      exit with 1 for problems of this severity or a higher one:
                          error, warning (default), info, hint or never
  --max-severity SEVERITY the highest severity that is still accepted; the other way to say --fail-on
  --rule NAME=SEVERITY    error, warning, info, hint or off; as often as needed
  --all-rules             also the rules that are off by default
  --config FILE           this configuration file in place of the nearest one
  --no-context            judge the files alone, without a look at the folders around them
  --no-suppressions       report also what comments in the files silence
  --shellcheck            judge the commands of RUN with ShellCheck, too
  --shellcheck-path FILE  this ShellCheck in place of the one on PATH
  --report-unused         report suppression comments that silence nothing
  --today YYYY-MM-DD      the day that end-of-life dates are held against
  --stdin-filename PATH   the name of what comes from stdin
  --jobs N                worker threads; one for each core by default
`

const options = {
  format: { type: 'string', default: 'text' },
  'fail-on': { type: 'string' },
  'max-severity': { type: 'string' },
  rule: { type: 'string', multiple: true, default: [] as string[] },
  'all-rules': { type: 'boolean', default: false },
  config: { type: 'string' },
  'no-context': { type: 'boolean', default: false },
  'no-suppressions': { type: 'boolean', default: false },
  shellcheck: { type: 'boolean' },
  'shellcheck-path': { type: 'string', default: '' },
  'report-unused': { type: 'boolean', default: false },
  today: { type: 'string' },
  'stdin-filename': { type: 'string' },
  jobs: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const

/** The rules are loaded only where files are judged: in this thread for few of them, in the workers for many. */
export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, options)
  if (values.help) {
    await write(usage)
    return exitStatus.clean
  }
  const format = oneOf('format', values.format, formatNames)
  const settings: CheckSettings = {
    format,
    color: format === 'text' && process.stdout.isTTY === true && process.stdout.hasColors(),
    today: readToday(values.today),
    context: !values['no-context'],
    config: values.config,
    severities: values.rule.length === 0 ? {} : (await import('../rule-names.ts')).readRuleSeverities(values.rule),
    allRules: values['all-rules'],
    suppressions: !values['no-suppressions'],
    reportUnused: values['report-unused'],
    failOn: readThreshold(values['fail-on'], values['max-severity']),
    shellcheck: {
      enabled: values.shellcheck,
      path: values['shellcheck-path'],
      permits: sharedPermits(shellCheckProcesses),
    },
  }
  const jobs = readJobs(values.jobs)
  if (!positionals.includes('-'))
    return report(runOverFiles(inputFiles(positionals), { kind: 'check', settings }, jobs), settings)
  if (positionals.length > 1) throw new UsageError('`-` (stdin) goes alone')
  return report(stdinOutcome(settings, values['stdin-filename'] ?? 'Dockerfile'), settings)
}

function readThreshold(failOn: string | undefined, maxSeverity: string | undefined): Threshold | undefined {
  const thresholds: readonly Threshold[] = [...severities, 'never']
  if (maxSeverity === undefined) return failOn === undefined ? undefined : oneOf('fail-on', failOn, thresholds)
  if (failOn !== undefined) throw new UsageError('`--fail-on` and `--max-severity` say the same; give one of them')
  const accepted = severities.indexOf(oneOf('max-severity', maxSeverity, severities))
  return accepted === 0 ? 'never' : severities[accepted - 1]
}

async function* stdinOutcome(settings: CheckSettings, path: string): AsyncGenerator<FileOutcome> {
  const { createChecker } = await import('../check/check-file.ts')
  const check = createChecker(settings, await loadFormat(settings))
  yield* await check([{ path, content: await readStdin() }])
}

/** Writes the outcomes as they come; gives the exit status. */
async function report(outcomes: AsyncIterable<FileOutcome>, settings: CheckSettings): Promise<number> {
  const format = await loadFormat(settings)
  const progress = createProgress()
  const reportOutcome = createOutcomeReporter()
  const counts: Record<Severity, number> = { error: 0, warning: 0, info: 0, hint: 0 }
  const unread: { path: string; failure: string }[] = []
  const internalErrors: ReportedError[] = []
  let files = 0
  let filesWithProblems = 0
  let failing = 0
  let separator = ''
  await write(format.head())
  for await (const outcome of outcomes) {
    progress.step()
    if (outcome.output !== '') {
      progress.clear()
      await write(separator + outcome.output)
      separator = format.separator
    }
    reportOutcome(outcome)
    internalErrors.push(...outcome.internalErrors)
    if (outcome.unread !== undefined) {
      unread.push({ path: outcome.path, failure: outcome.unread })
      continue
    }
    files++
    failing += outcome.failing
    let problems = 0
    for (const severity of severities) {
      counts[severity] += outcome.counts[severity]
      problems += outcome.counts[severity]
    }
    if (problems > 0) filesWithProblems++
  }
  progress.clear()
  await write(format.tail({ files, filesWithProblems, counts, unread, internalErrors }))
  if (internalErrors.some((error) => error.fatal)) return exitStatus.internal
  if (unread.length > 0) return exitStatus.usage
  return failing > 0 ? exitStatus.problems : exitStatus.clean
}
