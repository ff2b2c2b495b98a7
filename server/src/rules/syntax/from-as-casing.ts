/** `from-as-casing`: FROM and AS in different cases. */

import { replace } from '../../lint/edits.ts'
import type { Rule } from '../../lint/rule.ts'

export const fromAsCasing: Rule = {
  id: 'from-as-casing',
  family: 'syntax',
  aliases: ['FromAsCasing'],
  severity: 'warning',
  fixable: 'safe',
  docs: {
    summary: 'FROM and AS are in different cases',
    why: 'Case means nothing to the build, but a line whose keywords look alike is easier to read: `FROM image AS name`.',
    lesson: 'Multi-stage builds (part 3)',
    bad: 'FROM node:24 as build\n',
    good: 'FROM node:24 AS build\n',
  },
  check(file, report) {
    for (const { from } of file.stages) {
      const as = from.words[1]
      if (as?.text.toUpperCase() !== 'AS' || from.words.length > 3) continue
      const keyword = file.slice(from.keywordRange)
      const isLower = keyword === keyword.toLowerCase()
      // A FROM in mixed case is the flaw of another rule.
      if (!isLower && keyword !== keyword.toUpperCase()) continue
      const wanted = isLower ? 'as' : 'AS'
      if (as.text === wanted) continue
      report({
        range: as,
        message: `\`${as.text}\` is not in the case of \`${keyword}\`; write \`${wanted}\``,
        fixes: [{ title: `Write \`${wanted}\``, safety: 'safe', edits: [replace(as, wanted)] }],
      })
    }
  },
}
