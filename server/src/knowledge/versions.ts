/** Versions in tags: taken apart, compared, and matched against the version from which on something is so. */

import { rememberedByText } from './remembered.ts'

/** The numbers of a version: `1.23.2` is [1, 23, 2]. */
export type Version = readonly number[]

/** The numbers of a text such as `18.04`, `v2.4` or `ltsc2019`; undefined for anything else. */
export const parseVersion: (text: string) => Version | undefined = rememberedByText((text) => {
  const numbers = /^(?:v|ltsc)?(\d+(?:\.\d+)*)$/.exec(text)?.[1]
  return numbers?.split('.').map(Number)
})

/**
 * The version that a tag begins with, as written and as numbers: `3.11-slim` has 3.11, `8u392-b08-jdk` has 8,
 * `17.0.8_7-jre` has 17.0.8. Undefined for a tag that begins with a word or is a commit's hash.
 */
export function versionOfTag(tag: string): { text: string; version: Version } | undefined {
  if (/^[0-9a-f]{7,}(?:-|$)/.test(tag) && /^[0-9]*[a-f]/.test(tag)) return undefined
  const text = /^(?:v|ltsc)?\d+(?:\.\d+)*/.exec(tag)?.[0]
  const version = text === undefined ? undefined : parseVersion(text)
  return text === undefined || version === undefined ? undefined : { text, version }
}

/** Negative when `a` is older; a missing number counts as 0. */
export function compareVersions(a: Version, b: Version): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** Whether `short` is the beginning of `long`: 20 of 20.1, not 2 of 20. */
export function isPrefixVersion(short: Version, long: Version): boolean {
  return short.length <= long.length && short.every((number, index) => number === long[index])
}

/**
 * Whether a version is at least one of several starting points, each valid for its own major version and the last
 * for everything above. A version that is shorter than the starting point stands for its newest release.
 */
export function isSince(version: Version, starts: readonly Version[]): boolean {
  const last = starts.at(-1)
  if (!last) return true
  const own = starts.find((start) => start.length > 1 && start[0] === version[0])
  return isAtLeast(version, own ?? last)
}

/** Like a comparison, but `6.9` stands for the newest release of 6.9 and `6` for the newest of 6. */
function isAtLeast(version: Version, start: Version): boolean {
  for (let i = 0; i < start.length; i++) {
    const number = version[i]
    if (number === undefined) return true
    if (number !== start[i]) return number > (start[i] as number)
  }
  return true
}
