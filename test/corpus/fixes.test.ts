/** Every fix of every problem on every real file, then all fixes at once: nothing is lost, nothing breaks. */
import { expect, test } from 'vitest'
import type { LintInput } from '../../server/src/lint/lint-file.ts'
import { tryFixAll, trySingleFixes, type Violation } from '../lint/fix-properties.ts'
import { corpusFiles } from './reference.ts'

const today = '2026-11-20'
const only = process.env.FILES
const files = corpusFiles().filter(({ file }) => only === undefined || file.includes(only))
const hour = 3_600_000

/** The same file with CRLF and a byte order mark. */
function windows(text: string): string {
  return `\ufeff${text
    .replace(/^\ufeff/, '')
    .replaceAll('\r\n', '\n')
    .replaceAll('\n', '\r\n')}`
}

function report(violations: readonly { readonly file: string; readonly violation: Violation }[]): void {
  const byRule = new Map<string, string[]>()
  for (const { file, violation } of violations) {
    const list = byRule.get(violation.rule) ?? []
    list.push(`${file}: ${violation.what}`)
    byRule.set(violation.rule, list)
  }
  const lines = [...byRule].map(([rule, list]) => `${rule}: ${list.length}\n  ${list.slice(0, 5).join('\n  ')}`)
  expect(lines.join('\n')).toBe('')
}

for (const [name, variant] of [
  ['as they are', (text: string) => text],
  ['with CRLF and a byte order mark', windows],
] as const) {
  test(`each single fix of the files ${name}`, { timeout: hour }, () => {
    const violations: { file: string; violation: Violation }[] = []
    const tried = new Map<string, number>()
    let slowest = { milliseconds: 0, rule: '', file: '' }
    for (const { file, text } of files) {
      const measured = trySingleFixes({ text: variant(text), today })
      for (const violation of measured.violations) violations.push({ file, violation })
      for (const [rule, times] of measured.tried) tried.set(rule, (tried.get(rule) ?? 0) + times)
      if (measured.slowest.milliseconds > slowest.milliseconds) slowest = { ...measured.slowest, file }
    }
    const all = [...tried.values()].reduce((sum, times) => sum + times, 0)
    console.log(
      `${all} fixes of ${tried.size} rules tried on ${files.length} files ${name}; the slowest took ${slowest.milliseconds.toFixed(1)} ms (${slowest.rule}, ${slowest.file})`,
    )
    report(violations)
    if (only === undefined) expect(all).toBeGreaterThan(5000)
  })

  for (const allRules of [false, true]) {
    const which = allRules ? 'of all rules' : 'at the defaults'
    for (const safety of ['safe', 'unsafe'] as const) {
      test(`all ${safety} fixes ${which} on the files ${name}`, { timeout: hour }, () => {
        const violations: { file: string; violation: Violation }[] = []
        let applied = 0
        let changed = 0
        let slowest = { milliseconds: 0, file: '', lines: 0 }
        for (const { file, text } of files) {
          const input: LintInput = { text: variant(text), today }
          const { result, milliseconds, violations: found } = tryFixAll(input, safety, { allRules })
          for (const violation of found) violations.push({ file, violation })
          for (const times of result.applied.values()) applied += times
          if (result.text !== input.text) changed++
          if (milliseconds > slowest.milliseconds) slowest = { milliseconds, file, lines: text.split('\n').length }
        }
        console.log(
          `${applied} ${safety} fixes ${which} applied to ${changed} of ${files.length} files ${name}; the slowest took ${slowest.milliseconds.toFixed(0)} ms (${slowest.file}, ${slowest.lines} lines)`,
        )
        report(violations)
      })
    }
  }
}
