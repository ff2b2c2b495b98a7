/** `end-of-life-base-image` and `deprecated-base-image`: images that get no updates any more. */

import { baseImage } from '../../knowledge/base-image.ts'
import { deprecatedImage, type EndOfLife, endOfLife } from '../../knowledge/end-of-life.ts'
import { type ImageReference, parseImageReference } from '../../knowledge/image-reference.ts'
import { successorImages } from '../../knowledge/successor-image.ts'
import { setBaseImage } from '../../lint/base-image-edit.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Fix, Rule } from '../../lint/rule.ts'
import type { Range, Word } from '../../syntax/tree.ts'
import { type ExternalImage, externalImages } from './external-images.ts'

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
  *check(file) {
    for (const image of externalImages(file)) {
      const { reference, word, stage } = image
      if (deprecatedImage(reference)) continue
      const fact = endOfLife(reference, file.today)
      if (!fact?.ended) continue
      const since = fact.date === undefined ? 'is out of support' : `has had no support since ${fact.date}`
      const next = fact.replacementTags[0]
      yield {
        range: partRange(file, word, reference, fact),
        // Where each release ends with the next one, hardly anybody is on the newest.
        severity: fact.rolling ? 'info' : 'warning',
        message: `${fact.title} ${fact.cycle} ${since}; ${next === undefined ? 'move to a release that is supported' : `move to \`${next}\``}`,
        get fixes() {
          return imageFixes(file, stage, fact.replacementTags)
        },
      }
    }
  },
}

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
  *check(file) {
    for (const { reference, word, stage } of externalImages(file)) {
      const fact = deprecatedImage(reference)
      if (!fact) continue
      const since = fact.since === undefined ? '' : ` since ${fact.since}`
      const names = fact.replacement.slice(0, 2).map((name) => `\`${name}\``)
      const name = reference.text.slice(0, reference.parts.path.end)
      yield {
        range: nameRange(file, word, reference),
        tags: ['deprecated'],
        message: `\`${name}\` is not maintained${since}; ${names.length === 0 ? 'choose another image' : `use ${names.join(' or ')}`}`,
        get fixes() {
          // A name alone does not say which of its tags takes the place of this one.
          const tagged = fact.replacement.filter((image) => /:[^/<:]+$/.test(image))
          return imageFixes(file, stage, [...successorImages(reference), ...tagged])
        },
      }
    }
  },
}

function imageFixes(file: LintFile, stage: ExternalImage['stage'], images: readonly string[]): readonly Fix[] {
  return images.slice(0, 3).flatMap((image): Fix[] => {
    const edits = setBaseImage(file, stage, image)
    return edits ? [{ title: `Use \`${image}\`${systemChange(file, stage, image)}`, safety: 'unsafe', edits }] : []
  })
}

/** Says so when another distribution comes with the image. */
function systemChange(file: LintFile, stage: ExternalImage['stage'], image: string): string {
  const reference = parseImageReference(image)
  const before = file.facts.image(stage)?.os
  const after = reference && baseImage(reference)?.os
  return before === undefined || after === undefined || before === after
    ? ''
    : `, which is ${after} in place of ${before}`
}

/** The word of the tag that stands for the release; the whole name where it is written otherwise. */
function partRange(file: LintFile, word: Word, { text, parts }: ImageReference, { token }: EndOfLife): Range {
  if (token === undefined || file.slice(word) !== text) return word
  const at = text.indexOf(token, parts.tag?.start ?? 0)
  return at < 0 ? word : { start: word.start + at, end: word.start + at + token.length }
}

function nameRange(file: LintFile, word: Word, { text, parts }: ImageReference): Range {
  return file.slice(word) === text ? { start: word.start, end: word.start + parts.path.end } : word
}
