/** Configuration files: what they mean, and what is said when they are wrong. */
import Ajv from 'ajv'
import { describe, expect, it } from 'vitest'
import { emptyConfiguration, mergeConfigurations, settingsFor } from '../../server/src/lint/configuration.ts'
import { readConfiguration } from '../../server/src/lint/configuration-file.ts'
import { readHadolintConfiguration, toOwnConfiguration } from '../../server/src/lint/configuration-hadolint.ts'
import { configurationSchema } from '../../server/src/lint/configuration-schema.ts'
import type { Rule } from '../../server/src/lint/rule.ts'

const docs = { summary: 'Something', why: 'Because.', bad: '', good: '' }
const rule = (id: string, severity: Rule['severity'], more: Partial<Rule> = {}): Rule => ({
  id,
  family: 'syntax',
  severity,
  docs,
  check: () => undefined,
  ...more,
})
const rules = [
  rule('latest-tag', 'warning', { aliases: ['DL3007'] }),
  rule('untrusted-registry', 'off', { aliases: ['DL3026'] }),
  rule('bad-label', 'off', { aliases: ['DL3052', 'DL3053'] }),
  rule('unquoted-variable', 'off', { aliases: ['SC2086'] }),
  rule('dnf-yes', 'warning', { aliases: ['DL3038'] }),
  rule('microdnf-yes', 'error', { aliases: ['DL3038'] }),
  rule('long-line', 'info', {
    options: {
      limit: { type: 'number', description: 'Characters; 120 by default.' },
      skip: { type: 'texts', description: 'Instructions that may be long.' },
      strict: { type: 'boolean', description: 'Also comments.' },
      unit: { type: 'text', description: 'Of the limit.' },
    },
  }),
]
const read = (text: string) => readConfiguration(text, rules)
const severities = (text: string, path?: string) => settingsFor(read(text).configuration, path, rules).severities

describe('reading', () => {
  it('takes rules by any of their names, and `on` and `off` as YAML of any version writes them', () => {
    expect(severities('rules:\n  dl3007: error\n  DL3038: hint\n')).toEqual({
      'latest-tag': 'error',
      'dnf-yes': 'hint',
      'microdnf-yes': 'hint',
    })
    expect(
      severities('rules: { latest-tag: off, dnf-yes: false, microdnf-yes: on, untrusted-registry: true }'),
    ).toEqual({
      'latest-tag': 'off',
      'dnf-yes': 'off',
      'microdnf-yes': 'error',
      'untrusted-registry': 'info',
    })
    expect(severities('rules: { SC2086: warning, shellcheck/sc2164: off }')).toEqual({
      'unquoted-variable': 'warning',
      'shellcheck/SC2086': 'warning',
      'shellcheck/SC2164': 'off',
    })
  })

  it('reads options of rules by their type', () => {
    const text = 'rules:\n  long-line: { severity: hint, limit: 80, skip: [ENV], strict: true, unit: bytes }\n'
    const { configuration, problems } = read(text)
    expect(problems).toEqual([])
    const settings = settingsFor(configuration, undefined, rules)
    expect(settings.severities).toEqual({ 'long-line': 'hint' })
    expect(settings.options['long-line']).toEqual({ limit: 80, skip: ['ENV'], strict: true, unit: 'bytes' })
  })

  it('lets later overrides win for their paths', () => {
    const text = `
rules: { latest-tag: error }
overrides:
  - files: legacy/
    rules: { latest-tag: off, long-line: { limit: 200 } }
  - files: ['legacy/new/**', '*.dev.Dockerfile']
    rules: { latest-tag: hint }
`
    expect(severities(text, 'Dockerfile')['latest-tag']).toBe('error')
    expect(severities(text, 'legacy/a/Dockerfile')['latest-tag']).toBe('off')
    expect(severities(text, 'legacy/new/Dockerfile')['latest-tag']).toBe('hint')
    expect(severities(text, 'x/web.dev.Dockerfile')['latest-tag']).toBe('hint')
    expect(severities(text, undefined)['latest-tag']).toBe('error')
    const { options } = settingsFor(read(text).configuration, 'legacy/new/Dockerfile', rules)
    expect(options['long-line']).toEqual({ limit: 200 })
  })

  it('turns on the rules that a list of registries and a schema of labels are for, unless they are set', () => {
    const text =
      "trusted-registries: [ghcr.io, '*.example.com']\nlabel-schema: { version: semver }\nstrict-labels: true\n"
    const settings = settingsFor(read(text).configuration, undefined, rules)
    expect(settings.severities).toEqual({ 'untrusted-registry': 'warning', 'bad-label': 'warning' })
    expect(settings.options['untrusted-registry']).toEqual({ trusted: ['ghcr.io', '*.example.com'] })
    expect(settings.options['bad-label']).toEqual({ schema: { version: 'semver' }, strict: true })
    expect(severities(`${text}rules: { DL3026: off }\n`)['untrusted-registry']).toBe('off')
  })

  it('reads the rest of it', () => {
    const text = 'extends: ../base.yaml\nbuilder: podman\nfail-on: never\nsuppressions: false\nshellcheck: true\n'
    expect(read(text)).toEqual({
      configuration: {
        ...emptyConfiguration,
        extends: ['../base.yaml'],
        builder: 'podman',
        failOn: 'never',
        suppressions: false,
        shellcheck: true,
      },
      problems: [],
    })
    for (const empty of ['', '# nothing\n', 'rules:\n', '---\n']) {
      expect(read(empty)).toEqual({ configuration: { ...emptyConfiguration }, problems: [] })
    }
  })

  it('puts one configuration on top of another', () => {
    const base = read('rules: { latest-tag: off, long-line: { limit: 1, unit: a } }\nfail-on: error\n').configuration
    const top = read('rules: { long-line: { limit: 2 } }\nbuilder: docker\n').configuration
    const merged = mergeConfigurations(base, top)
    expect(merged.rules['latest-tag']!.severity).toBe('off')
    expect(merged.rules['long-line']!.options).toEqual({ limit: 2, unit: 'a' })
    expect([merged.failOn, merged.builder]).toEqual(['error', 'docker'])
  })
})

