/** `pipe-to-shell`: scripts from the network that run unseen. */

import type { Rule } from '../../lint/rule.ts'
import { shellBehind } from './downloads.ts'

export const pipeToShell: Rule = {
  id: 'pipe-to-shell',
  family: 'users',
  severity: 'info',
  docs: {
    summary: 'A script from the network goes straight to a shell',
    why: 'Nobody sees what runs, it may be another script tomorrow, and a download that breaks off leaves half of it done. Download a release, check its checksum, then run it.',
    bad: 'FROM debian:13\nRUN curl -fsSL https://example.com/install.sh | sh\n',
    good: 'FROM debian:13\nADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.com/install.sh /tmp/\nRUN sh /tmp/install.sh\n',
    exception: 'Installers that their makers only offer this way, when the version that they install is named.',
  },
  check(file, report) {
    const seen = new Set<number>()
    for (const command of file.shellCommands('curl', 'wget')) {
      const shell = shellBehind(file, command)
      if (!shell?.nameWord || seen.has(shell.nameWord.start)) continue
      seen.add(shell.nameWord.start)
      report({
        range: shell.nameWord,
        message: `\`${shell.name}\` runs what \`${command.name}\` gets, whatever it is that day; download it, check it, then run it`,
      })
    }
  },
}
