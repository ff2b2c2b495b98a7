/** `deprecated-base-image`: an image that is not maintained any more. */

import { deprecatedImage } from '../../knowledge/end-of-life.ts'
import type { ImageReference } from '../../knowledge/image-reference.ts'
import { successorImages } from '../../knowledge/successor-image.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Rule } from '../../lint/rule.ts'
import type { Range, Word } from '../../syntax/tree.ts'
import { externalImages } from './external-images.ts'
import { imageFixes } from './image-advice.ts'

export const deprecatedBaseImage: Rule = {
  id: 'deprecated-base-image',
  family: 'stages',
  severity: 'warning',
  fixable: 'unsafe',
  docs: {
    summary: 'A base image is not maintained any more',
    why: 'Its repository gets no new images, so neither fixes nor new versions will come. Most have a successor under another name.',
    lesson: 'Base images (part 5)',
    bad: 'FROM jenkins:2.60.3\n',
    good: 'FROM jenkins/jenkins:lts\n',
  },
  check(file, report) {
    for (const { reference, word, stage } of externalImages(file)) {
      const fact = deprecatedImage(reference)
      if (!fact) continue
      const since = fact.since === undefined ? '' : ` since ${fact.since}`
      const names = fact.replacement.slice(0, 2).map((name) => `\`${name}\``)
      const name = reference.text.slice(0, reference.parts.path.end)
      report({
        range: nameRange(file, word, reference),
        tags: ['deprecated'],
        message: `\`${name}\` is not maintained${since}; ${names.length === 0 ? 'choose another image' : `use ${names.join(' or ')}`}`,
        fixes() {
          // A name alone does not say which of its tags takes the place of this one.
          const tagged = fact.replacement.filter((image) => /:[^/<:]+$/.test(image))
          return imageFixes(file, stage, [...successorImages(reference), ...tagged])
        },
      })
    }
  },
}

function nameRange(file: LintFile, word: Word, { text, parts }: ImageReference): Range {
  return file.slice(word) === text ? { start: word.start, end: word.start + parts.path.end } : word
}
