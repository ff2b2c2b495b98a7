/** How errors of configuration files read in the terminal: with paths from the current folder where they lie below it. */

import path from 'node:path'
import type { FileProblem, LoadedConfiguration } from '../host/configuration-files.ts'
import { type FileOutcome, misconfigured } from './outcome.ts'

/** `FILE:LINE:COLUMN message` for each problem. */
export function configurationErrorLines(problems: readonly FileProblem[]): readonly string[] {
  return problems.map(({ path: file, line, column, message }) => `${shownPath(file)}:${line}:${column} ${message}`)
}

/** The outcome of a file whose configuration has errors; undefined where it has none. */
export function configurationFailure(file: string, loaded: LoadedConfiguration | undefined): FileOutcome | undefined {
  if (!loaded || loaded.problems.length === 0) return undefined
  return misconfigured(file, shownPath(loaded.path), configurationErrorLines(loaded.problems))
}

function shownPath(file: string): string {
  const relative = path.relative('.', file)
  return relative.startsWith('..') || path.isAbsolute(relative) ? file : relative
}
