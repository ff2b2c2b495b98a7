/** The one page of HTML that the extension shows: nothing is loaded into it, and no text adds an element to it. */
import { expect, it } from 'vitest'
import type { BuildSummary } from '../../client/src/build/figures.ts'
import { type Report, reportHtml } from '../../client/src/views/report.ts'
import { hostileTexts } from '../hostile.ts'

/** A report in which the text stands wherever text can stand. */
function reportOf(text: string, compared: boolean): Report {
  const build = (finishedAt: number, instructions: string[]): BuildSummary => ({
    finishedAt,
    image: text,
    imageId: text,
    target: text,
    platform: text,
    bytes: 2_000_000,
    baseBytes: 900,
    seconds: 3,
    instructions: instructions.map((instruction, line) => ({
      range: { start: { line, character: 0 }, end: { line, character: 9 } },
      text: instruction,
      stage: text,
      bytes: 1000 + line,
      seconds: 0.25,
      cached: false,
    })),
  })
  const now = build(0, [`FROM ${text}`, `RUN ${text}`])
  const findings = [{ line: 1, message: text }]
  return { build: now, before: compared ? build(0, [`COPY ${text} /`]) : undefined, previous: undefined, findings }
}

/** The tags of a page in order, with the names of their attributes. */
function tags(html: string): string[] {
  return [...html.matchAll(/<[^>]*>/g)].map(([tag]) => tag.replace(/="[^"]*"/g, ''))
}

it.each(hostileTexts)('has the same elements whatever the text is: %j', (text) => {
  for (const compared of [false, true]) {
    const html = reportHtml(reportOf(text, compared), 'NONCE')
    expect(tags(html)).toEqual(tags(reportHtml(reportOf('plain', compared), 'NONCE')))
    expect(html).not.toMatch(/<[^>]*\s(?:on\w+|src|href|style|action|srcdoc)\s*=/i)
    expect(html.match(/<script\b/g)).toHaveLength(1)
  }
})

it('is under a policy that lets in what has the nonce, and no more', () => {
  const html = reportHtml(reportOf('plain', true), 'abc123')
  const policy = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(html)?.[1]
  expect(policy).toBe("default-src 'none'; style-src 'nonce-abc123'; script-src 'nonce-abc123';")
  // The policy comes before everything that it is about.
  expect(html.indexOf('Content-Security-Policy')).toBeLessThan(html.search(/<(?:style|script|link|img)\b/))
  for (const [tag] of html.matchAll(/<(?:script|style)\b[^>]*>/g)) expect(tag).toContain('nonce="abc123"')
  expect(html).not.toMatch(/https?:|\/\/[a-z]|url\(|@import/i)
})