describe('complaints', () => {
  const wrong: [text: string, line: number, column: number, message: string][] = [
    ['rulse: {}\n', 1, 1, 'there is no key `rulse` in the configuration; did you mean `rules`?'],
    ['rules:\n  latest-tga: off\n', 2, 3, 'there is no rule `latest-tga`; did you mean `latest-tag`?'],
    ['rules:\n  latest-tag: eror\n', 2, 15, 'did you mean `error`?'],
    ['rules:\n  latest-tag: [error]\n', 2, 15, 'the severity of `latest-tag` is one of'],
    ['rules:\n  long-line: { limt: 3 }\n', 2, 16, 'there is no key `limt` in `long-line`; did you mean `limit`?'],
    ['rules:\n  long-line: { limit: many }\n', 2, 23, '`limit` of `long-line` is a number'],
    ['rules: [latest-tag]\n', 1, 8, '`rules` is a mapping'],
    ['trusted-registries: ghcr.io\n', 1, 21, '`trusted-registries` is a list of texts'],
    ['trusted-registries: [1]\n', 1, 22, 'an entry of `trusted-registries` is a text'],
    ['label-schema: { a: sembver }\n', 1, 20, 'did you mean `semver`?'],
    ['strict-labels: maybe\n', 1, 16, '`strict-labels` is true or false'],
    ['builder: dokcer\n', 1, 10, 'did you mean `docker`?'],
    ['overrides:\n  - rules: {}\n', 2, 5, 'an override says with `files`'],
    ['overrides: {}\n', 1, 12, '`overrides` is a list'],
    ['- a\n', 1, 1, 'the configuration is a mapping'],
    ['rules: {\n', 2, 1, ''],
    ['a: 1\na: 2\n', 2, 1, 'unique'],
  ]
  it.each(wrong)('%j', (text, line, column, message) => {
    const { problems } = read(text)
    expect(problems[0]).toMatchObject({ line, column, message: expect.stringContaining(message) })
    expect(text.length).toBeGreaterThanOrEqual(problems[0]!.end)
  })

  it('keeps what is right beside what is wrong', () => {
    const { configuration, problems } = read('rules: { latest-tag: error, nothing: off }\nfail-on: loud\n')
    expect(problems).toHaveLength(2)
    expect(configuration.rules['latest-tag']!.severity).toBe('error')
  })

  it('takes an alias for the last node above it with that anchor', () => {
    const text =
      'overrides:\n  - files: &n a\n    rules: &r { latest-tag: off }\n  - { files: *n, rules: &r { latest-tag: error } }\n  - { files: b, rules: *r }\n'
    expect(read(text).problems).toEqual([])
    expect(severities(text, 'a')).toEqual({ 'latest-tag': 'error' })
    expect(severities(text, 'b')).toEqual({ 'latest-tag': 'error' })
    expect(read('rules: *nowhere\n').problems).not.toEqual([])
  })

  it('refuses what is longer than any configuration', () => {
    const { problems } = read(`# ${'x'.repeat(65_536)}\nfail-on: loud\n`)
    expect(problems.map(({ message }) => message)).toEqual(['the configuration is longer than 65536 characters'])
  })

  it.each([
    ['aliases', `extends: &a x\nlabel-schema:\n${Array.from({ length: 4_000 }, (_, i) => `  k${i}: *a`).join('\n')}`],
    ['keys', `rules:\n${Array.from({ length: 5_000 }, (_, i) => `  k${i}: 1`).join('\n')}`],
    ['tags', '!a '.repeat(20_000)],
    ['open brackets', '['.repeat(60_000)],
  ])('reads very many %s at once', (_, text) => {
    const begin = performance.now()
    expect(read(text).problems.length).toBeGreaterThan(0)
    expect(performance.now() - begin).toBeLessThan(3_000)
  })

  it('survives aliases that refer to each other', () => {
    const bomb = `a: &a [x, x]\n${'bcdefgh'.replace(/./g, (name) => `${name}: &${name} [*${String.fromCharCode(name.charCodeAt(0) - 1)}, *${String.fromCharCode(name.charCodeAt(0) - 1)}]\n`)}`
    expect(read(bomb).problems.length).toBeGreaterThan(0)
    expect(read('rules: &r\n  latest-tag: *r\n').problems.length).toBeGreaterThan(0)
    expect(severities('rules: &r { latest-tag: off }\noverrides: [{ files: a, rules: *r }]\n', 'a')).toEqual({
      'latest-tag': 'off',
    })
  })
})

