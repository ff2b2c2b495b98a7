/** Every rule against its fixtures, its own documentation, and what every fix must keep to. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { BuildContext } from '../../server/src/lint/build-context.ts'
import { checkFix, fixAll } from '../../server/src/lint/fix.ts'
import { type LintResult, lint } from '../../server/src/lint/lint.ts'
import type { LintInput } from '../../server/src/lint/lint-file.ts'
import type { Problem, Rule } from '../../server/src/lint/rule.ts'
import { rules } from '../../server/src/rules/index.ts'
import { lineAt } from '../../server/src/syntax/parse.ts'
import { type FixtureCase, formatCase, type Mark, parseFixture } from './fixture.ts'

const folder = path.dirname(fileURLToPath(import.meta.url))
const update = process.env.UPDATE === '1'

for (const rule of rules) {
  describe(rule.id, () => {
    const file = path.join(folder, rule.family, `${rule.id}.md`)
    const run = (input: LintInput): LintResult =>
      lint(input, [rule], { severities: { [rule.id]: rule.severity === 'off' ? 'info' : rule.severity } })

    test('has fixtures', () => expect(existsSync(file), `${file} is missing`).toBe(true))
    if (!existsSync(file)) return
    const source = readFileSync(file, 'utf8')
    const cases = parseFixture(source)

    test('its documentation holds', () => documentationHolds(rule, run))
    test('what it declares is shown', () => {
      const flagged = cases.filter((fixture) => fixture.marks.length > 0)
      expect(flagged.length, 'a case with a finding').toBeGreaterThan(0)
      expect(cases.length - flagged.length, 'a case without a finding').toBeGreaterThan(0)
      if (!rule.fixable) return
      const wanted =
        rule.fixable === 'safe'
          ? cases.some((c) => c.fixed !== undefined)
          : cases.some((c) => (c.fixed ?? c.unsafe) !== undefined || (c.marks.length > 0 && writesOtherFiles(c, run)))
      expect(wanted || update, 'a case with its fix').toBe(true)
    })

    for (const fixture of cases) {
      test(`${fixture.title} (line ${fixture.line})`, () => {
        if (!update) checkCase(fixture, rule, run)
        else expect(fixture.dockerfile).not.toBe('')
      })
    }
    // In a test, so that `-t` chooses the rules whose fixtures are written anew.
    if (update) {
      test('fixtures are written anew', () => {
        writeFileSync(file, `${cases.map((fixture) => rewritten(fixture, rule, run)).join('\n\n')}\n`)
      })
    }
  })
}

test('every fixture belongs to a rule', () => {
  const ids = new Set(rules.map((rule) => `${rule.family}/${rule.id}`))
  for (const family of readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
    for (const name of readdirSync(path.join(folder, family.name))) {
      expect(ids.has(`${family.name}/${name.replace(/\.md$/, '')}`), `${family.name}/${name}`).toBe(true)
    }
  }
})

test('ids and aliases are unique, and the list is complete', () => {
  const ids = rules.map((rule) => rule.id)
  expect(new Set(ids).size).toBe(ids.length)
  for (const id of ids) expect(id).toMatch(/^[a-z]+(-[a-z0-9]+)*$/)
})

type Run = (input: LintInput) => LintResult

function inputOf(fixture: FixtureCase): LintInput {
  const { today = '2026-11-20', options, ...files } = fixture.setup
  const context = contextOf(files)
  return { text: fixture.dockerfile, today, context, options: options === undefined ? undefined : JSON.parse(options) }
}

function contextOf(files: Readonly<Record<string, string>>): BuildContext | undefined {
  const paths = Object.keys(files)
  return paths.length === 0
    ? undefined
    : {
        complete: true,
        dockerfile: 'Dockerfile',
        paths: contextPaths(paths),
        ignoreFile:
          files['.dockerignore'] === undefined ? undefined : { path: '.dockerignore', text: files['.dockerignore'] },
        read: (name) => files[name],
      }
}

function contextPaths(files: readonly string[]): BuildContext['paths'] {
  const folders = new Set<string>()
  const isFolder = (name: string): boolean => name.endsWith('/')
  for (const file of files) {
    const parts = file.replace(/\/$/, '').split('/')
    for (let i = 1; i < parts.length; i++) folders.add(parts.slice(0, i).join('/'))
    if (isFolder(file)) folders.add(file.slice(0, -1))
  }
  return [
    { path: 'Dockerfile', folder: false },
    ...files.filter((file) => !isFolder(file)).map((file) => ({ path: file, folder: false })),
    ...[...folders].map((name) => ({ path: name, folder: true })),
  ]
}

function marksOf(result: LintResult): readonly Mark[] {
  return result.problems.map((problem) => markOf(result, problem))
}

/** Whether the preferred fix of a case is a change to another file. */
function writesOtherFiles(fixture: FixtureCase, run: Run): boolean {
  return run(inputOf(fixture)).problems.some(({ fixes }) => fixes?.[0]?.files !== undefined)
}

