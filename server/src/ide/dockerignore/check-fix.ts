/** Whether a fix of an ignore file does what it says: the problem is gone, and no line is invalid that was not before. */

import { applyEdits } from '../../lint/edits.ts'
import { type IgnoreFile, openIgnoreFile } from './ignore-file.ts'
import type { IgnoreFix, IgnoreProblem } from './problem.ts'
import { ignoreProblems } from './problems.ts'

/** A fix that fails is not offered. `before` are all problems of the file. */
export function isSoundFix(
  file: IgnoreFile,
  before: readonly IgnoreProblem[],
  problem: IgnoreProblem,
  fix: IgnoreFix,
): boolean {
  const text = applyEdits(file.text, fix.edits)
  if (text === undefined) return false
  const fixed = openIgnoreFile(text, file.context)
  if (fixed.ignore.errors.length > file.ignore.errors.length) return false
  return count(ignoreProblems(fixed), problem) < count(before, problem)
}

function count(problems: readonly IgnoreProblem[], { id, message }: IgnoreProblem): number {
  return problems.filter((problem) => problem.id === id && problem.message === message).length
}
