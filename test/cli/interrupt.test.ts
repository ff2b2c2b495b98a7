/** An interrupted `fix` leaves the old or the new text of every file, and nothing else. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { folderWith, unpromptedInstall } from './program.ts'

const { before, after, rule } = unpromptedInstall

it.each(['1', '2'])('with %s threads', async (jobs) => {
  const names = Array.from({ length: 3000 }, (_, i) => `${i}.Dockerfile`)
  const folder = folderWith(Object.fromEntries(names.map((name) => [name, before])))
  const args = [path.resolve('dist/cli.js'), 'fix', '--no-context', '--rule', rule, '--jobs', jobs]
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] })
  await once(child.stdout, 'data')
  child.kill('SIGINT')
  child.stdout.resume()
  const [status, signal] = await once(child, 'exit')
  expect([status, signal]).not.toEqual([0, null])
  const texts = names.map((name) => fs.readFileSync(path.join(folder, name), 'utf8'))
  expect(texts.filter((text) => text !== before && text !== after)).toEqual([])
  expect(texts).toContain(before)
  expect(texts).toContain(after)
  expect(fs.readdirSync(folder).sort()).toEqual([...names].sort())
})