describe('the JSON schema', () => {
  const validate = new Ajv({ strict: false }).compile(configurationSchema(rules) as object)
  it.each([
    { rules: { 'latest-tag': 'error', DL3007: 'off', 'long-line': { limit: 3, severity: 'hint' }, SC2086: 'off' } },
    { extends: ['a.yaml'], overrides: [{ files: ['a/**'], rules: { DL3038: 'on' } }], 'fail-on': 'never' },
    { 'trusted-registries': ['ghcr.io'], 'label-schema': { a: 'url' }, 'strict-labels': true, builder: 'auto' },
    { suppressions: false, shellcheck: true },
  ])('takes what the reader takes: %j', (configuration) => {
    expect(read(JSON.stringify(configuration)).problems).toEqual([])
    expect(validate(configuration)).toBe(true)
  })
  it.each([
    { rule: {} },
    { rules: { 'latest-tga': 'error' } },
    { rules: { 'latest-tag': 'loud' } },
    { rules: { 'long-line': { limt: 3 } } },
    { rules: { 'long-line': { limit: 'x' } } },
    { overrides: [{ rules: {} }] },
    { 'trusted-registries': 'ghcr.io' },
    { 'label-schema': { a: 'number' } },
    { builder: 'make' },
    { 'fail-on': 'loud' },
  ])('refuses what the reader refuses: %j', (configuration) => {
    expect(read(JSON.stringify(configuration)).problems).not.toEqual([])
    expect(validate(configuration)).toBe(false)
  })
})

describe("hadolint's configuration", () => {
  const text = `
ignored: [DL3007, SC2164, DL9999]
override:
  error: [DL3007, DL3038]
  style: [SC2086]
trustedRegistries: [docker.io]
label-schema: { author: text, revision: git-hash }
strict-labels: true
failure-threshold: style
disable-ignore-pragma: true
format: json
no-color: true
`
  const hadolint = readHadolintConfiguration(text, rules)

  it('is read', () => {
    expect(hadolint.problems).toEqual([])
    expect(hadolint.unknown).toEqual(['DL9999'])
    const settings = settingsFor(hadolint.configuration, undefined, rules)
    expect(settings).toMatchObject({ failOn: 'hint', suppressions: false })
    expect(settings.severities).toEqual({
      'latest-tag': 'off',
      'dnf-yes': 'error',
      'microdnf-yes': 'error',
      'unquoted-variable': 'hint',
      'shellcheck/SC2086': 'hint',
      'shellcheck/SC2164': 'off',
      'untrusted-registry': 'warning',
      'bad-label': 'warning',
    })
    expect(settings.options['bad-label']).toEqual({ schema: { author: 'text', revision: 'hash' }, strict: true })
  })

  it('migrates to one of ours that says the same', () => {
    const own = readConfiguration(toOwnConfiguration(hadolint), rules)
    expect(own.problems).toEqual([])
    expect(settingsFor(own.configuration, undefined, rules)).toEqual(
      settingsFor(hadolint.configuration, undefined, rules),
    )
    expect(toOwnConfiguration(hadolint)).toContain('# DL9999 has no counterpart.\n')
  })

  it('never fails with `no-fail`, and complains as ours does', () => {
    const noFail = readHadolintConfiguration('no-fail: true\nfailure-threshold: error\n', rules)
    expect(noFail.configuration.failOn).toBe('never')
    const [problem] = readHadolintConfiguration('ignore: [DL3007]\n', rules).problems
    expect(problem!.message).toContain('did you mean `ignored`?')
  })
})
