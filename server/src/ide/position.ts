/** What stands at an offset of a Dockerfile. */

import { firstAt } from '../syntax/first-at.ts'
import { lineAt } from '../syntax/parse.ts'
import type { Comment, Dockerfile, Instruction, Range } from '../syntax/tree.ts'

/** Whether an offset lies in a range or directly behind it, where a cursor still touches it. */
export function touches(range: Range, offset: number): boolean {
  return range.start <= offset && offset <= range.end
}

/** The instruction that an offset touches, heredoc bodies included; never the inner one of an ONBUILD. */
export function instructionAt(tree: Dockerfile, offset: number): Instruction | undefined {
  const before = instructionBefore(tree, offset)
  return before && offset <= before.end ? before : undefined
}

/** The last instruction that starts at or before an offset. */
export function instructionBefore(tree: Dockerfile, offset: number): Instruction | undefined {
  const { instructions } = tree
  return instructions[firstAt(instructions.length, (index) => instructions[index].start > offset) - 1]
}

/** The instruction or, behind ONBUILD, the inner one when the offset touches that. */
export function innerAt(instruction: Instruction, offset: number): Instruction {
  const inner = instruction.onbuild
  return inner && offset >= inner.keywordRange.start ? inner : instruction
}

/** The comment that an offset touches. */
export function commentAt(tree: Dockerfile, offset: number): Comment | undefined {
  const line = lineAt(tree, offset)
  const { comments } = tree
  const comment = comments[firstAt(comments.length, (index) => comments[index].line >= line)]
  return comment && comment.line === line && touches(comment, offset) ? comment : undefined
}

/** The instruction whose continued lines or heredocs a line (from 0) belongs to, its first line excluded. */
export function instructionAround(tree: Dockerfile, line: number): Instruction | undefined {
  const instruction = instructionBefore(tree, tree.lineStarts[line] - 1)
  if (!instruction || line <= instruction.line) return undefined
  if (line <= instruction.endLine) return instruction
  // The empty last line of a text is no line of its own for the builder, but text that is typed there goes on.
  const isLast = line === instruction.endLine + 1 && tree.lineStarts[line] === tree.text.length
  const isOpen = tree.text.trimEnd().endsWith(tree.escape) && instruction.heredocs.length === 0
  return isLast && isOpen && instruction.comments.at(-1)?.line !== instruction.endLine ? instruction : undefined
}
