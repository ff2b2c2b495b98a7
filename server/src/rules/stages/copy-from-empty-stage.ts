/** `copy-from-empty-stage`: copying from a stage in which there is nothing. */

import type { LintFile } from '../../lint/lint-file.ts'
import type { Rule } from '../../lint/rule.ts'
import type { Stage } from '../../syntax/stages.ts'

export const copyFromEmptyStage: Rule = {
  id: 'copy-from-empty-stage',
  family: 'stages',
  severity: 'warning',
  docs: {
    summary: '`--from` names a stage that has no files',
    why: 'A stage on `scratch` into which nothing was copied is empty, so there is nothing that could be taken from it, and the build fails.',
    lesson: 'Multi-stage builds (part 3)',
    bad: 'FROM scratch AS files\n\nFROM alpine:3.22\nCOPY --from=files /app /app\n',
    good: 'FROM scratch AS files\nCOPY app /app\n\nFROM alpine:3.22\nCOPY --from=files /app /app\n',
  },
  check(file, report) {
    for (const { kind, target, inStage, instruction, start, end, text } of file.graph.references) {
      if (kind !== 'copy' || !target || target.index >= inStage.index || !isEmpty(file, target)) continue
      // An empty stage is a place for a build context of that name, and its root can be copied.
      if (instruction.words.slice(0, -1).every((word) => /^["']?\/["']?$/.test(word.text))) continue
      report({
        range: { start, end },
        message: `the stage \`${text}\` is empty: it begins with \`scratch\` and copies nothing`,
      })
    }
  },
}

const filling = new Set(['COPY', 'ADD', 'RUN', 'WORKDIR'])

function isEmpty(file: LintFile, stage: Stage): boolean {
  return file.facts.isScratch(stage) && !file.facts.history(stage).some(({ keyword }) => filling.has(keyword))
}
