/** What the process says at its end; other people's scripts depend on these numbers. */

export const exitStatus = {
  /** Nothing at or above the threshold. */
  clean: 0,
  /** Problems at or above the threshold; for `fix --check`: something would change. */
  problems: 1,
  /** Wrong arguments or configuration, and files that cannot be read. */
  usage: 2,
  /** A rule or the program itself failed. */
  internal: 3,
} as const

/** A mistake in the arguments or the configuration; its message goes to stderr as it is. */
export class UsageError extends Error {}
