/** The formats for machines: SARIF against its schema, JUnit as XML, GitHub's commands, and the same in every run. */
import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import Ajv from 'ajv-draft-04'
import addFormats from 'ajv-formats'
import { expect, it } from 'vitest'
import { coach, folderWith, readJson, unpromptedInstall } from './program.ts'

const require = createRequire(import.meta.url)
const hostile = 'a b,c:d%e"<&>.Dockerfile'
const files = {
  Dockerfile: unpromptedInstall.before,
  'clean/Dockerfile': 'FROM scratch\n',
  'bom/Dockerfile': '\ufeffMAINTAINER me\nFROM debian:13\nMAINTAINER "<&>"\u0001\n',
  [hostile]: 'FROM debian:13\nRUN apt-get install \\\n  100%&<>\n',
}

it('writes SARIF that its schema accepts', () => {
  const folder = folderWith({ ...files, 'binary/Dockerfile': Buffer.from([0xff, 0xfe, 0, 0]) })
  const run = coach(folder, ['check', '--format', 'sarif', '--all-rules'])
  const log = JSON.parse(run.stdout)
  const schemaFile = path.join(
    path.dirname(require.resolve('@microsoft/jest-sarif/package.json')),
    'lib/schemas/sarif-2.1.0-rtm.5.json',
  )
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false })
  addFormats.default(ajv)
  const validate = ajv.compile(JSON.parse(fs.readFileSync(schemaFile, 'utf8')))
  validate(log)
  expect(validate.errors).toBeNull()

  const [{ tool, results, invocations, columnKind }] = log.runs
  expect(columnKind).toBe('utf16CodeUnits')
  const { rules } = tool.driver
  for (const result of results) {
    const { rule = undefined } = { rule: rules[result.ruleIndex] }
    expect(rule.id).toBe(result.ruleId)
    expect(rule.helpUri).toMatch(/^https:/)
    expect(result.partialFingerprints['dockerfileCoach/v1']).toMatch(/^[0-9a-f]{32}$/)
  }
  const uris = new Set(results.map((result: SarifResult) => result.locations[0]!.physicalLocation.artifactLocation.uri))
  expect(uris).toContain(encodeURIComponent(hostile))
  expect(invocations[0].executionSuccessful).toBe(false)
  expect(invocations[0].toolExecutionNotifications[0].message.text).toContain('binary/Dockerfile is UTF-16')
  // The byte order mark is no column.
  const first = results.find((result: SarifResult) => uriOf(result) === 'bom/Dockerfile')
  expect(first.locations[0].physicalLocation.region).toMatchObject({ startLine: 1, startColumn: 1, charOffset: 0 })
})

it('writes fixes into SARIF that give the fixed text', () => {
  const folder = folderWith({ Dockerfile: unpromptedInstall.before })
  const { stdout } = coach(folder, ['check', '--format', 'sarif', '--no-context'])
  const result = JSON.parse(stdout).runs[0].results.find((each: SarifResult) => each.ruleId === unpromptedInstall.rule)
  const [{ deletedRegion, insertedContent }] = result.fixes[0].artifactChanges[0].replacements
  const { charOffset, charLength } = deletedRegion
  const { before, after } = unpromptedInstall
  expect(before.slice(0, charOffset) + insertedContent.text + before.slice(charOffset + charLength)).toBe(after)
})

it('keeps a fingerprint when lines come in above, and tells equal lines apart', () => {
  const prints = (text: string): string[] => {
    const folder = folderWith({ Dockerfile: text })
    const { stdout } = coach(folder, ['check', '--format', 'sarif', '--no-context'])
    return JSON.parse(stdout)
      .runs[0].results.filter((result: SarifResult) => result.ruleId === unpromptedInstall.rule)
      .map((result: SarifResult) => result.partialFingerprints['dockerfileCoach/v1'])
  }
  const install = 'RUN apt-get install curl\n'
  const twice = prints(`FROM debian:13\n${install}${install}`)
  expect(new Set(twice).size).toBe(2)
  expect(prints(`# a comment\nFROM debian:13\nLABEL a="b"\n${install}${install}`)).toEqual(twice)
})

it('writes JUnit that is well-formed XML with the failures counted', () => {
  const folder = folderWith(files)
  const { stdout } = coach(folder, ['check', '--format', 'junit', '--no-context'])
  const suites = xmlElements(stdout)
  expect(suites[0]).toMatchObject({ name: 'testsuites' })
  const names = suites.filter(({ name }) => name === 'testsuite').map(({ attributes }) => attributes.name)
  expect(names).toContain(hostile)
  const expected = readJson(coach(folder, ['check', '--format', 'json', '--no-context']).stdout)
  const failing = expected.files.flatMap(({ problems }) =>
    problems.filter(({ severity }) => severity === 'warning' || severity === 'error'),
  )
  expect(suites.filter(({ name }) => name === 'failure')).toHaveLength(failing.length)
  const counted = suites.filter(({ name }) => name === 'testsuite').map(({ attributes }) => Number(attributes.failures))
  expect(counted.reduce((a, b) => a + b, 0)).toBe(failing.length)
})

it('writes workflow commands with their parameters escaped', () => {
  const folder = folderWith({ [hostile]: files[hostile]! })
  const { stdout } = coach(folder, ['check', '--format', 'github', '--no-context'])
  const command = stdout.split('\n').find((line) => line.includes(`title=${unpromptedInstall.rule}`))!
  expect(command).toMatch(/^::warning file=a b%2Cc%3Ad%25e"<&>\.Dockerfile,line=2,endLine=2,col=13,endColumn=20,title=/)
  expect(stdout).toMatch(/^(::(error|warning|notice) [^\n]*::[^\n]+\n)+$/)
})

it('writes the same in every run', () => {
  const folder = folderWith(files)
  for (const format of ['json', 'sarif', 'junit', 'github', 'text']) {
    const run = () => coach(folder, ['check', '--format', format, '--all-rules']).stdout
    expect(run()).toBe(run())
  }
})

interface SarifResult {
  ruleId: string
  partialFingerprints: Record<string, string>
  locations: { physicalLocation: { artifactLocation: { uri: string } } }[]
}

function uriOf(result: SarifResult): string {
  return result.locations[0]!.physicalLocation.artifactLocation.uri
}

interface XmlElement {
  name: string
  attributes: Record<string, string>
}

/** The elements of a document in order; throws where tags do not match or a character is not escaped. */
function xmlElements(text: string): XmlElement[] {
  const found: XmlElement[] = []
  const open: string[] = []
  const body = text.replace(/^<\?xml version="1.0" encoding="UTF-8"\?>\n/, '')
  expect(body).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/)
  const token = /<(\/?)([a-z-]+)((?: [a-z]+="[^"<]*")*)(\/?)>|([^<]+)/gy
  let end = 0
  for (const match of body.matchAll(token)) {
    end = match.index + match[0].length
    const [, closes, name, attributes = '', isEmpty, characters] = match
    expect(characters ?? attributes).not.toMatch(/&(?!(amp|lt|gt|quot|#\d+);)/)
    if (!name) continue
    if (closes) {
      expect(open.pop()).toBe(name)
      continue
    }
    if (!isEmpty) open.push(name)
    const pairs = [...attributes.matchAll(/ ([a-z]+)="([^"]*)"/g)].map(([, key, value]) => [key!, unescape(value!)])
    found.push({ name, attributes: Object.fromEntries(pairs) })
  }
  expect(end).toBe(body.length)
  expect(open).toEqual([])
  return found
}

function unescape(text: string): string {
  return text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&')
}
