/** Shell scripts as trees, remembered by their text. */

import { readShell } from './shell-reader.ts'
import type { ShellTree } from './shell-tree.ts'

export type * from './shell-tree.ts'

/** As many scripts as a file of 10,000 lines may have; a tree takes about 6 KB, and 100 bytes for each character. */
const cacheSize = 6_000
/** Characters of all scripts together; where a long one is typed in, each of its versions is a script. */
const cacheLength = 1_000_000
let cache = new Map<string, ShellTree>()
let cachedLength = 0

/** Parses a POSIX-like shell script. The result is remembered by text, so that an edit costs only what it changed. */
export function parseShell(text: string): ShellTree {
  const known = cache.get(text)
  if (known) return known
  const tree = readShell(text)
  cache.set(text, tree)
  cachedLength += text.length
  if (cache.size > cacheSize || cachedLength > cacheLength) forgetHalf()
  return tree
}

/** The oldest scripts go. */
function forgetHalf(): void {
  for (const text of cache.keys()) {
    if (cache.size <= cacheSize / 2 && cachedLength <= cacheLength / 2) return
    cache.delete(text)
    cachedLength -= text.length
  }
}

/** Forgets all scripts. */
export function clearShellCache(): void {
  // A map that is emptied holds on to what it had: its old table knows the new one, and once both have grown old, the
  // garbage collector takes the one for the other's user.
  cache = new Map()
  cachedLength = 0
}

/** How many scripts are remembered now, and how long they are together; for tests of memory. */
export function shellCacheSize(): { readonly scripts: number; readonly characters: number } {
  return { scripts: cache.size, characters: cachedLength }
}
