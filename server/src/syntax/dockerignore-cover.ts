/** Whether one pattern of a .dockerignore reaches everything that another one fits: proven on their automata. */

import type { IgnorePattern } from './dockerignore.ts'
import {
  advance,
  fitsPattern,
  isAccepting,
  patternTokens,
  type States,
  startStates,
  type Token,
} from './dockerignore-pattern.ts'

/** More pairs of states than real patterns have; beyond them nothing is claimed. */
const maxPairs = 2_000

/** Whether every path that `inner` fits is one that `outer` fits too. False also where it cannot be shown. */
export function coversPattern(outer: IgnorePattern, inner: IgnorePattern): boolean {
  const sample = samplePath(inner)
  if (sample !== undefined && !fitsPattern(outer, sample)) return false
  return isIncluded(inner, outer, follow)
}

/** Whether every path that `inner` fits is one that `outer` fits, or lies below one. False where it cannot be shown. */
export function reachesPattern(outer: IgnorePattern, inner: IgnorePattern): boolean {
  const sample = samplePath(inner)
  if (sample !== undefined && !reachesPath(outer, sample)) return false
  return isIncluded(inner, outer, followToBelow)
}

/** Looks for a path that `inner` fits and `outer` does not; a sample has been tried already. */
function isIncluded(inner: IgnorePattern, outer: IgnorePattern, next: typeof follow): boolean {
  const [innerTokens, outerTokens] = [patternTokens(inner), patternTokens(outer)]
  if (inner.text === outer.text) return true
  // The sample was the only path that a plain pattern fits.
  if (innerTokens.every(({ kind }) => kind === 'text')) return true
  const letters = alphabet([...innerTokens, ...outerTokens])
  const start: Pair = { inner: startStates(innerTokens), outer: startStates(outerTokens), inName: false }
  const seen = new Set<string>([keyOf(start)])
  const open = [start]
  for (let pair = open.pop(); pair; pair = open.pop()) {
    if (pair.inName && isAccepting(pair.inner) && !isAccepting(pair.outer)) return false
    for (const letter of letters) {
      const following = next(innerTokens, outerTokens, pair, letter)
      if (!following) continue
      const key = keyOf(following)
      if (seen.has(key)) continue
      if (seen.size >= maxPairs) return false
      seen.add(key)
      open.push(following)
    }
  }
  return true
}

/** Where both automata are after the same beginning of a path. */
interface Pair {
  readonly inner: States
  readonly outer: States
  /** Whether the last character was part of a name: no path begins or ends with a slash, or has two in a row. */
  readonly inName: boolean
}

function keyOf({ inner, outer, inName }: Pair): string {
  return `${inName ? 1 : 0}${packed(inner)}${packed(outer)}`
}

/** Sixteen states a character; the automata keep their lengths, so that two keys are the same for the same states only. */
function packed(states: States): string {
  let text = ''
  for (let from = 0; from < states.length; from += 16) {
    let bits = 0
    for (let i = from; i < from + 16; i++) bits = (bits << 1) | (states[i] ?? 0)
    text += String.fromCharCode(bits)
  }
  return text
}

/** Where a character leads; undefined where no path goes on, or `inner` fits nothing more. */
function follow(inner: readonly Token[], outer: readonly Token[], pair: Pair, letter: string): Pair | undefined {
  const isSlash = letter === '/'
  if (isSlash && !pair.inName) return undefined
  const next = { inner: new Uint8Array(pair.inner.length), outer: new Uint8Array(pair.outer.length), inName: !isSlash }
  advance(inner, pair.inner, next.inner, letter)
  if (!next.inner.includes(1)) return undefined
  advance(outer, pair.outer, next.outer, letter)
  return next
}

/** The same, but stops where `outer` reaches everything below. */
function followToBelow(inner: readonly Token[], outer: readonly Token[], pair: Pair, letter: string): Pair | undefined {
  return letter === '/' && isAccepting(pair.outer) ? undefined : follow(inner, outer, pair, letter)
}

/** One character for each set of characters that the tokens cannot tell apart. */
function alphabet(tokens: readonly Token[]): readonly string[] {
  const letters = new Set(['\u0001', '/', '0'])
  const bounds = (low: string, high: string): void => {
    letters.add(low)
    const above = (high.codePointAt(0) ?? 0) + 1
    if (above <= 0x10ffff) letters.add(String.fromCodePoint(above))
  }
  for (const token of tokens) {
    if (token.kind === 'text') bounds(token.text, token.text)
    if (token.kind === 'class') for (const [low, high] of token.ranges) bounds(low, high)
  }
  return [...letters]
}

/** A path that the pattern fits, or undefined where none is found at once. */
export function samplePath(pattern: IgnorePattern): string | undefined {
  const known = samples.get(pattern)
  if (known) return known.path
  const path = patternTokens(pattern).map(sampleOf).join('')
  const isNone = /^\/|\/\/|\/$/.test(path) || path === '' || !fitsPattern(pattern, path)
  samples.set(pattern, { path: isNone ? undefined : path })
  return isNone ? undefined : path
}

const samples = new WeakMap<IgnorePattern, { readonly path: string | undefined }>()

function sampleOf(token: Token): string {
  switch (token.kind) {
    case 'text':
      return token.text
    case 'class':
      return token.negated ? '\u0001' : (token.ranges[0]?.[0] ?? '')
    case 'star':
    case 'one':
    case 'rest':
      return '\u0001'
    case 'dirs':
    case 'begin':
    case 'never':
      return ''
  }
}

/** Whether the pattern fits the path or a folder above it. */
export function reachesPath(pattern: IgnorePattern, path: string): boolean {
  for (let slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
    if (fitsPattern(pattern, path.slice(0, slash))) return true
  }
  return fitsPattern(pattern, path)
}
