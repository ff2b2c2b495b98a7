/** Parts of a sequence. */

/** As many at a time, and what is left at the end. */
export function* batches<T>(all: Iterable<T>, size: number): Generator<readonly T[]> {
  let batch: T[] = []
  for (const one of all) {
    batch.push(one)
    if (batch.length < size) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}
