/** What the documentation tells people to run is there. */
import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'

const root = path.resolve(import.meta.dirname, '../..')
const pages = [
  ...fs.readdirSync(root).filter((name) => name.endsWith('.md')),
  ...fs.readdirSync(path.join(root, 'docs')).flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : [])),
  ...fs.readdirSync(path.join(root, 'scripts')).map((name) => `scripts/${name}`),
]

it.each(pages)('%s names scripts of package.json', (page) => {
  const { scripts } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'))
  const text = fs.readFileSync(path.join(root, page), 'utf8')
  const named = [...text.matchAll(/npm run ([a-z][a-z:-]*)/g)].map(([, name]) => name)
  expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([])
})
