/**
 * Some generated texts through every target, on every run of the tests: those of a fixed seed, and those of a seed
 * that nobody has seen before. fast-check makes a failing one small and prints its seed. `npm run fuzz` does it for
 * minutes, with damaged real files as well, and watches the time of each run.
 */
import fc from 'fast-check'
import { describe, it } from 'vitest'
import { targets } from './all-targets.ts'
import { arbitraries } from './inputs.ts'
import { failureOf } from './outcome.ts'

describe.each([
  { name: 'the fixed seed', seed: 20_261_120 },
  { name: 'a fresh seed', seed: Date.now() },
])('with $name', ({ seed }) => {
  it.each(targets)('$name', { timeout: 120_000 }, async (target) => {
    const property = fc.asyncProperty(arbitraries[target.kind], async (text) => {
      const failure = await failureOf(target, text)
      if (failure) throw new Error(failure.message)
    })
    await fc.assert(property, { seed, numRuns: 15 * target.weight })
  })
})
