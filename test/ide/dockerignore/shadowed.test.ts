/** What is said of lines without effect, held against every path of a small folder. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { effectsOf } from '../../../server/src/ide/dockerignore/effects.ts'
import { openIgnoreFile } from '../../../server/src/ide/dockerignore/ignore-file.ts'
import { shadowedPatterns } from '../../../server/src/ide/dockerignore/shadowed.ts'
import { fitsPattern, ignoreMatcher, parseDockerignore } from '../../../server/src/syntax/dockerignore.ts'
import { coversPattern, reachesPath, reachesPattern } from '../../../server/src/syntax/dockerignore-cover.ts'
import { contextOf } from '../marked.ts'

const names = ['a', 'b', 'ab', 'a.b']
const paths = names.flatMap((x) => [x, ...names.flatMap((y) => [`${x}/${y}`, ...names.map((z) => `${x}/${y}/${z}`)])])
/** Each of the paths once as a file; all that are above another one are folders as well. */
const context = contextOf(Object.fromEntries(paths.filter((path) => path.split('/').length === 3).map((p) => [p, ''])))

const part = fc.constantFrom('a', 'b', 'ab', '*', 'a*', '*b', '?', '[ab]', '[^a]', '*.b', '**')
const pattern = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'))
const line = fc.tuple(fc.boolean(), pattern).map(([negated, text]) => (negated ? `!${text}` : text))

describe('covering', () => {
  it('is claimed only where it holds for every path', () => {
    let claims = 0
    fc.assert(
      fc.property(pattern, pattern, (outerText, innerText) => {
        const [outer, inner] = parseDockerignore(`${outerText}\n${innerText}`).patterns
        const fitted = paths.filter((path) => fitsPattern(inner, path))
        if (coversPattern(outer, inner)) {
          claims++
          expect(fitted.every((path) => fitsPattern(outer, path))).toBe(true)
        }
        if (reachesPattern(outer, inner)) expect(fitted.every((path) => reachesPath(outer, path))).toBe(true)
      }),
      { numRuns: 3_000, seed: 1 },
    )
    expect(claims).toBeGreaterThan(100)
  })

  it.each([
    ['**', 'a/b'],
    ['**/*', 'a'],
    ['*', '?'],
    ['a*', 'ab*'],
    ['**/b', 'a/**/b'],
    ['[a-z]', '[c-f]'],
    ['**b', 'a/xb'],
    ['a**', 'a/**/c'],
    ['*.*', '*.tar.gz'],
  ])('%s covers %s', (outer, inner) => {
    const patterns = parseDockerignore(`${outer}\n${inner}`).patterns
    expect(coversPattern(patterns[0], patterns[1])).toBe(true)
    expect(coversPattern(patterns[1], patterns[0])).toBe(false)
  })
})

describe('a shadowed line', () => {
  it('can go without any path being judged otherwise', () => {
    let claims = 0
    fc.assert(
      fc.property(fc.array(line, { minLength: 2, maxLength: 5 }), (lines) => {
        const file = openIgnoreFile(lines.join('\n'), context)
        for (const { pattern, how } of shadowedPatterns(file.ignore)) {
          if (how !== 'covered') continue
          claims++
          expect(effectsOf(file)?.isIdle(pattern)).toBe(true)
        }
      }),
      { numRuns: 3_000, seed: 2 },
    )
    expect(claims).toBeGreaterThan(100)
  })
})

describe('an idle line', () => {
  it('is one without which every path of the folder is judged as with it, and every other line is none', () => {
    const claims = { true: 0, false: 0, undefined: 0 }
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), (lines) => {
        const file = openIgnoreFile(lines.join('\n'), context)
        const { ignores } = ignoreMatcher(file.ignore)
        for (const pattern of file.ignore.patterns) {
          const others = file.ignore.patterns.filter((other) => other !== pattern)
          const without = ignoreMatcher({ ...file.ignore, patterns: others })
          const isIdle = context.paths.every(({ path }) => ignores(path) === without.ignores(path))
          expect(effectsOf(file)?.isIdle(pattern)).toBe(isIdle)
          claims[`${isIdle}`]++
        }
      }),
      { numRuns: 400, seed: 3 },
    )
    expect(claims.true).toBeGreaterThan(100)
    expect(claims.false).toBeGreaterThan(100)
  })
})

describe('the work', () => {
  it('grows with the lines, not with their square', () => {
    const text = Array.from({ length: 20_000 }, (_, index) => `folder-${index}/file\nfolder-${index}`).join('\n')
    const ignore = parseDockerignore(`*.log\n${text}\n`)
    expect(shadowedPatterns(ignore)).toHaveLength(20_000)
  }, 5_000)
})
