/** Writing the second stage: the edits that split a stage in two. */

import type { BaseImageFacts } from '../knowledge/base-image.ts'
import type { Stage } from '../syntax/stages.ts'
import type { Instruction, Range } from '../syntax/tree.ts'
import { blockOf, linesOf } from './blocks.ts'
import { insert, remove, replace } from './edits.ts'
import { casedLike } from './insert-lines.ts'
import type { LintFile } from './lint-file.ts'
import type { Edit, Fix } from './rule.ts'
import type { StageParts } from './split-stages-parts.ts'

/** What the language decides of a split. */
export interface SplitPlan {
  readonly title: string
  /** As in FROM. */
  readonly image: string
  readonly facts: BaseImageFacts | undefined
  /** Instructions at the end of the build stage. */
  readonly buildLines?: readonly string[]
  /** Instructions put elsewhere into the build stage. */
  readonly buildEdits?: readonly { readonly edit: Edit; readonly inserts: number }[]
  /** Instructions of the running image's stage in front of the copies. */
  readonly lines?: readonly string[]
  /** Copies from the build stage, of which the name is given. */
  readonly copies: (build: string) => readonly string[]
  /** Instructions behind the cut that go away. */
  readonly drops?: readonly Instruction[]
  /** Of the carried instructions, those that the image does not want. */
  readonly leavesOut?: (instruction: Instruction) => boolean
}

/** The fix that carries out a plan; undefined where the file's lines do not allow it. */
export function writeSplit(file: LintFile, parts: StageParts, plan: SplitPlan): Fix | undefined {
  const { stage, cut } = parts
  const build = buildName(stage)
  const carried = parts.carried.filter(({ instruction }) => !plan.leavesOut?.(instruction))
  const moved = carried.filter(({ isMoved }) => isMoved).map(({ instruction }) => instruction)
  const cutLines = linesOf(file, cut)
  const lastLine = file.text.slice(cutLines.start, cutLines.end).trimEnd()
  if (cut.heredocs.length === 0 && lastLine.endsWith(file.tree.escape)) return undefined

  const { newline } = file
  const keyword = (text: string): string => casedLike(file, stage.from, text)
  const cased = (line: string): string => line.replace(/^[A-Z]+/, keyword)
  const flags = stage.from.flags.map((flag) => `${flag.raw} `).join('')
  const name = stage.nameWord && build !== stage.nameWord.text ? ` ${keyword('AS')} ${stage.nameWord.text}` : ''
  const second = [
    `${keyword('FROM')} ${flags}${plan.image}${name}`,
    ...carried.map(({ instruction, text, isMoved }) => (isMoved ? withComments(file, instruction) : text)),
    ...(plan.lines ?? []).map(cased),
    ...plan.copies(build).map(cased),
  ]
  const buildLines = (plan.buildLines ?? []).map(cased)
  const text = [...buildLines, '', ...second].map((line) => line + newline).join('')
  const endsFile = !file.text.slice(0, cutLines.end).endsWith('\n')
  const edits: Edit[] = [
    ...nameEdits(stage, build, keyword('AS')),
    ...(plan.buildEdits ?? []).map(({ edit }) => edit),
    ...moved.map((instruction) => remove(withBlankLine(file, blockOf(file, instruction)))),
    ...(plan.drops ?? []).map((instruction) => remove(linesOf(file, instruction))),
    insert(cutLines.end, endsFile ? newline + text.slice(0, -newline.length) : text),
  ]
  return {
    title: plan.title,
    safety: 'unsafe',
    edits,
    effect: {
      rewrites: [stage.from],
      moves: moved,
      removes: plan.drops ?? [],
      inserts:
        buildLines.length +
        second.length -
        moved.length +
        (plan.buildEdits ?? []).reduce((sum, { inserts }) => sum + inserts, 0),
    },
  }
}

/** A stage's own name goes to the running image, unless it says that the stage builds. */
function buildName(stage: Stage): string {
  const own = stage.nameWord?.text
  return own !== undefined && /build/i.test(own) ? own : 'build'
}

function nameEdits(stage: Stage, build: string, as: string): readonly Edit[] {
  if (stage.nameWord) return stage.nameWord.text === build ? [] : [replace(stage.nameWord, build)]
  return stage.baseWord ? [insert(stage.baseWord.end, ` ${as} ${build}`)] : []
}

function withComments(file: LintFile, instruction: Instruction): string {
  const block = blockOf(file, instruction)
  return file.slice(block).replace(/\r?\n$/, '')
}

/** Lines with the blank one behind them, where another one stands in front. */
function withBlankLine(file: LintFile, lines: Range): Range {
  const isBlank = (text: string): boolean => text.trim() === ''
  const before = file.text.slice(0, lines.start)
  const previous = before.slice(before.lastIndexOf('\n', before.length - 2) + 1)
  const next = /^[^\n]*\n?/.exec(file.text.slice(lines.end))?.[0] ?? ''
  if (next === '' || !isBlank(next) || !isBlank(previous)) return lines
  return { start: lines.start, end: lines.end + next.length }
}
