/**
 * Every fix on a real engine: three Dockerfiles a rule and more are built before and after, and the images compared.
 * They differ in what the table says, and in nothing else; what the table says does differ.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { applyEdits } from '../../server/src/lint/edits.ts'
import { checkFix, fixAll } from '../../server/src/lint/fix.ts'
import { type LintResult, lint } from '../../server/src/lint/lint.ts'
import type { LintInput } from '../../server/src/lint/lint-file.ts'
import type { Rule } from '../../server/src/lint/rule.ts'
import { rules } from '../../server/src/rules/index.ts'
import { fixtureContext } from '../rules/context.ts'
import type { Differences, FixCase, RuleCases } from './fix-cases/case.ts'
import { layersCases } from './fix-cases/layers.ts'
import { packagesCases } from './fix-cases/packages.ts'
import { runtimeCases } from './fix-cases/runtime.ts'
import { shellCases } from './fix-cases/shell.ts'
import { stagesCases } from './fix-cases/stages.ts'
import { syntaxCases } from './fix-cases/syntax.ts'
import { usersCases } from './fix-cases/users.ts'
import {
  type BuiltFile,
  type BuiltImage,
  buildFailure,
  buildImages,
  buildStandIns,
  type ImageToBuild,
  readImages,
  removeImages,
} from './images.ts'

const table: Readonly<Record<string, RuleCases>> = {
  ...syntaxCases,
  ...stagesCases,
  ...layersCases,
  ...packagesCases,
  ...usersCases,
  ...runtimeCases,
  ...shellCases,
}
const only = process.env.RULE?.split(',')
const fixable = rules.filter((rule) => rule.fixable && (!only || only.includes(rule.id)))
const batchSize = 60

/** What the build context of most cases holds; the rule does not know of it. */
const usualFiles: Readonly<Record<string, string | Uint8Array>> = {
  a: 'a\n',
  b: 'b\n',
  app: '#!/bin/sh\n',
  'app.sh': '#!/bin/sh\n',
  'app.py': 'print()\n',
  'app.jar': 'archive\n',
  'package.json': '{}\n',
  'package-lock.json': '{}\n',
  'yarn.lock': '\n',
  '.npmrc': 'token\n',
  'requirements.txt': 'flask\n',
  'server.js': '//\n',
  'src/index.js': '//\n',
  'site.tar.gz': archiveWith('site'),
}

function archiveWith(name: string): Uint8Array {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'archive-'))
  writeFileSync(path.join(folder, name), 'content\n')
  const archive = execFileSync('tar', ['-cz', '-C', folder, '--owner=0', '--group=0', name])
  rmSync(folder, { recursive: true })
  return archive
}

interface Pair {
  readonly rule: Rule
  readonly name: string
  readonly given: FixCase
  readonly differs: Differences
  readonly fixed: string
  readonly before: ImageToBuild
  readonly after: ImageToBuild
}

function casesOf(rule: Rule): readonly FixCase[] {
  const entry = table[rule.id]
  if (!entry) return []
  const example: FixCase = { text: rule.docs.bad, files: rule.docs.files }
  const own = entry.cases.map((one) => (typeof one === 'string' ? { text: one } : one))
  return entry.withoutExample === undefined ? [example, ...own] : own
}

function pairOf(rule: Rule, given: FixCase, index: number): Pair {
  const name = `${rule.id}-${index}`
  const input: LintInput = {
    text: given.text,
    today: '2026-11-20',
    context: given.files && fixtureContext(given.files),
  }
  const { text: fixed, files } = fixedBy(rule, input, given.alternative)
  const { buildArguments, secrets } = given
  const common = { buildArguments, secrets }
  const contents = given.files ?? usualFiles
  return {
    rule,
    name,
    given,
    fixed,
    differs: given.differs ?? table[rule.id].differs ?? {},
    before: { ...common, name: `${name}-before`, dockerfile: given.text, files: contents },
    after: { ...common, name: `${name}-after`, dockerfile: fixed, files: { ...contents, ...files } },
  }
}

function fixedBy(
  rule: Rule,
  input: LintInput,
  alternative: number | undefined,
): { readonly text: string; readonly files: Readonly<Record<string, string>> } {
  const run = (of: LintInput): LintResult => lint(of, [rule], { severities: { [rule.id]: 'warning' } })
  const { file, problems } = run(input)
  const files = Object.fromEntries(
    problems.flatMap(({ fixes }) => (fixes?.[0]?.files ?? []).map((change) => [change.path, change.text])),
  )
  if (alternative === undefined) return { text: fixAll(input, run, { safety: 'unsafe' }).text, files }
  const fix = problems[0]?.fixes?.[alternative]
  if (!fix || checkFix(file, fix, input, rule).failure) return { text: input.text, files }
  return { text: applyEdits(input.text, fix.edits) ?? input.text, files }
}

