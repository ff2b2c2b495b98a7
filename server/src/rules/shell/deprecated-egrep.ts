/** `deprecated-egrep`: names that GNU grep warns about. */

import { insertWordBehind } from '../../lint/command-edits.ts'
import { replace } from '../../lint/edits.ts'
import type { Fix, Rule } from '../../lint/rule.ts'

const flags: Readonly<Record<string, string>> = { egrep: '-E', fgrep: '-F' }

export const deprecatedEgrep: Rule = {
  id: 'deprecated-egrep',
  family: 'shell',
  aliases: ['SC2196', 'SC2197'],
  severity: 'hint',
  fixable: 'safe',
  docs: {
    summary: '`egrep` and `fgrep` are deprecated names of `grep -E` and `grep -F`',
    why: 'GNU grep prints a warning for them since version 3.8, and no standard has them any more.',
    bad: 'FROM debian:13\nRUN egrep -v "^(#|$)" /etc/fstab\n',
    good: 'FROM debian:13\nRUN grep -E -v "^(#|$)" /etc/fstab\n',
  },
  check(file, report) {
    for (const command of file.shellCommands('egrep', 'fgrep')) {
      const { nameWord, name } = command
      if (!nameWord) continue
      const flag = flags[name]
      report({
        range: nameWord,
        message: `\`${name}\` is deprecated; write \`grep ${flag}\``,
        tags: ['deprecated'],
        fixes(): readonly Fix[] {
          const at =
            nameWord.start +
            nameWord.text.lastIndexOf(name) +
            (file.text[nameWord.start] === '"' && nameWord.text[0] !== '"' ? 1 : 0)
          const edits = [replace({ start: at, end: at + 1 }, ''), insertWordBehind(command, nameWord, flag)]
          return [{ title: `Write \`grep ${flag}\``, safety: 'safe', edits }]
        },
      })
    }
  },
}
