/** Completion in a .dockerignore: paths of the folder, and lines that projects of its kind have. */

import {
  commonIgnoreLines,
  detectEcosystems,
  type Ecosystem,
  ecosystems,
  ecosystemTitle,
  secretIgnoreLines,
} from '../../knowledge/ecosystems.ts'
import type { BuildContext } from '../../lint/build-context.ts'
import { type IgnoreMatcher, ignoreMatcher, parseDockerignore } from '../../syntax/dockerignore.ts'
import type { Completion } from '../completion.ts'
import { folderOf, type IgnoreFile, lineStart, nameOf, patternFit, patternFor } from './ignore-file.ts'

const maxPaths = 300

/** The pattern at the cursor, up to it. */
interface Place {
  readonly file: IgnoreFile
  readonly offset: number
  /** The start of the pattern, behind `!`. */
  readonly start: number
  readonly typed: string
  readonly negated: boolean
  /** The end of the pattern around the cursor. */
  readonly end: number
  /** What the other lines decide. */
  readonly others: IgnoreMatcher
}

export function ignoreCompletions(file: IgnoreFile, offset: number): readonly Completion[] {
  const place = placeAt(file, offset)
  if (!place) return []
  const seen = new Set<string>()
  return [...pathCompletions(place), ...lineCompletions(place)].filter(({ range, text }) => {
    const key = `${range.start} ${text}`
    return seen.has(key) ? false : seen.add(key)
  })
}

/** Undefined in a comment. */
function placeAt(file: IgnoreFile, offset: number): Place | undefined {
  const from = lineStart(file.text, offset)
  const before = file.text.slice(from, offset)
  if (before.startsWith('#')) return undefined
  const lead = /^\uFEFF?\s*(?:!\s*)?/.exec(before)?.[0].length ?? 0
  const line = /^[^\r\n]*/.exec(file.text.slice(offset))?.[0] ?? ''
  const index = file.text.slice(0, from).split('\n').length - 1
  const patterns = file.ignore.patterns.filter((pattern) => pattern.line !== index)
  return {
    file,
    offset,
    start: from + lead,
    typed: before.slice(lead),
    negated: before.slice(0, lead).includes('!'),
    end: offset + line.trimEnd().length,
    others: ignoreMatcher({ ...file.ignore, patterns }),
  }
}

/** The names in the folder that is typed so far; behind two stars and a slash, the names of all folders. */
function* pathCompletions(place: Place): Generator<Completion> {
  const { context } = place.file
  if (!context) return
  const slash = place.typed.lastIndexOf('/')
  const range = { start: place.start + slash + 1, end: place.offset }
  const typedFolder = place.typed.slice(0, slash + 1)
  const candidates = typedFolder.endsWith('**/') ? namesAnywhere(context) : childrenOf(context, typedFolder)
  const takenBack = place.negated ? keptOut(context, place.others) : undefined
  let count = 0
  for (const { path, folder } of candidates) {
    if (takenBack ? !takenBack.has(path) : place.others.ignores(path)) continue
    const name = nameOf(path)
    yield {
      label: folder ? `${name}/` : name,
      kind: folder ? 'folder' : 'file',
      range,
      replaceEnd: place.end,
      text: slash < 0 ? patternFor(name) : patternFor(`/${name}`).slice(1),
    }
    if (++count === maxPaths) return
  }
}

/** What lies in the folders that the typed part fits: it may hold wildcards and escapes. */
function childrenOf(context: BuildContext, typedFolder: string): BuildContext['paths'] {
  if (/^(?:\.?\/)?$/.test(typedFolder)) return context.paths.filter(({ path }) => !path.includes('/'))
  const [pattern] = parseDockerignore(`./${typedFolder}`).patterns
  if (!pattern) return []
  const folders = new Set(patternFit(context, pattern).outermost.map(({ path }) => path))
  return context.paths.filter(({ path }) => folders.has(folderOf(path)))
}

/** One path for each name. */
function namesAnywhere(context: BuildContext): BuildContext['paths'] {
  const byName = new Map<string, BuildContext['paths'][number]>()
  for (const item of context.paths) if (!byName.has(nameOf(item.path))) byName.set(nameOf(item.path), item)
  return [...byName.values()]
}

/** What can be taken back: the paths that other lines keep out, and the folders with such paths. */
function keptOut(context: BuildContext, { ignores }: IgnoreMatcher): ReadonlySet<string> {
  const found = new Set<string>()
  for (const { path } of context.paths) {
    if (!ignores(path)) continue
    for (let up = path; up !== '' && !found.has(up); up = folderOf(up)) found.add(up)
  }
  return found
}

/** Lines for the ecosystems of the folder, for secrets, and for any project; those that fit something come first. */
function lineCompletions(place: Place): readonly Completion[] {
  const { context, ignore } = place.file
  if (place.typed.replace(/^\*\*\//, '').includes('/')) return []
  const present = new Set(ignore.patterns.map(({ text, negated }) => (negated ? `!${text}` : text)))
  const found: { readonly item: Completion; readonly fits: boolean }[] = []
  const names = context?.paths.map(({ path }) => path) ?? []
  const chosen: readonly Ecosystem[] = context ? detectEcosystems(names) : ecosystems()
  const sections = [
    ...chosen.map((ecosystem) => ({ detail: ecosystemTitle(ecosystem.id), lines: ecosystem.ignore })),
    { detail: 'Secrets', lines: secretIgnoreLines() },
    { detail: 'Any project', lines: commonIgnoreLines() },
  ]
  for (const { detail, lines } of sections) {
    for (const line of lines) {
      if (line.startsWith('!') !== place.negated || present.has(line)) continue
      const text = place.negated ? line.slice(1) : line
      const [pattern] = parseDockerignore(text).patterns
      const range = { start: place.start, end: place.offset }
      const item: Completion = { label: text, kind: 'value', range, replaceEnd: place.end, text, detail }
      const fits = context !== undefined && pattern !== undefined && patternFit(context, pattern).outermost.length > 0
      found.push({ item, fits })
    }
  }
  return [...found.filter(({ fits }) => fits), ...found.filter(({ fits }) => !fits)].map(({ item }) => item)
}
