/** `check`: what is searched, what is reported, and how the process ends. */
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { coach, folderWith, readJson, unpromptedInstall } from './program.ts'

const clean = 'FROM scratch\n'

it('ends with 0 when there is nothing, 1 for a problem, 2 for a mistake in the arguments', () => {
  const folder = folderWith({ 'clean/Dockerfile': clean, 'bad/Dockerfile': unpromptedInstall.before })
  expect(coach(folder, ['check', 'clean']).status).toBe(0)
  expect(coach(folder, ['check', 'bad']).status).toBe(1)
  for (const args of [
    ['--format', 'yaml'],
    ['--fromat', 'json'],
    ['--rule', 'x'],
    ['--rule', 'no-such-rule=off'],
    ['--today', '2026-02-30'],
    ['--jobs', '0'],
    ['--fail-on', 'loud'],
  ]) {
    const run = coach(folder, ['check', ...args])
    expect(run.status, args.join(' ')).toBe(2)
    expect(run.stdout).toBe('')
    expect(run.stderr).toMatch(/^dockerfile-coach check: .+\n$/)
  }
  expect(coach(folder, ['check', '--fromat', 'json']).stderr).toContain('did you mean `--format`?')
  expect(coach(folder, ['chekc']).status).toBe(2)
  expect(coach(folder, []).status).toBe(2)
})

it('holds problems against the threshold', () => {
  const folder = folderWith({ Dockerfile: unpromptedInstall.before })
  const only = ['--no-context', '--rule', `${unpromptedInstall.rule}=info`, '--rule', 'install-without-update=off']
  const status = (...args: string[]) => coach(folder, ['check', ...only, ...args]).status
  expect(status()).toBe(0)
  expect(status('--fail-on', 'info')).toBe(1)
  expect(status('--fail-on', 'error')).toBe(0)
  expect(status('--fail-on', 'never', '--rule', `${unpromptedInstall.rule}=error`)).toBe(0)
  expect(status('--max-severity', 'hint')).toBe(1)
  expect(status('--max-severity', 'info')).toBe(0)
  expect(status('--max-severity', 'info', '--fail-on', 'info')).toBe(2)
})

it('searches folders for Dockerfiles by name and leaves out what git ignores', () => {
  const names = [
    'Dockerfile',
    'Dockerfile.dev',
    'app.Dockerfile',
    'Containerfile',
    'Containerfile.dev',
    'sub/deep/web.dockerfile',
    'kept/Dockerfile',
  ]
  const others = [
    'Dockerfile.dockerignore',
    'Containerfile.dockerignore',
    'NotDockerfile',
    'dist/Dockerfile',
    'sub/local/Dockerfile',
    '.git/Dockerfile',
  ]
  const folder = folderWith({
    ...Object.fromEntries([...names, ...others].map((name) => [name, clean])),
    '.gitignore': 'dist/\nkept/*\n!kept/Dockerfile\n',
    'sub/.gitignore': '/local\n',
  })
  const run = coach(folder, ['check', '--format', 'json'])
  const found = readJson(run.stdout).files.map((file) => file.path)
  expect([...found].sort()).toEqual(names.map((name) => path.normalize(name)).sort())
  // From a folder below, the ignore files above it count as well.
  const below = readJson(coach(path.join(folder, 'sub'), ['check', '--format', 'json', '.']).stdout).files
  expect(below.map((file) => file.path)).toEqual([path.normalize('deep/web.dockerfile')])
  // A file that is named is checked, ignored or not, and once.
  const named = readJson(
    coach(folder, ['check', '--format', 'json', 'dist/Dockerfile', './dist/Dockerfile']).stdout,
  ).files
  expect(named.map((file) => file.path)).toEqual(['dist/Dockerfile'])
})

it('reads stdin under a name that decides the configuration', () => {
  const folder = folderWith({ 'app/dockerfile-coach.yaml': `rules: { ${unpromptedInstall.rule}: error }\n` })
  const args = ['check', '--format', 'json', '--no-context', '--stdin-filename', 'app/Dockerfile', '-']
  const [file] = readJson(coach(folder, args, { input: unpromptedInstall.before }).stdout).files
  expect(file!.path).toBe('app/Dockerfile')
  expect(file!.problems.find(({ rule }) => rule === unpromptedInstall.rule)!.severity).toBe('error')
})

