/** The shell patterns of `${x#p}`, `${x%p}`, `${x/p/r}` and their like. */

/** Longer values are not matched against patterns, and not more than so many characters in all places together. */
const maxMatched = 4_096
const maxMatchedInAll = 200_000

type PatternToken = { readonly kind: 'any' | 'one' } | { readonly kind: 'text'; readonly text: string }

/** A shell pattern; a backslash takes its meaning from the character behind. */
function readPattern(pattern: string): readonly PatternToken[] {
  const tokens: PatternToken[] = []
  for (let i = 0; i < pattern.length; i++) {
    const character = pattern[i]
    if (character === '*') tokens.push({ kind: 'any' })
    else if (character === '?') tokens.push({ kind: 'one' })
    else if (character === '\\' && i + 1 < pattern.length) tokens.push({ kind: 'text', text: pattern[++i] })
    else tokens.push({ kind: 'text', text: character })
  }
  return tokens
}

/** Where matches of a pattern end that begin at an offset: all places in the pattern are followed at once. */
function matchEnds(tokens: readonly PatternToken[], text: string, from: number): { shortest: number; longest: number } {
  let shortest = -1
  let longest = -1
  let places = new Set<number>([0])
  for (let position = from; ; position++) {
    // What may match nothing is passed; a Set also visits what is added meanwhile.
    for (const place of places) if (tokens[place]?.kind === 'any') places.add(place + 1)
    if (places.has(tokens.length)) {
      if (shortest < 0) shortest = position
      longest = position
    }
    if (position >= text.length || places.size === 0) return { shortest, longest }
    const next = new Set<number>()
    for (const place of places) {
      const token = tokens[place]
      if (token?.kind === 'any') next.add(place)
      else if (token?.kind === 'one' || (token?.kind === 'text' && token.text === text[position])) next.add(place + 1)
    }
    places = next
  }
}

/** `${x#p}`, `${x##p}`, `${x%p}`, `${x%%p}` with `*` and `?`; undefined where it is too much. */
export function removePattern(value: string, pattern: string, modifier: string): string | undefined {
  const greedy = modifier.length === 2
  const fromStart = modifier[0] === '#'
  const tokens = readPattern(pattern)
  if (value.length > maxMatched || value.length * tokens.length > maxMatchedInAll) return undefined
  const ends = fromStart ? matchEnds(tokens, value, 0) : matchEnds([...tokens].reverse(), reversed(value), 0)
  const length = greedy ? ends.longest : ends.shortest
  if (length < 0) return value
  return fromStart ? value.slice(length) : value.slice(0, value.length - length)
}

function reversed(text: string): string {
  return text.split('').reverse().join('')
}

/** `${x/p/r}` and `${x//p/r}`: the longest match counts; undefined where it is too much. */
export function replacePattern(value: string, pattern: string, replacement: string, all: boolean): string | undefined {
  const tokens = readPattern(pattern)
  if (value.length > maxMatched) return undefined
  let budget = maxMatchedInAll
  let result = ''
  let position = 0
  while (position < value.length) {
    const first = tokens[0]
    const mayBegin = first !== undefined && (first.kind !== 'text' || first.text === value[position])
    const end = mayBegin ? matchEnds(tokens, value, position).longest : -1
    if (mayBegin) budget -= value.length - position
    if (budget < 0) return undefined
    if (end <= position) {
      result += value[position]
      position++
      continue
    }
    result += replacement
    position = end
    if (!all) break
  }
  return result + value.slice(position)
}
