/** Runs a program with a text on its stdin, within limits of time and output, until it is cancelled. */

import { spawn } from 'node:child_process'

export interface ProgramLimits {
  readonly milliseconds: number
  readonly outputBytes: number
  readonly signal?: AbortSignal
}

export interface ProgramResult {
  readonly status: number | null
  readonly stdout: string
  /** Why there is no result: it could not be started, took too long, wrote too much, or was cancelled. */
  readonly failure: ProgramFailure | undefined
}

export interface ProgramFailure {
  readonly kind: 'start' | 'time' | 'output' | 'cancelled'
  readonly message: string
}

/** Milliseconds that the output of a program may outlive it, in a child of it that holds it open. */
const patience = 1_000

/** Never rejects. The program is killed when a limit is reached or the signal is aborted. */
export function runProgram(
  program: string,
  args: readonly string[],
  input: string,
  { milliseconds, outputBytes, signal }: ProgramLimits,
): Promise<ProgramResult> {
  return new Promise((resolve) => {
    if (signal?.aborted) {
      resolve({ status: null, stdout: '', failure: { kind: 'cancelled', message: 'it was cancelled' } })
      return
    }
    // Options that the user has set for other uses of ShellCheck would change what it reports.
    const { SHELLCHECK_OPTS: _, ...env } = process.env
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'ignore'], env, windowsHide: true })
    const chunks: Buffer[] = []
    let bytes = 0
    let failure: ProgramFailure | undefined
    const stop = (kind: ProgramFailure['kind'], message: string): void => {
      failure ??= { kind, message }
      child.kill('SIGKILL')
      // A child of the program may hold its output open for longer than the program lives.
      child.stdout.destroy()
    }
    const cancel = (): void => stop('cancelled', 'it was cancelled')
    const timer = setTimeout(() => stop('time', `it took longer than ${milliseconds / 1000} s`), milliseconds)
    signal?.addEventListener('abort', cancel, { once: true })
    let lingering: NodeJS.Timeout | undefined
    const finish = (status: number | null): void => {
      clearTimeout(timer)
      clearTimeout(lingering)
      signal?.removeEventListener('abort', cancel)
      resolve({ status, stdout: Buffer.concat(chunks).toString('utf8'), failure })
    }
    child.on('error', (error) => {
      failure ??= { kind: 'start', message: error.message }
      finish(null)
    })
    child.on('exit', () => {
      lingering = setTimeout(() => child.stdout.destroy(), patience)
    })
    child.on('close', finish)
    child.stdout.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > outputBytes) stop('output', `it wrote more than ${outputBytes} bytes`)
      else chunks.push(chunk)
    })
    // A program that ends before it has read everything is judged by its status.
    child.stdin.on('error', () => {})
    child.stdin.end(input)
  })
}
