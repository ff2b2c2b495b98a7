/** A rule that throws costs its own findings: the others are there, and what failed is named. */
import { describe, expect, it } from 'vitest'
import { offeredFixes, rulesToFixAll } from '../../server/src/ide/quick-fixes.ts'
import { fixAll } from '../../server/src/lint/fix.ts'
import { lint } from '../../server/src/lint/lint.ts'
import type { Finding, Rule } from '../../server/src/lint/rule.ts'
import { rules } from '../../server/src/rules/index.ts'

const input = { text: 'FROM debian:13\nMAINTAINER me\nRUN cd /x\n', today: '2026-11-20' }
const sound = lint(input, rules)

function withRule(id: string, check: Rule['check']): readonly Rule[] {
  return [{ ...rules[0], id, aliases: [], severity: 'error', check }, ...rules]
}

const finding: Finding = { range: { start: 0, end: 4 }, message: 'Something.' }
const failingFixes: Finding = {
  ...finding,
  fixes: (): never => {
    throw new Error('no fix today')
  },
}

describe.each<[string, Rule['check'], number]>([
  [
    'at once',
    () => {
      throw new Error('no')
    },
    0,
  ],
  [
    'behind a finding',
    (_, report) => {
      report(finding)
      throw new Error('no')
    },
    1,
  ],
  [
    'with something that is no error',
    (_, report) => {
      report(finding)
      throw 'a text'
    },
    1,
  ],
  [
    'because it goes too deep',
    function deep(file, report): undefined {
      deep(file, report)
    },
    0,
  ],
])('a rule that throws %s', (_, check, found) => {
  const all = withRule('failing', check)

  it('is an internal error with its name, beside the problems of the others', () => {
    const { problems, internalErrors } = lint(input, all)
    expect(internalErrors).toHaveLength(1)
    expect(internalErrors[0].rule).toBe('failing')
    expect(problems.filter(({ rule }) => rule === 'failing')).toHaveLength(found)
    expect(problems.filter(({ rule }) => rule !== 'failing').map(({ rule }) => rule)).toEqual(
      sound.problems.map(({ rule }) => rule),
    )
  })

  it('keeps no other fix from being applied', () => {
    const fixed = fixAll(input, (again) => lint(again, all), { safety: 'unsafe' })
    expect(fixed.text).toBe(fixAll(input, (again) => lint(again, rules), { safety: 'unsafe' }).text)
    expect(fixed.text).not.toBe(input.text)
  })
})

describe('a rule whose fixes throw', () => {
  const all = withRule('unfixable', (_, report) => {
    report(failingFixes)
    report({ ...finding, message: 'Another.' })
  })

  it('has its problems, and the fixes of others are offered', () => {
    const result = lint(input, all)
    expect(result.internalErrors).toEqual([])
    const { fixes, failures } = offeredFixes(input, result, result.problems)
    expect(fixes.map(({ problem }) => problem.rule)).toContain('maintainer-deprecated')
    expect(failures).toEqual([{ rule: 'unfixable', title: '', failure: 'Error: no fix today' }])
    expect(rulesToFixAll(result, result.problems, 'unsafe')).toEqual([])
  })

  it('keeps no other fix from being applied', () => {
    const fixed = fixAll(input, (again) => lint(again, all), { safety: 'safe' })
    expect(fixed.text).toBe(fixAll(input, (again) => lint(again, rules), { safety: 'safe' }).text)
    expect(fixed.failures.map(({ rule }) => rule)).toContain('unfixable')
  })
})
