/** `latest-tag`: a FROM with the tag `latest`. */

import { supportedTags } from '../../knowledge/end-of-life.ts'
import type { ImageReference } from '../../knowledge/image-reference.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Rule } from '../../lint/rule.ts'
import type { Range } from '../../syntax/tree.ts'
import { externalImages } from './external-images.ts'
import { imageFixes, namesRelease, versionAdvice } from './image-advice.ts'

export const latestTag: Rule = {
  id: 'latest-tag',
  family: 'stages',
  aliases: ['DL3007'],
  severity: 'warning',
  fixable: 'unsafe',
  docs: {
    summary: 'FROM uses the tag `latest`',
    why: '`latest` is whatever is newest on the day of the build. The same file gives another image next month, and a major version can come without notice.',
    lesson: 'Reproducible builds (part 5)',
    bad: 'FROM python:latest\nCMD ["python"]\n',
    good: 'FROM python:3.14\nCMD ["python"]\n',
    exception: 'Images that have no other tag.',
  },
  check(file, report) {
    for (const { stage, reference, word } of externalImages(file)) {
      if (reference.tag !== 'latest' || reference.digest !== undefined || word.text.includes('$')) continue
      const tags = supportedTags(reference, file.today)
      report({
        range: tagRange(file, word, reference),
        severity: namesRelease(reference) ? 'info' : 'warning',
        message: `\`latest\` is whatever is newest on the day of the build${versionAdvice(tags)}`,
        fixes: () => imageFixes(file, stage, tags),
      })
    }
  },
}

function tagRange(file: LintFile, word: Range, { text, parts }: ImageReference): Range {
  return parts.tag && file.slice(word) === text
    ? { start: word.start + parts.tag.start, end: word.start + parts.tag.end }
    : word
}
