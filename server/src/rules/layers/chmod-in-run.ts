/** `chmod-in-run`: a layer that copies files once more to change their mode. */

import { changedCopies, foldingFix } from '../../lint/copied-then-changed.ts'
import type { Rule } from '../../lint/rule.ts'

export const chmodInRun: Rule = {
  id: 'chmod-in-run',
  family: 'layers',
  severity: 'info',
  fixable: 'safe',
  docs: {
    summary: 'Copied files change their mode in a later layer',
    why: 'A layer holds whole files: changing the mode of a file stores it once more. `COPY --chmod` sets it while copying.',
    lesson: 'Minimal permissions (part 5)',
    bad: 'FROM alpine:3.22\nCOPY app.sh /app.sh\nRUN chmod 755 /app.sh\n',
    good: 'FROM alpine:3.22\nCOPY --chmod=755 app.sh /app.sh\n',
    exception: 'A file of a few bytes is not worth a thought.',
  },
  check(file, report) {
    for (const changed of changedCopies(file, 'chmod')) {
      const { command, copy, value } = changed
      const stage = file.stageOf(copy)
      if (!stage || !file.facts.isShipped(stage)) continue
      report({
        range: command.callRange,
        message: `\`chmod\` stores the copied files once more; use \`${copy.keyword} --chmod=${value}\``,
        related: [{ range: copy.keywordRange, message: 'copied here' }],
        fixes: () => foldingFix(file, changed, 'chmod'),
      })
    }
  },
}
