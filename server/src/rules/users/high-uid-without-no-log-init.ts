/** `high-uid-without-no-log-init`: `useradd` with a high number, which makes an enormous log file. */

import { insert } from '../../lint/edits.ts'
import type { Rule } from '../../lint/rule.ts'

/** Up to here the log of last logins stays below some 30 MB. */
const harmless = 99_999

export const highUidWithoutNoLogInit: Rule = {
  id: 'high-uid-without-no-log-init',
  family: 'users',
  aliases: ['DL3046'],
  severity: 'warning',
  fixable: 'safe',
  docs: {
    summary: '`useradd` with a high user number fills the image with an empty log',
    why: 'The log of failed logins has a place for every number up to the highest. It is a sparse file, but the layers of an image are not, so a user number in the millions makes an image of hundreds of megabytes.',
    bad: 'FROM debian:13\nRUN useradd --uid 1000980 app\n',
    good: 'FROM debian:13\nRUN useradd --no-log-init --uid 1000980 app\n',
  },
  check(file, report) {
    for (const command of file.shellCommands('useradd')) {
      const flag = command.flag('-u', '--uid')
      if (!command.nameWord || !flag?.value || !/^\d{1,15}$/.test(flag.value) || Number(flag.value) <= harmless)
        continue
      if (command.hasFlag('-l', '--no-log-init') || command.mayHaveMoreFlags) continue
      report({
        range: { start: flag.start, end: flag.end },
        message: `\`useradd\` with the number ${flag.value} makes a huge log of logins; pass \`--no-log-init\``,
        fixes: [
          { title: 'Add `--no-log-init`', safety: 'safe', edits: [insert(command.nameWord.end, ' --no-log-init')] },
        ],
      })
    }
  },
}
