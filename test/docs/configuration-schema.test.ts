/** The contributed schema of the configuration is what the rules say of themselves. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import Ajv from 'ajv'
import { expect, test } from 'vitest'
import { configurationSchema } from '../../server/src/lint/configuration-schema.ts'
import { rules } from '../../server/src/rules/index.ts'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')
const schema = JSON.parse(readFileSync(path.join(root, 'schemas/dockerfile-coach.schema.json'), 'utf8'))

test('it is current: npm run docs', () => {
  expect(schema).toEqual(configurationSchema(rules))
})

test('the editor is told of it, and the package has it', () => {
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
  const [{ url, fileMatch }] = manifest.contributes.yamlValidation
  expect(path.join(root, url)).toBe(path.join(root, 'schemas/dockerfile-coach.schema.json'))
  expect(fileMatch).toEqual(['dockerfile-coach.yaml', 'dockerfile-coach.yml'])
  expect(readFileSync(path.join(root, '.vscodeignore'), 'utf8')).toContain('!schemas/*.json\n')
})

test('it knows every name of every rule', () => {
  const validate = new Ajv({ strict: false }).compile(schema)
  for (const rule of rules) {
    for (const name of [rule.id, ...(rule.aliases ?? [])]) {
      expect(validate({ rules: { [name]: 'error' } }), name).toBe(true)
    }
  }
})
