/** `maintainer-deprecated`: MAINTAINER, which a label has replaced. */

import { replace } from '../../lint/edits.ts'
import type { Rule } from '../../lint/rule.ts'

export const maintainerDeprecated: Rule = {
  id: 'maintainer-deprecated',
  family: 'syntax',
  aliases: ['MaintainerDeprecated', 'DL4000'],
  severity: 'warning',
  fixable: 'safe',
  docs: {
    summary: '`MAINTAINER` is deprecated',
    why: 'It sets one field that few tools read. A label says the same, can be queried with `docker inspect`, and stands beside the other metadata of the image.',
    lesson: 'LABEL (part 3)',
    bad: 'FROM alpine:3.22\nMAINTAINER Ada <ada@example.com>\n',
    good: 'FROM alpine:3.22\nLABEL org.opencontainers.image.authors="Ada <ada@example.com>"\n',
  },
  check(file, report) {
    for (const instruction of file.instructions('MAINTAINER')) {
      const [name] = instruction.words
      if (!name) continue
      report({
        range: instruction.keywordRange,
        message: '`MAINTAINER` is deprecated; write a label `org.opencontainers.image.authors`',
        tags: ['deprecated'],
        fixes: [
          {
            title: 'Write it as a label',
            safety: 'safe',
            edits: [
              replace(instruction.keywordRange, casedLike(file.slice(instruction.keywordRange), 'LABEL')),
              replace(name, `org.opencontainers.image.authors=${quoted(name.text)}`),
            ],
          },
        ],
      })
    }
  },
}

function casedLike(example: string, keyword: string): string {
  return example === example.toLowerCase() ? keyword.toLowerCase() : keyword
}

/** The text as one double-quoted word: MAINTAINER takes everything literally, LABEL expands and unescapes. */
function quoted(text: string): string {
  const bare = /^"[^"\\$]*"$/.test(text) ? text.slice(1, -1) : text
  return `"${bare.replace(/[\\"$]/g, '\\$&')}"`
}
