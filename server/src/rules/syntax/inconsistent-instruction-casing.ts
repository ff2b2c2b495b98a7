/** `inconsistent-instruction-casing`: keywords in different cases. */

import { replace } from '../../lint/edits.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Rule } from '../../lint/rule.ts'
import { instructionKeywords } from '../../syntax/instruction.ts'
import type { Instruction } from '../../syntax/tree.ts'

export const inconsistentInstructionCasing: Rule = {
  id: 'inconsistent-instruction-casing',
  family: 'syntax',
  aliases: ['ConsistentInstructionCasing'],
  severity: 'warning',
  fixable: 'safe',
  docs: {
    summary: 'A keyword is not in the case of the others',
    why: 'Case means nothing to the build, but keywords that all look alike are easier to find. Upper case is the convention.',
    bad: 'FROM alpine:3.22\nrun apk add --no-cache curl\nCMD ["curl", "--version"]\n',
    good: 'FROM alpine:3.22\nRUN apk add --no-cache curl\nCMD ["curl", "--version"]\n',
  },
  check(file, report) {
    let upper = 0
    let lower = 0
    for (const instruction of file.tree.instructions) {
      if (!isJudged(file, instruction)) continue
      const written = asWritten(instruction)
      if (written === instruction.keyword) upper++
      else if (written === instruction.keyword.toLowerCase()) lower++
    }
    const isLower = lower > upper
    for (const instruction of file.tree.instructions) {
      if (!isJudged(file, instruction)) continue
      const { keyword, keywordRange } = instruction
      const written = asWritten(instruction)
      const wanted = isLower ? keyword.toLowerCase() : keyword
      if (written === wanted) continue
      report({
        range: keywordRange,
        message: `\`${written}\` is not in ${isLower ? 'lower' : 'upper'} case like the others; write \`${wanted}\``,
        fixes:
          file.slice(keywordRange) === written
            ? [{ title: `Write \`${wanted}\``, safety: 'safe', edits: [replace(keywordRange, wanted)] }]
            : undefined,
      })
    }
  },
}

/** An instruction of a stage that BuildKit knows. */
function isJudged(file: LintFile, instruction: Instruction): boolean {
  return instructionKeywords.has(instruction.keyword) && file.stageOf(instruction) !== undefined
}

/** The keyword, which may go over several lines. */
function asWritten({ source, keyword }: Instruction): string {
  return source.text.trimStart().slice(0, keyword.length)
}
