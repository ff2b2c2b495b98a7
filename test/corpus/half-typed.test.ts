/** Half-typed text: real files cut off anywhere, and every feature called at the end and somewhere before it. */
import { expect, test } from 'vitest'
import { lint } from '../../server/src/lint/lint.ts'
import { rules } from '../../server/src/rules/index.ts'
import { callEveryFeature } from '../ide/every-feature.ts'
import { corpusFiles } from './reference.ts'

/** A reproducible sequence of numbers from 0 to 1. */
function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}

test('no exception, and no answer outside of the text', { timeout: 300_000 }, () => {
  const random = randomNumbers(5)
  const files = [...corpusFiles()]
  let calls = 0
  for (let i = 0; i < 300; i++) {
    const [{ file, text }] = files.splice(Math.floor(random() * files.length), 1) as [(typeof files)[number]]
    for (let point = 0; point < 20; point++) {
      const half = text.slice(0, Math.floor(random() * (text.length + 1)))
      const input = { text: half, today: '2026-11-20' }
      const result = lint(input, rules)
      expect(result.internalErrors, file).toEqual([])
      for (const offset of [half.length, Math.floor(random() * (half.length + 1))]) {
        try {
          callEveryFeature(input, result, offset)
        } catch (error) {
          throw new Error(`${file}, cut off at ${half.length}, asked at ${offset}`, { cause: error })
        }
        calls++
      }
    }
  }
  expect(calls).toBe(12_000)
})
