/** The outline: stages as containers of their instructions. */

import type { LintFile } from '../lint/lint-file.ts'
import type { Instruction, Range } from '../syntax/tree.ts'
import { cut } from './markdown.ts'

export interface OutlineNode {
  readonly name: string
  readonly detail: string
  readonly kind: 'stage' | 'instruction' | 'variable' | 'command' | 'port' | 'label'
  readonly range: Range
  /** What is shown when the node is chosen; inside `range`. */
  readonly selection: Range
  readonly children: readonly OutlineNode[]
}

/** The nodes of a file, in file order. */
export function outline(file: LintFile): readonly OutlineNode[] {
  return [
    ...file.graph.preamble.map((instruction) => instructionNode(instruction)),
    ...file.stages.map(({ from, instructions, nameWord, baseWord }): OutlineNode => {
      const base = baseWord?.text ?? ''
      const last = instructions.at(-1) ?? from
      return {
        name: nameWord?.text ?? (base === '' ? 'FROM' : base),
        detail: nameWord ? base : '',
        kind: 'stage',
        range: { start: from.start, end: last.end },
        selection: range(nameWord ?? baseWord ?? from.keywordRange),
        children: instructions.map((instruction) => instructionNode(instruction)),
      }
    }),
  ]
}

const kinds: Readonly<Record<string, OutlineNode['kind']>> = {
  ARG: 'variable',
  ENV: 'variable',
  RUN: 'command',
  CMD: 'command',
  ENTRYPOINT: 'command',
  HEALTHCHECK: 'command',
  EXPOSE: 'port',
  LABEL: 'label',
}

function instructionNode(instruction: Instruction): OutlineNode {
  const { keyword, source, start, end, keywordRange } = instruction
  // The detail is short: of a long instruction only the beginning is looked at.
  const keywordLength = Math.min(keywordRange.end - keywordRange.start, source.text.length)
  const rest = source.text
    .slice(keywordLength, keywordLength + 400)
    .replace(/\s+/g, ' ')
    .trim()
  return {
    name: keyword === '' ? '?' : cut(keyword, 40),
    detail: cut(rest, 80),
    kind: Object.hasOwn(kinds, keyword) ? kinds[keyword] : 'instruction',
    range: { start, end },
    selection: range(keywordRange),
    children: [],
  }
}

function range({ start, end }: Range): Range {
  return { start, end }
}
