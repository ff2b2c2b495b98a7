/** The extension's words about its state and its results. */
import { describe, expect, it } from 'vitest'
import {
  type ActiveParts,
  configurationStart,
  lintSummary,
  statusWords,
  tellableSetting,
} from '../../client/src/words.ts'
import { readConfiguration } from '../../server/src/lint/configuration-file.ts'
import { rules } from '../../server/src/rules/index.ts'

describe('the result of a workspace', () => {
  const none = { error: 0, warning: 0, info: 0, hint: 0 }
  it.each([
    [{ files: 0, counts: none, failures: [] }, 'No Dockerfiles: no problems.'],
    [{ files: 1, counts: none, failures: [] }, '1 Dockerfile: no problems.'],
    [
      { files: 12, counts: { error: 1, warning: 20, info: 2, hint: 1 }, failures: [] },
      '12 Dockerfiles: 1 error, 20 warnings, 3 remarks.',
    ],
    [
      { files: 2, counts: { ...none, hint: 1 }, failures: ['a'] },
      '2 Dockerfiles: 1 remark; 1 file could not be checked.',
    ],
  ])('%j', (answer, words) => {
    expect(lintSummary({ ...answer, cancelled: false })).toBe(words)
  })
})

describe('the status', () => {
  const parts: ActiveParts = {
    server: 'running',
    version: '1.2.3',
    configuration: 'api/dockerfile-coach.yaml',
    mistakes: 0,
    shellCheck: 'ShellCheck 0.9.0',
    builder: 'Docker with buildx',
  }
  it('names all that is active', () => {
    expect(statusWords(parts)).toEqual({
      text: 'Dockerfile Coach 1.2.3',
      detail: 'api/dockerfile-coach.yaml · ShellCheck 0.9.0 · Docker with buildx',
      severity: 'information',
    })
  })

  it('leaves out what is not known', () => {
    const words = statusWords({ ...parts, configuration: undefined, shellCheck: undefined, builder: undefined })
    expect(words.detail).toBe('no configuration file')
  })

  it('warns of mistakes in the configuration, and of a server that is gone', () => {
    expect(statusWords({ ...parts, mistakes: 2 })).toMatchObject({
      detail: expect.stringContaining('api/dockerfile-coach.yaml (2 mistakes)'),
      severity: 'warning',
    })
    expect(statusWords({ ...parts, server: 'stopped' }).severity).toBe('error')
    expect(statusWords({ ...parts, server: 'starting' }).severity).toBe('information')
  })
})

describe('what is told of settings', () => {
  it.each([
    ['dockerfileCoach.run', 'onSave', ['onType', 'onSave'], 'onSave'],
    ['dockerfileCoach.run', '/home/ada/secret', ['onType', 'onSave'], 'set'],
    ['dockerfileCoach.fixUnsafe', true, undefined, 'true'],
    ['dockerfileCoach.configPath', '/home/ada/coach.yaml', undefined, 'set'],
    [
      'dockerfileCoach.rules',
      { 'latest-tag': 'off', 'a b': 'error', DL3008: '/home/ada' },
      undefined,
      'latest-tag=off',
    ],
    ['dockerfileCoach.rules', { '/home/ada': 'off' }, undefined, 'set'],
    ['dockerfileCoach.other', { 'latest-tag': 'off' }, undefined, 'set'],
  ])('%s %j', (name, value, choices, told) => {
    expect(tellableSetting({ name, level: 'user', value, choices })).toBe(`${name}: ${told} (user)`)
  })
})

it('starts a configuration without mistakes, whose examples are right as well', () => {
  expect(readConfiguration(configurationStart, rules)).toMatchObject({ problems: [] })
  const used = configurationStart
    .replace('rules: {}', 'rules:')
    .replaceAll(/^( *)# (?=(?: {2})*(?:latest-tag|consecutive|overrides|- files|rules))/gm, '$1')
  const { configuration, problems } = readConfiguration(used, rules)
  expect(problems).toEqual([])
  expect(Object.keys(configuration.rules).length).toBeGreaterThan(1)
  expect(configuration.overrides).toHaveLength(1)
})
