/** The commands that containers of a stage start with, and the files that they name. */

import type { Stage } from '../syntax/stages.ts'
import type { Instruction } from '../syntax/tree.ts'
import { startInstructions } from './container-start.ts'
import type { LintFile } from './lint-file.ts'
import { resolvePath } from './stage-facts.ts'

export interface StartCommand {
  readonly instruction: Instruction
  /** The program's name without its folder; empty where a variable hides it. */
  readonly name: string
  /** Program and arguments; undefined where a variable hides one. */
  readonly words: readonly (string | undefined)[]
  /** Init programs in front: `tini`, `dumb-init`. */
  readonly init: string | undefined
  readonly isShellForm: boolean
}

const inits = new Set(['tini', 'dumb-init', 'catatonit'])

/**
 * The commands of ENTRYPOINT and CMD of the stage itself; a shell form may have several. Undefined where they go
 * together in a way that cannot be told (an exec form that gets a shell form as its arguments).
 */
export function startCommands(file: LintFile, stage: Stage): readonly StartCommand[] | undefined {
  const own = startInstructions(file, stage).filter((instruction) => file.stageOf(instruction) === stage)
  const [first, second] = own
  if (!first) return []
  if (!first.json) return shellForm(file, first)
  if (second && !second.json && second.keyword === 'CMD') return undefined
  return [
    execForm(
      first,
      [...first.words, ...(second?.words ?? [])].map(({ text }) => text),
    ),
  ]
}

/** The commands of an exec form or shell form by itself: of HEALTHCHECK, say. */
export function commandsOfInstruction(file: LintFile, instruction: Instruction): readonly StartCommand[] {
  if (!instruction.json) return shellForm(file, instruction)
  return [
    execForm(
      instruction,
      instruction.words.map(({ text }) => text),
    ),
  ]
}

function execForm(instruction: Instruction, given: readonly string[]): StartCommand {
  let words = given
  let init: string | undefined
  if (inits.has(lastPart(words[0] ?? ''))) {
    init = words[0]
    const end = words.indexOf('--')
    const next = words.findIndex((word, i) => i > 0 && !word.startsWith('-'))
    words = words.slice(end > 0 ? end + 1 : next < 0 ? words.length : next)
  }
  return { instruction, name: lastPart(words[0] ?? ''), words, init, isShellForm: false }
}

function shellForm(file: LintFile, instruction: Instruction): readonly StartCommand[] {
  return file.commands(instruction).map((command) => {
    const words = [command.nameWord?.value, ...command.words.map(({ value }) => value)]
    const init = command.node.wrappers.find((wrapper) => inits.has(wrapper))
    return { instruction, name: command.name, words, init, isShellForm: true }
  })
}

/** A word as an absolute path, when it is one from the working directory or from the root; not for a bare name. */
export function pathOfWord(file: LintFile, stage: Stage, word: string | undefined): string | undefined {
  if (word === undefined || word.startsWith('-') || /[*?[$]/.test(word)) return undefined
  return resolvePath(file.facts.workdir(stage), word)
}

export function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** The folder of a path, without a slash at its end; the root is empty. */
export function folderPart(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0))
}
