/** `inconsistent-instruction-casing`: keywords in different cases. */

import { replace } from '../../lint/edits.ts'
import type { Rule } from '../../lint/rule.ts'
import { instructionKeywords } from '../../syntax/instruction.ts'

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
  *check(file) {
    const keywords = file.stages
      .flatMap(({ from, instructions }) => [from, ...instructions])
      .filter(({ keyword }) => instructionKeywords.has(keyword))
      .map(({ keyword, keywordRange, source }) => {
        // It may go over several lines.
        const written = source.text.trimStart().slice(0, keyword.length)
        return { keyword, keywordRange, written }
      })
    const upper = keywords.filter(({ keyword, written }) => written === keyword).length
    const lower = keywords.filter(({ keyword, written }) => written === keyword.toLowerCase()).length
    const isLower = lower > upper
    for (const { keyword, keywordRange, written } of keywords) {
      const wanted = isLower ? keyword.toLowerCase() : keyword
      if (written === wanted) continue
      yield {
        range: keywordRange,
        message: `\`${written}\` is not in ${isLower ? 'lower' : 'upper'} case like the others; write \`${wanted}\``,
        fixes:
          file.slice(keywordRange) === written
            ? [{ title: `Write \`${wanted}\``, safety: 'safe', edits: [replace(keywordRange, wanted)] }]
            : undefined,
      }
    }
  },
}
