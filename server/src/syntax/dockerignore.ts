/** Reads a .dockerignore and decides, as BuildKit does, which files of a build context are sent. */

import { fitsPattern } from './dockerignore-pattern.ts'

export { fitsPattern } from './dockerignore-pattern.ts'

/** One line with something on it; offsets are UTF-16 units from the start of the file, lines count from 0. */
export interface IgnoreLine {
  readonly kind: 'comment' | 'pattern'
  readonly line: number
  /** The text without the blanks around it. */
  readonly start: number
  readonly end: number
}

export interface IgnorePattern extends IgnoreLine {
  readonly kind: 'pattern'
  /** Whether the line begins with `!` and takes paths back. */
  readonly negated: boolean
  /** The pattern as it is matched: without `!`, blanks, `./`, doubled, leading and trailing slashes. */
  readonly text: string
}

export interface IgnoreError {
  readonly line: number
  readonly start: number
  readonly end: number
  readonly message: string
}

export interface Dockerignore {
  readonly lines: readonly IgnoreLine[]
  /** The patterns in their order; those with errors are left out. */
  readonly patterns: readonly IgnorePattern[]
  /** What makes a build fail. */
  readonly errors: readonly IgnoreError[]
}

/** The lines of an ignore file. A `#` only begins a comment in the first column. */
export function parseDockerignore(text: string): Dockerignore {
  const lines: IgnoreLine[] = []
  const patterns: IgnorePattern[] = []
  const errors: IgnoreError[] = []
  let from = text.startsWith('\uFEFF') ? 1 : 0
  for (let line = 0; from < text.length; line++) {
    const newline = text.indexOf('\n', from)
    const stop = newline < 0 ? text.length : newline
    const range = trimmed(text, from, stop)
    const isComment = text[from] === '#'
    from = stop + 1
    if (range.start === range.end) continue
    if (isComment) {
      lines.push({ kind: 'comment', line, ...range })
      continue
    }
    const pattern = readPattern(text.slice(range.start, range.end), line, range)
    lines.push({ kind: 'pattern', line, ...range })
    if ('message' in pattern) errors.push(pattern)
    else patterns.push(pattern)
  }
  return { lines, patterns, errors }
}

const blank = /[\t\n\v\f\r \u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]/

function trimmed(text: string, from: number, to: number): { start: number; end: number } {
  let [start, end] = [from, to]
  while (start < end && blank.test(text[start] as string)) start++
  while (end > start && blank.test(text[end - 1] as string)) end--
  return { start, end }
}

function readPattern(text: string, line: number, range: { start: number; end: number }): IgnorePattern | IgnoreError {
  const negated = text.startsWith('!')
  const inner = trimmed(text, negated ? 1 : 0, text.length)
  const cleaned = cleanPath(text.slice(inner.start, inner.end))
  if (negated && (cleaned === undefined || cleaned === '/')) {
    return { line, ...range, message: '`!` needs a pattern behind it' }
  }
  const pattern = (cleaned ?? '').replace(/^\/(?=.)/, '')
  const flaw = flawOf(pattern)
  if (flaw !== undefined) return { line, ...range, message: flaw }
  return { kind: 'pattern', line, ...range, negated, text: pattern }
}

/** A path without `.`, `..` behind a name, doubled and trailing slashes; undefined for nothing at all. */
function cleanPath(path: string): string | undefined {
  if (path === '') return undefined
  const isRooted = path.startsWith('/')
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') parts.push(part)
    else if (parts.length > 0 && parts.at(-1) !== '..') parts.pop()
    else if (!isRooted) parts.push(part)
  }
  const joined = parts.join('/')
  if (isRooted) return `/${joined}`
  return joined === '' ? '.' : joined
}

/** What makes the pattern invalid: an open bracket, an empty or reversed range, a backslash at the end. */
function flawOf(pattern: string): string | undefined {
  const characters = [...pattern]
  for (let i = 0; i < characters.length; i++) {
    if (characters[i] === '\\') {
      if (++i === characters.length)
        return 'a backslash at the end of the pattern escapes nothing; use `/` between folders'
    } else if (characters[i] === '[') {
      const end = classEnd(characters, i)
      if (end === undefined)
        return '`[` begins a set of characters that is not closed or not valid; write `\\[` for the bracket itself'
      i = end
    }
  }
  return undefined
}

