/** Reads why a build failed out of what the builder wrote, and says what to do about it. */

import type { BuildFailure, FailedStep } from '../protocol.ts'
import { type RunFailure, whyBuildFailed, whyRunFailed } from './failure-reasons.ts'
import { type BuildRecord, type BuildStep, createOutputReader } from './output.ts'

/** The failure in a builder's whole output; undefined when it ended with status 0. */
export function readFailure(stdout: string, stderr: string, exitStatus: number): BuildFailure | undefined {
  const reader = createOutputReader()
  reader.push('stdout', stdout, 0)
  reader.push('stderr', stderr, 0)
  reader.end(0)
  return exitStatus === 0 ? undefined : failureOf(reader.record, exitStatus)
}

/** The failure of a build that was read to its end and whose builder ended with `exitStatus`, which is not 0. */
export function failureOf(record: BuildRecord, exitStatus: number | undefined): BuildFailure {
  const step = failedStep(record)
  const said = lastWords(record, step)
  const run = runFailure(said, step)
  const output = step?.tail.slice(-outputLines) ?? []
  const reason = run ? whyRunFailed(run, output) : whyBuildFailed(said)
  return {
    kind: cancelledBy(exitStatus, said) ? 'cancelled' : reason.kind,
    message: oneLine(reason.message ?? said),
    advice: reason.advice,
    lines:
      locatedLines(record.lines) ??
      parseErrorLine(said) ??
      (reason.kind === 'check-error' ? firstWarning(record) : undefined),
    step: step && !isInternal(step) ? describeStep(step) : undefined,
    exitStatus: run?.exitStatus,
    subject: reason.subject,
    output: withoutBlankEnds(output),
  }
}

/** How many of the step's last lines a failure carries. */
const outputLines = 20
const longestMessage = 600

function cancelledBy(exitStatus: number | undefined, said: string): boolean {
  return exitStatus === 130 || exitStatus === 143 || said === 'Canceled: context canceled'
}

function failedStep(record: BuildRecord): BuildStep | undefined {
  return record.steps.findLast((step) => step.error !== undefined && !step.canceled)
}

function isInternal(step: BuildStep): boolean {
  return step.name.startsWith('[internal]') || step.text.startsWith('exporting ')
}

function describeStep(step: BuildStep): FailedStep {
  return { stage: step.stage, index: step.index, text: step.text }
}

function withoutBlankEnds(lines: string[]): string[] {
  const first = lines.findIndex((line) => line.trim() !== '')
  if (first < 0) return []
  return lines.slice(first, lines.findLastIndex((line) => line.trim() !== '') + 1)
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > longestMessage ? `${line.slice(0, longestMessage)}…` : line
}

/** What the builder wrote last, without the names of its own parts in front. */
function lastWords(record: BuildRecord, step: BuildStep | undefined): string {
  const last =
    record.lines.findLast((line) => /^(?:ERROR|Error): /.test(line)) ??
    record.lines.findLast((line) => /^(?:failed to |executor failed )/.test(line)) ??
    step?.error ??
    record.lines.findLast((line) => line.trim() !== '') ??
    'The builder gave no reason'
  let text = last
  for (;;) {
    const prefix = builderPrefixes.exec(text)
    if (!prefix) return text
    text = text.slice(prefix[0].length)
  }
}

const builderPrefixes =
  /^(?:ERROR: |Error: |failed to build: |failed to solve: |failed to solve with frontend [\w.]+: |failed to create LLB definition: |failed to compute cache key: |failed to load cache key: |rpc error: code = Unknown desc = |target [^:\s]+: |failed to receive status: )/

/** The lines of the last `>>>` block: the builder marks the whole instruction. */
function locatedLines(lines: readonly string[]): BuildFailure['lines'] {
  const head = lines.findLastIndex((line, i) => /:\d+$/.test(line) && /^-{20}$/.test(lines[i + 1] ?? ''))
  if (head < 0) return undefined
  const marked: number[] = []
  for (const line of lines.slice(head + 2)) {
    const match = /^ *(\d+) \| >>>/.exec(line)
    if (match) marked.push(Number(match[1]) - 1)
    else if (/^-{20}$/.test(line)) break
  }
  if (marked.length === 0) return undefined
  return { start: marked[0], end: marked[marked.length - 1] }
}

/** A failed check names its lines in the warnings before it. */
function firstWarning(record: BuildRecord): BuildFailure['lines'] {
  return record.warnings.find(({ lines }) => lines !== undefined)?.lines
}

function parseErrorLine(said: string): BuildFailure['lines'] {
  const match = /^dockerfile parse error (?:on )?line (\d+): /i.exec(said)
  return match ? { start: Number(match[1]) - 1, end: Number(match[1]) - 1 } : undefined
}

/** The failure of a process inside the build. The command is user text: only what follows it is looked at. */
function runFailure(said: string, step: BuildStep | undefined): RunFailure | undefined {
  const reason =
    behind(said, /^process "/, '" did not complete successfully: ') ??
    behind(said, /^executor failed running \[/, ']: ') ??
    behind(said, /^building at STEP "RUN/, '": ')
  if (reason === undefined) return undefined
  const exit = /(?:^|: )exit (?:code|status):? (\d+)(?:$|:)/.exec(reason)
  const keyword = /^([A-Z]+)\b/.exec(step?.text ?? '')?.[1] ?? 'RUN'
  if (said.startsWith('building at STEP') && !exit) return undefined
  return { keyword, exitStatus: exit ? Number(exit[1]) : undefined, reason }
}

function behind(text: string, start: RegExp, separator: string): string | undefined {
  if (!start.test(text)) return undefined
  const at = text.lastIndexOf(separator)
  return at < 0 ? undefined : text.slice(at + separator.length)
}
