/** Runs the built command line in folders of its own. */
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll } from 'vitest'

const program = path.resolve('dist/cli.js')
const folders: string[] = []

afterAll(() => {
  for (const folder of folders) fs.rmSync(folder, { recursive: true, force: true })
})

export interface Run {
  status: number | null
  stdout: string
  stderr: string
}

/** Runs `dockerfile-coach` with arguments; as another user where `uid` is given. */
export function coach(
  cwd: string,
  args: readonly string[],
  options: { input?: string | Uint8Array; env?: NodeJS.ProcessEnv; uid?: number } = {},
): Run {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd,
    input: options.input ?? '',
    env: { ...process.env, ...options.env },
    uid: options.uid,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  })
  return { status, stdout, stderr }
}

/** A new folder with the given files. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'dockerfile-coach-cli-')))
  folders.push(folder)
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name)
    fs.mkdirSync(path.dirname(file), { recursive: true })
    fs.writeFileSync(file, content)
  }
  return folder
}

/** A file with one warning that has a safe fix, and that fix's result. */
export const unpromptedInstall = {
  before: 'FROM debian:13\nRUN apt-get install curl\n',
  after: 'FROM debian:13\nRUN apt-get install -y curl\n',
  rule: 'apt-install-without-yes',
}

interface JsonReport {
  version: number
  files: { path: string; problems: JsonProblem[] }[]
  internalErrors: { path: string; rule: string; message: string }[]
}

export interface JsonProblem {
  rule: string
  aliases: string[]
  severity: string
  message: string
  url: string
  range: Record<'start' | 'end', { line: number; column: number; offset: number }>
  fix?: { title: string; safety: string; edits: { start: number; end: number; text: string }[] }
}

export function readJson(stdout: string): JsonReport {
  return JSON.parse(stdout)
}
