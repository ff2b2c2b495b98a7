// Writes docs/rules from the rules' own documentation: node scripts/generate-docs.mjs [--check]
//   --check writes nothing and ends with 1 when a page is out of date.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { loadEngine, root } from './engine.mjs'

const { rules, ruleDocumentation, rulesOverview } = await loadEngine(
  'rules/index.ts',
  'ide/rule-documentation.ts',
  'ide/rules-overview.ts',
)
const folder = path.join(root, 'docs/rules')
const pages = new Map(rules.map((rule) => [`${rule.id}.md`, `${ruleDocumentation(rule)}\n`]))
pages.set('README.md', rulesOverview(rules))
mkdirSync(folder, { recursive: true })
const stale = readdirSync(folder).filter((name) => !pages.has(name))
const changed = [...pages].filter(([name, text]) => read(path.join(folder, name)) !== text)
if (process.argv.includes('--check')) {
  for (const name of [...stale, ...changed.map(([page]) => page)]) console.log(`docs/rules/${name} is out of date`)
  if (stale.length + changed.length > 0) {
    console.log('Run: npm run docs')
    process.exit(1)
  }
} else {
  for (const name of stale) rmSync(path.join(folder, name))
  for (const [name, text] of changed) writeFileSync(path.join(folder, name), text)
  console.log(`${pages.size} pages, ${changed.length} written, ${stale.length} removed`)
}

function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
