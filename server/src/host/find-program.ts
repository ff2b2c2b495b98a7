/** Finds programs on PATH by their absolute path, so that nothing in the current folder is run by accident. */

import fs from 'node:fs'
import path from 'node:path'

/** The first executable file of a name on PATH; undefined when there is none. Relative entries of PATH are left out. */
export function findProgram(name: string, environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const extensions = process.platform === 'win32' ? ['.exe', '.com'] : ['']
  for (const folder of (environment.PATH ?? '').split(path.delimiter)) {
    if (!path.isAbsolute(folder)) continue
    for (const extension of extensions) {
      const file = path.join(folder, name + extension)
      if (isExecutable(file)) return file
    }
  }
  return undefined
}

function isExecutable(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK)
    return fs.statSync(file).isFile()
  } catch {
    return false
  }
}
