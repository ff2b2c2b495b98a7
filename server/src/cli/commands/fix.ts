/** `fix`: writes the fixes that leave the image the same, and with `--unsafe` the others too. */

import { decodeText } from '../../host/text-file.ts'
import { exitStatus, UsageError } from '../exit-status.ts'
import type { FixSettings } from '../fix/settings.ts'
import { inputFiles } from '../inputs.ts'
import { readArguments, readJobs, readToday } from '../options.ts'
import type { FileOutcome } from '../outcome.ts'
import { createOutcomeReporter, warn, write } from '../output.ts'
import { runOverFiles } from '../parallel/run.ts'
import { createProgress } from '../progress.ts'

const usage = `usage: dockerfile-coach fix [OPTIONS] [PATH…]

PATH is a file, a folder (searched for Dockerfiles; .gitignore is honoured) or - for stdin, whose fixed text goes to
stdout. Without one: this folder.

  --unsafe                also fixes that may change the image; look at what they change
  --rule NAME             fix the problems of this rule only; as often as needed
  --diff                  show the changes as a unified diff and write nothing
  --check                 write nothing, and exit with 1 if something would change
  --follow-links          fix the files that links lead to; links are left alone otherwise
  --config FILE           this configuration file in place of the nearest one
  --no-context            judge the files alone, without a look at the folders around them
  --today YYYY-MM-DD      the day that end-of-life dates are held against
  --stdin-filename PATH   the name of what comes from stdin
  --jobs N                worker threads; one for each core by default
`

const options = {
  unsafe: { type: 'boolean', default: false },
  rule: { type: 'string', multiple: true, default: [] as string[] },
  diff: { type: 'boolean', default: false },
  check: { type: 'boolean', default: false },
  'follow-links': { type: 'boolean', default: false },
  config: { type: 'string' },
  'no-context': { type: 'boolean', default: false },
  today: { type: 'string' },
  'stdin-filename': { type: 'string' },
  jobs: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, options)
  if (values.help) {
    await write(usage)
    return exitStatus.clean
  }
  const settings: FixSettings = {
    safety: values.unsafe ? 'unsafe' : 'safe',
    rules: values.rule.length > 0 ? await readRules(values.rule) : undefined,
    mode: values.diff || values.check ? 'compare' : 'write',
    diff: values.diff,
    followLinks: values['follow-links'],
    today: readToday(values.today),
    context: !values['no-context'],
    config: values.config,
  }
  const jobs = readJobs(values.jobs)
  if (!positionals.includes('-')) {
    const files = inputFiles(positionals)
    return report(stopAtSignal(runOverFiles(files, { kind: 'fix', settings }, jobs)), values)
  }
  if (positionals.length > 1) throw new UsageError('`-` (stdin) goes alone')
  return fixStdin(settings, values['stdin-filename'] ?? 'Dockerfile', values.check)
}

async function readRules(names: readonly string[]): Promise<readonly string[]> {
  const { rulesNamed } = await import('../rule-names.ts')
  return names.flatMap((name) => rulesNamed(name).map((rule) => rule.id))
}

/** Between two files an interrupt ends the run; within one, the old or the new text is there in any case. */
async function* stopAtSignal(outcomes: AsyncIterable<FileOutcome>): AsyncGenerator<FileOutcome> {
  let interrupted = false
  const interrupt = (): void => {
    interrupted = true
  }
  process.once('SIGINT', interrupt)
  process.once('SIGTERM', interrupt)
  for await (const outcome of outcomes) {
    yield outcome
    if (interrupted) break
  }
  process.off('SIGINT', interrupt)
  process.off('SIGTERM', interrupt)
  if (interrupted) throw new UsageError('interrupted; the files that follow are as they were')
}

async function report(
  outcomes: AsyncIterable<FileOutcome>,
  { check, diff }: { readonly check: boolean; readonly diff: boolean },
): Promise<number> {
  const progress = createProgress()
  const reportOutcome = createOutcomeReporter()
  let status: number = exitStatus.clean
  let fixed = 0
  let changed = 0
  for await (const outcome of outcomes) {
    progress.step()
    progress.clear()
    if (outcome.output !== '') await write(outcome.output)
    reportOutcome(outcome)
    fixed += outcome.fixed
    if (outcome.fixed > 0) changed++
    status = Math.max(status, statusOf(outcome, check))
  }
  const verb = check || diff ? 'to fix' : 'fixed'
  const problems = fixed === 1 ? '1 problem' : `${fixed} problems`
  const files = changed === 1 ? '1 file' : `${changed} files`
  warn(fixed === 0 ? `nothing ${verb}` : `${problems} ${verb} in ${files}`)
  return status
}

/** A refused file counts as a problem; one that would change only with `--check`. */
function statusOf(outcome: FileOutcome, check: boolean): number {
  if (outcome.internalErrors.some((error) => error.fatal)) return exitStatus.internal
  if (outcome.unread !== undefined) return exitStatus.usage
  const refused = outcome.failing > 0 && outcome.fixed === 0
  return refused || (check && outcome.fixed > 0) ? exitStatus.problems : exitStatus.clean
}

async function fixStdin(settings: FixSettings, path: string, check: boolean): Promise<number> {
  const chunks: Uint8Array[] = []
  for await (const chunk of process.stdin) chunks.push(chunk)
  const content = decodeText(Buffer.concat(chunks))
  if ('failure' in content || content.lossy) {
    throw new UsageError(`stdin ${'failure' in content ? content.failure : 'is not UTF-8'}`)
  }
  const { createTextFixer } = await import('../fix/fix-file.ts')
  const { text, outcome } = await createTextFixer(settings)(path, content.text)
  createOutcomeReporter()(outcome)
  if (settings.diff) await write(outcome.output)
  else if (!check) await write(text)
  return statusOf(outcome, check)
}
