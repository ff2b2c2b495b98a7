/** Completion of variables behind `$` and in `${…}`, with their values at this point. */

import type { LintFile } from '../../lint/lint-file.ts'
import type { Definition } from '../../syntax/scope.ts'
import type { GlobalArg } from '../../syntax/stages.ts'
import type { Completion } from '../completion.ts'
import { entry, predefinedArgDocs, substitutionDocs } from '../docs/index.ts'
import { definitionDetail } from '../hover/variables.ts'
import { type ArgumentPlace, rangeFrom } from './place.ts'

/** The variables that can stand here; undefined where none is being typed. */
export function variableCompletions(file: LintFile, place: ArgumentPlace): readonly Completion[] | undefined {
  const match = /\$(\{?)([A-Za-z0-9_]*)$/.exec(place.partial)
  if (!match) return modifierCompletions(place)
  if (isEscaped(place.partial, match.index, file.tree.escape) || /^\d/.test(match[2])) return []
  const range = rangeFrom(place, place.partial.length - match[2].length)
  const inBraces = match[1] === '{'
  const closes = inBraces && !/^[A-Za-z0-9_]*\}/.test(file.text.slice(place.offset, place.offset + 64))
  let nameEnd = place.offset
  while (/[A-Za-z0-9_]/.test(file.text[nameEnd] ?? '')) nameEnd++
  return visibleVariables(file, place).map(({ name, detail, documentation }) => ({
    label: name,
    kind: 'variable',
    range,
    replaceEnd: nameEnd,
    text: closes ? `${name}}` : name,
    detail,
    documentation,
  }))
}

function isEscaped(text: string, dollar: number, escape: string): boolean {
  let count = 0
  while (text[dollar - 1 - count] === escape) count++
  return count % 2 === 1
}

interface Visible {
  readonly name: string
  readonly detail: string | undefined
  readonly documentation: string | undefined
}

function visibleVariables(file: LintFile, place: ArgumentPlace): readonly Visible[] {
  const { instruction, keyword } = place
  const found = new Map<string, Visible>()
  const add = (definition: Definition | GlobalArg | undefined): void => {
    if (!definition || found.has(definition.name)) return
    const { name, value } = definition
    found.set(name, { name, detail: value, documentation: definitionDetail(file, definition) })
  }
  const stage = file.stageOf(instruction)
  const isGlobal = keyword === 'FROM' || !stage
  if (isGlobal) {
    for (const arg of file.graph.globalArgs.values()) if (arg.start < instruction.start) add(arg)
  } else {
    const names = [...file.scopes.names(instruction)].reverse()
    for (const name of names) add(file.scopes.lookup(instruction, name))
  }
  for (const [name, doc] of Object.entries(predefinedArgDocs)) {
    const isVisible = isGlobal ? doc.kind === 'platform' : doc.kind === 'proxy' && keyword === 'RUN'
    if (isVisible && !found.has(name))
      found.set(name, { name, detail: 'set by the builder', documentation: doc.summary })
  }
  const base = isGlobal || !stage ? undefined : file.facts.image(stage)
  for (const [name, value] of Object.entries(base?.env ?? {})) {
    if (!found.has(name)) found.set(name, { name, detail: value ?? 'set by the base image', documentation: undefined })
  }
  return [...found.values()]
}

/** `${NAME:`: what may follow a name. */
function modifierCompletions(place: ArgumentPlace): readonly Completion[] | undefined {
  const match = /\$\{[A-Za-z_][A-Za-z0-9_]*(:)$/.exec(place.partial)
  if (!match || place.keyword === 'RUN') return undefined
  return [':-', ':+', ':?'].map((modifier) => {
    const doc = entry(substitutionDocs, modifier)
    return {
      label: modifier,
      kind: 'value',
      range: rangeFrom(place, place.partial.length - 1),
      text: modifier,
      detail: doc?.form,
      documentation: doc && `${doc.summary} ${doc.result}.`,
    } satisfies Completion
  })
}
