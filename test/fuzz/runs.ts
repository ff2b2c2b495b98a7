/** The numbered runs of a fuzzing: which target gets which text. */
import { targets } from './all-targets.ts'
import { inputOf } from './inputs.ts'
import { seeded } from './random.ts'
import type { Seeds } from './seeds.ts'
import type { Target } from './targets.ts'

export interface Run {
  readonly target: Target
  readonly text: string
}

/** The targets of the given names; all of them without a name. */
export function chosenTargets(names: readonly string[]): readonly Target[] {
  return names.length === 0 ? targets : targets.filter(({ name }) => names.includes(name))
}

/** The target and the text of a numbered run; the same for the same arguments. */
export function runOf(chosen: readonly Target[], seeds: Seeds, seed: number, number: number): Run {
  let left = seeded(Math.imul(seed, 31) + number).below(chosen.reduce((sum, { weight }) => sum + weight, 0))
  for (const target of chosen) {
    left -= target.weight
    if (left < 0) return { target, text: inputOf(target.kind, seeds, seed, number) }
  }
  throw new Error('there is no target')
}
