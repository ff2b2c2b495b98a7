/** `circular-stage`: stages that need each other. */

import type { Rule } from '../../lint/rule.ts'
import { isInCycle } from '../../lint/stage-cycles.ts'

export const circularStage: Rule = {
  id: 'circular-stage',
  family: 'stages',
  severity: 'error',
  docs: {
    summary: 'Stages need each other',
    why: 'A stage that needs a later one, which in turn needs the first, can never be built; the build stops.',
    bad: 'FROM alpine:3.22 AS a\nCOPY --from=b /etc/passwd /tmp/\n\nFROM alpine:3.22 AS b\nCOPY --from=a /etc/group /tmp/\n',
    good: 'FROM alpine:3.22 AS a\n\nFROM alpine:3.22 AS b\nCOPY --from=a /etc/group /tmp/\n',
  },
  check(file, report) {
    for (const reference of file.graph.references) {
      const { target, inStage, start, end, text } = reference
      if (!target || target.index <= inStage.index || !isInCycle(file, reference)) continue
      report({
        range: { start, end },
        message: `the stage \`${text}\` needs this one itself, so neither can be built first`,
        related: target.nameWord && [{ range: target.nameWord, message: 'the stage is here' }],
      })
    }
  },
}
