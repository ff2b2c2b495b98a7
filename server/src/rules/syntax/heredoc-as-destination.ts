/** `heredoc-as-destination`: a heredoc where COPY or ADD has its destination. */

import type { Rule } from '../../lint/rule.ts'

export const heredocAsDestination: Rule = {
  id: 'heredoc-as-destination',
  family: 'syntax',
  severity: 'error',
  docs: {
    summary: 'COPY or ADD has a heredoc where its destination should be',
    why: 'The last word is the destination; heredocs are sources. The build stops before it begins.',
    bad: 'FROM alpine:3.22\nCOPY /etc/motd <<EOF\nwelcome\nEOF\n',
    good: 'FROM alpine:3.22\nCOPY <<EOF /etc/motd\nwelcome\nEOF\n',
  },
  check(file, report) {
    for (const { keyword, words, heredocs, json } of file.tree.instructions) {
      if ((keyword !== 'COPY' && keyword !== 'ADD') || heredocs.length === 0 || json || words.length < 2) continue
      const last = words[words.length - 1]
      const marker = heredocs[heredocs.length - 1].marker
      if (marker.start > last.start || marker.end < last.end) continue
      report({
        range: last,
        message: `the heredoc \`${last.text}\` stands in the place of the destination; put it first`,
      })
    }
  },
}
