/**
 * Patterns of a .dockerignore as small automata, so that a match takes time in proportion to the lengths of pattern and
 * path, whatever the pattern is.
 */

import type { IgnorePattern } from './dockerignore.ts'

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
      return path.startsWith(program.head) && path.endsWith(program.tail) && run(program.tokens, path)
  }
}

/** The automaton of a pattern, also of one that is matched without it. */
export function patternTokens(pattern: IgnorePattern): readonly Token[] {
  const program = compiled(pattern)
  switch (program.kind) {
    case 'exact':
      return textTokens(program.text)
    case 'prefix':
      return [...textTokens(program.text), { kind: 'rest' }]
    case 'suffix':
      return program.text.startsWith('/')
        ? [{ kind: 'dirs' }, ...textTokens(program.text.slice(1))]
        : [{ kind: 'rest' }, ...textTokens(program.text)]
    case 'tokens':
      return program.tokens
  }
}

function textTokens(text: string): Token[] {
  return [...text].map((character) => ({ kind: 'text', text: character }))
}

/**
 * `dirs` is any number of folders (`**` with the slash behind it), `star` anything in one name, `rest` anything at
 * all, `one` one character of a name, `begin` the start of the path, `never` nothing.
 */
export type Token =
  | { readonly kind: 'dirs' | 'star' | 'rest' | 'one' | 'begin' | 'never' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'class'; readonly negated: boolean; readonly ranges: readonly (readonly [string, string])[] }

type Compiled =
  | { readonly kind: 'exact' | 'prefix' | 'suffix'; readonly text: string }
  | {
      readonly kind: 'tokens'
      readonly tokens: readonly Token[]
      /** Plain text that every path begins with, and that every path ends with: most paths are told apart by it. */
      readonly head: string
      readonly tail: string
    }

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
  const tokens = tokenize(pattern)
  const reversed = [...tokens].reverse()
  return { kind: 'tokens', tokens, head: plainStart(tokens).join(''), tail: plainStart(reversed).reverse().join('') }
}

/** The characters before the first token that is no plain one. */
function plainStart(tokens: readonly Token[]): string[] {
  const end = tokens.findIndex(({ kind }) => kind !== 'text')
  return tokens.slice(0, end < 0 ? tokens.length : end).map((token) => (token.kind === 'text' ? token.text : ''))
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

function run(tokens: readonly Token[], path: string): boolean {
  let states = startStates(tokens)
  let next: States = new Uint8Array(states.length)
  for (const character of path) {
    advance(tokens, states, next, character)
    const used = states
    states = next
    next = used
  }
  return isAccepting(states)
}

/**
 * The ways through the tokens that are open, followed all at once. State `2i` is before token i, `2i + 1` within its
 * folders, which end with a slash; the last state is the end of the pattern.
 */
export type States = Uint8Array

export function startStates(tokens: readonly Token[]): States {
  const states = new Uint8Array(2 * tokens.length + 1)
  states[0] = 1
  skipEmpty(tokens, states, true)
  return states
}

export function isAccepting(states: States): boolean {
  return states[states.length - 1] === 1
}

/** Writes into `next` where a character leads from `states`. */
export function advance(tokens: readonly Token[], states: States, next: States, character: string): void {
  next.fill(0)
  for (let i = 0; i < tokens.length; i++) {
    if (states[2 * i + 1]) stepWithin(next, i, character)
    if (states[2 * i]) step(tokens[i] as Token, next, i, character)
  }
  skipEmpty(tokens, next, false)
}

function step(token: Token, next: States, i: number, character: string): void {
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

function stepWithin(next: States, i: number, character: string): void {
  next[2 * i + 1] = 1
  if (character === '/') next[2 * i + 2] = 1
}

/** Tokens that fit nothing at all are passed. */
function skipEmpty(tokens: readonly Token[], states: States, atStart: boolean): void {
  for (let i = 0; i < tokens.length; i++) {
    const { kind } = tokens[i] as Token
    const isEmpty = kind === 'dirs' || kind === 'star' || kind === 'rest' || (kind === 'begin' && atStart)
    if (states[2 * i] && isEmpty) states[2 * i + 2] = 1
  }
}
