/** Stages that need each other. */

import type { StageReference } from '../syntax/stages.ts'
import type { LintFile } from './lint-file.ts'

/** Whether the stage that a reference means needs, over others or at once, the stage that it stands in. */
export function isInCycle(file: LintFile, { target, inStage }: StageReference): boolean {
  if (!target) return false
  const needs = file.once('stages that a stage needs', () => {
    const index = new Map<number, Set<number>>()
    for (const reference of file.graph.references) {
      if (!reference.target) continue
      const known = index.get(reference.inStage.index)
      if (known) known.add(reference.target.index)
      else index.set(reference.inStage.index, new Set([reference.target.index]))
    }
    return index
  })
  const seen = new Set<number>()
  const queue = [target.index]
  for (let stage = queue.pop(); stage !== undefined; stage = queue.pop()) {
    if (stage === inStage.index) return true
    if (seen.has(stage)) continue
    seen.add(stage)
    queue.push(...(needs.get(stage) ?? []))
  }
  return false
}
