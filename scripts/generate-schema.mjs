// Writes schemas/dockerfile-coach.schema.json from the rules: node scripts/generate-schema.mjs [--check]
//   --check writes nothing and ends with 1 when the schema is out of date.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { loadEngine, root } from './engine.mjs'

const { rules, configurationSchema } = await loadEngine('rules/index.ts', 'lint/configuration-schema.ts')
const file = path.join(root, 'schemas/dockerfile-coach.schema.json')
const text = `${JSON.stringify(configurationSchema(rules), undefined, 2)}\n`
if (process.argv.includes('--check')) {
  if (readFileSync(file, 'utf8') !== text) {
    console.log('schemas/dockerfile-coach.schema.json is out of date\nRun: npm run docs')
    process.exit(1)
  }
} else {
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, text)
  console.log(`the schema of the configuration, for ${rules.length} rules`)
}
