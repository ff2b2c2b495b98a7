/** `invalid-onbuild`: an instruction that cannot be put off. */

import type { Rule } from '../../lint/rule.ts'

export const invalidOnbuild: Rule = {
  id: 'invalid-onbuild',
  family: 'syntax',
  aliases: ['DL3043'],
  severity: 'error',
  docs: {
    summary: 'ONBUILD with ONBUILD, FROM or MAINTAINER',
    why: 'ONBUILD cannot put off another ONBUILD, a FROM or a MAINTAINER; the build stops before it begins.',
    bad: 'FROM alpine:3.22\nONBUILD FROM alpine:3.22\n',
    good: 'FROM alpine:3.22\nONBUILD COPY . /app\n',
  },
  check(file, report) {
    for (const { onbuild } of file.tree.instructions) {
      if (!onbuild || !refused.has(onbuild.keyword)) continue
      report({ range: onbuild.keywordRange, message: `\`${onbuild.keyword}\` cannot be put off with ONBUILD` })
    }
  },
}

const refused = new Set(['ONBUILD', 'FROM', 'MAINTAINER'])
