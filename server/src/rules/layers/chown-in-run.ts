/** `chown-in-run`: a layer that copies files once more to change their owner. */

import { changedCopies, foldingFix } from '../../lint/copied-then-changed.ts'
import type { Rule } from '../../lint/rule.ts'

export const chownInRun: Rule = {
  id: 'chown-in-run',
  family: 'layers',
  severity: 'info',
  fixable: 'safe',
  docs: {
    summary: 'Copied files change their owner in a later layer',
    why: 'A layer holds whole files: changing the owner of a file stores it once more. `COPY --chown` sets it while copying.',
    lesson: 'Minimal permissions (part 5)',
    bad: 'FROM alpine:3.22\nCOPY app.sh /app.sh\nRUN chown 1000:1000 /app.sh\n',
    good: 'FROM alpine:3.22\nCOPY --chown=1000:1000 app.sh /app.sh\n',
    exception: 'A file of a few bytes is not worth a thought.',
  },
  check(file, report) {
    for (const changed of changedCopies(file, 'chown')) {
      const { command, copy, value } = changed
      const stage = file.stageOf(copy)
      if (!stage || !file.facts.isShipped(stage)) continue
      report({
        range: command.callRange,
        message: `\`chown\` stores the copied files once more; use \`${copy.keyword} --chown=${value}\``,
        related: [{ range: copy.keywordRange, message: 'copied here' }],
        fixes: () => foldingFix(file, changed, 'chown'),
      })
    }
  },
}
