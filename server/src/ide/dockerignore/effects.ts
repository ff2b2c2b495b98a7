/** What each line of an ignore file does in the folder around it: every path is judged once, for all lines together. */

import type { BuildContext } from '../../lint/build-context.ts'
import { type Dockerignore, type IgnorePattern, ignoreMatcher } from '../../syntax/dockerignore.ts'
import type { IgnoreFile } from './ignore-file.ts'

export interface LineEffects {
  /** Whether a path of the folder is kept out. */
  ignores(path: string): boolean
  /** Whether a line changed the verdict on a path when its turn came, whatever the lines below it say. */
  hasSay(pattern: IgnorePattern): boolean
  /** Whether no path would be judged otherwise without the line; undefined where that cannot be told. */
  isIdle(pattern: IgnorePattern): boolean | undefined
}

/** Paths that are judged again without a line. */
const maxPaths = 2_000

/** Judgements of a path by a line that one file is given to find its idle lines; later ones stay undecided. */
const maxJudgements = 2_000_000

const known = new WeakMap<IgnoreFile, LineEffects>()

/** The effects in the file's folder; undefined where there is none. */
export function effectsOf(file: IgnoreFile): LineEffects | undefined {
  if (!file.context) return undefined
  const effects = known.get(file) ?? judgeFolder(file.ignore, file.context)
  known.set(file, effects)
  return effects
}

function judgeFolder(ignore: Dockerignore, context: BuildContext): LineEffects {
  const { patterns } = ignore
  const matcher = ignoreMatcher(ignore)
  const keptOut = new Set<string>()
  const judgedBy = new Map<IgnorePattern, string[]>(patterns.map((pattern) => [pattern, []]))
  for (const { path } of context.paths) {
    const fitting = matcher.fittingPatterns(path)
    if (fitting.at(-1)?.negated === false) keptOut.add(path)
    for (const pattern of fitting) {
      const paths = judgedBy.get(pattern)
      if (paths && paths.length <= maxPaths) paths.push(path)
    }
  }
  let judgements = 0
  return {
    ignores: (path) => keptOut.has(path),
    hasSay: (pattern) => judgedBy.get(pattern)?.length !== 0,
    isIdle: (pattern) => {
      if (!context.complete) return undefined
      // A line that was never heard on a path, or on a folder above it, changes nothing there.
      const paths = judgedBy.get(pattern) ?? []
      if (paths.length === 0) return true
      judgements += paths.length * patterns.length
      if (paths.length > maxPaths || judgements > maxJudgements) return undefined
      const without = ignoreMatcher({ ...ignore, patterns: patterns.filter((other) => other !== pattern) })
      return paths.every((path) => keptOut.has(path) === without.ignores(path))
    },
  }
}
