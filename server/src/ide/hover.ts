/** What a hover says at an offset: first the problems there, then what the word itself means. */

import type { LintFile } from '../lint/lint-file.ts'
import type { Problem } from '../lint/rule.ts'
import type { Range } from '../syntax/tree.ts'
import { argumentHover } from './hover/arguments.ts'
import { commandHover } from './hover/commands.ts'
import { commentHover, directiveHover } from './hover/comments.ts'
import { imageHover } from './hover/images.ts'
import { flagHover, heredocHover, keywordHover } from './hover/instructions.ts'
import { problemHover } from './hover/problems.ts'
import { stageHover } from './hover/stages.ts'
import { variableHover } from './hover/variables.ts'
import { commentAt, innerAt, instructionAt } from './position.ts'

/** Markdown about a range of the file. */
export interface Hover {
  readonly range: Range
  readonly markdown: string
}

/** More problems than this at one place are left to the list of problems. */
const maxProblems = 2

/** The hover at an offset; undefined where there is nothing to say. */
export function hover(file: LintFile, offset: number, problems: readonly Problem[]): Hover | undefined {
  const here = problems.filter(({ range }) => range.start <= offset && offset < Math.max(range.end, range.start + 1))
  here.sort((a, b) => a.range.end - a.range.start - (b.range.end - b.range.start))
  const parts: Hover[] = []
  const rules = new Set<string>()
  for (const problem of here) {
    if (rules.has(problem.rule) || rules.size >= maxProblems) continue
    rules.add(problem.rule)
    const part = problemHover(problem)
    if (part) parts.push(part)
  }
  const element = elementHover(file, offset)
  if (element) parts.push(element)
  if (parts.length === 0) return undefined
  return { range: (element ?? parts[0]).range, markdown: parts.map(({ markdown }) => markdown).join('\n\n---\n\n') }
}

function elementHover(file: LintFile, offset: number): Hover | undefined {
  const { tree } = file
  if (commentAt(tree, offset)) return commentHover(file, offset)
  const directive = directiveHover(file, offset)
  if (directive) return directive
  const outer = instructionAt(tree, offset)
  if (!outer) return undefined
  const instruction = innerAt(outer, offset)
  return (
    keywordHover(instruction, offset) ??
    heredocHover(outer, offset) ??
    variableHover(file, instruction, offset) ??
    stageHover(file, offset) ??
    imageHover(file, instruction, offset) ??
    flagHover(instruction, offset) ??
    argumentHover(file, instruction, offset) ??
    commandHover(file, instruction, offset)
  )
}
