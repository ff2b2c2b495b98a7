/** "Did you mean": the known name that a misspelt one is closest to. */

/** Longer names are not compared; nobody mistypes them. */
const maxLength = 64

/**
 * The candidate with the smallest edit distance (insertions, deletions, replacements, swaps of neighbours), when at
 * most a third of the name is wrong; the first of equals. Case does not count.
 */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase()
  if (wanted.length > maxLength) return undefined
  let best: string | undefined
  let limit = Math.max(1, Math.floor(wanted.length / 3)) + 1
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - wanted.length) >= limit || candidate.length > maxLength) continue
    const distance = editDistance(wanted, candidate.toLowerCase())
    if (distance >= limit) continue
    best = candidate
    limit = distance
  }
  return best
}

/** The optimal string alignment distance. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1))
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      if (swapped) row[j] = Math.min(row[j], beforeLast[j - 2] + 1)
    }
    beforeLast = last
    last = row
  }
  return last[b.length]
}
