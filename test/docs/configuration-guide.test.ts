/** The examples of docs/configuration.md are configurations and comments that mean something. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { emptyConfiguration } from '../../server/src/lint/configuration.ts'
import { namedRules, readConfiguration } from '../../server/src/lint/configuration-file.ts'
import { configurationSchema } from '../../server/src/lint/configuration-schema.ts'
import { readSuppressions } from '../../server/src/lint/suppression.ts'
import { rules } from '../../server/src/rules/index.ts'
import { parseDockerfile } from '../../server/src/syntax/parse.ts'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')
const guide = readFileSync(path.join(root, 'docs/configuration.md'), 'utf8')
const blocks = (language: string) =>
  [...guide.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map((match) => match[1]!)

test('every example is without error and says something', () => {
  const examples = blocks('yaml')
  expect(examples.length).toBeGreaterThan(3)
  for (const example of examples) {
    const { configuration, problems } = readConfiguration(example, rules)
    expect(problems, example).toEqual([])
    expect(configuration).not.toEqual(emptyConfiguration)
  }
})

test('together they show every key that there is', () => {
  const shown = new Set(blocks('yaml').flatMap((example) => Object.keys(parse(example))))
  const { properties } = configurationSchema(rules) as { properties: object }
  expect([...shown].sort()).toEqual(Object.keys(properties).sort())
})

test('the comments of the Dockerfile name rules', () => {
  const [example] = blocks('dockerfile')
  const suppressions = readSuppressions(parseDockerfile(example!))
  expect(suppressions.map(({ kind, instruction }) => [kind, instruction])).toEqual([
    ['file', undefined],
    ['line', 1],
  ])
  for (const { name } of suppressions.flatMap((suppression) => suppression.rules)) {
    expect(namedRules(name, rules), name).not.toEqual([])
  }
})
