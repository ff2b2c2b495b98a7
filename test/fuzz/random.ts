/** Random choices that are the same for the same seed. */

export interface Random {
  /** A whole number from 0 to below the bound. */
  below(bound: number): number
  pick<T>(items: readonly T[]): T
  /** True once in `times`. */
  oneIn(times: number): boolean
}

export function seeded(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  const below = (bound: number): number => (bound <= 1 ? 0 : next() % bound)
  return { below, pick: (items) => items[below(items.length)], oneIn: (times) => below(times) === 0 }
}

/** A number that depends on all of a text. */
export function hash(text: string): number {
  let value = 2166136261
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 16777619)
  return value >>> 0
}
