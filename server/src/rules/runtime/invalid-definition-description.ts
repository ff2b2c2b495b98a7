/** `invalid-definition-description`: comments above ARG and FROM that `docker build --call=outline` would not show. */

import { insert } from '../../lint/edits.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Fix, Rule } from '../../lint/rule.ts'
import { argPairs } from '../../syntax/stages.ts'
import type { Comment, Instruction } from '../../syntax/tree.ts'

export const invalidDefinitionDescription: Rule = {
  id: 'invalid-definition-description',
  family: 'runtime',
  aliases: ['InvalidDefinitionDescription'],
  severity: 'off',
  fixable: 'safe',
  docs: {
    summary: 'A comment above `ARG` or `FROM … AS` that does not begin with the name',
    why: '`docker build --call=outline` and `--call=targets` show such comments as descriptions, when they begin with the name of the argument or stage. A blank line keeps other comments apart.',
    bad: 'FROM debian:13 AS base\n# for the download\nARG VERSION=1.0\n',
    good: 'FROM debian:13 AS base\n# for the download\n\nARG VERSION=1.0\n',
  },
  check(file, report) {
    const comments = new Map(file.tree.comments.map((comment) => [comment.line, comment]))
    for (const instruction of file.tree.instructions) {
      const names = namesOf(file, instruction)
      const comment = comments.get(instruction.line - 1)
      // A comment inside the instruction above is that one's.
      const above = file.tree.instructions[instruction.index - 1]
      if (!comment || names.length === 0 || (above && comment.line <= above.endLine)) continue
      if (names.includes(comment.text.split(' ')[0])) continue
      const name = names.length > 1 ? '<name>' : names[0]
      const { start, end } = instruction.keywordRange
      report({
        range: { start, end },
        related: [{ range: { start: comment.start, end: comment.end }, message: 'The comment' }],
        message: `The comment above is no description of \`${names.join('`, `')}\`; write \`# ${name} …\`, or a blank line between`,
        fixes: fixesOf(file, instruction, comment, names),
      })
    }
  },
}

/** The names of arguments, or of a stage as it is written in small letters. */
function namesOf(file: LintFile, instruction: Instruction): readonly string[] {
  if (instruction.keyword === 'ARG') return argPairs(instruction).map(({ name }) => name)
  const name = instruction.keyword === 'FROM' ? file.stageOf(instruction)?.name : undefined
  return name === undefined ? [] : [name]
}

function fixesOf(file: LintFile, instruction: Instruction, comment: Comment, names: readonly string[]): readonly Fix[] {
  const blank: Fix = {
    title: 'Put a blank line between',
    safety: 'safe',
    edits: [insert(file.tree.lineStarts[instruction.line], file.newline)],
    effect: {},
  }
  if (names.length > 1 || comment.text === '') return [blank]
  const start = file.text.indexOf(comment.text, comment.start + 1)
  const named: Fix = {
    title: `Begin it with \`${names[0]}\``,
    safety: 'safe',
    edits: [insert(start, `${names[0]} `)],
    effect: { comments: [comment.start] },
  }
  return [blank, named]
}
