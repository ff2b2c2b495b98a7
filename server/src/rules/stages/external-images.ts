/** The images from outside that the stages of a file begin with. */

import type { ImageReference } from '../../knowledge/image-reference.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Stage } from '../../syntax/stages.ts'
import type { Word } from '../../syntax/tree.ts'

export interface ExternalImage {
  readonly stage: Stage
  /** The FROM's word as it is written. */
  readonly word: Word
  /** After the defaults of its arguments. */
  readonly reference: ImageReference
}

/** Stages on other stages, on `scratch`, and on names that the defaults do not complete are left out. */
export function externalImages(file: LintFile): readonly ExternalImage[] {
  return file.once('external images', () =>
    file.stages.flatMap((stage) => {
      if (stage.parent || !stage.baseWord || file.facts.isScratch(stage)) return []
      const reference = file.facts.base(stage)?.reference
      return reference ? [{ stage, word: stage.baseWord, reference }] : []
    }),
  )
}
