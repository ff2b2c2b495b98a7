/** `invalid-shell`: a SHELL that is no JSON array. */

import type { Rule } from '../../lint/rule.ts'
import { hasTrailingComment } from '../../lint/trailing-comment.ts'

export const invalidShell: Rule = {
  id: 'invalid-shell',
  family: 'syntax',
  severity: 'error',
  docs: {
    summary: 'SHELL is not written as a JSON array',
    why: 'SHELL has no other form: the program and its options are a JSON array of strings. The build stops before it begins.',
    bad: 'FROM debian:13\nSHELL /bin/bash -o pipefail -c\n',
    good: 'FROM debian:13\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\n',
  },
  check(file, report) {
    for (const instruction of file.tree.instructions) {
      const { keyword, json, words, body, error } = instruction
      if (keyword !== 'SHELL' || json || error || words.length === 0 || hasTrailingComment(file, instruction)) continue
      const text = words[0].text
      const isPlain = /^[A-Za-z0-9/_.:+ -]+$/.test(text)
      const array = isPlain ? `: \`SHELL ${JSON.stringify(text.split(/ +/)).replaceAll(',', ', ')}\`` : ''
      const what = text.startsWith('[')
        ? 'this array is no valid JSON, which SHELL needs'
        : 'SHELL takes a JSON array only'
      report({ range: body, message: `${what}${array}` })
    }
  },
}
