/** What can be folded: stages, continued instructions, heredocs, blocks of comments. */

import type { LintFile } from '../lint/lint-file.ts'
import { lineAt } from '../syntax/parse.ts'

/** Lines from 0; the last one is still part of it. */
export interface Fold {
  readonly startLine: number
  readonly endLine: number
  readonly kind: 'region' | 'comment' | undefined
}

/** Folds in the order of their first lines. */
export function folds(file: LintFile): readonly Fold[] {
  const { tree } = file
  const found: Fold[] = []
  for (const { from, instructions } of file.stages) {
    const last = instructions.at(-1) ?? from
    found.push({ startLine: from.line, endLine: lastLine(file, last.end), kind: 'region' })
  }
  for (const instruction of tree.instructions) {
    if (instruction.keyword !== 'FROM') {
      found.push({ startLine: instruction.line, endLine: lastLine(file, instruction.end), kind: undefined })
    }
    if (instruction.heredocs.length < 2) continue
    for (const { body, terminator } of instruction.heredocs) {
      const startLine = Math.max(lineAt(tree, body.start) - 1, instruction.line)
      found.push({ startLine, endLine: lastLine(file, terminator.end), kind: undefined })
    }
  }
  let start = 0
  for (let i = 1; i <= tree.comments.length; i++) {
    if (i < tree.comments.length && tree.comments[i].line === tree.comments[i - 1].line + 1) continue
    const [first, last] = [tree.comments[start].line, tree.comments[i - 1].line]
    found.push({ startLine: first, endLine: last, kind: 'comment' })
    start = i
  }
  return found
    .filter(({ startLine, endLine }) => endLine > startLine)
    .sort((a, b) => a.startLine - b.startLine || b.endLine - a.endLine)
}

/** The line of an end; the end of a line break belongs to the line before. */
function lastLine(file: LintFile, end: number): number {
  const line = lineAt(file.tree, end)
  return line > 0 && end === file.tree.lineStarts[line] ? line - 1 : line
}
