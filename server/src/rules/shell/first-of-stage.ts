/** Where a SHELL instruction has to stand to serve several RUNs of a stage. */

import type { LintFile } from '../../lint/lint-file.ts'
import type { Instruction } from '../../syntax/tree.ts'

/** By stage, the first of the instructions (in file order) that no SHELL is in force for yet; ONBUILD left aside. */
export function firstOfStage(file: LintFile, instructions: readonly Instruction[]): ReadonlyMap<number, Instruction> {
  const firsts = new Map<number, Instruction>()
  for (const instruction of instructions) {
    const stage = file.stageOf(instruction)
    if (!stage || firsts.has(stage.index) || file.outer(instruction) !== instruction) continue
    if (!file.shell(instruction).instruction) firsts.set(stage.index, instruction)
  }
  return firsts
}
