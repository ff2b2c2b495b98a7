/**
 * Refactorings by fixture: the caret is the cursor, its text the title that has to be offered there, or, behind `not:`,
 * a part of a title that must not be.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { refactoringsAt } from '../../server/src/ide/refactorings/index.ts'
import { applyEdits } from '../../server/src/lint/edits.ts'
import { LintFile, type LintInput } from '../../server/src/lint/lint-file.ts'
import type { Fix } from '../../server/src/lint/rule.ts'
import { generatedDockerfile } from '../lint/generated-dockerfiles.ts'
import { fixtureContext } from '../rules/context.ts'
import { type FixtureCase, formatCase, parseFixture } from '../rules/fixture.ts'

const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), 'refactorings')
const today = '2026-11-20'

function offered(input: LintInput, offset: number): readonly Fix[] {
  const { fixes, failures } = refactoringsAt(new LintFile(input), input, offset)
  expect(failures).toEqual([])
  return fixes
}

function cursorOf(text: string, { marks: [mark] }: FixtureCase): number {
  return new LintFile({ text, today }).tree.lineStarts[mark.line] + mark.column
}

function resultOf(fixture: FixtureCase, text: string): string | undefined {
  const [{ message }] = fixture.marks
  const input = { text, today, context: fixtureContext(fixture.setup) }
  const fixes = offered(input, cursorOf(text, fixture))
  if (message.startsWith('not: ')) {
    const titles = fixes.map(({ title }) => title).filter((title) => title.includes(message.slice(5)))
    expect(titles).toEqual([])
    return undefined
  }
  const fix = fixes.find(({ title }) => title === message)
  expect(fix, `one of ${fixes.map(({ title }) => title).join(' | ')}`).toBeDefined()
  return fix && applyEdits(text, fix.edits)
}

for (const name of readdirSync(folder)) {
  describe(name, () => {
    const file = path.join(folder, name)
    const cases = parseFixture(readFileSync(file, 'utf8'))
    for (const fixture of cases) {
      test(`${fixture.title} (line ${fixture.line})`, () => {
        if (process.env.UPDATE === '1') return
        expect(resultOf(fixture, fixture.dockerfile)).toBe(fixture.fixed)
        const windows = resultOf(fixture, fixture.dockerfile.replaceAll('\n', '\r\n'))
        expect(windows).toBe(fixture.fixed?.replaceAll('\n', '\r\n'))
      })
    }
    if (process.env.UPDATE === '1') {
      const texts = cases.map((one) => formatCase(one, one.marks, resultOf(one, one.dockerfile)))
      writeFileSync(file, `${texts.join('\n\n')}\n`)
    }
  })
}

test('at every place of generated files, what is offered passes its check', { timeout: 600_000 }, () => {
  let times = 0
  fc.assert(
    fc.property(generatedDockerfile, fc.nat(), (text, at) => {
      times += offered({ text, today }, at % (text.length + 1)).length
    }),
    { numRuns: 3_000, seed: 20261120 },
  )
  expect(times).toBeGreaterThan(300)
})
