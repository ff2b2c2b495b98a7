/** `bad-label-key`: labels with keys that are not what keys should be. */

import { replace } from '../../lint/edits.ts'
import { labels } from '../../lint/label-schema.ts'
import type { Rule } from '../../lint/rule.ts'

export const badLabelKey: Rule = {
  id: 'bad-label-key',
  family: 'runtime',
  aliases: ['DL3048'],
  severity: 'off',
  fixable: 'unsafe',
  docs: {
    summary: 'A label key that does not follow the guidelines for keys',
    why: 'Keys consist of small letters, digits, dots and hyphens, begin with a letter, end with a letter or digit, and have no two separators in a row. Other keys are hard to query, and some tools refuse them. `com.docker.*`, `io.docker.*` and `org.dockerproject.*` are reserved.',
    lesson: 'LABEL (part 3)',
    bad: 'FROM debian:13\nLABEL "Build Host"="ci"\n',
    good: 'FROM debian:13\nLABEL build-host="ci"\n',
  },
  check(file, report) {
    for (const { key, pair } of labels(file)) {
      const flaw = flawOf(key)
      // What a variable brings is not known.
      if (flaw === undefined || /^\$|\$\{/.test(key)) continue
      const better = key
        .toLowerCase()
        .replace(/[^a-z0-9._]+/g, '-')
        .replace(/([.-])[.-]+/g, '$1')
      const isBetter = flawOf(better) === undefined && pair.name.replace(/^"|"$/g, '') === key
      report({
        range: pair.nameRange,
        message: `The label key \`${key}\` ${flaw}`,
        fixes: isBetter
          ? [{ title: `Write \`${better}\``, safety: 'unsafe', edits: [replace(pair.nameRange, better)] }]
          : [],
      })
    }
  },
}

/** What is wrong with a key; undefined when nothing is. */
function flawOf(key: string): string | undefined {
  if (/^(com\.docker|io\.docker|org\.dockerproject)\./.test(key)) return 'is in a reserved namespace; choose your own'
  if (!/^[a-z]/.test(key)) return 'does not begin with a small letter'
  // Underscores are against the guidelines too, and in use everywhere.
  if (/[^a-z0-9._-]/.test(key)) return 'has other characters than small letters, digits, dots and hyphens'
  if (!/[a-z0-9]$/.test(key)) return 'does not end with a letter or digit'
  return /[.-]{2}/.test(key) ? 'has two separators in a row' : undefined
}
