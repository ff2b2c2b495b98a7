/** What an author may want to write in another way, without a problem: for the place where the cursor is. */

import { checkFix } from '../../lint/fix.ts'
import type { LintFile, LintInput } from '../../lint/lint-file.ts'
import type { Fix } from '../../lint/rule.ts'
import { extractStage } from './extract-stage.ts'
import { chainToHeredoc, heredocToChain } from './heredoc.ts'
import { inlineEnv } from './inline-env.ts'
import { addLabels } from './oci-labels.ts'
import { sortPackages } from './package-lists.ts'

const refactorings: readonly ((file: LintFile, offset: number) => Fix | undefined)[] = [
  chainToHeredoc,
  heredocToChain,
  sortPackages,
  extractStage,
  inlineEnv,
  addLabels,
]

export interface OfferedRefactorings {
  readonly fixes: readonly Fix[]
  /** Those that failed their check: they are not offered, and are worth a line in the log. */
  readonly failures: readonly { readonly title: string; readonly failure: string }[]
}

/** The refactorings at an offset (UTF-16 units) that pass the check of the fix engine. Never throws. */
export function refactoringsAt(file: LintFile, input: LintInput, offset: number): OfferedRefactorings {
  const fixes: Fix[] = []
  const failures: { title: string; failure: string }[] = []
  for (const refactoring of refactorings) {
    try {
      const fix = refactoring(file, offset)
      if (!fix) continue
      const { failure } = checkFix(file, fix, input)
      if (failure === undefined) fixes.push(fix)
      else failures.push({ title: fix.title, failure })
    } catch (error) {
      failures.push({ title: refactoring.name, failure: String(error) })
    }
  }
  return { fixes, failures }
}
