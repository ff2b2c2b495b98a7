/** The report page, BuildKit's check and a scanner's findings. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { readCheck } from '../../client/src/build/check-output.ts'
import type { BuildSummary } from '../../client/src/build/figures.ts'
import { countsInWords, fixedByBase, readTrivy } from '../../client/src/build/scan.ts'
import type { InstructionRecord } from '../../client/src/protocol.ts'
import { escapeHtml, reportHtml } from '../../client/src/views/report.ts'
import { shared } from '../shared.ts'

const record = (line: number, text: string, bytes: number | undefined): InstructionRecord => ({
  range: { start: { line, character: 0 }, end: { line, character: 9 } },
  text,
  stage: undefined,
  bytes,
  seconds: 0.25,
  cached: false,
})
const build = (bytes: number, instructions: InstructionRecord[]): BuildSummary => ({
  finishedAt: 0,
  image: 'shop:"<b>&',
  imageId: undefined,
  target: undefined,
  platform: 'linux/amd64',
  bytes,
  baseBytes: 900,
  seconds: 3,
  instructions,
})
const hostile = `RUN echo '<script>alert(1)</script>' && echo "</style>" & <img src=x onerror=y>`

it('shows sizes, largest instructions with their findings, and nothing of the text as markup', () => {
  const now = build(2_000_000, [record(0, 'FROM x', 900), record(4, hostile, 1_500_000)])
  const findings = [
    { line: 4, message: 'Clean <up>' },
    { line: 9, message: 'elsewhere' },
  ]
  const html = reportHtml({ build: now, before: undefined, previous: build(1_000_000, []), findings }, 'NONCE')
  expect(html).toContain('+1.00 MB since the build before')
  expect(html).toContain(escapeHtml('Clean <up>'))
  expect(html).not.toContain('elsewhere')
  expect(html.match(/<script/g)).toHaveLength(1)
  expect(html).not.toMatch(/<img|<b>|onerror=y>|<up>/)
  expect(html).toContain('data-line="4"')
  expect(html.indexOf('1.50 MB')).toBeGreaterThan(html.indexOf('Largest'))
})

it('loads nothing and runs nothing but its own', () => {
  const html = reportHtml({ build: build(1, []), before: undefined, previous: undefined, findings: [] }, 'NONCE')
  expect(html).toContain(`content="default-src 'none'; style-src 'nonce-NONCE'; script-src 'nonce-NONCE';"`)
  expect(html).not.toMatch(/https?:|src=|href=|style="/)
  expect(html.match(/<(?:script|style)\b[^>]*>/g)).toEqual(['<style nonce="NONCE">', '<script nonce="NONCE">'])
})

it('puts two builds side by side', () => {
  const before = build(3_000_000, [record(0, 'FROM x', 900), record(1, 'RUN old', 5000)])
  const now = build(1_000_000, [record(0, 'FROM x', 900), record(1, 'RUN new', 70)])
  const html = reportHtml({ build: now, before, previous: undefined, findings: [] }, 'N')
  expect(html).toContain('−2.00 MB (3.00 MB → 1.00 MB)')
  expect(html).toMatch(/class="added">\s*<td[^>]*><button[^>]*>RUN new<\/button><\/td>\s*<td[^>]*>—</)
  expect(html).toMatch(/class="removed">\s*<td[^>]*>RUN old</)
})

it('reads what a check finds, and what is none', () => {
  expect(readCheck('{"warnings":null}')).toEqual({ warnings: [], error: undefined })
  expect(readCheck('ERROR: no')).toBeUndefined()
  expect(readCheck('[]')).toBeUndefined()
})

const folder = shared()
if (folder) {
  it('reads the real ones', () => {
    const lines = readFileSync(path.join(folder, 'builder-output/docker-28-checks.jsonl'), 'utf8').trim().split('\n')
    const samples = new Map(lines.map((line) => JSON.parse(line)).map(({ sample, stdout }) => [sample, stdout]))
    expect(readCheck(samples.get('check-lint-many-json'))?.warnings).toHaveLength(14)
    expect(readCheck(samples.get('check-syntax-error-json'))).toEqual({
      warnings: [],
      error: { message: expect.stringContaining('unknown instruction: RUNN'), lines: { start: 2, end: 2 } },
    })
  })
}

it('tells the vulnerabilities of the base image from the others', () => {
  const found = readTrivy(
    JSON.stringify({
      Results: [
        { Target: 'x' },
        {
          Vulnerabilities: [
            {
              VulnerabilityID: 'CVE-1',
              PkgName: 'a',
              InstalledVersion: '1',
              FixedVersion: '2',
              Severity: 'LOW',
              Layer: { DiffID: 'base' },
            },
            {
              VulnerabilityID: 'CVE-2',
              PkgName: 'b',
              InstalledVersion: '1',
              Severity: 'CRITICAL',
              Layer: { DiffID: 'base' },
            },
            {
              VulnerabilityID: 'CVE-3',
              PkgName: 'c',
              InstalledVersion: '1',
              FixedVersion: '2',
              Severity: 'odd',
              Layer: { DiffID: 'own' },
            },
          ],
        },
      ],
    }),
  )
  expect(found.map(({ id }) => id)).toEqual(['CVE-2', 'CVE-1', 'CVE-3'])
  expect(fixedByBase(found, ['base']).map(({ id }) => id)).toEqual(['CVE-1'])
  expect(countsInWords(found)).toBe('1 critical, 1 low, 1 unknown')
  expect([readTrivy('no'), readTrivy('{}'), readTrivy('[1]')]).toEqual([[], [], []])
})
