/** `untagged-base-image`: a FROM without a tag. */

import { supportedTags } from '../../knowledge/end-of-life.ts'
import type { Rule } from '../../lint/rule.ts'
import { externalImages } from './external-images.ts'
import { imageFixes, namesRelease, versionAdvice } from './image-advice.ts'

export const untaggedBaseImage: Rule = {
  id: 'untagged-base-image',
  family: 'stages',
  aliases: ['DL3006'],
  severity: 'warning',
  fixable: 'unsafe',
  docs: {
    summary: 'FROM names an image without a tag',
    why: 'Without a tag `latest` is meant: whatever is newest on the day of the build. The same file gives another image next month, and a major version can come without notice.',
    lesson: 'Reproducible builds (part 5)',
    bad: 'FROM node\nCMD ["node"]\n',
    good: 'FROM node:26\nCMD ["node"]\n',
  },
  check(file, report) {
    for (const { stage, reference, word } of externalImages(file)) {
      if (reference.tag !== undefined || reference.digest !== undefined || word.text.includes('$')) continue
      const tags = supportedTags(reference, file.today)
      report({
        range: word,
        severity: namesRelease(reference) ? 'info' : 'warning',
        message: `\`${reference.text}\` has no tag, so it means whatever is newest on the day of the build${versionAdvice(tags)}`,
        fixes: () => imageFixes(file, stage, tags),
      })
    }
  },
}
