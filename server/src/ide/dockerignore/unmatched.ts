/** Patterns of a .dockerignore that fit nothing in the folder. */

import { commonIgnoreLines, ecosystems } from '../../knowledge/ecosystems.ts'
import type { BuildContext } from '../../lint/build-context.ts'
import { replace } from '../../lint/edits.ts'
import { nearest } from '../../lint/nearest.ts'
import { unwantedLines } from '../../lint/unwanted-files.ts'
import type { IgnorePattern } from '../../syntax/dockerignore.ts'
import { entriesOf, folderOf, type IgnoreFile, nameOf, patternFit, patternFor } from './ignore-file.ts'
import { type IgnoreProblem, removeLine } from './problem.ts'

/** Names that one file's misspelt ones are held against; beyond them nothing is proposed. */
const maxCompared = 40_000

/** Hints: what does not exist may come to be. Lines that many projects have as a precaution are no problem at all. */
export function* unmatchedPatterns({ text, ignore, context }: IgnoreFile): Generator<IgnoreProblem> {
  if (!context?.complete) return
  let compared = 0
  for (const pattern of ignore.patterns) {
    if (isPrecaution(pattern) || patternFit(context, pattern).outermost.length > 0) continue
    const written = text.slice(pattern.start, pattern.end)
    const siblings = /[*?[\]\\^]/.test(pattern.text) ? [] : entriesOf(context, folderOf(pattern.text))
    compared += siblings.length
    const meant = compared > maxCompared ? undefined : meantPath(siblings, pattern)
    const remove = { title: `Remove \`${written}\``, edits: [removeLine(text, pattern)] }
    if (meant === undefined) {
      const message = `\`${written}\` fits nothing in this folder`
      yield { id: 'ignore-pattern-unmatched', severity: 'hint', range: pattern, message, fixes: [remove] }
      continue
    }
    const mended = `${pattern.negated ? '!' : ''}${patternFor(meant)}`
    yield {
      id: 'ignore-pattern-unmatched',
      severity: 'hint',
      range: pattern,
      message: `\`${written}\` fits nothing in this folder; do you mean \`${mended}\`?`,
      fixes: [{ title: `Write \`${mended}\``, edits: [replace(pattern, mended)] }, remove],
    }
  }
}

/** The path that a plain pattern is misspelt for, of those in the same folder; undefined where there is none. */
function meantPath(siblings: BuildContext['paths'], { text }: IgnorePattern): string | undefined {
  const names = siblings.map(({ path }) => nameOf(path))
  const name = nearest(nameOf(text), names)
  return name === undefined ? undefined : siblings[names.indexOf(name)].path
}

let precautions: ReadonlySet<string> | undefined

function isPrecaution({ text }: IgnorePattern): boolean {
  precautions ??= new Set(
    [commonIgnoreLines(), unwantedLines(), ...ecosystems().map(({ ignore }) => ignore)].flat().map(withoutDepth),
  )
  return precautions.has(withoutDepth(text))
}

/** The line without what does not change the name that it is about. */
function withoutDepth(line: string): string {
  return line
    .replace(/^!/, '')
    .replace(/^\*\*\//, '')
    .replace(/\/$/, '')
}
