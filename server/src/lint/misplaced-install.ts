/** An install of dependencies below the copy of everything, which runs again at every change. */

import type { Stage } from '../syntax/stages.ts'
import type { Instruction } from '../syntax/tree.ts'
import { type DependencyInstall, dependencyInstall } from './dependency-install.ts'
import type { LintFile } from './lint-file.ts'
import { resolvePath } from './stage-facts.ts'

export interface MisplacedInstall {
  /** What brings the whole build context. */
  readonly copy: Instruction
  readonly install: DependencyInstall
}

/** The first one of a stage. */
export function misplacedInstall(file: LintFile, stage: Stage): MisplacedInstall | undefined {
  return file.onceFor('misplaced install', stage, () => {
    const copies: Instruction[] = []
    for (const instruction of stage.instructions) {
      if (copiesContext(instruction)) copies.push(instruction)
      if (instruction.keyword !== 'RUN' || copies.length === 0) continue
      const install = dependencyInstall(file, instruction)
      const copy = install && copies.find((candidate) => isAround(file, stage, candidate, instruction))
      // An install of the same kind above the copy: this one only adds the project itself.
      if (install && copy && !hasEarlierInstall(file, stage, copy, install)) return { copy, install }
    }
    return undefined
  })
}

/** A copy of the whole build context. */
function copiesContext(instruction: Instruction): boolean {
  if (instruction.keyword !== 'COPY' && instruction.keyword !== 'ADD') return false
  if (instruction.flags.some((flag) => flag.name === 'from') || instruction.heredocs.length > 0) return false
  return instruction.words.slice(0, -1).some((word) => /^(\.|\.\/|\/|\*|\.\/\*|\$\{?PWD\}?)$/.test(word.text))
}

/** Whether the install works in the folder that was copied to. */
function isAround(file: LintFile, stage: Stage, copy: Instruction, run: Instruction): boolean {
  const target = copy.words.at(-1)
  const workdir = file.facts.workdir(stage, run)
  if (!target || workdir === undefined) return false
  const { value, unset, error } = file.scopes.expand(copy, target.text)
  if (error !== undefined || unset.length > 0) return false
  return resolvePath(file.facts.workdir(stage, copy), value) === workdir
}

function hasEarlierInstall(file: LintFile, stage: Stage, copy: Instruction, install: DependencyInstall): boolean {
  return file.facts.history(stage, copy).some((instruction) => {
    if (instruction.keyword !== 'RUN') return false
    return file
      .commands(instruction)
      .some((command) => command.name === install.command.name && command.operands.length > 0)
  })
}
