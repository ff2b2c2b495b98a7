/** `too-many-arguments`: a FROM with more words than an image and its name. */

import { nearest } from '../../lint/nearest.ts'
import type { Rule } from '../../lint/rule.ts'
import { hasTrailingComment } from '../../lint/trailing-comment.ts'

export const tooManyArguments: Rule = {
  id: 'too-many-arguments',
  family: 'syntax',
  severity: 'error',
  docs: {
    summary: 'FROM has more words than an image and `AS name`',
    why: 'FROM takes an image, and optionally AS with the name of the stage. With any other number of words the build stops before it begins.',
    bad: 'FROM alpine:3.22 base\n',
    good: 'FROM alpine:3.22 AS base\n',
  },
  check(file, report) {
    for (const instruction of file.instructions('FROM')) {
      const { words } = instruction
      if (words.length < 2 || instruction !== file.outer(instruction) || hasTrailingComment(file, instruction)) continue
      const isAs = words[1].text.toUpperCase() === 'AS'
      if (isAs && words.length <= 3) continue
      const extra = isAs ? { start: words[3].start, end: words[words.length - 1].end } : words[1]
      report({ range: extra, message: message(words, isAs) })
    }
  },
}

function message(words: readonly { readonly text: string }[], isAs: boolean): string {
  const takes = 'FROM takes an image, then `AS` and a name'
  if (isAs) return `\`${words[3].text}\` is one word too many; ${takes}`
  const [, second] = words
  if (words.length === 2)
    return `\`${second.text}\` stands alone behind the image; write \`AS ${second.text}\` to name the stage`
  const isMisspelt = words.length === 3 && nearest(second.text, ['AS']) !== undefined
  return `\`${second.text}\` ${isMisspelt ? 'is not `AS`' : 'has no place here'}; ${takes}`
}
