/** `blank-name`: `=value` without a name in front, and a volume without a path. */

import type { LintFile } from '../../lint/lint-file.ts'
import type { Rule } from '../../lint/rule.ts'
import { hasTrailingComment } from '../../lint/trailing-comment.ts'
import { mayBeSet } from '../../lint/word-expansion.ts'
import { expandWord } from '../../syntax/expand.ts'
import { argPairs } from '../../syntax/stages.ts'
import type { Instruction, Range, Word } from '../../syntax/tree.ts'

export const blankName: Rule = {
  id: 'blank-name',
  family: 'syntax',
  severity: 'error',
  docs: {
    summary: 'A variable, label or volume has an empty name',
    why: 'ENV, ARG and LABEL need a name in front of the `=`, and VOLUME a path; the build stops before it begins.',
    bad: 'FROM alpine:3.22\nENV =production\n',
    good: 'FROM alpine:3.22\nENV MODE=production\n',
  },
  check(file, report) {
    for (const instruction of file.tree.instructions) {
      if (instruction.keyword === 'VOLUME') {
        for (const word of instruction.words) {
          if (isBlank(file, instruction, word))
            report({ range: word, message: 'this volume has no path; name a directory' })
        }
        continue
      }
      for (const pair of pairsOf(instruction)) {
        if (pair.name !== '' || hasTrailingComment(file, instruction)) continue
        report({ range: pair, message: `\`${file.slice(pair)}\` has no name in front of its \`=\`` })
      }
    }
  },
}

function pairsOf(instruction: Instruction): readonly (Range & { readonly name: string })[] {
  return instruction.keyword === 'ARG' ? argPairs(instruction) : instruction.pairs
}

/** Empty after the removal of quotes and escapes, and of variables that nothing can set. */
function isBlank(file: LintFile, instruction: Instruction, { text }: Word): boolean {
  const { value, error, references } = expandWord(text, () => undefined, { escape: file.tree.escape })
  if (error !== undefined || value.trim() !== '') return false
  return references.every(({ name }) => !mayBeSet(file, { instruction, isGlobal: false }, name))
}
