/** `reserved-stage-name`: a stage with a name that means something else. */

import { freeStageName, renameStage } from '../../lint/rename-stage.ts'
import type { Rule } from '../../lint/rule.ts'

export const reservedStageName: Rule = {
  id: 'reserved-stage-name',
  family: 'stages',
  aliases: ['ReservedStageName', 'DL3063'],
  severity: 'error',
  fixable: 'unsafe',
  docs: {
    summary: 'A build stage has the name `scratch` or `context`',
    why: '`scratch` is the empty image and `context` the build context; a stage with such a name hides them or cannot be named itself.',
    lesson: 'Multi-stage builds (part 3)',
    bad: 'FROM alpine:3.22 AS scratch\nRUN apk info\n',
    good: 'FROM alpine:3.22 AS scratch-stage\nRUN apk info\n',
  },
  check(file, report) {
    for (const stage of file.stages) {
      const { name, nameWord } = stage
      if (name === undefined || !nameWord || !Object.hasOwn(reserved, name)) continue
      report({
        range: nameWord,
        message: `\`${nameWord.text}\` means ${reserved[name]}; give the stage another name`,
        fixes() {
          const free = freeStageName(file, `${name}-stage`)
          // `FROM scratch` most likely means what it says.
          const edits = renameStage(file, stage, free, ({ kind }) => kind === 'from')
          return [{ title: `Rename it to \`${free}\``, safety: 'unsafe' as const, edits }]
        },
      })
    }
  },
}

/** Names that mean something else. */
const reserved: Readonly<Record<string, string>> = {
  scratch: 'the empty image',
  context: 'the build context',
}
