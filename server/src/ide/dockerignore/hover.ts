/** Hover in a .dockerignore: what a pattern means, and what it fits in the folder around it. */

import type { BuildContext } from '../../lint/build-context.ts'
import { type IgnorePattern, ignoreMatcher } from '../../syntax/dockerignore.ts'
import type { Range } from '../../syntax/tree.ts'
import { code } from '../markdown.ts'
import { type IgnoreFile, type PatternFit, pathsWithin, patternFit } from './ignore-file.ts'

export interface IgnoreHover {
  readonly range: Range
  readonly markdown: string
}

/** How many names are shown. */
const shownNames = 8

/** Paths that are asked for the line that decides on them; enough for a number that says something. */
const judgedPaths = 2_000

export function ignoreHover(file: IgnoreFile, offset: number): IgnoreHover | undefined {
  const pattern = file.ignore.patterns.find(({ start, end }) => start <= offset && offset <= end)
  if (!pattern) return undefined
  const parts = [meaning(pattern)]
  if (file.context) parts.push(...fitted(file, file.context, pattern))
  return { range: { start: pattern.start, end: pattern.end }, markdown: parts.join('\n\n') }
}

function meaning({ text, negated }: IgnorePattern): string {
  const inner = text.startsWith('**/') ? text.slice(3) : text
  const where = text.startsWith('**/') ? 'at any depth of the build context' : 'from the root of the build context'
  const verdict = negated
    ? 'Takes back what lines above keep out and'
    : 'Keeps out of images, together with everything below it, what'
  const legend = wildcards.filter(({ sign }) => sign.test(inner)).map(({ means }) => means)
  return [`${verdict} fits ${code(inner)}, ${where}.`, ...legend.map((means) => `${means}.`)].join(' ')
}

const wildcards = [
  { sign: /\*\*/, means: '`**` stands for any number of folders' },
  { sign: /(?:^|[^*\\])\*(?!\*)/, means: '`*` stands for any characters of one name' },
  { sign: /(?:^|[^\\])\?/, means: '`?` stands for one character' },
  { sign: /(?:^|[^\\])\[/, means: '`[…]` stands for one character of the set' },
  { sign: /\\/, means: '`\\` takes the next character as it is' },
] as const

function fitted(file: IgnoreFile, context: BuildContext, pattern: IgnorePattern): string[] {
  const fit = patternFit(context, pattern)
  const atLeast = context.complete ? '' : ' at least'
  if (fit.outermost.length === 0) {
    return context.complete
      ? ['It fits nothing in this folder.']
      : ['It fits nothing among the files that were listed.']
  }
  const folders = fit.outermost.filter(({ folder }) => folder).length
  const counts = [counted(fit.outermost.length - folders, 'file'), counted(folders, 'folder')].filter(Boolean)
  const below = fit.below > 0 ? `, with ${fit.below} below` : ''
  const names = fit.outermost.slice(0, shownNames).map(({ path, folder }) => code(folder ? `${path}/` : path))
  const more = fit.outermost.length > shownNames ? ` and ${fit.outermost.length - shownNames} more` : ''
  return [
    `It fits${atLeast} **${counts.join(' and ')}**${below}: ${names.join(', ')}${more}.`,
    ...decided(file, context, pattern, fit),
  ]
}

function counted(count: number, noun: string): string {
  return count === 0 ? '' : `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** How many of the paths other lines decide on. */
function decided(file: IgnoreFile, context: BuildContext, pattern: IgnorePattern, fit: PatternFit): string[] {
  const matcher = ignoreMatcher(file.ignore)
  const byLine = new Map<number, number>()
  const paths = pathsWithin(context, fit, judgedPaths)
  for (const path of paths) {
    const line = matcher.decidingPattern(path)?.line
    if (line !== undefined && line !== pattern.line) byLine.set(line, (byLine.get(line) ?? 0) + 1)
  }
  if (byLine.size === 0) return []
  const lines = [...byLine].sort(([, a], [, b]) => b - a).slice(0, 3)
  const verdicts = lines.map(([line, count]) => {
    const other = file.ignore.patterns.find((candidate) => candidate.line === line)
    const all = count === paths.length ? 'all of them' : String(count)
    return `line ${line + 1} ${other?.negated ? 'takes back' : 'keeps out'} ${all}`
  })
  return [`But ${verdicts.join(', ')}.`]
}
