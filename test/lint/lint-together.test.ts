/** Files that are linted together have the results that each has alone. */
import { expect, test } from 'vitest'
import { type LintResult, lint, lintTogether } from '../../server/src/lint/lint.ts'
import { LintFile } from '../../server/src/lint/lint-file.ts'
import type { Rule } from '../../server/src/lint/rule.ts'
import { rules } from '../../server/src/rules/index.ts'

const today = '2026-11-20'

const texts = [
  'FROM debian:13\nMAINTAINER me\nRUN apt-get install curl\n',
  '',
  // Asks for checks that are off by default, and silences one.
  '# check=skip=MaintainerDeprecated;experimental=all\nFROM debian:13\nMAINTAINER me\nCOPY a b/\n',
  'FROM debian:13\n# dockerfile-coach ignore=maintainer-deprecated\nMAINTAINER me\nUSER broken\n',
  'FROM scratch\nRUN <<EOF\n',
]

/** Finds something in each file, and then fails on some. */
const fragile: Rule = {
  ...rules[0],
  id: 'fragile',
  aliases: [],
  severity: 'warning',
  check(file, report) {
    report({ range: { start: 0, end: 0 }, message: 'Seen.' })
    if (file.text.includes('broken')) throw new Error('broken')
  },
}

function plain({ problems, unusedSuppressions, internalErrors }: LintResult) {
  return {
    problems: problems.map(({ rule, severity, range, message, fixes }) => ({ rule, severity, range, message, fixes })),
    unused: unusedSuppressions.map(({ rule }) => rule),
    errors: internalErrors.map(({ rule }) => rule),
  }
}

test.each([{}, { allRules: true }, { ignoreSuppressions: true }, { severities: { DL4000: 'off' as const } }])(
  'with the settings %o',
  (settings) => {
    const all = [...rules.slice(0, 40), fragile, ...rules.slice(40)]
    const together = lintTogether(
      texts.map((text) => new LintFile({ text, today })),
      all,
      settings,
    )
    expect(together.map(plain)).toEqual(texts.map((text) => plain(lint({ text, today }, all, settings))))
    expect(together.map(({ internalErrors }) => internalErrors.length)).toEqual([0, 0, 0, 1, 0])
  },
)

test('no files have no results', () => {
  expect(lintTogether([], rules)).toEqual([])
})
