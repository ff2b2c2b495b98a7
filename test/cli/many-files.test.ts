/** Many files: the same output for any number of threads, and a file that cannot be judged costs only itself. */
import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { coach, folderWith, readJson, unpromptedInstall } from './program.ts'

const texts = [
  unpromptedInstall.before,
  'FROM scratch\n',
  'FROM debian:13\nMAINTAINER me\nRUN yum install a\n',
  '# escape=`\nFROM debian:13\nRUN apt-get install `\n  curl\n',
]

it('writes the same with one thread and with many, in every format', { timeout: 300_000 }, () => {
  const names = Array.from({ length: 130 }, (_, i) => `${i % 7}/${i % 3}/${i}.Dockerfile`)
  const folder = folderWith(Object.fromEntries(names.map((name, i) => [name, texts[i % texts.length]!])))
  for (const format of ['text', 'json', 'sarif', 'junit', 'github']) {
    const run = (jobs: number) => coach(folder, ['check', '--format', format, '--jobs', String(jobs)])
    const one = run(1)
    expect(one.status).toBe(1)
    expect(run(3)).toEqual(one)
  }
})

it('judges each file by its own configuration, whatever is judged together with it', () => {
  const text = 'FROM debian:13\nMAINTAINER me\nRUN apt-get install curl\n'
  const folder = folderWith({
    ...Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => [`${name}/Dockerfile`, text])),
    'a/dockerfile-coach.yaml': 'rules:\n  maintainer-deprecated: off\n',
    'b/Dockerfile': Buffer.from(text, 'utf16le'),
    'c/.hadolint.yaml': 'ignored: [DL3014]\n',
    'd/dockerfile-coach.yaml': 'rules:\n  no-such-rule: off\n',
    'f/dockerfile-coach.yaml': 'fail-on: never\n',
  })
  const judged = (...paths: string[]) => {
    const { files } = readJson(coach(folder, ['check', '--format', 'json', '--no-context', ...paths]).stdout)
    return files.map((file) => [file.path, file.problems.map(({ rule }) => rule)])
  }
  const all = judged('.')
  expect(all.map(([name]) => name)).toEqual(['a/Dockerfile', 'c/Dockerfile', 'e/Dockerfile', 'f/Dockerfile'])
  expect(all).toEqual(all.flatMap(([name]) => judged(name as string)))
  expect(new Set(all.slice(0, 3).map(([, rules]) => String(rules))).size).toBe(3)
})

it('says a line about each file that cannot be judged, and judges the others', () => {
  const folder = folderWith({
    ...Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`many/${i}.Dockerfile`, unpromptedInstall.before])),
    'odd/utf16.Dockerfile': Buffer.from(`\ufeff${unpromptedInstall.before}`, 'utf16le'),
    'odd/binary.Dockerfile': fs.readFileSync(process.execPath).subarray(0, 8192),
    'odd/latin1.Dockerfile': Buffer.concat([
      Buffer.from('# caf\xe9\n', 'latin1'),
      Buffer.from(unpromptedInstall.before),
    ]),
    'odd/nul.Dockerfile': 'FROM debian:13\nRUN echo a\u0000b\n',
    'odd/empty.Dockerfile': '',
  })
  fs.symlinkSync('nowhere', path.join(folder, 'odd/dangling.Dockerfile'))
  fs.symlinkSync('loop.Dockerfile', path.join(folder, 'odd/loop.Dockerfile'))
  fs.symlinkSync('..', path.join(folder, 'odd/up'))
  fs.mkdirSync(path.join(folder, 'odd/folder.Dockerfile'))
  const run = coach(folder, ['check', '--format', 'json', '.', 'missing'])
  expect(run.status).toBe(2)
  expect(run.stderr.trim().split('\n').sort()).toEqual([
    'missing does not exist',
    'odd/binary.Dockerfile is a binary file',
    'odd/dangling.Dockerfile is a link to a file that does not exist',
    'odd/latin1.Dockerfile is not UTF-8; it is judged with the odd bytes replaced, and not fixed',
    'odd/loop.Dockerfile is a loop of links',
    'odd/utf16.Dockerfile is UTF-16; a build reads UTF-8 only',
  ])
  const judged = readJson(run.stdout).files
  expect(judged).toHaveLength(63)
  const latin1 = judged.find((file) => file.path.endsWith('latin1.Dockerfile'))!
  expect(latin1.problems.map(({ rule }) => rule)).toContain(unpromptedInstall.rule)
  expect(latin1.problems.every(({ fix }) => fix === undefined)).toBe(true)
})

it('reads folders and files that it may not only as far as it may', () => {
  const folder = folderWith({
    'closed/Dockerfile': texts[0]!,
    'open/Dockerfile': texts[0]!,
    'secret.Dockerfile': texts[0]!,
  })
  fs.chmodSync(path.join(folder, 'closed'), 0)
  fs.chmodSync(path.join(folder, 'secret.Dockerfile'), 0)
  fs.chmodSync(folder, 0o755)
  // The superuser may read everything.
  const uid = process.getuid?.() === 0 ? 65534 : undefined
  const run = coach(folder, ['check', '--format', 'json'], { uid })
  fs.chmodSync(path.join(folder, 'closed'), 0o755)
  expect(run.status).toBe(2)
  expect(run.stderr).toContain('closed cannot be read: permission denied\n')
  expect(run.stderr).toContain('secret.Dockerfile cannot be read: permission denied\n')
  expect(readJson(run.stdout).files.map((file) => file.path)).toEqual(['open/Dockerfile'])
})

it('judges a file that is too much for a worker in one of its own', { timeout: 300_000 }, () => {
  const folder = folderWith({
    ...Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`${i}.Dockerfile`, unpromptedInstall.before])),
    'huge.Dockerfile': `FROM debian:13\n${'RUN a && b "c d" $(e f) | g -h i=j | k; l || m\n'.repeat(35_000)}`,
  })
  const run = coach(folder, ['check', '--format', 'github', '--no-context', '--fail-on', 'never', '--jobs', '2'])
  expect(run).toMatchObject({ status: 0, stderr: '' })
  expect(run.stdout).toContain('file=59.Dockerfile,')
  expect(run.stdout).toContain('file=huge.Dockerfile,')
})
