/** `stage-name-casing`: capital letters in the name of a stage. */

import { renameStage } from '../../lint/rename-stage.ts'
import type { Rule } from '../../lint/rule.ts'

export const stageNameCasing: Rule = {
  id: 'stage-name-casing',
  family: 'stages',
  aliases: ['StageNameCasing'],
  severity: 'warning',
  fixable: 'safe',
  docs: {
    summary: 'A build stage has capital letters in its name',
    why: 'Stage names are stored in lower case. `COPY --from=` finds them in any case, `FROM` in lower case only, so a name with capitals works in one place and not in the other.',
    lesson: 'Multi-stage builds (part 3)',
    bad: 'FROM golang:1.27 AS Build\nRUN go install example.com/app@v1.2.3\n\nFROM debian:13-slim\nCOPY --from=Build /go/bin/app /usr/local/bin/\n',
    good: 'FROM golang:1.27 AS build\nRUN go install example.com/app@v1.2.3\n\nFROM debian:13-slim\nCOPY --from=build /go/bin/app /usr/local/bin/\n',
  },
  check(file, report) {
    for (const stage of file.stages) {
      const { nameWord, name } = stage
      if (!nameWord || name === undefined || nameWord.text === name) continue
      report({
        range: nameWord,
        message: `the stage name \`${nameWord.text}\` has capital letters; write \`${name}\``,
        fixes: () => [
          { title: `Rename it to \`${name}\``, safety: 'safe' as const, edits: renameStage(file, stage, name) },
        ],
      })
    }
  },
}
