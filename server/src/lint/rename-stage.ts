/** Renaming a build stage with everything that refers to it. */

import type { Stage, StageReference } from '../syntax/stages.ts'
import { replace } from './edits.ts'
import type { LintFile } from './lint-file.ts'
import type { Edit } from './rule.ts'

/** Edits that give a stage a new name; references by number stay. `keep` leaves a reference as it is. */
export function renameStage(
  file: LintFile,
  stage: Stage,
  name: string,
  keep: (reference: StageReference) => boolean = () => false,
): readonly Edit[] {
  const { nameWord } = stage
  if (!nameWord) return []
  const references = referencesTo(file, stage).filter((reference) => !/^\d+$/.test(reference.text) && !keep(reference))
  return [nameWord, ...references]
    .filter((place) => file.slice(place) !== name)
    .map((place) => replace(withoutQuotes(file, place), name))
}

/** The references that mean a stage, in file order. */
export function referencesTo(file: LintFile, stage: Stage): readonly StageReference[] {
  const byStage = file.once('references by stage', () => {
    const index = new Map<Stage, StageReference[]>()
    for (const reference of file.graph.references) {
      if (!reference.target) continue
      const known = index.get(reference.target)
      if (known) known.push(reference)
      else index.set(reference.target, [reference])
    }
    return index
  })
  return byStage.get(stage) ?? []
}

/** A name for a stage that no other one has: the wanted one, or with a number behind it. */
export function freeStageName(file: LintFile, wanted: string): string {
  const taken = file.once('stage names', () => new Set(file.stages.map(({ name }) => name)))
  if (!taken.has(wanted)) return wanted
  for (let number = 2; ; number++) if (!taken.has(`${wanted}-${number}`)) return `${wanted}-${number}`
}

function withoutQuotes(file: LintFile, { start, end }: { start: number; end: number }): { start: number; end: number } {
  const quoted = end - start > 1 && /^(["']).*\1$/.test(file.slice({ start, end }))
  return quoted ? { start: start + 1, end: end - 1 } : { start, end }
}
