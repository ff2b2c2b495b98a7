/** Twice the lines are at most about twice the work, with a folder and without; the work is counted, not timed. */
import { describe, expect, it } from 'vitest'
import { countingEngine } from '../../reliability/counting.ts'
import { contextOf } from '../marked.ts'

type Engine = typeof import('../../../server/src/ide/dockerignore/check-fix.ts') &
  typeof import('../../../server/src/ide/dockerignore/ignore-file.ts') &
  typeof import('../../../server/src/ide/dockerignore/problems.ts')

const engine = await countingEngine<Engine>([
  'ide/dockerignore/check-fix.ts',
  'ide/dockerignore/ignore-file.ts',
  'ide/dockerignore/problems.ts',
])
const { ignoreProblems, isSoundFix, openIgnoreFile } = engine.modules

const each = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join('')

const shapes: Readonly<Record<string, (lines: number) => string>> = {
  'lines that say the same': (lines) => '*.swp\n'.repeat(lines),
  'exceptions that say the same': (lines) => `*\n${'!**/*.log\n'.repeat(lines)}`,
  'lines and their exceptions': (lines) => '**/*.log\n!**/*.log\n'.repeat(lines / 2),
  'names that end alike': (lines) => each(lines, (i) => `*.a${i}\n`),
  'patterns of many stars': (lines) => each(lines, (i) => `**/a*b${i}*c\n`),
  'misspelt names': (lines) => each(lines, (i) => `src${i % 7}/f${i}.logg\n`),
  'folders and what is in them': (lines) => each(lines, (i) => (i % 2 ? 'src1\n' : `src1/f${i}.log\n`)),
  'lines that are not valid': (lines) => '[a\n'.repeat(lines),
  'comments that are none': (lines) => ' # a\n'.repeat(lines),
}

const files = Array.from({ length: 300 }, (_, i) => [`src${i % 7}/f${i % 40}.${i % 2 ? 'log' : 'swp'}`, ''])

describe.each(Object.entries(shapes))('twice as many %s', (_, shape) => {
  it.each([false, true])('are judged in twice the steps; with a folder: %s', (withFolder) => {
    const steps = (lines: number): number => {
      const context = withFolder ? contextOf(Object.fromEntries(files)) : undefined
      return engine.count(() => ignoreProblems(openIgnoreFile(shape(lines), context))).steps
    }
    expect(steps(600)).toBeLessThan(2.5 * steps(300))
  })
})

it('a fix is checked in no more than a few judgements of the file', () => {
  const context = contextOf(Object.fromEntries(files))
  for (const shape of Object.values(shapes)) {
    const file = openIgnoreFile(shape(60), context)
    const judged = engine.count(() => ignoreProblems(file))
    const [problem] = judged.result
    const fix = problem?.fixes[0]
    if (!fix) continue
    expect(engine.count(() => isSoundFix(file, judged.result, problem, fix)).steps).toBeLessThan(2 * judged.steps)
  }
})
