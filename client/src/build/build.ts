/** One build, from its arguments to its outcome. It knows processes and files, and nothing of the editor. */
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { BuildFailure, RecordedLayer } from '../protocol.ts'
import { type EnvironmentProblem, environmentProblem } from './environment.ts'
import { failureOf } from './failure.ts'
import { type BuildMetadata, type ImageFacts, readHistory, readImage, readMetadata } from './metadata.ts'
import { type BuildEvent, type BuildRecord, createOutputReader, type OutputStream } from './output.ts'
import { type BuildAnswers, type Builder, buildArguments, type Progress } from './plan.ts'
import { runProcess, startProcess } from './process.ts'

/** A builder that is installed here. */
export interface InstalledBuilder {
  readonly builder: Builder
  readonly executable: string
  readonly progress: Progress
}

export interface BuildOutcome {
  readonly status: 'passed' | 'failed' | 'cancelled' | 'impossible'
  readonly exitStatus: number | undefined
  readonly seconds: number
  readonly record: BuildRecord
  /** Why it failed. */
  readonly failure: BuildFailure | undefined
  /** Why it could not even begin. */
  readonly problem: EnvironmentProblem | undefined
  readonly metadata: BuildMetadata
}

export interface RunningBuild {
  /** What is executed, behind the executable. */
  readonly arguments: readonly string[]
  /** Never rejects. */
  readonly ended: Promise<BuildOutcome>
  cancel(): void
}

/** Starts a build; or says what is wrong with the answers. `onEvents` hears of progress in the order of the output. */
export async function startBuild(
  installed: InstalledBuilder,
  answers: BuildAnswers,
  onEvents: (events: readonly BuildEvent[], record: BuildRecord) => void,
): Promise<RunningBuild | { readonly problem: string }> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'dockerfile-coach-'))
  const metadataFile = path.join(folder, 'metadata.json')
  const dockerfile = await readableDockerfile(answers.dockerfile, folder)
  const planned = buildArguments(installed.builder, { ...answers, dockerfile, metadataFile }, installed.progress)
  if ('problem' in planned) {
    await rm(folder, { recursive: true, force: true })
    return planned
  }
  const reader = createOutputReader()
  let written = ''
  const started = performance.now()
  const running = startProcess(installed.executable, planned.arguments, {
    cwd: path.dirname(answers.dockerfile),
    environment: { BUILDX_METADATA_PROVENANCE: 'max', DOCKER_CLI_HINTS: 'false' },
    onOutput(stream: OutputStream, text: string) {
      if (stream === 'stderr') written = (written + text).slice(-8000)
      onEvents(reader.push(stream, text, Date.now()), reader.record)
    },
  })
  let cancelled = false
  return {
    arguments: planned.arguments,
    ended: finish(),
    cancel() {
      cancelled = true
      running.cancel()
    },
  }

  async function finish(): Promise<BuildOutcome> {
    const { exitStatus, startError } = await running.ended
    onEvents(reader.end(Date.now()), reader.record)
    const recorded = await readFile(metadataFile, 'utf8').catch(() => '')
    // With provenance the file holds the values of build arguments: it must not outlive the build.
    await rm(folder, { recursive: true, force: true }).catch(() => {})
    const metadata = installed.builder === 'docker' ? readMetadata(recorded) : imageIdOnly(recorded)
    const outcome = { exitStatus, seconds: (performance.now() - started) / 1000, record: reader.record, metadata }
    if (exitStatus === 0) return { ...outcome, status: 'passed', failure: undefined, problem: undefined }
    const end = { exitStatus, startError, stdout: '', stderr: written }
    const began = reader.record.steps.length > 0
    const problem = began ? undefined : environmentProblem(installed.builder, end)
    const failure = failureOf(reader.record, cancelled ? 130 : exitStatus)
    if (failure.kind === 'cancelled') return { ...outcome, status: 'cancelled', failure: undefined, problem: undefined }
    return { ...outcome, status: problem ? 'impossible' : 'failed', failure: problem ? undefined : failure, problem }
  }
}

/**
 * The Dockerfile, or a copy of it in `folder` with a plain name: BuildKit takes the file's name for a pattern, and does
 * not find a file with brackets, backslashes, a leading `!`, control characters, or blanks at its ends. The
 * .dockerignore that belongs to the file alone is copied with it.
 */
async function readableDockerfile(dockerfile: string, folder: string): Promise<string> {
  const name = path.basename(dockerfile)
  if (!/[[\]\\\x00-\x1f\x7f]|^[!\s]|\s$/.test(name)) return dockerfile
  const copy = path.join(folder, 'Dockerfile')
  await copyFile(dockerfile, copy).catch(() => {})
  await copyFile(`${dockerfile}.dockerignore`, `${copy}.dockerignore`).catch(() => {})
  return copy
}

function imageIdOnly(text: string): BuildMetadata {
  return { imageId: text.trim() || undefined, linesByStep: new Map() }
}

/** Size and layers of an image in the builder's store; undefined when it is not there. */
export async function readBuiltImage(
  installed: Pick<InstalledBuilder, 'builder' | 'executable'>,
  image: string,
  cwd: string,
): Promise<{ readonly facts: ImageFacts; readonly layers: RecordedLayer[] } | undefined> {
  // Buildah shares its store with Podman, but has no history command.
  if (installed.builder === 'buildah') return undefined
  const run = (...commandArguments: string[]) => runProcess(installed.executable, commandArguments, { cwd })
  const [inspected, history] = await Promise.all([
    run('image', 'inspect', image),
    run('image', 'history', '--no-trunc', '--human=false', '--format', 'json', image),
  ])
  const facts = readImage(inspected.stdout)
  return facts && { facts, layers: readHistory(history.stdout) }
}