/** The index of the bracket that closes a set; undefined where the set is not valid. */
function classEnd(characters: readonly string[], from: number): number | undefined {
  let i = from + 1
  if (characters[i] === '^') i++
  for (let count = 0; ; count++) {
    if (characters[i] === ']' && count > 0) return i
    const low = rangeEnd(characters, i)
    if (low === undefined) return undefined
    i = low
    if (characters[i] !== '-') continue
    const high = rangeEnd(characters, i + 1)
    if (high === undefined || (characters[high - 1] as string) < (characters[low - 1] as string)) return undefined
    i = high
  }
}

/** The index behind one end of a range; something has to follow it. */
function rangeEnd(characters: readonly string[], from: number): number | undefined {
  let i = from
  if (characters[i] === undefined || characters[i] === '-' || characters[i] === ']') return undefined
  if (characters[i] === '\\') i++
  if (i + 1 >= characters.length) return undefined
  return i + 1
}

// Decisions

export interface IgnoreMatcher {
  /** Whether a path of the context is kept back. Paths are relative to the context, with `/` and without `./`. */
  ignores(path: string): boolean
  /** The pattern that decides on a path, ignoring it or taking it back; undefined when none fits. */
  decidingPattern(path: string): IgnorePattern | undefined
  /** The patterns that were tried on a path, or on a folder above it, and fitted; the last one decides. */
  fittingPatterns(path: string): readonly IgnorePattern[]
}

/** What is known of a folder when its entries are judged: which patterns fit it or a folder above it. */
interface Judgement {
  readonly fits: readonly boolean[]
  readonly decidedBy: IgnorePattern | undefined
}

/** Judges paths; what was found out about a folder is kept for the next path in it. */
export function ignoreMatcher(ignore: Dockerignore): IgnoreMatcher {
  const folders = new Map<string, Judgement>()
  const judge = (path: string): Judgement => {
    const slash = path.lastIndexOf('/')
    return judgement(ignore.patterns, path, slash < 0 ? undefined : judgeFolder(path.slice(0, slash)))
  }
  const judgeFolder = (folder: string): Judgement => {
    const known = folders.get(folder)
    if (known) return known
    const result = judge(folder)
    folders.set(folder, result)
    return result
  }
  return {
    ignores: (path) => judge(path).decidedBy?.negated === false,
    decidingPattern: (path) => judge(path).decidedBy,
    fittingPatterns: (path) => {
      const { fits } = judge(path)
      return ignore.patterns.filter((_, index) => fits[index])
    },
  }
}

/** The last pattern that fits wins; patterns that cannot change the verdict are not tried, as BuildKit has it. */
function judgement(patterns: readonly IgnorePattern[], path: string, parent: Judgement | undefined): Judgement {
  const fits: boolean[] = []
  let decidedBy: IgnorePattern | undefined
  // Lines times paths: a plain loop is several times as fast as an iterator.
  for (let index = 0; index < patterns.length; index++) {
    const pattern = patterns[index] as IgnorePattern
    const isIgnored = decidedBy?.negated === false
    const inherited = parent?.fits[index] === true
    const isFit = inherited || (pattern.negated === isIgnored && fitsPattern(pattern, path))
    fits.push(isFit)
    if (isFit) decidedBy = pattern
  }
  return { fits, decidedBy }
}

/**
 * Whether BuildKit warns that COPY or ADD takes a path that is ignored: the path or a folder above it fits a pattern,
 * and no line takes anything back. For the whole context, only `*`, `**` and `**` with `/*` count.
 */
export function isCopySourceIgnored(ignore: Dockerignore, source: string): boolean {
  if (ignore.patterns.some((pattern) => pattern.negated)) return false
  const path = cleanPath(source) ?? '.'
  if (path === '.' || path === '/')
    return ignore.patterns.some(({ text }) => text === '*' || text === '**' || text === '**/*')
  const parts = path.split('/')
  return ignore.patterns.some((pattern) =>
    parts.some((_, index) => fitsPattern(pattern, parts.slice(0, index + 1).join('/'))),
  )
}