function markOf({ file }: LintResult, { range, message }: Problem): Mark {
  const line = lineAt(file.tree, range.start)
  const column = range.start - file.tree.lineStarts[line]
  const endOfLine = file.text.indexOf('\n', range.start)
  const end = Math.min(range.end, endOfLine < 0 ? file.text.length : endOfLine)
  return { line, column, length: Math.max(1, end - range.start), message }
}

function fixedWith(input: LintInput, run: Run, safety: 'safe' | 'unsafe'): string {
  const result = fixAll(input, run, { safety })
  expect(result.failures).toEqual([])
  return result.text
}

function checkCase(fixture: FixtureCase, rule: Rule, run: Run): void {
  const input = inputOf(fixture)
  const result = run(input)
  expect(result.internalErrors).toEqual([])
  expect(marksOf(result)).toEqual(fixture.marks)
  checkFixes(result, input, rule)
  expect(fixedWith(input, run, 'safe')).toBe(fixture.fixed ?? fixture.dockerfile)
  const unsafe = fixedWith(input, run, 'unsafe')
  expect(unsafe).toBe(fixture.unsafe ?? fixture.fixed ?? fixture.dockerfile)
  for (const safety of ['safe', 'unsafe'] as const) {
    const once = safety === 'safe' ? (fixture.fixed ?? fixture.dockerfile) : unsafe
    expect(fixedWith({ ...input, text: once }, run, safety), 'a second run changes nothing').toBe(once)
  }
  // The same with CRLF: same findings, same fix.
  const crlf = (text: string): string => text.replaceAll('\n', '\r\n')
  const windows = { ...input, text: crlf(input.text) }
  expect(marksOf(run(windows)).map(({ line, message }) => ({ line, message }))).toEqual(
    fixture.marks.map(({ line, message }) => ({ line, message })),
  )
  expect(fixedWith(windows, run, 'unsafe')).toBe(crlf(unsafe))
  if (fixture.marks.length > 0) checkSuppressed(input, rule, run)
}

function checkFixes(result: LintResult, input: LintInput, rule: Rule): void {
  for (const problem of result.problems) {
    expect(problem.message).not.toMatch(/\n/)
    for (const fix of problem.fixes ?? []) {
      expect(rule.fixable, `${rule.id} offers a fix, so it has to declare \`fixable\``).toBeDefined()
      if (rule.fixable === 'unsafe') expect(fix.safety).toBe('unsafe')
      const checked = checkFix(result.file, fix, input, rule)
      expect(checked.failure, fix.title).toBeUndefined()
    }
  }
}

/** A comment for the file silences the rule, under its id; it goes behind the directives. */
function checkSuppressed(input: LintInput, rule: Rule, run: Run): void {
  const { tree } = run(input).file
  const directive = tree.directives.at(-1)
  const at = directive ? tree.lineStarts[directive.line + 1] : input.text.startsWith('\ufeff') ? 1 : 0
  const text = `${input.text.slice(0, at)}# dockerfile-coach ignore-file=${rule.id}\n${input.text.slice(at)}`
  expect(run({ ...input, text }).problems, 'a suppression comment silences it').toEqual([])
}

function documentationHolds(rule: Rule, run: Run): void {
  const { docs } = rule
  expect(docs.summary.length).toBeLessThanOrEqual(120)
  expect(docs.summary).not.toMatch(/\.$/)
  expect(docs.why.length).toBeGreaterThan(20)
  const today = '2026-11-20'
  const context = contextOf(docs.files ?? {})
  const bad = { text: docs.bad, today, context }
  expect(run(bad).problems.length, 'docs.bad is flagged').toBeGreaterThan(0)
  expect(run({ text: docs.good, today, context }).problems, 'docs.good is clean').toEqual([])
  // A fix that only writes another file leaves the Dockerfile as it is.
  const writesFiles = run(bad).problems.every(({ fixes }) => fixes?.[0]?.files !== undefined)
  if (rule.fixable && !writesFiles)
    expect(fixedWith(bad, run, rule.fixable), 'fixing docs.bad gives docs.good').toBe(docs.good)
}

function rewritten(fixture: FixtureCase, _rule: Rule, run: Run): string {
  const input = inputOf(fixture)
  const marks = marksOf(run(input))
  const safe = fixAll(input, run, { safety: 'safe' }).text
  const unsafe = fixAll(input, run, { safety: 'unsafe' }).text
  return formatCase(
    fixture,
    marks,
    safe === fixture.dockerfile ? undefined : safe,
    unsafe === safe ? undefined : unsafe,
  )
}
