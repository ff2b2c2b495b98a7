/** `instruction-before-from`: an instruction above the first FROM, where only ARG may stand. */

import type { Rule } from '../../lint/rule.ts'
import { instructionKeywords } from '../../syntax/instruction.ts'

export const instructionBeforeFrom: Rule = {
  id: 'instruction-before-from',
  family: 'syntax',
  aliases: ['DL3061'],
  severity: 'error',
  docs: {
    summary: 'An instruction stands above the first FROM',
    why: 'There is no build stage yet that it could belong to, so the build stops before it begins. Only ARG, comments and parser directives may stand there.',
    bad: 'LABEL org.opencontainers.image.title="app"\nFROM alpine:3.22\n',
    good: 'FROM alpine:3.22\nLABEL org.opencontainers.image.title="app"\n',
  },
  check(file, report) {
    if (file.stages.length === 0) return
    for (const { keyword, keywordRange } of file.graph.preamble) {
      if (keyword === 'ARG' || !instructionKeywords.has(keyword)) continue
      report({
        range: keywordRange,
        message: `\`${keyword}\` stands above the first FROM, where only ARG may; move it down`,
      })
    }
  },
}
