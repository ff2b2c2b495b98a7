/**
 * Reads a .dockerignore and decides, as BuildKit does, which files of a build context are sent. Each pattern is a small
 * automaton, so that a match takes time in proportion to the lengths of pattern and path, whatever the pattern is.
 */

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

// Patterns as automata

/**
 * `dirs` is any number of folders (`**` with the slash behind it), `star` anything in one name, `rest` anything at
 * all, `one` one character of a name, `begin` the start of the path, `never` nothing.
 */
type Token =
  | { readonly kind: 'dirs' | 'star' | 'rest' | 'one' | 'begin' | 'never' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'class'; readonly negated: boolean; readonly ranges: readonly (readonly [string, string])[] }

type Compiled =
  | { readonly kind: 'exact' | 'prefix' | 'suffix'; readonly text: string }
  | { readonly kind: 'tokens'; readonly tokens: readonly Token[] }

const compiledPatterns = new WeakMap<IgnorePattern, Compiled>()

function compiled(pattern: IgnorePattern): Compiled {
  const known = compiledPatterns.get(pattern)
  if (known) return known
  const result = compile(pattern.text)
  compiledPatterns.set(pattern, result)
  return result
}

/**
 * The shortcuts for plain patterns are BuildKit's own and not always the same as the general case: `**foo` fits every
 * path that ends in foo, `**foo*` only names that begin with it.
 */
function compile(pattern: string): Compiled {
  if (!/[*?[\]\\^]/.test(pattern)) return { kind: 'exact', text: pattern }
  const beginsWithStars = pattern.startsWith('**')
  const tail = beginsWithStars ? pattern.slice(2) : pattern
  if (beginsWithStars && !/[*?[\]\\^]/.test(tail)) return { kind: 'suffix', text: tail }
  if (pattern.endsWith('**') && !/[*?[\]\\^]/.test(pattern.slice(0, -2)))
    return { kind: 'prefix', text: pattern.slice(0, -2) }
  return { kind: 'tokens', tokens: tokenize(pattern) }
}

function tokenize(pattern: string): Token[] {
  const tokens: Token[] = []
  const characters = [...pattern]
  for (let i = 0; i < characters.length; i++) {
    const character = characters[i] as string
    if (character === '*' && characters[i + 1] === '*') {
      i++
      if (characters[i + 1] === '/') i++
      tokens.push({ kind: i + 1 === characters.length ? 'rest' : 'dirs' })
    } else if (character === '*') tokens.push({ kind: 'star' })
    else if (character === '?') tokens.push({ kind: 'one' })
    else if (character === '^') tokens.push({ kind: 'begin' })
    else if (character === '\\') tokens.push(escaped(characters[++i] as string))
    else if (character === '[') {
      const { token, end } = readClass(characters, i)
      tokens.push(token)
      i = end
    } else tokens.push({ kind: 'text', text: character })
  }
  return tokens
}

/** BuildKit hands the escape on to a regular expression: a letter behind the backslash is a class there. */
function escaped(character: string): Token {
  if (character === 'd') return { kind: 'class', negated: false, ranges: [['0', '9']] }
  if (character === 'w') return { kind: 'class', negated: false, ranges: [...wordRanges] }
  if (/[A-Za-z0-9]/.test(character)) return { kind: 'never' }
  return { kind: 'text', text: character }
}

const wordRanges: readonly (readonly [string, string])[] = [
  ['0', '9'],
  ['A', 'Z'],
  ['a', 'z'],
  ['_', '_'],
]

function readClass(characters: readonly string[], from: number): { token: Token; end: number } {
  let i = from + 1
  const negated = characters[i] === '^'
  if (negated) i++
  const ranges: [string, string][] = []
  while (i < characters.length && !(characters[i] === ']' && ranges.length > 0)) {
    if (characters[i] === '\\') i++
    const low = characters[i++] as string
    let high = low
    if (characters[i] === '-') {
      i++
      if (characters[i] === '\\') i++
      high = characters[i++] as string
    }
    ranges.push([low, high])
  }
  return { token: { kind: 'class', negated, ranges }, end: i }
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

/** Whether a pattern fits a path, without regard to the folders above it. */
export function fitsPattern(pattern: IgnorePattern, path: string): boolean {
  const program = compiled(pattern)
  switch (program.kind) {
    case 'exact':
      return path === program.text
    case 'prefix':
      return path.startsWith(program.text)
    case 'suffix':
      return path.endsWith(program.text) || (program.text.startsWith('/') && path === program.text.slice(1))
    case 'tokens':
      return run(program.tokens, path)
  }
}

/**
 * Follows all ways through the tokens at once. State `2i` is before token i, `2i + 1` within its folders, which end
 * with a slash.
 */
function run(tokens: readonly Token[], path: string): boolean {
  const accepting = 2 * tokens.length
  let states = new Uint8Array(accepting + 1)
  let next = new Uint8Array(accepting + 1)
  states[0] = 1
  skipEmpty(tokens, states, true)
  for (const character of path) {
    next.fill(0)
    for (let i = 0; i < tokens.length; i++) {
      if (states[2 * i + 1]) stepWithin(next, i, character)
      if (states[2 * i]) step(tokens[i] as Token, next, i, character)
    }
    skipEmpty(tokens, next, false)
    const used = states
    states = next
    next = used
  }
  return states[accepting] === 1
}

function step(token: Token, next: Uint8Array, i: number, character: string): void {
  switch (token.kind) {
    case 'dirs':
      stepWithin(next, i, character)
      break
    case 'star':
      if (character !== '/') next[2 * i] = 1
      break
    case 'rest':
      next[2 * i] = 1
      break
    case 'one':
      if (character !== '/') next[2 * i + 2] = 1
      break
    case 'text':
      if (character === token.text) next[2 * i + 2] = 1
      break
    case 'class':
      if (token.ranges.some(([low, high]) => low <= character && character <= high) !== token.negated)
        next[2 * i + 2] = 1
      break
  }
}

function stepWithin(next: Uint8Array, i: number, character: string): void {
  next[2 * i + 1] = 1
  if (character === '/') next[2 * i + 2] = 1
}

/** Tokens that fit nothing at all are passed. */
function skipEmpty(tokens: readonly Token[], states: Uint8Array, atStart: boolean): void {
  for (let i = 0; i < tokens.length; i++) {
    const { kind } = tokens[i] as Token
    const isEmpty = kind === 'dirs' || kind === 'star' || kind === 'rest' || (kind === 'begin' && atStart)
    if (states[2 * i] && isEmpty) states[2 * i + 2] = 1
  }
}

// Decisions

export interface IgnoreMatcher {
  /** Whether a path of the context is kept back. Paths are relative to the context, with `/` and without `./`. */
  ignores(path: string): boolean
  /** The pattern that decides on a path, ignoring it or taking it back; undefined when none fits. */
  decidingPattern(path: string): IgnorePattern | undefined
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
  }
}

/** The last pattern that fits wins; patterns that cannot change the verdict are not tried, as BuildKit has it. */
function judgement(patterns: readonly IgnorePattern[], path: string, parent: Judgement | undefined): Judgement {
  const fits: boolean[] = []
  let decidedBy: IgnorePattern | undefined
  for (const [index, pattern] of patterns.entries()) {
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
