/** `fix`: what is written, what is left alone, and what stays of a file that is replaced. */
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { coach, folderWith, unpromptedInstall } from './program.ts'

const { before, after, rule } = unpromptedInstall
const only = ['--no-context', '--rule', rule]
const read = (folder: string, name = 'Dockerfile') => fs.readFileSync(path.join(folder, name), 'utf8')

it('writes safe fixes and keeps mode and owner', () => {
  const folder = folderWith({ Dockerfile: before, 'sub/Dockerfile': 'FROM scratch\n' })
  const file = path.join(folder, 'Dockerfile')
  fs.chmodSync(file, 0o640)
  if (process.getuid?.() === 0) fs.chownSync(file, 1234, 2345)
  const owner = fs.statSync(file)
  const run = coach(folder, ['fix', ...only])
  expect(run).toMatchObject({ status: 0, stdout: `Dockerfile: ${rule}\n`, stderr: '1 problem fixed in 1 file\n' })
  expect(read(folder)).toBe(after)
  const now = fs.statSync(file)
  expect([now.mode, now.uid, now.gid]).toEqual([owner.mode, owner.uid, owner.gid])
  expect(fs.readdirSync(folder).sort()).toEqual(['Dockerfile', 'sub'])
  const again = coach(folder, ['fix', ...only])
  expect(again).toMatchObject({ status: 0, stdout: '', stderr: 'nothing fixed\n' })
})

it('writes nothing with --check and --diff, and shows a diff that git applies', () => {
  const folder = folderWith({ 'sub/Dockerfile': before })
  expect(coach(folder, ['fix', '--check', ...only])).toMatchObject({ status: 1 })
  const diff = coach(folder, ['fix', '--diff', ...only])
  expect(diff.status).toBe(0)
  expect(read(folder, 'sub/Dockerfile')).toBe(before)
  execFileSync('git', ['apply', '-'], { cwd: folder, input: diff.stdout })
  expect(read(folder, 'sub/Dockerfile')).toBe(after)
  expect(coach(folder, ['fix', '--check', ...only])).toMatchObject({ status: 0 })
})

it('fixes stdin to stdout', () => {
  const folder = folderWith({})
  expect(coach(folder, ['fix', ...only, '-'], { input: before })).toMatchObject({ status: 0, stdout: after })
  expect(coach(folder, ['fix', ...only, '-'], { input: after })).toMatchObject({ status: 0, stdout: after })
})

it('applies unsafe fixes only when asked, and the fixes of named rules only', () => {
  const text = 'FROM debian:13\nRUN cd /srv && make\nMAINTAINER me\n'
  const folder = folderWith({ a: text, b: text })
  coach(folder, ['fix', '--no-context', '--rule', 'workdir-instead-of-cd', 'a'])
  expect(read(folder, 'a')).toBe(text)
  coach(folder, ['fix', '--no-context', '--unsafe', '--rule', 'DL3003', 'b'])
  expect(read(folder, 'b')).toContain('WORKDIR /srv\n')
  expect(read(folder, 'b')).toContain('MAINTAINER me\n')
})

it('does not touch a file that would not parse', () => {
  const text = `${before}RUN <<EOF\necho never ends\n`
  const folder = folderWith({ Dockerfile: text })
  const run = coach(folder, ['fix', ...only])
  expect(run.status).toBe(1)
  expect(run.stderr).toMatch(/^Dockerfile is not fixed: line 3: .*EOF/)
  expect(read(folder)).toBe(text)
})

it('follows links only when asked, and never replaces a link', () => {
  const folder = folderWith({ 'real/source': before })
  fs.symlinkSync('real/source', path.join(folder, 'Dockerfile'))
  const run = coach(folder, ['fix', ...only])
  expect(run.status).toBe(2)
  expect(run.stderr).toContain('Dockerfile is a link; with --follow-links')
  expect(read(folder, 'real/source')).toBe(before)
  expect(coach(folder, ['fix', '--follow-links', ...only]).status).toBe(0)
  expect(fs.readlinkSync(path.join(folder, 'Dockerfile'))).toBe('real/source')
  expect(read(folder, 'real/source')).toBe(after)
})

it('leaves alone what is not UTF-8', () => {
  const bytes = Buffer.concat([Buffer.from(before), Buffer.from([0x23, 0x20, 0xe9, 0x0a])])
  const folder = folderWith({ Dockerfile: bytes })
  expect(coach(folder, ['fix', ...only])).toMatchObject({ status: 2, stderr: expect.stringContaining('is not UTF-8') })
  expect(fs.readFileSync(path.join(folder, 'Dockerfile')).equals(bytes)).toBe(true)
})

it('fixes many files over all cores as one alone', () => {
  const files = Object.fromEntries(Array.from({ length: 150 }, (_, i) => [`${i}.Dockerfile`, before]))
  const folder = folderWith(files)
  const run = coach(folder, ['fix', ...only, '--jobs', '3'])
  expect(run.status).toBe(0)
  expect(run.stderr).toBe('150 problems fixed in 150 files\n')
  for (const name of Object.keys(files)) expect(read(folder, name)).toBe(after)
  expect(fs.readdirSync(folder)).toHaveLength(150)
})
