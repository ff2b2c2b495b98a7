/** What BuildKit refuses is an error on that line, and what it accepts is none: real files and BuildKit's own cases. */
import { expect, test } from 'vitest'
import { lint } from '../../server/src/lint/lint.ts'
import type { Problem } from '../../server/src/lint/rule.ts'
import { rules } from '../../server/src/rules/index.ts'
import { type CheckCase, corpusFiles, type ParserCase, type ReferenceError, rows } from './reference.ts'

/** The rules for what stops a build: every other finding is about files that build. */
const refusals = new Set([
  'unknown-instruction',
  'missing-argument',
  'too-many-arguments',
  'missing-value',
  'missing-equals',
  'blank-name',
  'nested-json-array',
  'unknown-flag',
  'duplicate-flag',
  'flag-needs-value',
  'invalid-flag-value',
  'invalid-mount',
  'no-from',
  'instruction-before-from',
  'invalid-image-reference',
  'invalid-stage-name',
  'unterminated-heredoc',
  'heredoc-as-destination',
  'url-in-copy',
  'unclosed-quote',
  'invalid-substitution',
  'duplicate-directive',
  'invalid-escape-directive',
  'line-too-long',
  'invalid-onbuild',
  'invalid-stop-signal',
  'invalid-shell',
  'invalid-healthcheck',
  'invalid-expose',
  'copy-from-itself',
  'circular-stage',
])

/** Errors on the lines of their instructions, from 1. */
function errorLines(text: string): readonly { readonly problem: Problem; readonly lines: readonly number[] }[] {
  const { file, problems, internalErrors } = lint({ text, today: '2026-11-20' }, rules, { ignoreSuppressions: true })
  expect(internalErrors).toEqual([])
  return problems
    .filter(({ severity }) => severity === 'error')
    .map((problem) => {
      const line = file.line(problem.range.start)
      const instruction = file.tree.instructions.find(
        ({ start, end }) => start <= problem.range.start && problem.range.start <= end,
      )
      return { problem, lines: [line + 1, (instruction?.line ?? line) + 1] }
    })
}

/**
 * Whether BuildKit's error is about the file itself. What comes from default arguments alone (a base name that is blank
 * until the build gives it) and what a labs frontend would take is not.
 */
function isOfTheFile({ message }: ReferenceError, text: string, line: number | undefined): boolean {
  if (/should not be blank|is only supported in Dockerfile frontend .*-labs/.test(message)) return false
  const from = line === undefined ? '' : (text.split('\n')[line - 1] ?? '')
  return !(message.startsWith('failed to parse stage name') && from.includes('$'))
}

interface Verdict {
  readonly name: string
  readonly text: string
  readonly ok: boolean
  readonly error: ReferenceError | undefined
}

function missed(verdicts: readonly Verdict[]): readonly string[] {
  return verdicts.flatMap(({ name, text, ok, error }) => {
    if (ok || !error || !isOfTheFile(error, text, error.line)) return []
    const errors = errorLines(text)
    // BuildKit counts the lines of directives from 0, and some errors name no line.
    const isDirective = /escape/.test(error.message)
    const line = error.line === undefined ? undefined : error.line + (isDirective ? 1 : 0)
    const hit = errors.some(({ lines }) => line === undefined || lines.includes(line))
    return hit ? [] : [`${name}:${error.line}: ${error.message}`]
  })
}

function raised(verdicts: readonly Verdict[]): readonly string[] {
  return verdicts.flatMap(({ name, text, ok }) => {
    if (!ok) return []
    return errorLines(text)
      .filter(({ problem }) => refusals.has(problem.rule))
      .map(({ problem, lines }) => `${name}:${lines[0]}: ${problem.rule}: ${problem.message}`)
  })
}

const corpus: readonly Verdict[] = corpusFiles().map(({ file, text, ok, error }) => ({ name: file, text, ok, error }))
const cases: readonly Verdict[] = rows<ParserCase>('cases/buildkit-parser.jsonl').map(
  ({ id, dockerfile, ok, error }) => ({ name: id, text: dockerfile, ok, error }),
)

test('every rule of the list exists', () => {
  const ids = new Set(rules.map(({ id }) => id))
  expect([...refusals].filter((id) => !ids.has(id))).toEqual([])
})

test('what BuildKit refuses in the corpus is an error on its line', () => {
  expect(corpus.filter(({ ok }) => !ok).length).toBeGreaterThan(100)
  expect(missed(corpus)).toEqual([])
})

test('what BuildKit accepts in the corpus is no error', () => expect(raised(corpus)).toEqual([]))

test('what BuildKit refuses in its own cases is an error on its line', () => expect(missed(cases)).toEqual([]))

test('what BuildKit accepts in its own cases is no error', () => {
  expect(raised(cases)).toEqual([])
  const checks = rows<CheckCase & { readonly buildErr?: string; readonly buildErrLine?: number }>(
    'cases/buildkit-checks.jsonl',
  )
  const accepted = checks.filter((check) => check.buildErr === undefined && check.buildErrLine === undefined)
  expect(accepted.length).toBeGreaterThan(40)
  expect(
    raised(accepted.map(({ id, dockerfile }) => ({ name: id, text: dockerfile, ok: true, error: undefined }))),
  ).toEqual([])
})
