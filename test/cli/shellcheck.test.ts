/** ShellCheck on the command line: asked for by a flag or the configuration, and not needed by anything else. */
import { expect, it } from 'vitest'
import { coach, folderWith, readJson } from './program.ts'

const text = 'FROM debian:13\nRUN echo \\\n  $lower\n'
const codes = (stdout: string) =>
  readJson(stdout).files.map(({ problems }) =>
    problems.flatMap(({ rule }) => (rule.startsWith('shellcheck/') ? [rule] : [])),
  )

it('adds its findings, with checked fixes', () => {
  const folder = folderWith({ Dockerfile: text })
  const run = coach(folder, ['check', '--format', 'json', '--shellcheck'])
  expect(run.stderr).toBe('')
  const problem = readJson(run.stdout).files[0]!.problems.find(({ rule }) => rule === 'shellcheck/SC2086')!
  expect(problem).toMatchObject({
    aliases: ['SC2086'],
    severity: 'info',
    url: 'https://www.shellcheck.net/wiki/SC2086',
    range: { start: { line: 3, column: 3 }, end: { line: 3, column: 9 } },
    fix: { safety: 'unsafe' },
  })
  expect(codes(coach(folder, ['check', '--format', 'json']).stdout)).toEqual([[]])
})

it('follows the configuration', () => {
  const folder = folderWith({
    'dockerfile-coach.yaml': 'shellcheck: true\nrules: { SC2154: off }\n',
    Dockerfile: text,
    'hushed/Dockerfile': text.replace('RUN', '# dockerfile-coach ignore=SC2086\nRUN'),
  })
  const run = coach(folder, ['check', '--format', 'json', '--report-unused'])
  expect(codes(run.stdout)).toEqual([['shellcheck/SC2086'], []])
  expect(run.stdout).not.toContain('unused-suppression')
})

it('is the same with one thread and with many', () => {
  const files = Array.from({ length: 60 }, (_, i) => [`${i}.Dockerfile`, text.replace('echo', `echo ${i % 7}`)])
  const folder = folderWith(Object.fromEntries(files))
  const run = (jobs: string) => coach(folder, ['check', '--format', 'json', '--shellcheck', '--jobs', jobs])
  expect(run('4')).toEqual(run('1'))
})

it('says once that it is missing, and hides nothing', () => {
  const folder = folderWith({ Dockerfile: text, 'other/Dockerfile': text })
  const run = coach(folder, ['check', '--format', 'json', '--shellcheck', '--shellcheck-path', '/nowhere/shellcheck'])
  expect(run.stderr.trim().split('\n')).toEqual([expect.stringContaining('does not run')])
  expect(run.stdout).toBe(coach(folder, ['check', '--format', 'json']).stdout)
  const none = coach(folder, ['check', '--format', 'json', '--shellcheck'], { env: { PATH: '/nowhere' } })
  expect(none.stderr).toBe('ShellCheck is not installed\n')
  expect(none.stdout).toBe(run.stdout)
})
