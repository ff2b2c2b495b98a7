/** Stages and variables as things with one declaration or several and their uses: for definition, rename, highlights. */

import type { LintFile } from '../lint/lint-file.ts'
import { argPairs, type Stage } from '../syntax/stages.ts'
import type { Instruction, Range } from '../syntax/tree.ts'
import { touches } from './position.ts'
import { definitionOf, usesOf, variableUseAt } from './variable-uses.ts'

/** A place that names a symbol. */
export interface Occurrence extends Range {
  readonly kind: 'declaration' | 'write' | 'read'
  /** False where the text there is not the name: a stage's number, a variable that holds its name. */
  readonly named: boolean
}

export interface Symbol {
  readonly kind: 'stage' | 'variable'
  readonly name: string
  /** What the cursor touches. */
  readonly range: Range
  /** In file order. */
  readonly occurrences: readonly Occurrence[]
  /** Those of the places that name a stage by its number. */
  readonly numbers: readonly Range[]
  /** Where it is defined, for that very place: the ARG that counts there, not an earlier one. */
  readonly definitions: readonly Range[]
}

/** The stage or variable at an offset, with all its places. */
export function symbolAt(file: LintFile, offset: number): Symbol | undefined {
  return stageSymbolAt(file, offset) ?? variableSymbolAt(file, offset)
}

function stageSymbolAt(file: LintFile, offset: number): Symbol | undefined {
  for (const stage of file.stages) {
    if (stage.nameWord && touches(stage.nameWord, offset)) return stageSymbol(file, stage, stage.nameWord)
  }
  for (const reference of file.graph.references) {
    if (!touches(reference, offset)) continue
    // `FROM $BASE`: at the variable, the variable is meant.
    if (reference.kind === 'from' && variableUseAt(file, offset)) return undefined
    return reference.target && stageSymbol(file, reference.target, reference)
  }
  return undefined
}

function stageSymbol(file: LintFile, stage: Stage, at: Range): Symbol {
  const occurrences: Occurrence[] = []
  if (stage.nameWord) occurrences.push({ ...rangeOf(stage.nameWord), kind: 'declaration', named: true })
  for (const reference of file.graph.references) {
    if (reference.target !== stage) continue
    const named = file.slice(reference).toLowerCase() === stage.name
    occurrences.push({ ...rangeOf(reference), kind: 'read', named })
  }
  const definition = stage.nameWord ?? stage.from.keywordRange
  return {
    kind: 'stage',
    name: stage.nameWord?.text ?? String(stage.index),
    range: rangeOf(at),
    occurrences: sorted(occurrences),
    numbers: occurrences.filter((each) => !each.named && /^\d+$/.test(file.slice(each))).map(rangeOf),
    definitions: [rangeOf(definition)],
  }
}

function variableSymbolAt(file: LintFile, offset: number): Symbol | undefined {
  const use = variableUseAt(file, offset)
  if (use) {
    const scope = scopeOfUse(file, use.instruction, use.name, use.start)
    const definition = definitionOf(file, use.instruction, use.name, use.start)
    const definitions = definition ? [nameRangeOf(file, definition)] : []
    return variableSymbol(file, use.name, scope, use.nameRange, definitions)
  }
  const declaration = declarations(file).find(({ range }) => touches(range, offset))
  if (!declaration) return undefined
  const scope = groups(file).find(declaration.name, declaration.stage)
  return variableSymbol(file, declaration.name, scope, declaration.range, [declaration.range])
}

function variableSymbol(
  file: LintFile,
  name: string,
  scope: string,
  range: Range,
  definitions: readonly Range[],
): Symbol {
  const occurrences: Occurrence[] = []
  for (const declaration of declarations(file)) {
    if (declaration.name !== name || groups(file).find(name, declaration.stage) !== scope) continue
    occurrences.push({ ...declaration.range, kind: 'declaration', named: true })
  }
  for (const use of usesOf(file, name)) {
    if (scopeOfUse(file, use.instruction, name, use.start) !== scope) continue
    occurrences.push({ ...use.nameRange, kind: use.assigned ? 'write' : 'read', named: true })
  }
  return { kind: 'variable', name, range, occurrences: sorted(occurrences), numbers: [], definitions }
}

interface Declaration {
  readonly name: string
  readonly range: Range
  /** Index of the stage; -1 above the first FROM. */
  readonly stage: number
}

/** Every name that an ARG or ENV declares, in file order. */
export function declarations(file: LintFile): readonly Declaration[] {
  return file.once('variable declarations', () => {
    const all: Declaration[] = []
    for (const outer of file.tree.instructions) {
      const instruction = outer.onbuild ?? outer
      if (instruction.keyword !== 'ARG' && instruction.keyword !== 'ENV') continue
      const stage = file.stageOf(instruction)?.index ?? -1
      const pairs = instruction.keyword === 'ARG' ? argPairs(instruction) : instruction.pairs
      for (const { name, nameRange } of pairs) all.push({ name, range: nameRange, stage })
    }
    return all
  })
}

/** Which scopes share a variable: a stage with the global ARG that it repeats, and with the stage it is built on. */
interface Groups {
  /** A key that is equal for scopes that share the name. */
  find(name: string, stage: number): string
}

function groups(file: LintFile): Groups {
  return file.once('variable groups', () => {
    const parents = new Map<string, string>()
    const root = (key: string): string => {
      let current = key
      for (let next = parents.get(current); next !== undefined; next = parents.get(current)) current = next
      return current
    }
    const join = (a: string, b: string): void => {
      const [x, y] = [root(a), root(b)]
      if (x !== y) parents.set(x, y)
    }
    for (const stage of file.stages) {
      for (const { name, global } of file.scopes.definitions[stage.index]) {
        if (global) join(keyOf(name, stage.index), keyOf(name, -1))
        const inherited = stage.parent && file.scopes.atEnd(stage.parent, name)
        const origin = inherited && file.stageOf(inherited.instruction)
        if (origin) join(keyOf(name, stage.index), keyOf(name, origin.index))
      }
    }
    return { find: (name, stage) => root(keyOf(name, stage)) }
  })
}

function keyOf(name: string, stage: number): string {
  return `${stage} ${name}`
}

/** The group of a use; uses without a definition belong to their stage. */
function scopeOfUse(file: LintFile, instruction: Instruction, name: string, position: number): string {
  const definition = definitionOf(file, instruction, name, position)
  if (definition) return groups(file).find(name, file.stageOf(definition.instruction)?.index ?? -1)
  const stage = instruction.keyword === 'FROM' ? undefined : file.stageOf(instruction)
  return `undefined ${keyOf(name, stage?.index ?? -1)}`
}

/** The range of a definition's name. */
function nameRangeOf(file: LintFile, definition: Range & { readonly name: string }): Range {
  const known = declarations(file).find(({ range }) => range.start === definition.start)
  return known?.range ?? { start: definition.start, end: definition.start + definition.name.length }
}

function rangeOf({ start, end }: Range): Range {
  return { start, end }
}

function sorted(occurrences: readonly Occurrence[]): readonly Occurrence[] {
  return [...occurrences].sort((a, b) => a.start - b.start)
}
