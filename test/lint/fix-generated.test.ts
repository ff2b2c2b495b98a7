/** Every fix, and all fixes at once, on generated Dockerfiles. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { tryFixAll, trySingleFixes } from './fix-properties.ts'
import { generatedDockerfile } from './generated-dockerfiles.ts'

const today = '2026-11-20'

const runs = Number(process.env.RUNS ?? 400)
const seed = process.env.SEED === undefined ? 20261120 : Number(process.env.SEED)

test('each single fix of a generated file keeps to what every fix must keep to', { timeout: 3_600_000 }, () => {
  let fixes = 0
  fc.assert(
    fc.property(generatedDockerfile, (text) => {
      const { violations, tried } = trySingleFixes({ text, today })
      for (const times of tried.values()) fixes += times
      expect(violations).toEqual([])
    }),
    { numRuns: runs, seed },
  )
  console.log(`${fixes} single fixes on ${runs} generated files`)
  expect(fixes).toBeGreaterThan(runs)
})

for (const safety of ['safe', 'unsafe'] as const) {
  test(`all ${safety} fixes of a generated file together`, { timeout: 3_600_000 }, () => {
    let fixes = 0
    fc.assert(
      fc.property(generatedDockerfile, (text) => {
        const { violations, result } = tryFixAll({ text, today }, safety, { allRules: true })
        for (const times of result.applied.values()) fixes += times
        expect(violations).toEqual([])
      }),
      { numRuns: runs, seed },
    )
    console.log(`${fixes} ${safety} fixes on ${runs} generated files`)
    expect(fixes).toBeGreaterThan(runs / 4)
  })
}
