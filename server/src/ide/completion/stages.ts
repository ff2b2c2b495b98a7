/** Completion of stages, by name and by number. */

import type { LintFile } from '../../lint/lint-file.ts'
import type { Completion } from '../completion.ts'
import { stageMarkdown } from '../hover/stages.ts'
import { type ArgumentPlace, rangeFrom } from './place.ts'

/** The stages above the instruction: named ones by name, and all by number where numbers are understood. */
export function stageCompletions(file: LintFile, place: ArgumentPlace, index: number): readonly Completion[] {
  const own = file.stageOf(place.instruction)
  const isFrom = place.keyword === 'FROM'
  const earlier = file.stages.filter((stage) => own !== undefined && stage.index < own.index)
  // The nearest stage is the most likely one.
  const found = [...earlier].reverse()
  const range = rangeFrom(place, index)
  const named = found.flatMap((stage): Completion[] =>
    stage.nameWord
      ? [
          {
            label: stage.nameWord.text,
            kind: 'stage',
            range,
            replaceEnd: isFrom ? place.end : undefined,
            text: stage.nameWord.text,
            detail: `stage ${stage.index}`,
            documentation: stageMarkdown(file, stage),
          },
        ]
      : [],
  )
  if (isFrom) return named
  const numbered = found.map(
    (stage): Completion => ({
      label: String(stage.index),
      kind: 'stage',
      range,
      text: String(stage.index),
      detail: stage.nameWord?.text ?? stage.baseWord?.text,
      documentation: stageMarkdown(file, stage),
    }),
  )
  return [...named, ...numbered]
}
