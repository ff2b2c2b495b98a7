/** `add-remote-without-checksum`: a download whose content nobody has pinned. */

import type { Rule } from '../../lint/rule.ts'

export const addRemoteWithoutChecksum: Rule = {
  id: 'add-remote-without-checksum',
  family: 'layers',
  severity: 'info',
  docs: {
    summary: '`ADD` downloads a file without a checksum',
    why: 'What the server sends may change from one build to the next, or be replaced by somebody else. With `--checksum` the build stops when the content is not what was meant.',
    lesson: 'Pin specific versions (part 5)',
    bad: 'FROM alpine:3.22\nADD https://example.com/tool-1.2.3 /usr/local/bin/tool\n',
    good: 'FROM alpine:3.22\nADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.com/tool-1.2.3 /usr/local/bin/tool\n',
    exception: 'A file that is meant to change, such as a list that is fetched anew on purpose.',
  },
  check(file, report) {
    for (const instruction of file.instructions('ADD')) {
      if (instruction.flags.some((flag) => flag.name === 'checksum')) continue
      for (const source of instruction.words.slice(0, -1)) {
        const text = source.text.replace(/^["']|["']$/g, '')
        // A Git repository is pinned by its commit, and takes a checksum of another kind.
        if (!/^https?:\/\//i.test(text) || /\.git(#|$)/.test(text)) continue
        report({
          range: source,
          message: `\`${source.text}\` is downloaded without a checksum; add \`--checksum=sha256:…\``,
        })
      }
    }
  },
}
