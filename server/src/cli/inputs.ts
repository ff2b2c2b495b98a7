/** From the paths of the command line to files: folders are searched, `-` is stdin, nothing comes twice. */

import fs from 'node:fs'
import path from 'node:path'
import { type FoundFile, findDockerfiles } from '../host/find-dockerfiles.ts'
import { fileFailure } from '../host/text-file.ts'

/** Every file to read, lazily and in a stable order: as given, folders sorted. No paths: the current folder. */
export function* inputFiles(paths: readonly string[]): Generator<FoundFile> {
  const seen = new Set<string>()
  for (const given of paths.length === 0 ? ['.'] : paths) {
    for (const found of filesOf(given)) {
      const key = path.resolve(found.path)
      if (seen.has(key)) continue
      seen.add(key)
      yield found
    }
  }
}

function* filesOf(given: string): Generator<FoundFile> {
  try {
    if (fs.statSync(given).isDirectory()) yield* findDockerfiles(given)
    else yield { path: given }
  } catch (error) {
    yield { path: given, failure: fileFailure(error) }
  }
}
