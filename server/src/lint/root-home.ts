/** What a stage keeps in root's home directory, which other users may not enter on most systems. */

import type { Stage } from '../syntax/stages.ts'
import type { Instruction, Range } from '../syntax/tree.ts'
import type { LintFile } from './lint-file.ts'
import { resolvePath } from './stage-facts.ts'

export interface RootHomeUse {
  readonly range: Range
  readonly instruction: Instruction
  /** The path under `/root`. */
  readonly path: string
}

/** Copies, working directories and installs of a stage (inherited ones included) that put files under `/root`. */
export function rootHomeUses(file: LintFile, stage: Stage): readonly RootHomeUse[] {
  return file.once(`root home ${stage.index}`, () => {
    if (!file.text.includes('/root') && !file.text.includes('--user')) return []
    return file.facts.history(stage).flatMap((instruction) => usesOf(file, instruction))
  })
}

/** Whether a path is `/root` or below it. */
export function isInRootHome(path: string | undefined): boolean {
  return path !== undefined && (path === '/root' || path.startsWith('/root/'))
}

function usesOf(file: LintFile, instruction: Instruction): readonly RootHomeUse[] {
  const stage = file.stageOf(instruction)
  if (!stage) return []
  if (instruction.keyword === 'COPY' || instruction.keyword === 'ADD') {
    const target = instruction.words.at(-1)
    if (!target || instruction.words.length < 2) return []
    const text = target.text.startsWith('~/')
      ? `/root/${target.text.slice(2)}`
      : expanded(file, instruction, target.text)
    const path = text === undefined ? undefined : resolvePath(file.facts.workdir(stage, instruction), text)
    return path !== undefined && isInRootHome(path) ? [{ range: target, instruction, path }] : []
  }
  if (instruction.keyword !== 'RUN' || file.facts.user(stage, instruction).root === false) return []
  return file.commands(instruction).flatMap((command) => {
    if (!/^pip[0-9.]*$/.test(command.name) || !command.subcommand('install')) return []
    const flag = command.flag('--user')
    return flag ? [{ range: flag, instruction, path: '/root/.local' }] : []
  })
}

function expanded(file: LintFile, instruction: Instruction, text: string): string | undefined {
  const { value, unset, error } = file.scopes.expand(instruction, text)
  return error !== undefined || unset.length > 0 ? undefined : value
}
