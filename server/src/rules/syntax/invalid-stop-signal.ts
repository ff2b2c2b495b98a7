/** `invalid-stop-signal`: a STOPSIGNAL that is no signal. */

import { isValidSignal, signalNames } from '../../knowledge/signals.ts'
import { nearest } from '../../lint/nearest.ts'
import type { Rule } from '../../lint/rule.ts'
import { hasTrailingComment } from '../../lint/trailing-comment.ts'
import { mayBeSet } from '../../lint/word-expansion.ts'
import { expandWord } from '../../syntax/expand.ts'

export const invalidStopSignal: Rule = {
  id: 'invalid-stop-signal',
  family: 'syntax',
  severity: 'error',
  docs: {
    summary: 'STOPSIGNAL names something that is no signal',
    why: 'It takes one name, with or without `SIG`, or a number above 0; the build stops at anything else.',
    bad: 'FROM nginx:1.29\nSTOPSIGNAL SIGQIUT\n',
    good: 'FROM nginx:1.29\nSTOPSIGNAL SIGQUIT\n',
  },
  check(file, report) {
    for (const instruction of file.tree.instructions) {
      if (instruction.keyword !== 'STOPSIGNAL' || instruction.words.length === 0) continue
      const [word] = instruction.words
      const { value, error, references } = expandWord(word.text, () => undefined, { escape: file.tree.escape })
      if (references.some(({ name }) => mayBeSet(file, { instruction, isGlobal: false }, name))) continue
      if (error !== undefined || isValidSignal(value) || hasTrailingComment(file, instruction)) continue
      const suggestion = nearest(value, signalNames)
      const advice =
        suggestion === undefined ? 'write a name such as `SIGTERM` or its number' : `did you mean \`${suggestion}\`?`
      report({ range: word, message: `\`${value === '' ? word.text : value}\` is no signal; ${advice}` })
    }
  },
}
