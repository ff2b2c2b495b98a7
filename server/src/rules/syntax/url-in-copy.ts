/** `url-in-copy`: COPY with a URL or a Git repository as its source. */

import { replace } from '../../lint/edits.ts'
import { casedLike } from '../../lint/insert-lines.ts'
import type { Rule } from '../../lint/rule.ts'

export const urlInCopy: Rule = {
  id: 'url-in-copy',
  family: 'syntax',
  severity: 'error',
  fixable: 'unsafe',
  docs: {
    summary: 'COPY has a URL or a Git repository as its source',
    why: 'COPY takes files of the build context or of another stage only; the build stops. ADD downloads, and with `--checksum` also verifies.',
    lesson: 'COPY and ADD (part 3)',
    bad: 'FROM alpine:3.22\nCOPY https://example.com/app.tar.gz /tmp/\n',
    good: 'FROM alpine:3.22\nADD https://example.com/app.tar.gz /tmp/\n',
  },
  check(file, report) {
    for (const instruction of file.tree.instructions) {
      const { keyword, words, flags, keywordRange } = instruction
      if (keyword !== 'COPY') continue
      const isFromElsewhere = flags.some(({ name }) => name === 'from' || name === 'parents')
      for (const word of words.slice(0, -1)) {
        if (!/^["']?(?:https?:\/\/|git:\/\/|ssh:\/\/|git@[^/]+:)/.test(word.text)) continue
        report({
          range: word,
          message: '`COPY` cannot download; `ADD` can',
          fixes: isFromElsewhere
            ? undefined
            : [
                {
                  title: 'Write `ADD`',
                  safety: 'unsafe',
                  edits: [replace(keywordRange, casedLike(file, instruction, 'ADD'))],
                },
              ],
        })
      }
    }
  },
}
