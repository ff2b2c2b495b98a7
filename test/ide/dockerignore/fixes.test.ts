/** Any ignore file at all: no exception, no place outside of the text, and fixes that do what they say. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isSoundFix } from '../../../server/src/ide/dockerignore/check-fix.ts'
import { ignoreCompletions } from '../../../server/src/ide/dockerignore/completion.ts'
import { ignoreHover } from '../../../server/src/ide/dockerignore/hover.ts'
import { openIgnoreFile } from '../../../server/src/ide/dockerignore/ignore-file.ts'
import { ignoreProblems } from '../../../server/src/ide/dockerignore/problems.ts'
import { applyEdits } from '../../../server/src/lint/edits.ts'
import { ignoreMatcher, parseDockerignore } from '../../../server/src/syntax/dockerignore.ts'
import { contextOf } from '../marked.ts'

const files = [
  'a.log',
  'src/a.log',
  'src/b/c.ts',
  '.env',
  '.git/HEAD',
  'node_modules/x',
  'lib/node_modules/y',
  'é ü',
  '[x]',
]
const context = contextOf(Object.fromEntries(files.map((file) => [file, ''])))

const word = fc.constantFrom(
  'a',
  'src',
  '*.log',
  '**/b',
  '.env',
  '.git',
  'node_modules',
  '[',
  '[a-z]',
  '\\',
  '\\[x\\]',
  '?',
  '..',
  'é ü',
  '**',
)
const line = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('', '!', '/', ' ', '# ', ' # ', './', '! '),
      fc.array(word, { maxLength: 3 }),
      fc.constantFrom('', '/', ' ', ' # x'),
    )
    .map(([before, words, after]) => before + words.join('/') + after),
  fc.string({ maxLength: 12 }),
)
const text = fc
  .tuple(fc.array(line, { maxLength: 8 }), fc.constantFrom('\n', '\r\n'), fc.boolean())
  .map(([lines, newline, ends]) => lines.join(newline) + (ends ? newline : ''))

describe('any text', () => {
  it('is judged, explained and completed within its bounds', () => {
    fc.assert(
      fc.property(text, fc.nat(), fc.boolean(), (source, at, known) => {
        const file = openIgnoreFile(source, known ? context : undefined)
        const offset = at % (source.length + 1)
        const ranges = [
          ...ignoreProblems(file).flatMap(({ range, related }) => [range, related?.range ?? range]),
          ...ignoreCompletions(file, offset).map(({ range }) => range),
          ignoreHover(file, offset)?.range ?? { start: 0, end: 0 },
        ]
        for (const { start, end } of ranges) {
          expect(start).toBeGreaterThanOrEqual(0)
          expect(start).toBeLessThanOrEqual(end)
          expect(end).toBeLessThanOrEqual(source.length)
        }
      }),
      { numRuns: 2_000, seed: 3 },
    )
  })

  it('has one line in each message', () => {
    fc.assert(
      fc.property(text, (source) => {
        for (const { message } of ignoreProblems(openIgnoreFile(source, context))) expect(message).not.toMatch(/[\r\n]/)
      }),
      { numRuns: 1_000, seed: 4 },
    )
  })
})

describe('a fix', () => {
  it('nearly always takes its problem away and makes no new error; else it is not offered', () => {
    let fixes = 0
    const refused: string[] = []
    fc.assert(
      fc.property(text, (source) => {
        const file = openIgnoreFile(source, context)
        const problems = ignoreProblems(file)
        for (const problem of problems) {
          for (const fix of problem.fixes) {
            fixes++
            if (!isSoundFix(file, problems, problem, fix)) refused.push(`${JSON.stringify(source)}: ${fix.title}`)
          }
        }
      }),
      { numRuns: 2_000, seed: 5 },
    )
    expect(fixes).toBeGreaterThan(500)
    expect(refused.length, refused.slice(0, 20).join('\n')).toBeLessThan(fixes / 100)
  })

  it('of a line without effect changes nothing that is sent', () => {
    let fixes = 0
    fc.assert(
      fc.property(text, (source) => {
        for (const { id, fixes: offered } of ignoreProblems(openIgnoreFile(source, context))) {
          if (id !== 'ignore-pattern-shadowed' && id !== 'ignore-exception-without-effect') continue
          fixes++
          const before = ignoreMatcher(parseDockerignore(source))
          const after = ignoreMatcher(parseDockerignore(applyEdits(source, offered[0].edits) ?? ''))
          for (const { path } of context.paths) expect(after.ignores(path), source).toBe(before.ignores(path))
        }
      }),
      { numRuns: 2_000, seed: 6 },
    )
    expect(fixes).toBeGreaterThan(100)
  })
})
