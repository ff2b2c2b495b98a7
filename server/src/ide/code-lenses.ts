/** The lens above the file that counts its problems and fixes what can be fixed safely. */

import type { LintResult } from '../lint/lint.ts'
import type { Safety } from '../lint/rule.ts'
import { findRule } from '../rules/index.ts'
import type { Range } from '../syntax/tree.ts'

export interface ProblemLens {
  readonly range: Range
  readonly title: string
  /** Whether "fix all" has something to do. */
  readonly fixes: boolean
}

/** The lens; undefined where there is no problem above a hint. */
export function problemLens({ file, problems }: LintResult, safety: Safety): ProblemLens | undefined {
  const counted = problems.filter(({ severity }) => severity !== 'hint')
  if (counted.length === 0) return undefined
  const first = file.tree.instructions[0]
  const start = first?.start ?? 0
  const fixes = problems.some(({ rule }) => {
    const { fixable } = findRule(rule) ?? {}
    return fixable === 'safe' || (fixable === 'unsafe' && safety === 'unsafe')
  })
  const count = `${counted.length} ${counted.length === 1 ? 'problem' : 'problems'}`
  const range = { start, end: first?.keywordRange.end ?? start }
  return { range, title: fixes ? `${count} · fix all` : count, fixes }
}
