/** Renames a stage or a variable everywhere, or says why that cannot be right. */

import { applyEdits } from '../lint/edits.ts'
import { LintFile } from '../lint/lint-file.ts'
import type { Edit } from '../lint/rule.ts'
import type { Range } from '../syntax/tree.ts'
import { entry, predefinedArgDocs } from './docs/index.ts'
import { declarations, type Symbol, symbolAt } from './symbols.ts'

export type RenameResult = { readonly edits: readonly Edit[] } | { readonly refusal: string }

/** What would be renamed at an offset, and its name now; a refusal when nothing can be. */
export function renameTarget(
  file: LintFile,
  offset: number,
): { readonly range: Range; readonly name: string } | { readonly refusal: string } {
  const symbol = symbolAt(file, offset)
  if (!symbol) return { refusal: 'There is no stage or variable here.' }
  const refusal = refusalOf(symbol)
  if (refusal !== undefined) return { refusal }
  return { range: symbol.range, name: file.slice(symbol.range) }
}

/** The edits that give the symbol at an offset another name. */
export function rename(file: LintFile, offset: number, name: string): RenameResult {
  const symbol = symbolAt(file, offset)
  if (!symbol) return { refusal: 'There is no stage or variable here.' }
  const refusal = refusalOf(symbol) ?? nameRefusal(file, symbol, name)
  if (refusal !== undefined) return { refusal }
  const edits = symbol.occurrences
    .filter(({ named }) => named)
    .map(({ start, end }) => ({ start, end, text: name }))
    .filter((edit) => file.slice(edit) !== name)
  return isSame(file, symbol, edits) ? { edits } : { refusal: `\`${name}\` would mean something else in places.` }
}

function refusalOf(symbol: Symbol): string | undefined {
  const { kind, name, occurrences } = symbol
  if (kind === 'stage') {
    if (!occurrences.some(({ kind: use }) => use === 'declaration'))
      return 'The stage has no name; add `AS name` to its FROM.'
    return occurrences.some((each) => !each.named && !isNumber(each, symbol))
      ? 'A variable holds the name of this stage.'
      : undefined
  }
  if (!occurrences.some(({ kind: use }) => use === 'declaration'))
    return 'No ARG or ENV of this file sets this variable.'
  if (entry(predefinedArgDocs, name)) return `The builder itself sets \`${name}\`.`
  return undefined
}

/** Numbers stay as they are: they name the stage by its place. */
function isNumber({ start, end }: Range, symbol: Symbol): boolean {
  return symbol.numbers.some((number) => number.start === start && number.end === end)
}

function nameRefusal(file: LintFile, symbol: Symbol, name: string): string | undefined {
  if (symbol.kind === 'stage') {
    if (!/^[a-z][a-z0-9._-]*$/i.test(name)) {
      return 'The name of a stage begins with a letter and goes on with letters, digits, `.`, `_` or `-`.'
    }
    if (/^(scratch|context)$/i.test(name)) return `\`${name}\` is reserved.`
    const taken = file.stages.some(
      (stage) => stage.name === name.toLowerCase() && stage.name !== symbol.name.toLowerCase(),
    )
    return taken ? `There is a stage \`${name}\` already.` : undefined
  }
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
    return 'A variable has letters, digits and `_`, and no digit at the start.'
  if (name === symbol.name) return undefined
  if (entry(predefinedArgDocs, name)) return `The builder itself sets \`${name}\`.`
  return declarations(file).some((declaration) => declaration.name === name)
    ? `There is a variable \`${name}\` already.`
    : undefined
}

/** Whether the renamed symbol has the places that it had before. */
function isSame(file: LintFile, symbol: Symbol, edits: readonly Edit[]): boolean {
  const text = applyEdits(file.text, edits)
  if (text === undefined) return false
  // Edits and occurrences are both in file order.
  const movedStarts: number[] = []
  let shift = 0
  let next = 0
  let at = symbol.range.start
  for (const { start } of symbol.occurrences) {
    for (; next < edits.length && edits[next].start < start; next++) {
      shift += edits[next].text.length - (edits[next].end - edits[next].start)
    }
    if (start === symbol.range.start) at = start + shift
    movedStarts.push(start + shift)
  }
  const after = symbolAt(new LintFile({ text, today: file.today }), at)
  if (after?.occurrences.length !== symbol.occurrences.length) return false
  return after.occurrences.every(({ start }, i) => start === movedStarts[i])
}
