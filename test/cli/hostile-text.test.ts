/** Reports on hostile Dockerfiles in hostile folders: each stays one line, one element, one string of its format. */
import { expect, it } from 'vitest'
import { hostileDockerfiles, hostileTexts } from '../hostile.ts'
import { coach, folderWith, readJson } from './program.ts'

/** Names of folders; a slash and a null character cannot be in them. */
const names = [...hostileTexts.map((text) => text.replaceAll('/', ';')), '::warning file=x::y', 'a\n::error::b', 'c\rd']
const files = Object.fromEntries(
  names.flatMap((name, at) =>
    hostileDockerfiles(hostileTexts[at % hostileTexts.length]!).map((text, index) => [
      index === 0 ? `${name}/Dockerfile` : `${index}.${name}.Dockerfile`,
      text,
    ]),
  ),
)
const folder = folderWith(files)
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/

function report(format: string): string {
  const { status, stdout, stderr } = coach(folder, ['check', '--all-rules', '--no-context', '--format', format, '.'])
  expect(status, stderr).toBe(1)
  for (const line of stderr.split('\n')) expect(line).not.toMatch(command)
  expect(stderr).not.toMatch(controls)
  return stdout
}

/** What GitHub's runner executes: `::command` at the start of a line, `##[command]` anywhere in it. */
const command = /^\s*::|##\[/

const problems = readJson(report('json')).files.flatMap((file) => file.problems)

it('is read: problems in every file', () => {
  expect(problems.length).toBeGreaterThan(Object.keys(files).length * 5)
})

it('text: no control characters, no workflow commands', () => {
  const text = report('text')
  expect(text).not.toMatch(controls)
  expect(text.split('\n').filter((line) => command.test(line))).toEqual([])
  expect(text).toContain('evil')
})

it('fix: its list of what it would do has no control characters and no workflow commands', () => {
  const { stdout, stderr } = coach(folder, ['fix', '--check', '--no-context', '.'])
  for (const text of [stdout, stderr]) {
    expect(text).not.toMatch(controls)
    expect(text.split('\n').filter((line) => command.test(line))).toEqual([])
  }
  expect(stdout.split('\n').length).toBeGreaterThan(names.length)
})

it('github: one command a problem, and all of it is data', () => {
  const lines = report('github').trimEnd().split('\n')
  expect(lines).toHaveLength(problems.length)
  for (const line of lines) {
    expect(line).toMatch(
      /^::(?:error|warning|notice) file=[^,:\r\n]*,line=\d+,endLine=\d+,[^:\r\n]*title=[a-z%0-9A-F-]+::[^\r\n]+$/,
    )
  }
})

it('sarif: no links in messages', () => {
  const [{ results }] = JSON.parse(report('sarif')).runs
  expect(results).toHaveLength(problems.length)
  const texts: string[] = results.flatMap((result: SarifResult) => [
    result.message.text,
    ...(result.fixes ?? []).map((fix) => fix.description.text),
    ...(result.relatedLocations ?? []).map((place) => place.message.text),
  ])
  expect(texts.filter((text) => /\]\(/.test(text))).toEqual([])
  expect(texts.filter((text) => controls.test(text))).toEqual([])
  expect(texts.some((text) => text.includes(']\u200b(command:'))).toBe(true)
})

it('junit: no element but its own, no forbidden character', () => {
  const xml = report('junit')
  const rest = xml.replace(
    /<\?xml version="1\.0" encoding="UTF-8"\?>|<\/?(?:testsuites|testsuite|testcase|failure|system-out)(?: [a-z]+="[^"<>]*")*\/?>/g,
    '',
  )
  expect(rest).not.toMatch(/[<>]/)
  expect(rest.replace(/&(?:amp|lt|gt|quot|#10|#13);/g, '')).not.toContain('&')
  expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/)
})

it('explains nothing that is no rule, and says so in one harmless line', () => {
  for (const text of hostileTexts) {
    const { status, stdout, stderr } = coach(folder, ['explain', text])
    expect(status).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).not.toMatch(controls)
    expect(
      stderr
        .trimEnd()
        .split('\n')
        .filter((line) => command.test(line)),
    ).toEqual([])
  }
})

interface SarifResult {
  message: { text: string }
  fixes?: { description: { text: string } }[]
  relatedLocations?: { message: { text: string } }[]
}
