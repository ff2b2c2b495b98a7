/** The look at the folder around a Dockerfile is bounded in entries and time, and says where it stopped. */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createFolderContexts } from '../../server/src/host/folder-context.ts'

let folder: string

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'dockerfile-coach-context-'))
})
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }))

function write(name: string, text = ''): void {
  const file = path.join(folder, name)
  fs.mkdirSync(path.dirname(file), { recursive: true })
  fs.writeFileSync(file, text)
}

function contextIn(bounds?: Parameters<typeof createFolderContexts>[0]) {
  return createFolderContexts(bounds)(path.join(folder, 'Dockerfile'))
}

it('lists a folder once, when somebody asks', () => {
  write('b/c')
  write('a')
  const context = contextIn()
  expect(context.stopped).toBeUndefined()
  expect(context.paths).toEqual([
    { path: 'a', folder: false },
    { path: 'b', folder: true },
    { path: 'b/c', folder: false },
  ])
  write('d')
  expect(context.paths).toHaveLength(3)
  expect(context).toMatchObject({ complete: true, stopped: undefined })
})

it('stops in a folder of 200,000 files', { timeout: 120_000 }, () => {
  fs.mkdirSync(path.join(folder, 'many'))
  write('package.json')
  for (let i = 0; i < 200_000; i++) fs.closeSync(fs.openSync(`${folder}/many/${i}`, 'w'))
  const context = contextIn()
  const begin = performance.now()
  expect(context.paths).toHaveLength(20_000)
  expect(performance.now() - begin).toBeLessThan(2_500)
  expect(context.paths.slice(0, 2).map(({ path }) => path)).toEqual(['many', 'package.json'])
  expect(context).toMatchObject({
    complete: false,
    stopped: `The listing of ${folder} stopped after 20000 entries.`,
  })
  // With a bound of time that has passed, it stops within that one folder.
  const hasty = contextIn({ entries: 1e9, milliseconds: 0 })
  expect(hasty.paths.length).toBeLessThan(1_000)
  expect(hasty.stopped).toContain('stopped after 0 ms')
})

it('looks last where very much lies that says little', () => {
  for (let i = 0; i < 50; i++) write(`.git/objects/${i}`)
  for (let i = 0; i < 50; i++) write(`node_modules/${i}/index.js`)
  write('src/main.c')
  const context = contextIn({ entries: 10, milliseconds: 1_000 })
  expect(context.paths.map(({ path }) => path)).toContain('src/main.c')
  expect(context.complete).toBe(false)
})

it('lists a link and does not follow it, so that a loop is no loop', () => {
  write('src/a')
  fs.symlinkSync('..', path.join(folder, 'src/up'))
  fs.symlinkSync('self', path.join(folder, 'self'))
  fs.symlinkSync('/nowhere', path.join(folder, 'gone'))
  const context = contextIn()
  expect(context.paths.map(({ path }) => path)).toEqual(['gone', 'self', 'src', 'src/a', 'src/up'])
  expect(context.complete).toBe(true)
  expect(['self', 'gone', 'src/up'].map((name) => context.read(name))).toEqual([undefined, undefined, undefined])
})

it('reads nothing outside of the folder, and no pipe', () => {
  fs.symlinkSync('/etc/passwd', path.join(folder, 'passwd'))
  const context = contextIn()
  expect(context.read('passwd')).toBeUndefined()
  expect(context.read('../../etc/passwd')).toBeUndefined()
  expect(context.read('/etc/passwd')).toBeUndefined()
  expect(context.read('.')).toBeUndefined()
})

it('says that a folder went away', () => {
  const context = contextIn()
  fs.rmSync(folder, { recursive: true })
  expect(context.paths).toEqual([])
  expect(context).toMatchObject({ complete: false, stopped: `${folder} cannot be read.` })
})
