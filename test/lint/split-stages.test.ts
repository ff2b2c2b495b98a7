/** The multi-stage split: fixtures by ecosystem; the mark has the title of the fix, or why there is none. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { checkFix } from '../../server/src/lint/fix.ts'
import { lint } from '../../server/src/lint/lint.ts'
import { LintFile, type LintInput } from '../../server/src/lint/lint-file.ts'
import { splitRefusal, splitStages } from '../../server/src/lint/split-stages.ts'
import { buildToolsInFinalImage } from '../../server/src/rules/stages/build-tools-in-final-image.ts'
import { fixtureContext } from '../rules/context.ts'
import { type FixtureCase, formatCase, parseFixture } from '../rules/fixture.ts'

const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), 'split-stages')
const update = process.env.UPDATE === '1'

interface Outcome {
  readonly message: string
  readonly text: string | undefined
}

function outcomeOf(fixture: FixtureCase, dockerfile = fixture.dockerfile): Outcome {
  const input: LintInput = { text: dockerfile, today: '2026-11-20', context: fixtureContext(fixture.setup) }
  const file = new LintFile(input)
  const split = splitStages(file)
  if ('refusal' in split) {
    expect(splitRefusal(file)).toBe(split.refusal)
    return { message: `refused: ${split.refusal}`, text: undefined }
  }
  for (const fix of split.fixes) {
    expect(fix.safety).toBe('unsafe')
    expect(checkFix(file, fix, input).failure, fix.title).toBeUndefined()
  }
  const [fix] = split.fixes
  return { message: fix.title, text: checkFix(file, fix, input).text }
}

for (const name of readdirSync(folder)) {
  describe(name, () => {
    const source = readFileSync(path.join(folder, name), 'utf8')
    const cases = parseFixture(source)
    for (const fixture of cases) {
      test(`${fixture.title} (line ${fixture.line})`, () => {
        const outcome = outcomeOf(fixture)
        if (update) return
        expect(outcome.message).toBe(fixture.marks[0]?.message)
        expect(outcome.text).toBe(fixture.unsafe)
        const windows = outcomeOf(fixture, fixture.dockerfile.replaceAll('\n', '\r\n'))
        expect(windows.text).toBe(fixture.unsafe?.replaceAll('\n', '\r\n'))
        if (outcome.text !== undefined) {
          const again = splitStages(new LintFile({ text: outcome.text, today: '2026-11-20' }))
          expect(again).toEqual({ refusal: 'the file has several stages already' })
        }
      })
    }
    test('has plain cases and refused ones', () => {
      const messages = cases.map((fixture) => outcomeOf(fixture).message)
      expect(messages.some((message) => message.startsWith('refused: '))).toBe(true)
      expect(messages.filter((message) => !message.startsWith('refused: ')).length).toBeGreaterThan(1)
    })
    if (update) {
      const texts = cases.map((fixture) => {
        const { message, text } = outcomeOf(fixture)
        const line = fixture.dockerfile.split('\n').findIndex((candidate) => /^FROM/i.test(candidate))
        return formatCase(fixture, [{ line, column: 0, length: 4, message }], undefined, text)
      })
      writeFileSync(path.join(folder, name), `${texts.join('\n\n')}\n`)
    }
  })
}

test('for Node.js, what was built alone is offered second', () => {
  const text = 'FROM node:24\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\nCMD ["node", "dist/server.js"]\n'
  const input = { text, today: '2026-11-20' }
  const file = new LintFile(input)
  const split = splitStages(file)
  if ('refusal' in split) expect.fail(split.refusal)
  expect(split.fixes.map(({ title }) => title)[1]).toContain('`dist` and the dependencies alone')
  expect(checkFix(file, split.fixes[1], input).text).toContain(
    [
      'FROM node:24-slim',
      'WORKDIR /app',
      'COPY --from=build /app/package.json ./',
      'COPY --from=build /app/node_modules ./node_modules',
      'COPY --from=build /app/dist ./dist',
      'CMD ["node", "dist/server.js"]',
    ].join('\n'),
  )
})

test('the finding says why there is no fix', () => {
  const text = 'FROM node:24\nWORKDIR /app\nCOPY . .\nRUN yarn && yarn build\nCMD ["node", "server.js"]\n'
  const [problem] = lint({ text, today: '2026-11-20' }, [buildToolsInFinalImage]).problems
  expect(problem.fixes).toEqual([])
  expect(problem.related?.map(({ message }) => message)).toEqual([
    'No fix splits this stage: which Yarn installs the dependencies is not known',
  ])
})
