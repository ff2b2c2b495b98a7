/** What the rules on base images say and offer alike. */

import { baseImage } from '../../knowledge/base-image.ts'
import { type ImageReference, parseImageReference } from '../../knowledge/image-reference.ts'
import { setBaseImage } from '../../lint/base-image-edit.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Fix } from '../../lint/rule.ts'
import type { Stage } from '../../syntax/stages.ts'

/** Whether the repository is of one release: `redhat/ubi9`, `gcr.io/distroless/java21-debian13`. */
export function namesRelease({ repository }: ImageReference): boolean {
  return /(^|\/)ubi\d+([/-]|$)|-(debian|ubuntu|alpine|ubi)\d+$/.test(repository)
}

/** What to write instead, as the end of a message. */
export function versionAdvice(tags: readonly string[]): string {
  return tags.length === 0 ? '; name a version' : `; name a version, as in \`${tags[0]}\``
}

/** A fix for each of the first three images, where the name stands in one place. */
export function imageFixes(file: LintFile, stage: Stage, images: readonly string[]): readonly Fix[] {
  return images.slice(0, 3).flatMap((image): Fix[] => {
    const edits = setBaseImage(file, stage, image)
    return edits
      ? [
          {
            title: `Use \`${image}\`${systemChange(file, stage, image)}${digestLoss(file, stage, image)}`,
            safety: 'unsafe',
            edits,
          },
        ]
      : []
  })
}

/** Says so when another distribution comes with the image. */
function systemChange(file: LintFile, stage: Stage, image: string): string {
  const reference = parseImageReference(image)
  const before = file.facts.image(stage)?.os
  const after = reference && baseImage(reference)?.os
  return before === undefined || after === undefined || before === after
    ? ''
    : `, which is ${after} in place of ${before}`
}

/** A digest belongs to one image: it cannot stay. */
function digestLoss(file: LintFile, stage: Stage, image: string): string {
  const isPinned = file.facts.base(stage)?.reference?.digest !== undefined
  return isPinned && !image.includes('@') ? ', without a digest' : ''
}
