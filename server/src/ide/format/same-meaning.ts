/** Whether two texts are the same Dockerfile but for white space, comments' places and the case of keywords. */

import type { LintFile } from '../../lint/lint-file.ts'
import type { Instruction } from '../../syntax/tree.ts'
import { quotedSpans } from './quotes.ts'

/** Compares what the builder reads, word for word, and the commands that the shell reads. */
export function sameMeaning(before: LintFile, after: LintFile): boolean {
  const [a, b] = [before.tree, after.tree]
  return (
    a.escape === b.escape &&
    same(a.directives, b.directives, (x, y) => x.name === y.name && x.value === y.value) &&
    same(a.errors, b.errors, (x, y) => x.code === y.code) &&
    same(a.comments, b.comments, (x, y) => x.text === y.text) &&
    same(a.instructions, b.instructions, (x, y) => sameInstruction(before, x, after, y))
  )
}

function same<T>(a: readonly T[], b: readonly T[], equal: (x: T, y: T) => boolean): boolean {
  return a.length === b.length && a.every((item, i) => equal(item, b[i]))
}

function sameInstruction(before: LintFile, a: Instruction, after: LintFile, b: Instruction): boolean {
  if (a.keyword !== b.keyword || a.json !== b.json || a.error?.code !== b.error?.code) return false
  if (a.healthcheckType?.text.toUpperCase() !== b.healthcheckType?.text.toUpperCase()) return false
  if (!same(a.flags, b.flags, (x, y) => x.raw === y.raw)) return false
  const isFrom = a.keyword === 'FROM'
  const sameWords = same(a.words, b.words, (x, y) => {
    if (isFrom && x.text.toLowerCase() === 'as') return x.text.toLowerCase() === y.text.toLowerCase()
    return a.json ? x.text === y.text : squeezed(x.text, before.tree.escape) === squeezed(y.text, after.tree.escape)
  })
  if (!sameWords) return false
  if (!same(a.pairs, b.pairs, (x, y) => x.name === y.name && x.value === y.value && x.assigned === y.assigned)) {
    return false
  }
  const sameHeredocs = same(a.heredocs, b.heredocs, (x, y) => {
    const sameMarker = x.name === y.name && x.expand === y.expand && x.chomp === y.chomp
    return sameMarker && x.terminated === y.terminated && before.slice(x.body) === after.slice(y.body)
  })
  if (!sameHeredocs) return false
  if (a.onbuild || b.onbuild)
    return a.onbuild !== undefined && b.onbuild !== undefined && sameInstruction(before, a.onbuild, after, b.onbuild)
  return sameCommands(before, a, after, b)
}

/** The words that the shell makes of the text. */
function sameCommands(before: LintFile, a: Instruction, after: LintFile, b: Instruction): boolean {
  return same(before.commands(a), after.commands(b), (x, y) => {
    const sameWords = same(x.words, y.words, (v, w) => v.text === w.text)
    return sameWords && x.name === y.name && x.node.operator === y.node.operator
  })
}

/** The text with one blank for each run of blanks outside quotes. */
function squeezed(text: string, escape: string): string {
  let result = ''
  let position = 0
  for (const { start, end } of quotedSpans(text, escape).spans) {
    result += text.slice(position, start).replace(/[ \t]+/g, ' ') + text.slice(start, end)
    position = end
  }
  return result + text.slice(position).replace(/[ \t]+/g, ' ')
}
