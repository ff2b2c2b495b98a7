/** The real engine that the tests of this folder build on, and folders to build in. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll } from 'vitest'
import { type BuildOutcome, type InstalledBuilder, startBuild } from '../../client/src/build/build.ts'
import type { BuildEvent } from '../../client/src/build/output.ts'
import type { BuildAnswers } from '../../client/src/build/plan.ts'

const folder = process.env.DOCKERFILE_COACH_ENGINE
if (folder) {
  process.env.DOCKER_HOST = `unix://${folder}/docker.sock`
  process.env.DOCKER_CONFIG = path.join(folder, 'cfg')
  process.env.PATH = `${path.join(folder, 'bin')}${path.delimiter}${process.env.PATH}`
}
if (!process.env.DOCKER_HOST) throw new Error('set DOCKERFILE_COACH_ENGINE to a folder made by scripts/engine-up.sh')

export const docker: InstalledBuilder = { builder: 'docker', executable: 'docker', progress: 'rawjson' }
export const dockerPlain: InstalledBuilder = { ...docker, progress: 'plain' }

const temporary = mkdtempSync(path.join(os.tmpdir(), 'dockerfile-coach-engine-'))
afterAll(() => rmSync(temporary, { recursive: true, force: true }))
let folders = 0

/** A new folder with these files; keys are relative paths. */
export function contextWith(
  files: Readonly<Record<string, string | Uint8Array>>,
  name = `context-${folders++}`,
): string {
  const context = path.join(temporary, name)
  mkdirSync(context, { recursive: true })
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(context, file)), { recursive: true })
    writeFileSync(path.join(context, file), text)
  }
  return context
}

/** Builds the folder's Dockerfile to its end. */
export async function build(
  context: string,
  more: Partial<BuildAnswers> = {},
  options: { installed?: InstalledBuilder; onEvents?: (events: readonly BuildEvent[]) => void } = {},
): Promise<BuildOutcome> {
  const running = await startBuild(
    options.installed ?? docker,
    { dockerfile: path.join(context, 'Dockerfile'), context, tags: [], buildArgs: [], secrets: [], ssh: [], ...more },
    options.onEvents ?? (() => {}),
  )
  if ('problem' in running) throw new Error(running.problem)
  return running.ended
}

/** What `docker` prints. */
export function dockerOutput(...commandArguments: string[]): string {
  return execFileSync('docker', commandArguments, { encoding: 'utf8' })
}

/** A string that no other test run has used, so that nothing comes from the engine's cache. */
export const fresh = `${process.pid}-${Date.now()}`
