/** Runs one build for the editor: terminal, notification, status bar, problems, sizes. */
import path from 'node:path'
import * as vscode from 'vscode'
import type { LanguageClient } from 'vscode-languageclient/node'
import { withoutControls } from '../inert.ts'
import { showError, showInformation, withCancellableNotification } from '../notifications.ts'
import {
  type BuildRecords,
  type BuildRecordsParams,
  buildRecordsRequest,
  type LocatedFailure,
  type LocateFailureParams,
  locateFailureRequest,
} from '../protocol.ts'
import { type BuildOutcome, readBuiltImage, startBuild } from './build.ts'
import { type BuildSummary, differenceInWords, sizeInWords, timeInWords } from './figures.ts'
import type { BuildMemory } from './memory.ts'
import { recordedSteps } from './metadata.ts'
import { type BuildAnswers, readableCommand, withoutValues } from './plan.ts'
import { type BuildProblems, failureDiagnostic } from './problems.ts'
import { createProgressWriter, progressOf } from './progress-text.ts'
import type { RunningBuilds } from './running.ts'
import { type ChosenBuilder, showProblem } from './settings.ts'
import type { BuildSizes } from './sizes.ts'

/** What builds share. */
export interface BuildServices {
  readonly client: LanguageClient
  readonly memory: BuildMemory
  readonly problems: BuildProblems
  readonly sizes: BuildSizes
  readonly running: RunningBuilds
}

/** Where a build writes, and how it is told to stop. */
export interface BuildTerminal {
  write(text: string): void
  readonly cancelled: AbortSignal
  cancel(): void
}

/** Builds to the end; gives the exit status for the task. */
export async function runBuild(
  services: BuildServices,
  dockerfile: vscode.TextDocument,
  builder: ChosenBuilder,
  answers: BuildAnswers,
  terminal: BuildTerminal,
): Promise<number> {
  const image = answers.tags[0] ?? path.basename(answers.dockerfile)
  const writer = createProgressWriter()
  const shown = services.running.begin(image, terminal.cancel)
  try {
    return await withCancellableNotification(`Building ${image}`, async (tell, token) => {
      token.onCancellationRequested(terminal.cancel)
      const text = dockerfile.getText()
      const build = await startBuild(builder, answers, (events, record) => {
        terminal.write(writer.write(events))
        if (!events.some(({ type }) => type === 'started' || type === 'finished')) return
        const { done, total, running } = progressOf(record.steps)
        shown.progress(`${done}/${total}`)
        tell(running ? `${done}/${total} ${running.slice(0, 80)}` : `${done}/${total}`)
      })
      if ('problem' in build) {
        void showError(build.problem.replaceAll('`', "'"))
        terminal.write(`${withoutControls(build.problem)}\r\n`)
        return 1
      }
      terminal.write(`\x1b[2m> ${withoutControls(readableCommand(builder.executable, build.arguments))}\x1b[0m\r\n\r\n`)
      if (terminal.cancelled.aborted) build.cancel()
      terminal.cancelled.addEventListener('abort', () => build.cancel())
      const outcome = await build.ended
      terminal.write(await finish(services, dockerfile, text, builder, answers, outcome))
      return outcome.status === 'passed' ? 0 : (outcome.exitStatus ?? 1)
    })
  } finally {
    shown.end()
  }
}

/** Shows what came of the build; gives the last words for the terminal. */
async function finish(
  services: BuildServices,
  dockerfile: vscode.TextDocument,
  text: string,
  builder: ChosenBuilder,
  answers: BuildAnswers,
  outcome: BuildOutcome,
): Promise<string> {
  switch (outcome.status) {
    case 'impossible':
      void showProblem(outcome.problem!)
      return `\r\n\x1b[31m${withoutControls(outcome.problem!.message)}\x1b[0m\r\n`
    case 'cancelled':
      return `\r\n\x1b[33mThe build was cancelled after ${timeInWords(outcome.seconds)}.\x1b[0m\r\n`
    case 'failed':
      return showFailure(services, dockerfile, text, answers, outcome)
    case 'passed':
      return showSuccess(services, dockerfile, text, builder, answers, outcome)
  }
}

