/** `--format json` and `sarif` over the corpus with every rule: they parse, every range lies in its file, nothing fails. */
import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { createChecker } from '../../server/src/cli/check/check-file.ts'
import type { CheckSettings } from '../../server/src/cli/check/settings.ts'
import { loadFormat } from '../../server/src/cli/formats/index.ts'
import { sharedPermits } from '../../server/src/host/permits.ts'
import type { JsonProblem } from '../cli/program.ts'
import { shared } from '../shared.ts'

const corpus = path.join(shared()!, 'corpus')
const names = fs
  .readFileSync(path.join(corpus, 'index.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((row): string => JSON.parse(row).file)

const settings = (format: 'json' | 'sarif'): CheckSettings => ({
  format,
  color: false,
  today: '2026-11-20',
  context: false,
  config: undefined,
  severities: {},
  allRules: true,
  suppressions: true,
  reportUnused: true,
  failOn: undefined,
  shellcheck: { enabled: false, path: '', permits: sharedPermits(1) },
})

async function checker(format: 'json' | 'sarif') {
  return createChecker(settings(format), await loadFormat(settings(format)))
}

it('every range and every edit lies in its file, and no rule fails', { timeout: 600_000 }, async () => {
  const check = await checker('json')
  let problems = 0
  for (const name of names) {
    const file = path.join(corpus, 'files', name)
    const text = fs.readFileSync(file, 'utf8')
    const lines = text.split('\n')
    const [outcome] = await check([{ path: file }])
    expect(outcome.unread, name).toBeUndefined()
    expect(outcome.internalErrors.filter(({ fatal }) => fatal)).toEqual([])
    const report: { path: string; problems: JsonProblem[] } = JSON.parse(outcome.output)
    expect(report.path).toBe(file)
    problems += report.problems.length
    for (const { range, fix, rule } of report.problems) {
      for (const { line, column, offset } of [range.start, range.end]) {
        const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0)
        expect(offset, `${name} ${rule}`).toBe(start + column - 1)
        expect(column - 1).toBeLessThanOrEqual(lines[line - 1]!.length)
      }
      expect(range.start.offset).toBeLessThanOrEqual(range.end.offset)
      for (const edit of fix?.edits ?? []) {
        expect(0 <= edit.start && edit.start <= edit.end && edit.end <= text.length, `${name} ${rule}`).toBe(true)
      }
    }
  }
  console.log(`${problems} problems in ${names.length} files`)
})

it('two runs give the same, in the other order too', { timeout: 600_000 }, async () => {
  const some = names.filter((_, i) => i % 8 === 0).map((name) => path.join(corpus, 'files', name))
  for (const format of ['json', 'sarif'] as const) {
    const run = async (files: readonly string[]) => {
      const check = await checker(format)
      const outputs = new Map<string, string>()
      for (const file of files) outputs.set(file, (await check([{ path: file }]))[0].output)
      return outputs
    }
    const once = await run(some)
    const again = await run([...some].reverse())
    for (const file of some) expect(again.get(file)).toBe(once.get(file))
  }
})
