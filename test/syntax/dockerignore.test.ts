import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  fitsPattern,
  ignoreMatcher,
  isCopySourceIgnored,
  parseDockerignore,
} from '../../server/src/syntax/dockerignore.ts'

const ignores = (text: string, path: string) => ignoreMatcher(parseDockerignore(text)).ignores(path)

describe('lines', () => {
  test('comments, patterns and their places', () => {
    const text = '# first\n\n  src/ \r\n!a.txt'
    const { lines, patterns, errors } = parseDockerignore(text)
    expect(lines.map(({ kind, line, start, end }) => [kind, line, text.slice(start, end)])).toEqual([
      ['comment', 0, '# first'],
      ['pattern', 2, 'src/'],
      ['pattern', 3, '!a.txt'],
    ])
    expect(patterns.map(({ negated, text: pattern }) => [negated, pattern])).toEqual([
      [false, 'src'],
      [true, 'a.txt'],
    ])
    expect(errors).toEqual([])
  })

  test('a hash behind a blank begins a pattern', () => {
    expect(parseDockerignore(' # x').patterns[0]?.text).toBe('# x')
  })

  test.each([
    ['/a/', 'a'],
    ['./a//b/../c/.', 'a/c'],
    ['a/..', '.'],
    ['../a', '../a'],
    ['/../a', 'a'],
    ['**/', '**'],
  ])('%s is read as %s', (text, pattern) => {
    expect(parseDockerignore(text).patterns[0]?.text).toBe(pattern)
  })

  test('errors stand at their line and leave the other lines alone', () => {
    const { errors, patterns } = parseDockerignore('a\n  [b\nc')
    expect(errors).toMatchObject([{ line: 1, start: 4, end: 6 }])
    expect(patterns).toHaveLength(2)
  })
})

describe('decisions', () => {
  test.each([
    ['foo', 'foo', true],
    ['foo', 'a/foo', false],
    ['**/foo', 'a/b/foo', true],
    ['src', 'src/a/b', true],
    ['*.md', 'docs/a.md', false],
    ['a/**/b', 'a/b', true],
    ['a/**/b', 'a/x/y/b', true],
    ['a?c', 'a/c', false],
    ['[a-c]x', 'bx', true],
    ['[^a-c]x', 'bx', false],
    ['*\n!a', 'a', false],
    ['*\n!a', 'b', true],
    ['docs\n!docs/keep.md', 'docs/keep.md', false],
    ['!a\na', 'a', true],
    ['**foo', 'xfoo', true],
    ['a\\*b', 'a*b', true],
    ['a\\*b', 'axb', false],
  ])('%j and %s', (text, path, expected) => {
    expect(ignores(text, path)).toBe(expected)
  })

  test('the line that decides', () => {
    const { decidingPattern } = ignoreMatcher(parseDockerignore('*\n!src\nsrc/gen'))
    expect(decidingPattern('src/a.ts')?.line).toBe(1)
    expect(decidingPattern('src/gen/a.ts')?.line).toBe(2)
    expect(ignoreMatcher(parseDockerignore('x')).decidingPattern('y')).toBeUndefined()
  })
})

test('sources of COPY that BuildKit warns of', () => {
  const warns = (text: string, source: string) => isCopySourceIgnored(parseDockerignore(text), source)
  expect(warns('sub', 'sub/a.txt')).toBe(true)
  expect(warns('sub', './sub/')).toBe(true)
  expect(warns('sub', 'other')).toBe(false)
  expect(warns('sub\n!sub/keep', 'sub/a.txt')).toBe(false)
  expect(warns('*', '.')).toBe(true)
  expect(warns('.*', '.')).toBe(false)
})

test('no text makes it throw', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...'a/*?![]^\\-#. \n') }),
      fc.string({ unit: fc.constantFrom(...'ab/.') }),
      (text, path) => {
        expect(typeof ignores(text, path)).toBe('boolean')
      },
    ),
  )
})

test('patterns made to go back and forth take time in proportion', () => {
  const [pattern] = parseDockerignore(`${'*a'.repeat(40)}**/${'**/a/'.repeat(20)}b*c`).patterns
  const started = performance.now()
  expect(pattern && fitsPattern(pattern, 'a/'.repeat(3000))).toBe(false)
  expect(performance.now() - started).toBeLessThan(2000)
})
