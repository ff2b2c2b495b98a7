/** Changing the image that a FROM names, where it is written or in the defaults of the arguments that it is written with. */

import { parseImageReference } from '../knowledge/image-reference.ts'
import { releaseFacts } from '../knowledge/image-store.ts'
import { type VariableReference, variableReferences } from '../syntax/expand.ts'
import { argPairs, type Stage } from '../syntax/stages.ts'
import type { Word } from '../syntax/tree.ts'
import { replace } from './edits.ts'
import type { LintFile } from './lint-file.ts'
import type { Edit } from './rule.ts'

/**
 * Edits that make a stage be built on another image; undefined where the file does not write the name in one place.
 * Of a name with variables, the half (name or tag) that has none is rewritten when the other half stays; else the
 * arguments get other defaults.
 */
export function setBaseImage(file: LintFile, stage: Stage, image: string): readonly Edit[] | undefined {
  const { baseWord } = stage
  if (!baseWord) return undefined
  const references = variableReferences(baseWord.text, file.tree.escape)
  if (references.length === 0) {
    return isPlain(baseWord.text) && isAsWritten(file, baseWord) ? [replace(baseWord, image)] : undefined
  }
  return setHalf(file, stage, baseWord, references, image) ?? setDefaults(file, stage, baseWord, references, image)
}

function isPlain(text: string): boolean {
  return !/["'\\`$]/.test(text)
}

function isAsWritten(file: LintFile, word: Word): boolean {
  return file.slice(word) === word.text
}

/** `registry/name:${TAG}` gets another name, `${NAME}:tag` another tag. */
function setHalf(
  file: LintFile,
  stage: Stage,
  word: Word,
  references: readonly VariableReference[],
  image: string,
): readonly Edit[] | undefined {
  const before = file.facts.base(stage)?.reference
  const after = parseImageReference(image)
  const colon = tagColon(word.text, references)
  if (!before || !after || colon === undefined || !isAsWritten(file, word)) return undefined
  const [name, tag] = [word.text.slice(0, colon), word.text.slice(colon + 1)]
  const nameOf = (one: typeof after): string => one.text.slice(0, one.parts.path.end)
  if (isPlain(name) && before.tag === after.tag && before.digest === after.digest) {
    return [replace({ start: word.start, end: word.start + colon }, nameOf(after))]
  }
  if (isPlain(tag) && nameOf(before) === nameOf(after) && after.tag !== undefined && after.digest === undefined) {
    return [replace({ start: word.start + colon + 1, end: word.end }, after.tag)]
  }
  return undefined
}

/** Where the tag begins, outside of variables. */
function tagColon(text: string, references: readonly VariableReference[]): number | undefined {
  const isInside = (at: number): boolean => references.some(({ start, end }) => at >= start && at < end)
  for (let at = text.length - 1; at >= 0; at--) {
    if (isInside(at)) continue
    if (text[at] === '/' || text[at] === '@') return undefined
    if (text[at] === ':') return at
  }
  return undefined
}

/** Takes the new name apart along what is written between the variables, and gives each its part as the default. */
function setDefaults(
  file: LintFile,
  stage: Stage,
  word: Word,
  references: readonly VariableReference[],
  image: string,
): readonly Edit[] | undefined {
  const edits: Edit[] = []
  let position = 0
  for (const [index, use] of references.entries()) {
    const before = word.text.slice(references[index - 1]?.end ?? 0, use.start)
    const after = word.text.slice(use.end, references[index + 1]?.start)
    const isLast = index === references.length - 1
    if (use.modifier !== '' || !isPlain(before + after) || !image.startsWith(before, position)) return undefined
    if (!isLast && after === '') return undefined
    const start = position + before.length
    const end = isLast ? image.length - after.length : image.indexOf(after, start)
    if (end < start || !image.endsWith(isLast ? after : '')) return undefined
    const edit = setDefault(file, stage, use.name, image.slice(start, end))
    if (!edit) return undefined
    edits.push(...edit)
    position = end
  }
  const names = new Set(references.map(({ name }) => name))
  return names.size === references.length && edits.length > 0 ? edits : undefined
}

/**
 * Gives a global argument another default, when it has a plain one, is declared once, and no stage is built on another
 * repository with it, which may not have that tag. No edits where it has that default.
 */
function setDefault(file: LintFile, stage: Stage, name: string, value: string): readonly Edit[] | undefined {
  const declarations = file.graph.preamble
    .filter(({ keyword }) => keyword === 'ARG')
    .flatMap((instruction) => argPairs(instruction).filter((pair) => pair.name === name))
  const [pair] = declarations
  if (declarations.length !== 1 || !pair.assigned || value === '') return undefined
  const quote = /^(["'])[^"'\\`$]*\1$/.exec(pair.value)?.[1] ?? ''
  if (quote === '' && !isPlain(pair.value)) return undefined
  if (file.slice(pair.valueRange) !== pair.value) return undefined
  if (pair.value === quote + value + quote) return []
  const repository = file.facts.base(stage)?.reference?.repository
  const others = [...(repositoriesWith(file).get(name) ?? [])].filter((other) => other !== repository)
  const isShared = others.some((other) => other !== alpineRelease || releaseFacts(`alpine${value}`) === undefined)
  return isShared ? undefined : [replace(pair.valueRange, quote + value + quote)]
}

/** `alpine:$NAME`, which has a tag for each release that other images are made on. */
const alpineRelease = 'alpine:'

/** By argument: the repositories that FROM lines name with it; undefined for those that are not known. */
function repositoriesWith(file: LintFile): ReadonlyMap<string, ReadonlySet<string | undefined>> {
  return file.once('repositories named with arguments', () => {
    const found = new Map<string, Set<string | undefined>>()
    for (const stage of file.stages) {
      const text = stage.baseWord?.text ?? ''
      if (!text.includes('$')) continue
      const references = variableReferences(text, file.tree.escape)
      const repository = file.facts.base(stage)?.reference?.repository
      const [{ start, end }] = references.length > 0 ? references : [{ start: 0, end: 0 }]
      const isAlpine = repository === 'alpine' && text.slice(0, start).endsWith('alpine:') && end === text.length
      for (const { name } of references) {
        found.set(name, (found.get(name) ?? new Set()).add(isAlpine ? alpineRelease : repository))
      }
    }
    return found
  })
}
