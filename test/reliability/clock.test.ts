/** The server asks the wall clock for the day and for nothing else: a clock that is set holds nothing up. */
import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'

const root = path.resolve(import.meta.dirname, '../../server/src')

it('is asked for the day alone', () => {
  const asking = fs
    .readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => {
      const lines = fs.readFileSync(path.join(root, name), 'utf8').split('\n')
      return lines
        .filter((line) => /\bDate\.now|\bnew Date\b|hrtime/.test(line))
        .map((line) => `${name}: ${line.trim()}`)
    })
  expect(asking.sort()).toEqual([
    'cli/options.ts: const date = /^\\d{4}-\\d{2}-\\d{2}$/.test(value) ? new Date(`${value}T00:00:00Z`) : undefined',
    'cli/options.ts: if (value === undefined) return new Date().toISOString().slice(0, 10)',
    'lsp/disk-environment.ts: today: () => new Date().toISOString().slice(0, 10),',
    'lsp/web.ts: today: () => new Date().toISOString().slice(0, 10),',
  ])
})
