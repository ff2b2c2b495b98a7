/** Every text that the fuzzer once found a flaw with goes through its target without one. */
import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { targets } from './all-targets.ts'
import { failureOf } from './outcome.ts'

const folder = path.join(import.meta.dirname, 'found')
const found = fs.readdirSync(folder).map((name) => {
  const { target, text }: { target: string; text: string } = JSON.parse(
    fs.readFileSync(path.join(folder, name), 'utf8'),
  )
  return { name, target: targets.find((each) => each.name === target), text }
})

it.each(found)('$name', async ({ target, text }) => {
  expect(target).toBeDefined()
  expect(await failureOf(target!, text)).toBeUndefined()
})
