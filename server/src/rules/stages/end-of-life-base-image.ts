/** `end-of-life-base-image`: an image of a release that gets no more fixes. */

import { deprecatedImage, type EndOfLife, endOfLife } from '../../knowledge/end-of-life.ts'
import type { ImageReference } from '../../knowledge/image-reference.ts'
import { versionOfTag } from '../../knowledge/versions.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Rule } from '../../lint/rule.ts'
import type { Range, Word } from '../../syntax/tree.ts'
import { externalImages } from './external-images.ts'
import { imageFixes } from './image-advice.ts'

export const endOfLifeBaseImage: Rule = {
  id: 'end-of-life-base-image',
  family: 'stages',
  severity: 'warning',
  fixable: 'unsafe',
  docs: {
    summary: 'A base image is of a release that gets no more fixes',
    why: 'After its end of life a release gets no security fixes, and its packages often disappear from the mirrors, so that the build breaks as well. That counts for build stages too: their compilers and libraries end up in what they make.',
    lesson: 'Base images (part 5)',
    bad: 'FROM node:16-alpine\nCMD ["node", "server.js"]\n',
    good: 'FROM node:22-alpine\nCMD ["node", "server.js"]\n',
    exception: 'A release with paid extended support, or an image that is kept to reproduce an old build.',
  },
  check(file, report) {
    for (const image of externalImages(file)) {
      const { reference, word, stage } = image
      if (deprecatedImage(reference)) continue
      const fact = endOfLife(reference, file.today)
      if (!fact?.ended) continue
      const since = fact.date === undefined ? 'is out of support' : `has had no support since ${fact.date}`
      const next = fact.replacementTags[0]
      report({
        range: partRange(file, word, reference, fact),
        // Where each release ends with the next one, hardly anybody is on the newest.
        severity: fact.rolling ? 'info' : 'warning',
        message: `${fact.title} ${fact.cycle} ${since}; ${next === undefined ? 'move to a release that is supported' : `move to \`${next}\``}`,
        fixes: () => (isPinnedElsewhere(file, reference) ? [] : imageFixes(file, stage, fact.replacementTags)),
      })
    }
  },
}

/** The word of the tag that stands for the release; the whole name where it is written otherwise. */
function partRange(file: LintFile, word: Word, { text, parts }: ImageReference, { token }: EndOfLife): Range {
  if (token === undefined || file.slice(word) !== text) return word
  const at = text.indexOf(token, parts.tag?.start ?? 0)
  return at < 0 ? word : { start: word.start + at, end: word.start + at + token.length }
}

/**
 * Whether steps of the file name the exact version of the image as well, as those do that download parts of the same
 * release: then another image alone does not fit them.
 */
function isPinnedElsewhere(file: LintFile, { tag = '' }: ImageReference): boolean {
  const found = versionOfTag(tag)
  return found !== undefined && found.version.length > 2 && exactVersions(file).has(found.text)
}

/** The versions of three numbers and more that the steps of the file mention. */
function exactVersions(file: LintFile): ReadonlySet<string> {
  return file.once('exact versions', () => {
    const steps = file.instructions('RUN', 'ENV', 'ADD', 'COPY')
    return new Set(steps.flatMap((step) => file.slice(step).match(/(?<![\d.])\d+(?:\.\d+){2,}/g) ?? []))
  })
}
