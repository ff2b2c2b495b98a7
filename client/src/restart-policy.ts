/** When a language server that ended by itself is started again: soon at first, then later, and in the end not at all. */

/** After so many ends within this time it is not started again. */
const ends = 5
const window = 3 * 60_000
const firstDelay = 500

export interface RestartPolicy {
  /** The server ended at this time; gives the milliseconds to wait before a start, undefined for none. */
  ended(now: number): number | undefined
  /** Somebody started it by hand: what was before does not count. */
  forget(): void
}

export function createRestartPolicy(): RestartPolicy {
  let recent: number[] = []
  return {
    ended(now) {
      recent = [...recent.filter((time) => now - time < window), now]
      return recent.length >= ends ? undefined : firstDelay * 2 ** (recent.length - 1)
    },
    forget() {
      recent = []
    },
  }
}
