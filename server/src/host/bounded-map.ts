/** Maps that forget, so that what a long-lived program remembers does not grow. */

/** Sets an entry; beyond `most` entries the oldest ones go. */
export function setBounded<K, V>(map: Map<K, V>, key: K, value: V, most: number): void {
  map.delete(key)
  for (const oldest of map.keys()) {
    if (map.size < most) break
    map.delete(oldest)
  }
  map.set(key, value)
}
