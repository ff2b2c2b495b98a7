/** Inlay hints: the number of each stage, the base image after its arguments, the user that a stage ends with. */

import type { LintFile } from '../lint/lint-file.ts'
import { lineAt, lineEnd } from '../syntax/parse.ts'

export interface InlayHint {
  readonly offset: number
  readonly label: string
  readonly tooltip: string
}

/** Which kinds of hints are wanted. */
export interface InlayHintKinds {
  readonly stageNumbers: boolean
  readonly baseImages: boolean
  readonly users: boolean
}

/** Hints in file order. */
export function inlayHints(file: LintFile, kinds: InlayHintKinds): readonly InlayHint[] {
  const hints: InlayHint[] = []
  for (const stage of file.stages) {
    const { from, baseWord, base, parent, index } = stage
    if (kinds.baseImages && baseWord && base !== undefined && base !== baseWord.text) {
      hints.push({ offset: baseWord.end, label: `= ${base}`, tooltip: 'With the default build arguments' })
    }
    if (kinds.baseImages && parent) {
      const image = file.facts.base(stage)
      if (image && baseWord) {
        hints.push({ offset: baseWord.end, label: `on ${image.text}`, tooltip: 'The image below the stages' })
      }
    }
    if (kinds.stageNumbers && file.stages.length > 1) {
      const tooltip = `\`--from=${index}\` means this stage`
      hints.push({ offset: from.headEnd, label: `stage ${index}`, tooltip })
    }
    if (kinds.users) {
      const { name } = file.facts.user(stage)
      const last = stage.instructions.at(-1) ?? from
      const offset = lineEnd(file.tree, lineAt(file.tree, last.headEnd))
      if (name !== undefined)
        hints.push({ offset, label: `user ${name}`, tooltip: 'The user that the stage ends with' })
    }
  }
  return hints.sort((a, b) => a.offset - b.offset)
}
