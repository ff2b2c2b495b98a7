/** `apt-key-deprecated`: the key tool that Debian has taken out. */

import type { Rule } from '../../lint/rule.ts'

export const aptKeyDeprecated: Rule = {
  id: 'apt-key-deprecated',
  family: 'packages',
  severity: 'info',
  docs: {
    summary: '`apt-key` is deprecated, and gone from Debian 13',
    why: 'A key that it adds may sign any package of any repository. A key file of its own, named by `signed-by` in the source, is trusted for that source alone, and needs no `gnupg`.',
    bad: 'FROM debian:12\nRUN curl -fsSL https://example.com/key.asc | apt-key add -\n',
    good: 'FROM debian:12\nADD --chmod=644 https://example.com/key.asc /etc/apt/keyrings/example.asc\nRUN echo "deb [signed-by=/etc/apt/keyrings/example.asc] https://example.com/debian bookworm main" > /etc/apt/sources.list.d/example.list\n',
    exception: 'Releases before Debian 9 and Ubuntu 16.04 know no `signed-by`.',
  },
  check(file, report) {
    for (const command of file.shellCommands('apt-key')) {
      const { nameWord } = command
      if (!nameWord || !command.subcommand('add', 'adv')) continue
      report({
        range: nameWord,
        message: '`apt-key` is deprecated; put the key into `/etc/apt/keyrings` and name it with `signed-by`',
        tags: ['deprecated'],
      })
    }
  },
}
