/** The packages of an installation, sorted and one a line. */

import { replace } from '../../lint/edits.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import { callsOf, type PackageCall } from '../../lint/package-calls.ts'
import type { Fix } from '../../lint/rule.ts'
import type { Instruction } from '../../syntax/tree.ts'
import { instructionAt } from '../position.ts'

/** Sorts the packages of the call at an offset; undefined when they are sorted, or cannot be told from flags. */
export function sortPackages(file: LintFile, offset: number): Fix | undefined {
  const outer = instructionAt(file.tree, offset)
  const run = outer?.onbuild ?? outer
  if (run?.keyword !== 'RUN' || run.json) return undefined
  const call = callsOf(file, run).find(({ own, installs }) => {
    return installs && own.callRange.start <= offset && offset <= own.callRange.end
  })
  if (!call || call.packages.length < 2 || call.packages.some(({ kind }) => kind === 'unknown')) return undefined
  const words = call.packages.map(({ word }) => word)
  const [first, last] = [words[0], words[words.length - 1]]
  // Flags between packages would have to go along.
  const between = call.own.words.filter(({ start }) => start >= first.start && start <= last.start)
  if (between.length !== words.length) return undefined
  const before = call.own.words.findLast(({ end }) => end <= first.start)?.end ?? call.own.nameWord?.end ?? first.start
  const comments = run.comments.filter(({ start }) => start >= before && start < last.end)
  const items = words.map((word, i) => ({
    name: word.value ?? word.text,
    text: file.slice(word),
    above: comments.filter(({ start }) => start < word.start && (i === 0 || start > words[i - 1].start)),
  }))
  const sorted = [...items].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
  const indent = indentOf(file, run, call)
  // A comment is a line of its own, which needs nothing to go on.
  const text = sorted
    .map(({ above, text: name }) => {
      const lines = [...above.map((comment) => file.slice(comment).trimEnd()), name]
      return ` ${file.tree.escape}${file.newline}${lines.map((line) => indent + line).join(file.newline)}`
    })
    .join('')
  const range = { start: before, end: last.end }
  if (file.slice(range) === text) return undefined
  return {
    title: 'Sort the packages, one a line',
    safety: 'safe',
    edits: [replace(range, text)],
    effect: { rewrites: [outer ?? run] },
  }
}

/** The indentation of the packages that have a line of their own, else of the lines that go on. */
function indentOf(file: LintFile, run: Instruction, call: PackageCall): string {
  const { lineStarts } = file.tree
  const blanksOf = (offset: number): string => {
    const start = lineStarts[file.line(offset)]
    return /^[ \t]*/.exec(file.text.slice(start, offset))?.[0] ?? ''
  }
  const own = call.packages.find(({ word }) => {
    const start = lineStarts[file.line(word.start)]
    return file.line(word.start) > run.line && file.text.slice(start, word.start).trim() === ''
  })
  if (own) return blanksOf(own.word.start)
  const line = file.line(call.own.callRange.start)
  return line > run.line ? `${blanksOf(lineStarts[line] + indentLength(file, line))}    ` : '        '
}

function indentLength(file: LintFile, line: number): number {
  return /^[ \t]*/.exec(file.text.slice(file.tree.lineStarts[line]))?.[0].length ?? 0
}
