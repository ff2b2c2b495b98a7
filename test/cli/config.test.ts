/** Configuration files on disk: which one counts, what it extends, and the `config` command. */
import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { coach, folderWith, readJson, unpromptedInstall } from './program.ts'

const { before, rule } = unpromptedInstall
const setting = (severity: string) => `rules: { ${rule}: ${severity} }\n`

/** The severity of the rule by file; undefined where it is off. */
function severities(folder: string, ...args: string[]): Record<string, string | undefined> {
  const { files } = readJson(coach(folder, ['check', '--format', 'json', '--no-context', ...args]).stdout)
  const entries = files.map((file) => [file.path, file.problems.find((problem) => problem.rule === rule)?.severity])
  return Object.fromEntries(entries)
}

it('takes the nearest file upwards, ours before that of hadolint, and none from outside the repository', () => {
  const folder = folderWith({
    'dockerfile-coach.yaml': setting('error'),
    Dockerfile: before,
    'near/dockerfile-coach.yml': setting('hint'),
    'near/.hadolint.yaml': 'override: { info: [DL3014] }\n',
    'near/deep/Dockerfile': before,
    'hadolint/.hadolint.yaml': 'override: { info: [DL3014] }\n',
    'hadolint/Dockerfile': before,
    'repository/.git/HEAD': '',
    'repository/sub/Dockerfile': before,
  })
  expect(severities(folder)).toEqual({
    Dockerfile: 'error',
    'near/deep/Dockerfile': 'hint',
    'hadolint/Dockerfile': 'info',
    'repository/sub/Dockerfile': 'warning',
  })
  expect(severities(path.join(folder, 'near/deep'), '.')).toEqual({ Dockerfile: 'hint' })
  expect(severities(folder, '--config', 'near/dockerfile-coach.yml', 'Dockerfile')).toEqual({ Dockerfile: 'hint' })
  expect(severities(folder, '--rule', `${rule}=off`, 'Dockerfile')).toEqual({ Dockerfile: undefined })
})

it('builds on what a file extends', () => {
  const folder = folderWith({
    'base/strict.yaml': `${setting('error')}fail-on: never\n`,
    'base/paths.yaml': `overrides: [{ files: legacy, ${setting('hint').trim()} }]\n`,
    'app/dockerfile-coach.yaml': 'extends: [../base/strict.yaml, ../base/paths.yaml]\n',
    'app/Dockerfile': before,
    'app/legacy/Dockerfile': before,
  })
  expect(severities(folder, 'app')).toEqual({ 'app/Dockerfile': 'error', 'app/legacy/Dockerfile': 'hint' })
  expect(coach(folder, ['check', 'app']).status).toBe(0)
})

it('names the place of what is wrong, and judges the files of other folders all the same', () => {
  const folder = folderWith({
    'a/dockerfile-coach.yaml': 'extends: b.yaml\nrulse: {}\n',
    'a/b.yaml': 'extends: dockerfile-coach.yaml\n',
    'a/Dockerfile': before,
    'a/sub/Dockerfile': before,
    'c/Dockerfile': before,
  })
  const run = coach(folder, ['check', '--format', 'json'])
  expect(run.status).toBe(2)
  const lines = run.stderr.trim().split('\n')
  expect(lines).toContain(
    'a/dockerfile-coach.yaml:2:1 there is no key `rulse` in the configuration; did you mean `rules`?',
  )
  expect(lines.filter((line) => line.includes('extend each other in a circle'))).toHaveLength(1)
  expect(lines).toContain('a/Dockerfile is not judged: a/dockerfile-coach.yaml has errors')
  expect(lines).toContain('a/sub/Dockerfile is not judged: a/dockerfile-coach.yaml has errors')
  expect(readJson(run.stdout).files.map((file) => file.path)).toEqual(['c/Dockerfile'])
  expect(coach(folder, ['fix', 'a']).status).toBe(2)
  expect(fs.readFileSync(path.join(folder, 'a/Dockerfile'), 'utf8')).toBe(before)
  expect(coach(folder, ['check', '--config', 'missing.yaml', 'c']).stderr).toContain(
    'missing.yaml:1:1 does not exist\n',
  )
})

it('obeys the configuration when it fixes', () => {
  const folder = folderWith({ 'dockerfile-coach.yaml': setting('off'), Dockerfile: before })
  expect(coach(folder, ['fix', '--check', '--no-context'])).toMatchObject({ status: 0 })
})

it('shows and checks', () => {
  const folder = folderWith({ 'dockerfile-coach.yaml': setting('loud'), 'sub/dockerfile-coach.yaml': setting('hint') })
  const shown = JSON.parse(coach(folder, ['config', 'show', 'sub/x/Dockerfile']).stdout)
  expect(shown).toMatchObject({ configuration: 'sub/dockerfile-coach.yaml', severities: { [rule]: 'hint' } })
  const wrong = coach(folder, ['config', 'check'])
  expect(wrong).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/^dockerfile-coach\.yaml:1:\d+ the severity of/),
  })
  expect(coach(folder, ['config', 'check', 'sub/dockerfile-coach.yaml'])).toMatchObject({ status: 0, stderr: '' })
  expect(coach(folder, ['config'])).toMatchObject({ status: 2 })
})

it('migrates the configuration of hadolint once', () => {
  const folder = folderWith({ '.hadolint.yaml': 'ignored: [DL3014]\nfailure-threshold: error\n', Dockerfile: before })
  expect(severities(folder)).toEqual({ Dockerfile: undefined })
  expect(coach(folder, ['config', 'migrate', '--stdout']).stdout).toBe(`rules:\n  ${rule}: off\nfail-on: error\n`)
  expect(coach(folder, ['config', 'migrate']).status).toBe(0)
  expect(coach(folder, ['config', 'migrate'])).toMatchObject({ status: 2, stderr: expect.stringContaining('--force') })
  expect(coach(folder, ['config', 'migrate', '--force']).status).toBe(0)
  fs.rmSync(path.join(folder, '.hadolint.yaml'))
  expect(severities(folder)).toEqual({ Dockerfile: undefined })
})
