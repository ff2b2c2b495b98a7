/** `untagged-base-image`, `latest-tag` and `unpinned-digest`: how exactly a FROM names its image. */

import { supportedTags } from '../../knowledge/end-of-life.ts'
import type { ImageReference } from '../../knowledge/image-reference.ts'
import { setBaseImage } from '../../lint/base-image-edit.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Fix, Rule } from '../../lint/rule.ts'
import type { Stage } from '../../syntax/stages.ts'
import type { Range } from '../../syntax/tree.ts'
import { externalImages } from './external-images.ts'

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
  *check(file) {
    for (const { stage, reference, word } of externalImages(file)) {
      if (reference.tag !== undefined || reference.digest !== undefined || word.text.includes('$')) continue
      const tags = supportedTags(reference, file.today)
      yield {
        range: word,
        severity: namesRelease(reference) ? 'info' : 'warning',
        message: `\`${reference.text}\` has no tag, so it means whatever is newest on the day of the build${advice(tags)}`,
        get fixes() {
          return tagFixes(file, stage, tags)
        },
      }
    }
  },
}

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
  *check(file) {
    for (const { stage, reference, word } of externalImages(file)) {
      if (reference.tag !== 'latest' || reference.digest !== undefined || word.text.includes('$')) continue
      const tags = supportedTags(reference, file.today)
      yield {
        range: tagRange(file, word, reference),
        severity: namesRelease(reference) ? 'info' : 'warning',
        message: `\`latest\` is whatever is newest on the day of the build${advice(tags)}`,
        get fixes() {
          return tagFixes(file, stage, tags)
        },
      }
    }
  },
}

export const unpinnedDigest: Rule = {
  id: 'unpinned-digest',
  family: 'stages',
  severity: 'off',
  docs: {
    summary: 'FROM names an image without a digest',
    why: 'A tag can be moved to another image at any time; a digest names one image for good. With a tool that renews digests, builds are reproducible and updates visible.',
    lesson: 'Reproducible builds (part 5)',
    bad: 'FROM alpine:3.22\n',
    good: 'FROM alpine:3.22@sha256:4b7ce07002c69e8f3d704a9c5d6fd3053be500b7f1c69fc0d80990c2ad8dd412\n',
  },
  *check(file) {
    for (const { reference, word } of externalImages(file)) {
      if (reference.digest !== undefined) continue
      yield {
        range: word,
        message: `\`${reference.text}\` has no digest; add \`@sha256:…\` to get the same image always`,
      }
    }
  },
}

/** Whether the repository is of one release: `redhat/ubi9`, `gcr.io/distroless/java21-debian13`. */
function namesRelease({ repository }: ImageReference): boolean {
  return /(^|\/)ubi\d+([/-]|$)|-(debian|ubuntu|alpine|ubi)\d+$/.test(repository)
}

function advice(tags: readonly string[]): string {
  return tags.length === 0 ? '; name a version' : `; name a version, as in \`${tags[0]}\``
}

function tagFixes(file: LintFile, stage: Stage, tags: readonly string[]): readonly Fix[] {
  return tags.slice(0, 3).flatMap((image): Fix[] => {
    const edits = setBaseImage(file, stage, image)
    return edits ? [{ title: `Use \`${image}\``, safety: 'unsafe', edits }] : []
  })
}

function tagRange(file: LintFile, word: Range, { text, parts }: ImageReference): Range {
  return parts.tag && file.slice(word) === text
    ? { start: word.start + parts.tag.start, end: word.start + parts.tag.end }
    : word
}
