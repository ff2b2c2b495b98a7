/** `wget-and-curl`: two programs for the same thing. */

import type { ShellCommand } from '../../lint/command.ts'
import type { Rule } from '../../lint/rule.ts'

export const wgetAndCurl: Rule = {
  id: 'wget-and-curl',
  family: 'shell',
  aliases: ['DL4001'],
  severity: 'info',
  docs: {
    summary: 'A stage downloads with `wget` and with `curl`',
    why: 'One of them is enough, and the other need not be installed, updated and watched for vulnerabilities.',
    bad: 'FROM debian:13\nRUN wget -q https://example.com/a\nRUN curl -fsSLO https://example.com/b\n',
    good: 'FROM debian:13\nRUN curl -fsSLO https://example.com/a\nRUN curl -fsSLO https://example.com/b\n',
    exception: 'The `wget` of BusyBox is there anyway.',
  },
  check(file, report) {
    const firsts = new Map<number, ShellCommand>()
    const reported = new Set<number>()
    for (const command of file.shellCommands('wget', 'curl')) {
      const stage = file.stageOf(command.instruction)
      const { nameWord, name } = command
      if (!stage || !nameWord || reported.has(stage.index)) continue
      const first = firsts.get(stage.index)
      if (!first) firsts.set(stage.index, command)
      if (!first || first.name === name) continue
      reported.add(stage.index)
      report({
        range: nameWord,
        message: `this stage downloads with \`${first.name}\` and with \`${name}\`; one is enough`,
        severity: file.facts.isShipped(stage) ? undefined : 'hint',
        related: first.nameWord && [{ range: first.nameWord, message: `\`${first.name}\` is used here` }],
      })
    }
  },
}
