/** What came of running one target on one text. */
import type { Target } from './targets.ts'

/** What went wrong; equal keys are taken for the same flaw. */
export interface Failure {
  readonly key: string
  readonly message: string
}

/** Runs a target; undefined when all was well. */
export async function failureOf(target: Target, text: string, next = () => {}): Promise<Failure | undefined> {
  try {
    await target.run(text, next)
    return undefined
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const stack = error instanceof Error ? (error.stack ?? '') : ''
    return { key: keyOf(target.name, message, stack), message: stack === '' ? message : firstLines(stack) }
  }
}

/** Without what differs from text to text: numbers, and what is quoted. */
function keyOf(target: string, message: string, stack: string): string {
  const [first] = message.split('\n')
  const place = /^\s+at ([\w.<>]+)/m.exec(message)?.[1] ?? /^\s+at ([\w.<>]+)/m.exec(stack)?.[1] ?? ''
  const shape = first.replaceAll(/"[^"]*"|`[^`]*`|'[^']*'|\d+/g, '…').slice(0, 120)
  return `${target}: ${shape} (${place})`
}

function firstLines(stack: string): string {
  return stack.split('\n').slice(0, 8).join('\n')
}
