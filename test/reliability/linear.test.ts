/** Twice the text is at most a little more than twice the work, whatever the text is. The work is counted, not timed. */
import { beforeAll, describe, expect, it } from 'vitest'
import type { fixAll } from '../../server/src/lint/fix.ts'
import type { lint } from '../../server/src/lint/lint.ts'
import type { Rule } from '../../server/src/lint/rule.ts'
import type { rules } from '../../server/src/rules/index.ts'
import type { parseDockerfile } from '../../server/src/syntax/parse.ts'
import type { readScopes } from '../../server/src/syntax/scope.ts'
import type { clearShellCache } from '../../server/src/syntax/shell.ts'
import type { readStages } from '../../server/src/syntax/stages.ts'
import { type Counted, type CountingEngine, countingEngine } from './counting.ts'
import { nested, type Shape, shapes } from './shapes.ts'

interface Engine {
  readonly lint: typeof lint
  readonly fixAll: typeof fixAll
  readonly rules: typeof rules
  readonly parseDockerfile: typeof parseDockerfile
  readonly readStages: typeof readStages
  readonly readScopes: typeof readScopes
  readonly clearShellCache: typeof clearShellCache
}

let engine: CountingEngine<Engine>

beforeAll(async () => {
  const lintModules = ['lint/lint.ts', 'lint/fix.ts', 'rules/index.ts']
  const syntaxModules = ['syntax/parse.ts', 'syntax/shell.ts', 'syntax/stages.ts', 'syntax/scope.ts']
  engine = await countingEngine([...lintModules, ...syntaxModules])
})

const today = '2026-11-20'
const settings = { allRules: true }

/** What is in the shape once, a hash table that grows, and sorting make it a little more than twice. */
const allowed = 2.5

/** A function that is entered less often may go through a small table for each line. */
const smallest = 80_000

/** What takes more than its share when the shape is doubled: the whole, and each function by itself. */
function excess(shape: Shape, size: number, work: (text: string) => unknown): string[] {
  const run = (text: string): Counted<unknown> => {
    engine.modules.clearShellCache()
    return engine.count(() => work(text))
  }
  const single = run(shape.text(size))
  const double = run(shape.text(2 * size))
  const isMore = double.steps > smallest && double.steps > allowed * single.steps
  const found = isMore ? [`${single.steps} steps become ${double.steps}`] : []
  for (const [name, steps] of double.byFunction) {
    const before = single.byFunction.get(name) ?? 0
    if (steps > smallest && before > 0 && steps > allowed * before) found.push(`${name}: ${before} become ${steps}`)
  }
  return found
}

describe.each(shapes)('twice as many $name', (shape) => {
  it('are parsed in twice the steps', () => {
    const { parseDockerfile, readStages, readScopes } = engine.modules
    const work = (text: string): void => {
      const file = parseDockerfile(text)
      readScopes(file, readStages(file))
    }
    // Long enough for the bytes of a line to be counted, which those of short ones need not be.
    expect(excess(shape, 12_000, work)).toEqual([])
  })

  it('are linted with all rules in twice the steps', () => {
    expect(excess(shape, 500, lintAll)).toEqual([])
  })

  it('have their fixes made in twice the steps', () => {
    const work = (text: string): void => {
      for (const { fixes = [] } of lintAll(text)) for (const { edits } of fixes) edits.slice()
    }
    expect(excess(shape, 300, work)).toEqual([])
  })
})

function lintAll(text: string) {
  const { problems, internalErrors } = engine.modules.lint({ text, today }, engine.modules.rules, settings)
  expect(internalErrors).toEqual([])
  return problems
}

describe.each(nested)('$name in each other', (shape) => {
  it('are linted in twice the steps, to whatever depth', () => {
    expect(excess(shape, 1_000, lintAll)).toEqual([])
    lintAll(shape.text(100_000))
  })
})

describe('the measure itself', () => {
  it('sees a loop in a loop', () => {
    const { lint, rules } = engine.modules
    const slow: Rule = {
      ...rules[0],
      check({ tree: { instructions } }, report) {
        for (const one of instructions) if (instructions.indexOf(one) < 0) report({ range: one, message: 'never' })
      },
    }
    const shape = { name: 'RUNs', text: (size: number) => 'RUN a\n'.repeat(size) }
    const work = (text: string): unknown => lint({ text, today }, [slow], settings)
    expect(excess(shape, 1_000, work)).toHaveLength(2)
  })
})
