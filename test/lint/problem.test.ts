/** Problems: one shape for all, and fixes that are made when they are asked for. */
import v8 from 'node:v8'
import vm from 'node:vm'
import { expect, test } from 'vitest'
import { lint } from '../../server/src/lint/lint.ts'
import { problemOf, withSeverity } from '../../server/src/lint/problem.ts'
import type { Finding, Fix } from '../../server/src/lint/rule.ts'
import { rules } from '../../server/src/rules/index.ts'

const fix: Fix = { title: 'Do\nit', safety: 'safe', edits: [{ start: 0, end: 1, text: '' }] }
const range = { start: 0, end: 1 }

function counting(): { readonly finding: Finding; made: number } {
  const counted = {
    made: 0,
    finding: {
      range,
      message: 'Something.',
      fixes: () => {
        counted.made++
        return [fix]
      },
    },
  }
  return counted
}

test('fixes are made once, and not before they are asked for', () => {
  const counted = counting()
  const problem = problemOf('some-rule', 'warning', [], counted.finding)
  const worse = withSeverity(problem, 'error')
  expect(counted.made).toBe(0)
  expect(worse.fixes).toEqual([{ ...fix, title: 'Do it' }])
  expect(problem.fixes).toEqual(worse.fixes)
  expect(counted.made).toBe(1)
  expect([problem.severity, worse.severity]).toEqual(['warning', 'error'])
})

test('fixes that cannot be made fail each time that they are asked for', () => {
  const problem = problemOf('some-rule', 'warning', [], {
    range,
    message: 'Something.',
    fixes: () => {
      throw new Error('no fix today')
    },
  })
  expect(() => problem.fixes).toThrow('no fix today')
  expect(() => problem.fixes).toThrow('no fix today')
})

test('a finding without fixes is a problem without fixes', () => {
  expect(problemOf('some-rule', 'hint', [], { range, message: 'Something.' }).fixes).toBeUndefined()
})

test('problems of all rules have one hidden class', () => {
  const text = 'FROM debian\nMAINTAINER me\nENV A b\nRUN cd /x\nRUN apt-get install curl\nCMD echo $A\n'
  v8.setFlagsFromString('--allow-natives-syntax')
  const haveSameMap = vm.runInThisContext('(a, b) => %HaveSameMap(a, b)') as (a: unknown, b: unknown) => boolean
  // V8 reads the body of a function when it is first called.
  haveSameMap(text, text)
  v8.setFlagsFromString('--no-allow-natives-syntax')
  const input = { text, today: '2026-11-20' }
  // The first ones show V8 which values there are.
  lint(input, rules)
  const { problems } = lint(input, rules)
  expect(new Set(problems.map(({ rule }) => rule)).size).toBeGreaterThan(5)
  for (const problem of problems) expect(haveSameMap(problem, problems[0])).toBe(true)
})
