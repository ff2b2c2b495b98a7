/** The flags that BuildKit reads and judges. */

import { instructionKeywords } from '../syntax/instruction.ts'
import type { Flag, Instruction } from '../syntax/tree.ts'
import type { LintFile } from './lint-file.ts'

/** Instructions whose flags BuildKit does not look at. */
const unchecked = new Set(['ARG', 'STOPSIGNAL'])

/** The flags that BuildKit reads: not those of an ONBUILD's inner instruction, which a later build reads. */
export function parsedFlags(file: LintFile): readonly ParsedFlag[] {
  return file.once('parsed flags', () => [...readFlags(file)])
}

interface ParsedFlag {
  readonly instruction: Instruction
  readonly flag: Flag
}

function* readFlags(file: LintFile): Generator<ParsedFlag> {
  for (const instruction of file.tree.instructions) {
    const { keyword, flags, healthcheckType } = instruction
    if (flags.length === 0 || !instructionKeywords.has(keyword) || unchecked.has(keyword)) continue
    if (keyword === 'HEALTHCHECK' && healthcheckType?.text.toUpperCase() !== 'CMD') continue
    for (const flag of flags) yield { instruction, flag }
  }
}