async function showFailure(
  { client, problems, sizes }: BuildServices,
  dockerfile: vscode.TextDocument,
  text: string,
  { buildArgs }: BuildAnswers,
  outcome: BuildOutcome,
): Promise<string> {
  const values = buildArgs.map(([, value]) => value)
  const clean = (line: string): string => withoutValues(line, values)
  const failure = outcome.failure!
  const parameters: LocateFailureParams = { uri: dockerfile.uri.toString(), text, failure }
  const place = await client.sendRequest<LocatedFailure | null>(locateFailureRequest, parameters).catch(() => null)
  const shown = {
    ...failure,
    message: clean(failure.message),
    output: failure.output.map(clean),
  }
  const diagnostic = failureDiagnostic(dockerfile, shown, place)
  sizes.clear(dockerfile.uri)
  problems.show(dockerfile, dockerfile.getText() === text ? [diagnostic] : [])
  const { start } = diagnostic.range
  void offerProblem(dockerfile, diagnostic)
  const at = `${vscode.workspace.asRelativePath(dockerfile.uri, false)}:${start.line + 1}:${start.character + 1}`
  return `\r\n\x1b[31m${withoutControls(`${at}: error: ${diagnostic.message}`)}\x1b[0m\r\n`
}

async function offerProblem(dockerfile: vscode.TextDocument, { message, range }: vscode.Diagnostic): Promise<void> {
  const chosen = await showError(`The build failed: ${message.replaceAll('`', '')}`, 'Show in Dockerfile')
  if (chosen) await vscode.window.showTextDocument(dockerfile, { selection: range })
}

async function showSuccess(
  { client, memory, problems, sizes }: BuildServices,
  dockerfile: vscode.TextDocument,
  text: string,
  builder: ChosenBuilder,
  answers: BuildAnswers,
  outcome: BuildOutcome,
): Promise<string> {
  const { uri } = dockerfile
  problems.clear(uri)
  const cwd = path.dirname(answers.dockerfile)
  const image = answers.tags[0] ?? outcome.metadata.imageId ?? ''
  const built = await readBuiltImage(builder, image, cwd)
  const parameters: BuildRecordsParams = {
    uri: uri.toString(),
    text,
    target: answers.target,
    steps: recordedSteps(outcome.record, outcome.metadata),
    layers: built?.layers ?? [],
  }
  const nothing: BuildRecords = { instructions: [], baseBytes: 0 }
  const records = await client.sendRequest<BuildRecords>(buildRecordsRequest, parameters).catch(() => nothing)
  const [previous] = memory.builds(uri)
  const summary: BuildSummary = {
    finishedAt: Date.now(),
    image,
    imageId: built?.facts.id ?? outcome.metadata.imageId,
    target: answers.target,
    platform: built?.facts.platform,
    bytes: built?.facts.bytes,
    baseBytes: records.baseBytes,
    seconds: outcome.seconds,
    instructions: records.instructions,
  }
  await memory.rememberBuild(uri, summary)
  void vscode.commands.executeCommand('setContext', 'dockerfileCoach.hasBuilt', true)
  if (dockerfile.getText() === text) sizes.show(uri, records.instructions)
  const words = successInWords(summary, previous)
  void offerNext(uri, words)
  return `\r\n\x1b[32m${withoutControls(words)}\x1b[0m\r\n`
}

function successInWords(build: BuildSummary, previous: BuildSummary | undefined): string {
  const size = build.bytes === undefined ? '' : `, ${sizeInWords(build.bytes)}`
  const known = build.bytes !== undefined && previous?.bytes !== undefined
  const difference = known ? ` (${differenceInWords(build.bytes - previous.bytes)})` : ''
  return `Built ${build.image} in ${timeInWords(build.seconds)}${size}${difference}`
}

async function offerNext(uri: vscode.Uri, words: string): Promise<void> {
  const chosen = await showInformation(words, 'Show Report', 'Run')
  if (chosen === 'Run') await vscode.commands.executeCommand('dockerfileCoach.runImage', uri)
  if (chosen === 'Show Report') await vscode.commands.executeCommand('dockerfileCoach.showLayers', uri)
}
