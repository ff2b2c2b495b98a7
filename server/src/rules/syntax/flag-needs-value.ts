/** `flag-needs-value`: a flag without the value that it takes. */

import { flagKind } from '../../knowledge/instruction-flags.ts'
import { parsedFlags } from '../../lint/parsed-flags.ts'
import type { Rule } from '../../lint/rule.ts'

export const flagNeedsValue: Rule = {
  id: 'flag-needs-value',
  family: 'syntax',
  severity: 'error',
  docs: {
    summary: 'A flag lacks its value',
    why: 'A value follows its flag after `=`, without a blank; the word behind a blank is the next argument. The build stops before it begins.',
    bad: 'FROM alpine:3.22\nCOPY --chown 1000:1000 app /app\n',
    good: 'FROM alpine:3.22\nCOPY --chown=1000:1000 app /app\n',
  },
  check(file, report) {
    for (const { instruction, flag } of parsedFlags(file)) {
      const kind = flagKind(instruction.keyword, flag.name)
      if (kind === undefined) continue
      if (kind === 'boolean' ? flag.value !== '' : flag.value !== undefined) continue
      const name = `--${flag.name}`
      const message =
        kind === 'boolean'
          ? `\`${name}=\` has no value; write \`${name}\` alone, or \`true\` or \`false\` behind the \`=\``
          : `\`${name}\` needs a value: \`${name}=…\`, without blanks`
      report({ range: flag, message })
    }
  },
}