const pairs = fixable.flatMap((rule) => casesOf(rule).map((given, i) => pairOf(rule, given, i)))
const failures = new Map<string, string>()
const images = new Map<string, BuiltImage>()

beforeAll(async () => {
  buildStandIns()
  const toBuild: ImageToBuild[] = []
  const alone: ImageToBuild[] = []
  for (const { before, after, differs } of pairs) {
    if (differs.fails) alone.push(before)
    else toBuild.push(before)
    if (differs.offline) alone.push(after)
    else toBuild.push(after)
  }
  for (let at = 0; at < alone.length; at += 6) await Promise.all(alone.slice(at, at + 6).map(tryToBuild))
  for (let at = 0; at < toBuild.length; at += batchSize) buildBatch(toBuild.slice(at, at + batchSize))
}, 900_000)

afterAll(() => removeImages([...images.keys()]))

async function tryToBuild(image: ImageToBuild): Promise<void> {
  const failure = await buildFailure(image)
  if (failure !== undefined) failures.set(image.name, failure)
}

/** All at once; what cannot be built is left out, and the rest built again (most of it is in the engine's cache). */
function buildBatch(batch: readonly ImageToBuild[]): void {
  let rest = batch
  for (let failed = buildImages(rest); failed; failed = buildImages(rest)) {
    failures.set(failed.name, failed.output)
    rest = rest.filter(({ name }) => name !== failed?.name)
  }
  if (rest.length === 0) return
  for (const [name, image] of readImages(rest.map(({ name }) => name))) images.set(name, image)
}

test('every rule with a fix has three Dockerfiles, and the table has no other rule', () => {
  const few = fixable.filter((rule) => casesOf(rule).length < 3).map(({ id }) => id)
  expect(few).toEqual([])
  const known = new Set(rules.filter((rule) => rule.fixable).map(({ id }) => id))
  expect(Object.keys(table).filter((id) => !known.has(id))).toEqual([])
})

for (const rule of fixable) {
  describe(rule.id, () => {
    const own = pairs.filter((pair) => pair.rule === rule)
    for (const pair of own) test(`${pair.name}: ${pair.given.text.split('\n', 2)[1]}`, () => compare(pair))
  })
}

function compare({ given, fixed, differs, before, after }: Pair): void {
  const writesFiles = JSON.stringify(after.files) !== JSON.stringify(before.files)
  if (!writesFiles) expect(fixed, 'there is a fix').not.toBe(given.text)
  if (differs.fails) expect(failures.get(before.name), 'it cannot be built before').toMatch(differs.fails)
  if (differs.offline) {
    expect(failures.get(after.name), 'it only lacks the network afterwards').toMatch(differs.offline)
    expect(failures.get(after.name)).not.toMatch(differs.fails ?? /parse error/)
    return
  }
  expect(failures.get(after.name), 'it can be built afterwards').toBeUndefined()
  if (differs.fails) return
  expect(failures.get(before.name), 'it can be built before').toBeUndefined()
  const [one, other] = [images.get(before.name), images.get(after.name)]
  if (!one || !other) expect.fail('an image is missing')
  expect(changedSettings(one, other), 'settings that differ').toEqual([...(differs.config ?? [])].sort())
  const paths = changedFiles(one, other)
  const expected = differs.files ?? []
  expect(
    paths.filter((name) => !expected.some((pattern) => pattern.test(name))),
    'files that differ',
  ).toEqual([])
  if (expected.length > 0) expect(paths.length, 'files differ').toBeGreaterThan(0)
  const normal = differs.calls ?? ((line: string) => line)
  expect(callsOf(other).flatMap((line) => normal(line) ?? [])).toEqual(
    callsOf(one).flatMap((line) => normal(line) ?? []),
  )
  if (differs.merges) expect(other.layers, 'fewer layers').toBeLessThan(one.layers)
}

/** `ArgsEscaped` only says that Cmd is in shell form. */
function changedSettings(one: BuiltImage, other: BuiltImage): readonly string[] {
  const names = new Set([...Object.keys(one.config), ...Object.keys(other.config)])
  names.delete('ArgsEscaped')
  return [...names].filter((name) => JSON.stringify(one.config[name]) !== JSON.stringify(other.config[name])).sort()
}

function changedFiles(one: BuiltImage, other: BuiltImage): readonly string[] {
  const names = new Set([...one.files.keys(), ...other.files.keys()])
  names.delete('calls')
  return [...names].filter((name) => !sameFile(one.files.get(name), other.files.get(name))).sort()
}

function sameFile(one: BuiltFile | undefined, other: BuiltFile | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

function callsOf({ files }: BuiltImage): readonly string[] {
  return (files.get('calls')?.content ?? '').split('\n').filter((line) => line !== '')
}
