/** docs/rules is what the rules say of themselves. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { ruleDocumentation } from '../../server/src/ide/rule-documentation.ts'
import { rulesOverview } from '../../server/src/ide/rules-overview.ts'
import { rules } from '../../server/src/rules/index.ts'

const folder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../docs/rules')

test('every page is current: npm run docs', () => {
  const pages = new Map(rules.map((rule) => [`${rule.id}.md`, `${ruleDocumentation(rule)}\n`]))
  pages.set('README.md', rulesOverview(rules))
  expect(readdirSync(folder).sort()).toEqual([...pages.keys()].sort())
  for (const [name, text] of pages) expect(readFileSync(path.join(folder, name), 'utf8'), name).toBe(text)
})
