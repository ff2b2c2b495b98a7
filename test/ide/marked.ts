/** Dockerfiles with marks for tests: `‸` is the cursor, `⟦…⟧` a range. */

import type { BuildContext } from '../../server/src/lint/build-context.ts'
import { LintFile } from '../../server/src/lint/lint-file.ts'
import type { Range } from '../../server/src/syntax/tree.ts'

export interface Marked {
  readonly text: string
  /** The first cursor; 0 when there is none. */
  readonly cursor: number
  readonly ranges: readonly Range[]
  readonly file: LintFile
}

export const today = '2026-11-20'

/** Takes the marks out of a text. */
export function marked(source: string, context?: BuildContext): Marked {
  let text = ''
  let cursor = 0
  const open: number[] = []
  const ranges: Range[] = []
  for (const character of source) {
    if (character === '‸') cursor = text.length
    else if (character === '⟦') open.push(text.length)
    else if (character === '⟧') ranges.push({ start: open.pop() ?? 0, end: text.length })
    else text += character
  }
  ranges.sort((a, b) => a.start - b.start)
  return { text, cursor, ranges, file: new LintFile({ text, today, context }) }
}

/** The text with the given ranges marked. */
export function withMarks(text: string, ranges: readonly Range[]): string {
  const marks = ranges.flatMap(({ start, end }) => [
    { at: start, mark: '⟦' },
    { at: end, mark: '⟧' },
  ])
  marks.sort((a, b) => b.at - a.at || (a.mark === '⟧' ? 1 : -1))
  let result = text
  for (const { at, mark } of marks) result = result.slice(0, at) + mark + result.slice(at)
  return result
}

/** A build context of the given files, by path; folders are those that the paths need. */
export function contextOf(files: Readonly<Record<string, string>>): BuildContext {
  const folders = new Set<string>()
  for (const path of Object.keys(files)) {
    for (let slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1))
      folders.add(path.slice(0, slash))
  }
  const paths = [
    ...[...folders].map((path) => ({ path, folder: true })),
    ...Object.keys(files).map((path) => ({ path, folder: false })),
  ].sort((a, b) => (a.path < b.path ? -1 : 1))
  const ignore = files['.dockerignore']
  return {
    paths,
    complete: true,
    dockerfile: 'Dockerfile',
    ignoreFile: ignore === undefined ? undefined : { path: '.dockerignore', text: ignore },
    read: (path) => (Object.hasOwn(files, path) ? files[path] : undefined),
  }
}
