/** Lines of a .dockerignore that change nothing, because another line says the same, undoes them, or nothing is there. */

import type { Dockerignore, IgnorePattern } from '../../syntax/dockerignore.ts'
import { coversPattern, reachesPattern, samplePath } from '../../syntax/dockerignore-cover.ts'

/** Two lines, of which the first has no effect because of the second. */
export interface Shadowed {
  readonly pattern: IgnorePattern
  readonly by: IgnorePattern
  /** `covered`: both keep out the same. `undone`: the second comes later and says the opposite. */
  readonly how: 'covered' | 'undone'
}

/**
 * The shadowed patterns. BuildKit does not try a line on a path that it cannot change, and remembers for a folder which
 * lines fitted it; so a line that reaches another one only through a folder counts as long as nothing is taken back.
 */
export function shadowedPatterns({ patterns }: Dockerignore): readonly Shadowed[] {
  const others = new Candidates(patterns)
  const negations = countNegations(patterns)
  const found: Shadowed[] = []
  for (const [index, pattern] of patterns.entries()) {
    for (const by of others.reaching(pattern)) {
      const other = others.indexOf(by)
      if (other === index) continue
      const how = relation(pattern, index, by, other, negations)
      if (!how) continue
      found.push({ pattern, by, how })
      break
    }
  }
  return found
}

function relation(
  pattern: IgnorePattern,
  index: number,
  by: IgnorePattern,
  other: number,
  negations: readonly number[],
): Shadowed['how'] | undefined {
  if (pattern.negated !== by.negated) return other > index && coversPattern(by, pattern) ? 'undone' : undefined
  if (pattern.negated) return undefined
  const [first, last] = [Math.min(index, other), Math.max(index, other)]
  if (negations[last] !== negations[first]) return undefined
  const reaches = negations[last] === 0 ? reachesPattern : coversPattern
  if (!reaches(by, pattern)) return undefined
  // Of two that say the same, the later one is too much.
  return other < index || !reaches(pattern, by) ? 'covered' : undefined
}

/** How many exceptions stand before each pattern. */
function countNegations(patterns: readonly IgnorePattern[]): readonly number[] {
  let count = 0
  return patterns.map(({ negated }) => (negated ? count++ : count))
}

/** Patterns with wildcards, and of those that are equal, that each line is held against; more are not looked at. */
const maxCandidates = 100

/** Finds the patterns that may reach another one, without trying each of them. */
class Candidates {
  readonly #indexes = new Map<IgnorePattern, number>()
  readonly #plain = new Map<string, IgnorePattern[]>()
  readonly #wild: IgnorePattern[] = []

  constructor(patterns: readonly IgnorePattern[]) {
    for (const [index, pattern] of patterns.entries()) {
      this.#indexes.set(pattern, index)
      if (/[*?[\\^]/.test(pattern.text)) {
        if (this.#wild.length < maxCandidates) this.#wild.push(pattern)
        continue
      }
      const same = this.#plain.get(pattern.text)
      if (same) same.push(pattern)
      else this.#plain.set(pattern.text, [pattern])
    }
  }

  indexOf(pattern: IgnorePattern): number {
    return this.#indexes.get(pattern) ?? -1
  }

  *reaching(pattern: IgnorePattern): Generator<IgnorePattern> {
    const sample = samplePath(pattern) ?? pattern.text
    for (let end = sample.indexOf('/'); end > 0; end = sample.indexOf('/', end + 1)) {
      yield* (this.#plain.get(sample.slice(0, end)) ?? []).slice(0, maxCandidates)
    }
    yield* (this.#plain.get(sample) ?? []).slice(0, maxCandidates)
    yield* this.#wild
  }
}
