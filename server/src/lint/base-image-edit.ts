/** Changing the image that a FROM names, where it is written or in the default of the argument that it is written with. */

import { variableReferences } from '../syntax/expand.ts'
import { argPairs, type Stage } from '../syntax/stages.ts'
import { replace } from './edits.ts'
import type { LintFile } from './lint-file.ts'
import type { Edit } from './rule.ts'

/** Edits that make a stage be built on another image; undefined where the file does not write the name in one place. */
export function setBaseImage(file: LintFile, stage: Stage, image: string): readonly Edit[] | undefined {
  const { baseWord } = stage
  if (!baseWord) return undefined
  const references = variableReferences(baseWord.text, file.tree.escape)
  if (references.length === 0) {
    const isPlain = !/["'\\`$]/.test(baseWord.text) && file.slice(baseWord) === baseWord.text
    return isPlain ? [replace(baseWord, image)] : undefined
  }
  const [use] = references
  if (references.length !== 1 || use.modifier !== '') return undefined
  const before = baseWord.text.slice(0, use.start)
  const after = baseWord.text.slice(use.end)
  if (/["'\\`$]/.test(before + after) || image.length < before.length + after.length) return undefined
  if (!image.startsWith(before) || !image.endsWith(after)) return undefined
  return setDefault(file, use.name, image.slice(before.length, image.length - after.length))
}

/** Gives a global argument another default, when it has a plain one and is declared once. */
function setDefault(file: LintFile, name: string, value: string): readonly Edit[] | undefined {
  const declarations = file.graph.preamble
    .filter(({ keyword }) => keyword === 'ARG')
    .flatMap((instruction) => argPairs(instruction).filter((pair) => pair.name === name))
  const [pair] = declarations
  if (declarations.length !== 1 || !pair.assigned || value === '') return undefined
  const quote = /^(["'])[^"'\\`$]*\1$/.exec(pair.value)?.[1] ?? ''
  if (quote === '' && /["'\\`$]/.test(pair.value)) return undefined
  return file.slice(pair.valueRange) === pair.value ? [replace(pair.valueRange, quote + value + quote)] : undefined
}
