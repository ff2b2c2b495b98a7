/** `expose-protocol-casing`: `80/TCP`. */

import { replace } from '../../lint/edits.ts'
import type { Rule } from '../../lint/rule.ts'

export const exposeProtocolCasing: Rule = {
  id: 'expose-protocol-casing',
  family: 'syntax',
  aliases: ['ExposeProtoCasing'],
  severity: 'warning',
  fixable: 'safe',
  docs: {
    summary: 'The protocol of a port is not in lower case',
    why: 'Docker reads `80/TCP` as `80/tcp`; other tools that read the file may not.',
    lesson: 'EXPOSE (part 3)',
    bad: 'FROM coredns/coredns:1.13.1\nEXPOSE 53/UDP\n',
    good: 'FROM coredns/coredns:1.13.1\nEXPOSE 53/udp\n',
  },
  check(file, report) {
    for (const instruction of file.tree.instructions) {
      if (instruction.keyword !== 'EXPOSE') continue
      for (const word of instruction.words) {
        const protocol = /\/(tcp|udp|sctp)["']?$/i.exec(word.text)
        if (!protocol || protocol[1] === protocol[1].toLowerCase()) continue
        const start = word.start + protocol.index + 1
        const range = { start, end: start + protocol[1].length }
        const isVerbatim = file.slice(range) === protocol[1]
        const lower = protocol[1].toLowerCase()
        report({
          range: isVerbatim ? range : word,
          message: `the protocol \`${protocol[1]}\` is written in lower case: \`${lower}\``,
          fixes: isVerbatim
            ? [{ title: `Write \`${lower}\``, safety: 'safe', edits: [replace(range, lower)] }]
            : undefined,
        })
      }
    }
  },
}
