/** What "expand selection" selects: word, flag, command, arguments, instruction, stage, file. */

import type { LintFile } from '../lint/lint-file.ts'
import { mountOptions } from '../syntax/stages.ts'
import type { Instruction, Range } from '../syntax/tree.ts'
import { commentAt, instructionAt, touches } from './position.ts'
import { variableUseAt } from './variable-uses.ts'

/** The ranges around an offset, the innermost first; each contains the one before. */
export function selectionRanges(file: LintFile, offset: number): readonly Range[] {
  const { tree } = file
  const candidates: Range[] = [{ start: 0, end: tree.text.length }]
  const comment = commentAt(tree, offset)
  if (comment) candidates.push(comment)
  const outer = instructionAt(tree, offset)
  if (outer) {
    const stage = file.stageOf(outer)
    if (stage) candidates.push({ start: stage.from.start, end: (stage.instructions.at(-1) ?? stage.from).end })
    candidates.push(outer, { start: outer.start, end: outer.headEnd })
    if (!comment) candidates.push(...instructionRanges(file, outer))
    if (outer.onbuild) candidates.push({ start: outer.onbuild.start, end: outer.end })
    if (outer.onbuild && !comment) candidates.push(...instructionRanges(file, outer.onbuild))
  }
  const variable = variableUseAt(file, offset)
  if (variable) candidates.push(variable, variable.nameRange)
  const word = wordAt(tree.text, offset)
  if (word) candidates.push(word)
  const around = candidates.filter((range) => range.end > range.start && touches(range, offset))
  around.sort((a, b) => a.end - a.start - (b.end - b.start))
  const nested: Range[] = []
  for (const { start, end } of around) {
    const inner = nested.at(-1)
    if (!inner || (start <= inner.start && end >= inner.end && end - start > inner.end - inner.start)) {
      nested.push({ start, end })
    }
  }
  return nested.length > 0 ? nested : [{ start: offset, end: offset }]
}

function* instructionRanges(file: LintFile, instruction: Instruction): Generator<Range> {
  yield instruction.keywordRange
  yield instruction.body
  for (const flag of instruction.flags) {
    yield flag
    if (flag.valueRange) yield flag.valueRange
    if (flag.name !== 'mount') continue
    for (const option of mountOptions(instruction, flag)) yield* [option, option.valueRange]
  }
  for (const word of instruction.words) {
    yield word
    if (/^["'].*["']$/s.test(file.slice(word))) yield { start: word.start + 1, end: word.end - 1 }
  }
  for (const pair of instruction.pairs) yield* [pair, pair.nameRange, pair.valueRange]
  for (const { marker, body, terminator } of instruction.heredocs) {
    yield* [marker, body, { start: body.start, end: terminator.end }]
  }
  for (const command of file.commands(instruction)) {
    yield* [
      command.range,
      command.callRange,
      command.fileRange(command.node.list),
      command.fileRange(command.node.pipeline),
    ]
    for (const word of command.words) {
      yield word
      if (/^["'].*["']$/s.test(word.text)) yield { start: word.start + 1, end: word.end - 1 }
    }
  }
}

function wordAt(text: string, offset: number): Range | undefined {
  let [start, end] = [offset, offset]
  while (start > 0 && /[A-Za-z0-9_]/.test(text[start - 1])) start--
  while (end < text.length && /[A-Za-z0-9_]/.test(text[end])) end++
  return end > start ? { start, end } : undefined
}
