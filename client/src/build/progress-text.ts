/** Writes a build's progress for a terminal: a line a step, the running step's own lines below it. */

import { withoutControls } from '../inert.ts'
import { timeInWords } from './figures.ts'
import type { BuildEvent, BuildStep } from './output.ts'

const dim = '\x1b[2m'
const bold = '\x1b[1m'
const red = '\x1b[31m'
const green = '\x1b[32m'
const yellow = '\x1b[33m'
const cyan = '\x1b[36m'
const plain = '\x1b[0m'

export interface ProgressWriter {
  /** Text for the terminal, with its line ends. */
  write(events: readonly BuildEvent[]): string
}

/** A writer remembers which step it wrote about last, so that the lines of parallel steps are told apart. */
export function createProgressWriter(): ProgressWriter {
  let shown: BuildStep | undefined
  const closed = new Set<BuildStep>()
  const show = (step: BuildStep): string => {
    if (shown === step) return ''
    shown = step
    return `${cyan}${stepLabel(step)}${plain} ${bold}${withoutControls(step.text)}${plain}\r\n`
  }
  const writeOne = (event: BuildEvent): string => {
    switch (event.type) {
      case 'started':
        return isShown(event.step) ? show(event.step) : ''
      case 'log':
        return `${show(event.step)}${dim}  │${plain} ${withoutControls(event.line)}\r\n`
      case 'finished':
        if (closed.has(event.step) || !(isShown(event.step) || event.step.error)) return ''
        closed.add(event.step)
        return `${show(event.step)}${ending(event.step)}\r\n`
      case 'warning':
        return `${yellow}  ! ${withoutControls(event.warning.message)}${plain}\r\n`
      case 'line':
        shown = undefined
        return `${withoutControls(event.line)}\r\n`
    }
  }
  return { write: (events) => events.map(writeOne).join('') }
}

/** Steps of the Dockerfile and the export; not the builder's own errands. */
function isShown(step: BuildStep): boolean {
  return step.index !== undefined || step.text.startsWith('exporting to ')
}

/** `build 2/8`. */
export function stepLabel(step: BuildStep): string {
  if (step.index === undefined) return '•'
  return `${step.stage ? `${withoutControls(step.stage)} ` : ''}${step.index}/${step.total}`
}

function ending(step: BuildStep): string {
  if (step.error !== undefined) return `${red}  ✗ ${withoutControls(step.error)}${plain}`
  if (step.canceled) return `${yellow}  cancelled${plain}`
  if (step.cached) return `${dim}  CACHED${plain}`
  return `${green}  ✓${plain} ${dim}${timeInWords(step.seconds ?? 0)}${plain}`
}

/** How far a build is, for a notification: steps done, steps known, and what runs. */
export function progressOf(steps: readonly BuildStep[]): { done: number; total: number; running: string | undefined } {
  const shown = steps.filter(({ index }) => index !== undefined)
  const running = shown.findLast((step) => step.startedAt !== undefined && !step.finished)
  return {
    done: shown.filter(({ finished }) => finished).length,
    total: Math.max(shown.length, ...shown.map(({ total }) => total ?? 0)),
    running: running?.text,
  }
}
