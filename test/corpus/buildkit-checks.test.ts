/** BuildKit's build checks: the same findings on the same lines, in its own cases and in real files. */
import { describe, expect, test } from 'vitest'
import type { BuildContext } from '../../server/src/lint/build-context.ts'
import { lint } from '../../server/src/lint/lint.ts'
import { LintFile } from '../../server/src/lint/lint-file.ts'
import { rules } from '../../server/src/rules/index.ts'
import { type CheckCase, type CorpusFile, corpusFiles, rows } from './reference.ts'

const today = '2026-11-20'

/** Names of checks with lines (from 1). UndefinedVar counts by instruction: BuildKit does not say which of its lines. */
function found(text: string, context?: BuildContext): ReadonlySet<string> {
  const { file, problems } = lint({ text, today, context }, rules, {
    severities: Object.fromEntries(rules.map(({ id, severity }) => [id, severity === 'off' ? 'info' : severity])),
  })
  const names = new Set<string>()
  for (const { aliases, range } of problems) {
    for (const name of aliases.filter((alias) => /^[A-Z][a-z]+[A-Z]|^JSON/.test(alias))) {
      const instruction = file.tree.instructions.find(({ end }) => end >= range.start)
      const line = name === 'UndefinedVar' && instruction ? instruction.line : file.line(range.start)
      names.add(`${name}:${line + 1}`)
    }
  }
  return names
}

describe("BuildKit's cases", () => {
  const cases = rows<CheckCase>('cases/buildkit-checks.jsonl')
  /** Settings of a build, which a linter does not see; and a case whose lines are counted otherwise. */
  const outside = new Map([
    ['testRuleCheckOption#8', 'a build argument switches the checks off'],
    ['testLegacyKeyValueFormat#3', 'its lines belong to another text'],
  ])
  test.each(cases.filter(({ id }) => !outside.has(id)).map((check) => [check.id, check] as const))('%s', (_, check) => {
    const wanted = check.expect
      .filter(({ rule }) => rule !== 'InvalidBaseImagePlatform')
      .map(({ rule, line }) => `${rule}:${line}`)
    const context = check.dockerignore === undefined ? undefined : contextWith(check.dockerignore)
    // The check of descriptions is an experiment that has to be asked for.
    const isAsked = /experimental=/.test(check.dockerfile)
    const own = [...found(check.dockerfile, context)].filter((name) => isAsked || !name.startsWith('InvalidDefinition'))
    expect([...own].sort()).toEqual([...new Set(wanted)].sort())
  })
})

function contextWith(ignore: string): BuildContext {
  return {
    complete: true,
    dockerfile: 'Dockerfile',
    paths: ['Dockerfile', '.dockerignore'].map((path) => ({ path, folder: false })),
    ignoreFile: { path: '.dockerignore', text: ignore },
    read: (name) => (name === '.dockerignore' ? ignore : undefined),
  }
}

describe('real files', () => {
  const files = corpusFiles().filter(({ ok }) => ok)
  /** What the corpus was checked without: base images, and the folders around the files. */
  const unchecked = new Set(['InvalidBaseImagePlatform', 'CopyIgnoredFile', 'InvalidDefinitionDescription'])
  const wanted = new Set<string>()
  const own = new Set<string>()
  for (const file of files) {
    for (const { rule, line, detail } of file.warnings) {
      if (unchecked.has(rule) || (rule === 'UndefinedVar' && isOfTheBaseImage(file, line, detail))) continue
      wanted.add(`${file.file} ${rule}:${line}`)
    }
    for (const name of found(file.text)) if (!unchecked.has(name.split(':')[0])) own.add(`${file.file} ${name}`)
  }

  test('what we say, BuildKit says', () => {
    const alone = [...own].filter((name) => !wanted.has(name))
    expect(alone.length / own.size, alone.slice(0, 20).join('\n')).toBeLessThan(0.01)
  })

  test('what BuildKit says, we say', () => {
    expect(wanted.size).toBeGreaterThan(1800)
    const missed = [...wanted].filter((name) => !own.has(name))
    expect(missed.length / wanted.size, missed.slice(0, 20).join('\n')).toBeLessThan(0.01)
  })
})

/** Base images were replaced by empty ones: whether the real one sets the variable, or may, as nobody knows it. */
function isOfTheBaseImage({ text }: CorpusFile, line: number, detail: string): boolean {
  const name = /'\$([^']+)'/.exec(detail)?.[1] ?? ''
  const file = new LintFile({ text, today })
  const instruction = file.tree.instructions.find((candidate) => candidate.line + 1 === line)
  const stage = instruction && file.stageOf(instruction)
  if (!stage || file.facts.isScratch(stage)) return false
  const env = file.facts.image(stage)?.env
  return env === undefined || Object.hasOwn(env, name)
}
