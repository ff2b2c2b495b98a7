/** `empty-continuation-line`: a blank line between the lines of one instruction. */

import { remove } from '../../lint/edits.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Fix, Rule } from '../../lint/rule.ts'
import { lineEnd } from '../../syntax/parse.ts'
import type { Instruction } from '../../syntax/tree.ts'

export const emptyContinuationLine: Rule = {
  id: 'empty-continuation-line',
  family: 'syntax',
  aliases: ['NoEmptyContinuation'],
  severity: 'warning',
  fixable: 'safe',
  docs: {
    summary: 'A blank line stands inside a continued instruction',
    why: 'BuildKit skips it today and warns, because a later version will end the instruction there. What follows the blank line would then be read as an instruction of its own.',
    bad: 'FROM alpine:3.22\nRUN apk add --no-cache \\\n\n    curl\n',
    good: 'FROM alpine:3.22\nRUN apk add --no-cache \\\n    curl\n',
  },
  check(file, report) {
    for (const instruction of file.tree.instructions) {
      const { emptyContinuationLines: lines, headEnd } = instruction
      if (lines.length === 0) continue
      // BuildKit names the line on which the instruction ends, without its heredocs.
      const line = Math.max(file.line(headEnd), lines[lines.length - 1])
      const start = file.tree.lineStarts[line]
      const end = lineEnd(file.tree, line)
      const indent = /^\s*/.exec(file.text.slice(start, end))?.[0].length ?? 0
      const which = lines.length === 1 ? `line ${lines[0] + 1} is blank` : `${lines.length} lines are blank`
      report({
        range: { start: indent < end - start ? start + indent : start, end },
        message: `${which} inside this \`${instruction.keyword}\`, which goes on here; remove ${lines.length === 1 ? 'it' : 'them'}`,
        fixes: () => [removeLines(file, instruction)],
      })
    }
  },
}

function removeLines(file: LintFile, instruction: Instruction): Fix {
  const { lineStarts } = file.tree
  const lines = instruction.emptyContinuationLines
  return {
    title: lines.length === 1 ? 'Remove the blank line' : 'Remove the blank lines',
    safety: 'safe',
    edits: lines.map((line) => remove({ start: lineStarts[line], end: lineStarts[line + 1] ?? file.text.length })),
    effect: { rewrites: [instruction] },
  }
}
