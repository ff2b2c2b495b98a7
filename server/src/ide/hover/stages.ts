/** Hovers on the names and numbers of stages: what one is built on, and who uses it. */

import type { LintFile } from '../../lint/lint-file.ts'
import { lineAt } from '../../syntax/parse.ts'
import type { Stage, StageReference } from '../../syntax/stages.ts'
import type { Hover } from '../hover.ts'
import { code } from '../markdown.ts'
import { touches } from '../position.ts'
import { bullets, footer, paragraphs } from './text.ts'

export function stageHover(file: LintFile, offset: number): Hover | undefined {
  for (const stage of file.stages) {
    const { nameWord } = stage
    if (nameWord && touches(nameWord, offset)) {
      return { range: { start: nameWord.start, end: nameWord.end }, markdown: stageMarkdown(file, stage) }
    }
  }
  const reference = file.graph.references.find((each) => touches(each, offset))
  if (!reference?.target) return undefined
  const markdown = stageMarkdown(file, reference.target)
  return { range: { start: reference.start, end: reference.end }, markdown }
}

const shownUsers = 5

/** The text about a stage, which completion shows too. */
export function stageMarkdown(file: LintFile, stage: Stage): string {
  const name = stage.nameWord ? `Stage ${code(stage.nameWord.text)}` : 'Stage'
  const users = (referencesTo(file).get(stage) ?? []).filter(({ inStage }) => inStage !== stage)
  const user = file.facts.user(stage)
  const workdir = file.facts.workdir(stage)
  return paragraphs(
    `**${name}**, number ${stage.index} of ${file.stages.length}, line ${lineAt(file.tree, stage.from.start) + 1}`,
    bullets([
      baseLine(file, stage),
      user.name !== undefined &&
        `Ends as user ${code(user.name)}${workdir === undefined ? '' : ` in ${code(workdir)}`}`,
      ...users.slice(0, shownUsers).map((reference) => userLine(file, reference)),
      users.length > shownUsers && `and ${users.length - shownUsers} more`,
      purposeLine(file, stage, users.length),
    ]),
    footer('Multi-stage builds (part 1)', undefined),
  )
}

function referencesTo(file: LintFile): ReadonlyMap<Stage, readonly StageReference[]> {
  return file.once('references by stage', () => {
    const found = new Map<Stage, StageReference[]>()
    for (const reference of file.graph.references) {
      if (!reference.target) continue
      const known = found.get(reference.target)
      if (known) known.push(reference)
      else found.set(reference.target, [reference])
    }
    return found
  })
}

function baseLine(file: LintFile, stage: Stage): string {
  if (stage.parent) {
    const parent = stage.parent.nameWord ? code(stage.parent.nameWord.text) : String(stage.parent.index)
    const base = file.facts.base(stage)
    return `Built on the stage ${parent}${base ? `, and so on ${code(base.text)}` : ''}`
  }
  if (stage.base !== undefined) return `Built on ${code(stage.base)}`
  if (stage.unset.length > 0) return `Built on ${code(stage.baseWord?.text ?? '')}, as the build arguments say`
  return 'Built on nothing yet'
}

function userLine(file: LintFile, { kind, inStage, start }: StageReference): string {
  const what = { from: 'Base of', copy: 'Files copied by', mount: 'Mounted by' }[kind]
  const name = inStage.nameWord ? code(inStage.nameWord.text) : `number ${inStage.index}`
  return `${what} stage ${name}, line ${lineAt(file.tree, start) + 1}`
}

function purposeLine(file: LintFile, stage: Stage, users: number): string | undefined {
  if (stage === file.finalStage) return 'The last stage: it becomes the image'
  if (users === 0) return 'Used by no other stage: only `docker build --target` builds it'
  if (!file.graph.reachable.has(stage.index)) return 'The last stage does not need it'
  return undefined
}
