/** Cache mounts that lie below a user's home. */
import type { CacheMount, Sharing } from './package-managers.ts'

/** A cache below the home of the user, given for root. */
export function homeCache(inHome: string, sharing: Sharing = 'shared'): CacheMount {
  return { target: `/root/${inHome}`, inHome, sharing }
}
