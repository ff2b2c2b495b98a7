/** A stage cut in two: what stands above becomes a stage of its own, which the rest is built on. */

import { insert, remove } from '../../lint/edits.ts'
import { casedLike, insertAbove } from '../../lint/insert-lines.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Edit, Fix } from '../../lint/rule.ts'
import type { Stage } from '../../syntax/stages.ts'
import { instructionAt } from '../position.ts'

/** Makes a stage of the instructions above the one at an offset. The image stays the same. */
export function extractStage(file: LintFile, offset: number): Fix | undefined {
  const instruction = instructionAt(file.tree, offset)
  const stage = instruction && file.stageOf(instruction)
  if (!instruction || !stage?.baseWord || instruction.keyword === 'FROM') return undefined
  const above = stage.instructions.filter(({ index }) => index < instruction.index)
  if (!above.some(({ keyword }) => keyword === 'RUN' || keyword === 'COPY' || keyword === 'ADD')) return undefined
  // Stages that are named by number would be counted anew; what ONBUILD says is for whoever builds on the stage.
  if (file.graph.references.some(({ text }) => /^\d+$/.test(text))) return undefined
  if (above.some(({ keyword }) => keyword === 'ONBUILD')) return undefined
  // An ENTRYPOINT forgets the CMD of the stage that it is built on.
  const below = stage.instructions.filter(({ index }) => index >= instruction.index)
  const forgets =
    above.some(({ keyword }) => keyword === 'CMD') && below.some(({ keyword }) => keyword === 'ENTRYPOINT')
  if (forgets) return undefined
  const name = freeName(file)
  const keyword = (text: string): string => casedLike(file, stage.from, text)
  const own = stage.nameWord ? ` ${keyword('AS')} ${stage.nameWord.text}` : ''
  const line = insertAbove(file, instruction, [`${keyword('FROM')} ${name}${own}`])
  const isParagraph = line.text.endsWith(file.newline + file.newline)
  const text = isParagraph ? line.text.slice(0, -file.newline.length) : `${file.newline}${line.text}`
  return {
    title: `Extract the instructions above into a stage \`${name}\``,
    safety: 'safe',
    edits: [...named(stage, keyword('AS'), name), { ...line, text }],
    effect: { rewrites: [stage.from], inserts: 1 },
  }
}

/** The first part gets the new name; the last one keeps the old, by which others know it. */
function named(stage: Stage, as: string, name: string): readonly Edit[] {
  const { baseWord, nameWord } = stage
  if (!baseWord) return []
  if (!nameWord) return [insert(baseWord.end, ` ${as} ${name}`)]
  return [remove(nameWord), insert(nameWord.start, name)]
}

function freeName(file: LintFile): string {
  const taken = new Set(file.stages.flatMap(({ name, base }) => [name, base?.toLowerCase()]))
  let name = 'base'
  for (let i = 2; taken.has(name); i++) name = `base-${i}`
  return name
}
