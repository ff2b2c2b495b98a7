/** `copy-from-itself`: a stage that copies from itself. */

import type { Rule } from '../../lint/rule.ts'

export const copyFromItself: Rule = {
  id: 'copy-from-itself',
  family: 'stages',
  aliases: ['DL3023'],
  severity: 'error',
  docs: {
    summary: 'A stage copies from itself',
    why: 'A stage can only take files from stages that are finished; the build stops. Inside one stage, `RUN cp` copies.',
    lesson: 'Multi-stage builds (part 3)',
    bad: 'FROM alpine:3.22 AS app\nCOPY --from=app /etc/passwd /tmp/passwd\n',
    good: 'FROM alpine:3.22 AS app\nRUN cp /etc/passwd /tmp/passwd\n',
  },
  check(file, report) {
    for (const { target, inStage, start, end, text, kind } of file.graph.references) {
      if (target !== inStage || (kind === 'mount' && /^\d+$/.test(text))) continue
      report({
        range: { start, end },
        message: `\`${text}\` is the stage that this line stands in; copy with \`RUN cp\` instead`,
      })
    }
  },
}