it('gives the ranges and the fix of a problem as the contract says', () => {
  const folder = folderWith({ Dockerfile: '\ufeffFROM debian:13\r\n# é 😀\r\nRUN apt-get install curl\r\n' })
  const text = fs.readFileSync(path.join(folder, 'Dockerfile'), 'utf8')
  const run = coach(folder, ['check', '--format', 'json', '--no-context'])
  const report = readJson(run.stdout)
  expect(report.version).toBe(1)
  expect(report.internalErrors).toEqual([])
  const problem = report.files[0]!.problems.find(({ rule }) => rule === unpromptedInstall.rule)!
  const { start, end } = problem.range
  expect(text.slice(start.offset, end.offset)).toBe('install')
  expect(start).toEqual({ line: 3, column: 13, offset: text.indexOf('install') })
  expect(problem.aliases).toEqual(['DL3014'])
  expect(problem.url).toMatch(/^https:.*apt-install-without-yes/)
  expect(problem.fix!.safety).toBe('safe')
  const [edit] = problem.fix!.edits
  expect(text.slice(0, edit!.start) + edit!.text + text.slice(edit!.end)).toContain('install -y curl\r\n')
})

it('judges a file without its folder with --no-context', () => {
  const folder = folderWith({ Dockerfile: 'FROM scratch\nCOPY missing.txt /\n', 'package.json': '{}' })
  const rules = (...args: string[]) =>
    readJson(coach(folder, ['check', '--format', 'json', ...args]).stdout).files[0]!.problems.map(({ rule }) => rule)
  expect(rules()).toContain('copy-missing-source')
  expect(rules('--no-context')).not.toContain('copy-missing-source')
})

it('reports unused suppressions when asked, and ignores suppressions when asked', () => {
  const used = '# dockerfile-coach ignore=apt-install-without-yes no terminal\n'
  const unused = '# dockerfile-coach ignore=maintainer-deprecated\n'
  const folder = folderWith({ Dockerfile: `${unused}FROM debian:13\n${used}RUN apt-get install curl\n` })
  const problems = (...args: string[]) =>
    readJson(coach(folder, ['check', '--format', 'json', '--no-context', ...args]).stdout).files[0]!.problems
  const ids = (...args: string[]) => problems(...args).map(({ rule }) => rule)
  expect(ids()).not.toContain('apt-install-without-yes')
  expect(ids()).not.toContain('unused-suppression')
  expect(ids('--no-suppressions')).toContain('apt-install-without-yes')
  const [report] = problems('--report-unused').filter(({ rule }) => rule === 'unused-suppression')
  expect(report!.range.start.line).toBe(1)
  expect(report!.fix!.edits).toEqual([{ start: 0, end: unused.length, text: '' }])
})

it('colours only a terminal, and underlines the range', () => {
  const folder = folderWith({ Dockerfile: '# tabs\nFROM debian:13\nRUN\tapt-get install curl\n' })
  const { stdout } = coach(folder, ['check', '--no-context'])
  expect(stdout).not.toContain('\u001b')
  expect(stdout).toContain('Dockerfile:3:13 warning `apt-get install`')
  expect(stdout).toContain('  3 | RUN\tapt-get install curl\n    |    \t        ^^^^^^^\n')
  expect(stdout).toMatch(/\n\d+ problems in 1 file: .*\d+ warnings?.*\n$/)
})

it('keeps what could steer a terminal out of it', () => {
  const folder = folderWith({ Dockerfile: 'FROM debian:13\nRUN apt-get install \u001b[31mcurl\u0007\n' })
  const { stdout } = coach(folder, ['check', '--no-context'])
  expect(stdout).toContain('␛[31mcurl␇')
})

it('ends quietly when its reader has seen enough', () => {
  const folder = folderWith({ Dockerfile: `FROM debian:13\n${'RUN apt-get install curl\n'.repeat(3000)}` })
  const { status, stderr } = coachPiped(folder)
  expect(stderr).toBe('')
  expect(status).toBe(0)
})

function coachPiped(folder: string) {
  const program = path.resolve('dist/cli.js')
  const script = `"$1" "$2" check --no-context . 2> err | head -n 1 > /dev/null; echo "\${PIPESTATUS[0]}"`
  const stdout = execFileSync('bash', ['-c', script, 'bash', process.execPath, program], {
    cwd: folder,
    encoding: 'utf8',
  })
  return { status: Number(stdout), stderr: fs.readFileSync(path.join(folder, 'err'), 'utf8') }
}
