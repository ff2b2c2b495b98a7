/** `invalid-stage-name`: a name behind AS that BuildKit refuses. */

import type { Rule } from '../../lint/rule.ts'
import { hasTrailingComment } from '../../lint/trailing-comment.ts'

export const invalidStageName: Rule = {
  id: 'invalid-stage-name',
  family: 'syntax',
  severity: 'error',
  docs: {
    summary: 'A build stage has a name that is not allowed',
    why: 'A stage name begins with a letter and goes on with letters, digits, `-`, `_` and `.`; it takes no variables. The build stops before it begins.',
    lesson: 'Multi-stage builds (part 3)',
    bad: 'FROM alpine:3.22 AS 1st\n',
    good: 'FROM alpine:3.22 AS first\n',
  },
  check(file, report) {
    for (const { nameWord, from } of file.stages) {
      if (!nameWord || /^[a-z][a-z0-9_.-]*$/i.test(nameWord.text) || hasTrailingComment(file, from)) continue
      const why = nameWord.text.includes('$')
        ? 'a stage name takes no variables'
        : 'it has to begin with a letter and go on with letters, digits, `-`, `_` and `.`'
      report({ range: nameWord, message: `\`${nameWord.text}\` cannot name a stage: ${why}` })
    }
  },
}
