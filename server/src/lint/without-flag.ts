/** Leaving a flag out. */

import type { Flag } from '../syntax/tree.ts'
import { remove } from './edits.ts'
import type { LintFile } from './lint-file.ts'
import type { Edit } from './rule.ts'

/** Removes a flag with the blanks behind it. */
export function withoutFlag(file: LintFile, flag: Flag): Edit {
  let { end } = flag
  while (file.text[end] === ' ' || file.text[end] === '\t') end++
  return remove({ start: flag.start, end })
}
