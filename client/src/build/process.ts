/**
 * Starts programs with an argument array and no shell, and ends them without leaving children behind: Docker passes an
 * interrupt on to its plugins, a kill it does not.
 */
import { spawn } from 'node:child_process'
import type { CommandEnd } from './environment.ts'
import type { OutputStream } from './output.ts'

export interface ProcessOptions {
  readonly cwd: string
  /** On top of the extension's own environment. */
  readonly environment?: Readonly<Record<string, string>>
  readonly onOutput: (stream: OutputStream, text: string) => void
}

export interface RunningProcess {
  /** Never rejects. */
  readonly ended: Promise<Pick<CommandEnd, 'exitStatus' | 'startError'>>
  /** Interrupts; a program that does not care is terminated after ten seconds, killed after twenty. */
  cancel(): void
}

/** Milliseconds after which a program that was interrupted is asked again, more firmly. */
const patience = 10_000

export function startProcess(
  executable: string,
  programArguments: readonly string[],
  options: ProcessOptions,
): RunningProcess {
  const child = spawn(executable, programArguments, {
    cwd: options.cwd,
    env: { ...process.env, ...options.environment },
    shell: false,
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  })
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => options.onOutput(stream, text))
  }
  const timers: NodeJS.Timeout[] = []
  const ended = new Promise<Pick<CommandEnd, 'exitStatus' | 'startError'>>((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      resolve({ exitStatus: undefined, startError: error.code ?? error.message })
    })
    child.once('close', (code, signal) => resolve({ exitStatus: code ?? exitStatusOf(signal) }))
  }).finally(() => timers.forEach(clearTimeout))
  return {
    ended,
    cancel() {
      if (timers.length > 0 || child.exitCode !== null || child.pid === undefined) return
      if (process.platform === 'win32') {
        // Windows knows no interrupt for a program without a console: its whole tree is ended.
        spawn('taskkill', ['/pid', String(child.pid), '/t', '/f'], { stdio: 'ignore' }).once('error', () =>
          child.kill(),
        )
        return
      }
      child.kill('SIGINT')
      timers.push(setTimeout(() => child.kill('SIGTERM'), patience))
      timers.push(setTimeout(() => child.kill('SIGKILL'), 2 * patience))
    },
  }
}

function exitStatusOf(signal: NodeJS.Signals | null): number {
  return { SIGINT: 130, SIGKILL: 137, SIGTERM: 143 }[signal as string] ?? 1
}

/** Runs a program to its end and keeps what it wrote, up to 16 MB of it. It is interrupted after `timeout` ms. */
export async function runProcess(
  executable: string,
  programArguments: readonly string[],
  options: { readonly cwd: string; readonly timeout?: number },
): Promise<CommandEnd> {
  const written = { stdout: '', stderr: '' }
  const running = startProcess(executable, programArguments, {
    cwd: options.cwd,
    onOutput(stream, text) {
      if (written[stream].length < 16_000_000) written[stream] += text
    },
  })
  const timer = setTimeout(() => running.cancel(), options.timeout ?? 60_000)
  const end = await running.ended
  clearTimeout(timer)
  return { ...end, ...written }
}
