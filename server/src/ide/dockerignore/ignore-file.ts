/** A .dockerignore together with the folder that it is for: what each of its patterns fits. */

import type { BuildContext, ContextPath } from '../../lint/build-context.ts'
import { type Dockerignore, fitsPattern, type IgnorePattern, parseDockerignore } from '../../syntax/dockerignore.ts'

/** One version of an ignore file; offsets are UTF-16 units from its start. */
export interface IgnoreFile {
  readonly text: string
  readonly ignore: Dockerignore
  /** The folder that it lies in; undefined where that is not known. */
  readonly context: BuildContext | undefined
}

export function openIgnoreFile(text: string, context: BuildContext | undefined): IgnoreFile {
  return { text, ignore: parseDockerignore(text), context }
}

/** What a pattern fits in a build context. */
export interface PatternFit {
  /** The paths that it fits and that do not lie below another one of them. */
  readonly outermost: readonly ContextPath[]
  /** How many files and folders lie below those. */
  readonly below: number
}

/** The fits of a folder's patterns; a text that was looked up once costs nothing more. */
interface KnownFits {
  readonly byText: Map<string, PatternFit>
  /** How many patterns and paths are remembered. */
  size: number
}

const fitsByContext = new WeakMap<BuildContext, KnownFits>()

/** Patterns and paths that are remembered of a folder: while a line is typed, each of its versions is a pattern. */
const maxKnown = 100_000

/** What a pattern fits, whatever the other lines say. */
export function patternFit(context: BuildContext, pattern: IgnorePattern): PatternFit {
  const fits = fitsByContext.get(context) ?? { byText: new Map(), size: 0 }
  fitsByContext.set(context, fits)
  const known = fits.byText.get(pattern.text)
  if (known) return known
  const fit = lookFor(context, pattern)
  fits.byText.set(pattern.text, fit)
  fits.size += 1 + fit.outermost.length
  for (const [text, { outermost }] of fits.byText) {
    if (fits.size <= maxKnown) break
    fits.byText.delete(text)
    fits.size -= 1 + outermost.length
  }
  return fit
}

function lookFor(context: BuildContext, pattern: IgnorePattern): PatternFit {
  const { paths } = context
  const parents = parentsOf(context)
  const outermost: ContextPath[] = []
  const within = new Uint8Array(paths.length)
  let below = 0
  for (let index = 0; index < paths.length; index++) {
    if (parents[index] >= 0 && within[parents[index]] === 1) below++
    else if (fitsPattern(pattern, paths[index].path)) outermost.push(paths[index])
    else continue
    within[index] = 1
  }
  return { outermost, below }
}

const knownParents = new WeakMap<BuildContext, Int32Array>()

/** For each path the index of its folder, which is listed before it; -1 at the top. */
function parentsOf(context: BuildContext): Int32Array {
  const known = knownParents.get(context)
  if (known) return known
  const { paths } = context
  const folders = new Map<string, number>()
  const parents = new Int32Array(paths.length)
  for (let index = 0; index < paths.length; index++) {
    const { path, folder } = paths[index]
    parents[index] = folders.get(folderOf(path)) ?? -1
    if (folder) folders.set(path, index)
  }
  knownParents.set(context, parents)
  return parents
}

/** The paths that a pattern fits and those below them, at most `limit`. */
export function pathsWithin(context: BuildContext, { outermost }: PatternFit, limit: number): readonly string[] {
  const roots = new Set(outermost.map(({ path }) => path))
  const within = new Set<string>()
  const found: string[] = []
  for (const { path, folder } of context.paths) {
    if (!roots.has(path) && !within.has(folderOf(path))) continue
    if (folder) within.add(path)
    found.push(path)
    if (found.length === limit) break
  }
  return found
}

const knownEntries = new WeakMap<BuildContext, ReadonlyMap<string, readonly ContextPath[]>>()

/** What lies in a folder of the context; the root is the empty path. */
export function entriesOf(context: BuildContext, folder: string): readonly ContextPath[] {
  let known = knownEntries.get(context)
  if (!known) {
    known = entriesByFolder(context.paths)
    knownEntries.set(context, known)
  }
  return known.get(folder) ?? []
}

function entriesByFolder(paths: readonly ContextPath[]): ReadonlyMap<string, readonly ContextPath[]> {
  const found = new Map<string, ContextPath[]>()
  for (const entry of paths) {
    const folder = folderOf(entry.path)
    const entries = found.get(folder)
    if (entries) entries.push(entry)
    else found.set(folder, [entry])
  }
  return found
}

/** The folder that a path lies in; empty for the root. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0))
}

/** The last part of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/**
 * A path as a pattern that fits it and nothing else. Blanks at its ends are cut off from a line, so that `?` stands for
 * them.
 */
export function patternFor(path: string): string {
  const escaped = path
    .replace(/[*?[\]\\^]/g, '\\$&')
    .replace(/^\s+|(?<!\s)\s+$/g, (blanks) => '?'.repeat(blanks.length))
  return /^[!#]/.test(escaped) ? `\\${escaped}` : escaped
}

/** Where the line of an offset begins. */
export function lineStart(text: string, offset: number): number {
  return text.slice(0, offset).lastIndexOf('\n') + 1
}
