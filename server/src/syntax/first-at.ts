/** Binary search. */

/** The first index for which a condition holds that goes on to hold from there; the length when it never does. */
export function firstAt(length: number, holds: (index: number) => boolean): number {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >> 1
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}

/** The index of the last of ascending numbers that is not above a value; 0 when all are. */
export function lastUpTo(ascending: readonly number[], value: number): number {
  let low = 0
  let high = ascending.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (ascending[middle] > value) high = middle
    else low = middle + 1
  }
  return low > 0 ? low - 1 : 0
}
