/** `unknown-flag`: a flag that its instruction does not have. */

import { flagKind, instructionFlags } from '../../knowledge/instruction-flags.ts'
import { replace } from '../../lint/edits.ts'
import { nearest } from '../../lint/nearest.ts'
import { parsedFlags } from '../../lint/parsed-flags.ts'
import type { Rule } from '../../lint/rule.ts'

export const unknownFlag: Rule = {
  id: 'unknown-flag',
  family: 'syntax',
  severity: 'error',
  fixable: 'unsafe',
  docs: {
    summary: 'An instruction has a flag that it does not know',
    why: 'The build stops before it begins. Flags are written in lower case, directly behind the keyword, and each instruction has its own; most have none.',
    bad: 'FROM alpine:3.22\nCOPY --chwon=1000:1000 app /app\n',
    good: 'FROM alpine:3.22\nCOPY --chown=1000:1000 app /app\n',
  },
  check(file, report) {
    for (const { instruction, flag } of parsedFlags(file)) {
      const { keyword } = instruction
      if (flagKind(keyword, flag.name) !== undefined) continue
      const known = Object.keys(instructionFlags(keyword))
      const suggestion = nearest(flag.name, known)
      const advice =
        suggestion !== undefined
          ? `; did you mean \`--${suggestion}\`?`
          : known.length > 0
            ? `; it has ${known.map((name) => `\`--${name}\``).join(', ')}`
            : '; it takes none'
      report({
        range: { start: flag.start, end: flag.nameRange.end },
        message: `\`${keyword}\` has no flag \`--${flag.name}\`${advice}`,
        fixes:
          suggestion === undefined
            ? undefined
            : [{ title: `Write \`--${suggestion}\``, safety: 'unsafe', edits: [replace(flag.nameRange, suggestion)] }],
      })
    }
  },
}
