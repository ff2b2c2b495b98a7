/** Completion of instructions, by where the file is: above FROM, in a stage, behind ONBUILD. */

import type { LintFile } from '../../lint/lint-file.ts'
import type { Completion } from '../completion.ts'
import { instructionDoc, instructionDocs } from '../docs/index.ts'
import { keywordMarkdown } from '../hover/instructions.ts'
import { instructionBefore } from '../position.ts'
import type { KeywordPlace } from './place.ts'

/** The usual order of a Dockerfile; MAINTAINER is not offered any more. */
const order = [
  'FROM',
  'RUN',
  'COPY',
  'WORKDIR',
  'ENV',
  'ARG',
  'CMD',
  'ENTRYPOINT',
  'EXPOSE',
  'USER',
  'LABEL',
  'HEALTHCHECK',
  'ADD',
  'VOLUME',
  'SHELL',
  'STOPSIGNAL',
  'ONBUILD',
]

const notBehindOnbuild = new Set(['FROM', 'ONBUILD'])

export function keywordCompletions(file: LintFile, place: KeywordPlace): readonly Completion[] {
  const isLower = usesLowerCase(file, place)
  const followed = /[ \t]/.test(file.text[place.end] ?? '')
  return offered(file, place).map((keyword): Completion => {
    const text = isLower ? keyword.toLowerCase() : keyword
    return {
      label: text,
      kind: 'keyword',
      range: { start: place.start, end: place.offset },
      replaceEnd: place.end,
      text: followed ? text : `${text} `,
      detail: instructionDoc(keyword)?.summary.split('. ')[0].replace(/\.$/, ''),
      documentation: keywordMarkdown(keyword),
      more: keyword !== 'RUN' && !followed,
    }
  })
}

function offered(file: LintFile, place: KeywordPlace): readonly string[] {
  if (place.onbuild) return order.filter((keyword) => !notBehindOnbuild.has(keyword))
  const first = file.stages[0]
  const beforeFirst = !first || place.start <= first.from.start
  return beforeFirst ? ['FROM', 'ARG'] : order
}

/** The case of the instruction above, or of the first one; upper case is what everyone expects. */
function usesLowerCase(file: LintFile, place: KeywordPlace): boolean {
  const above = place.start > 0 ? instructionBefore(file.tree, place.start - 1) : undefined
  const model = above ?? file.tree.instructions.find(({ start }) => start > place.offset)
  if (!model || !Object.hasOwn(instructionDocs, model.keyword)) return false
  const text = file.slice(model.keywordRange)
  return text === text.toLowerCase()
}
