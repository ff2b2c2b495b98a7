/** Replaces a file's text so that at any moment, also after a crash, either the old or the new one is there. */

import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'

/** A file as it was when it was read; what is replaced must still be this. */
export interface FileVersion {
  readonly stat: fs.Stats
}

/** The version of a file, for a later `replaceFile`; throws what `fs.statSync` throws. */
export function fileVersion(file: string): FileVersion {
  return { stat: fs.statSync(file) }
}

/** Keeps mode and owner. Gives a phrase that follows the file's name when it could not be done; never throws. */
export function replaceFile(file: string, text: string, { stat }: FileVersion): string | undefined {
  const temporary = path.join(path.dirname(file), `.${path.basename(file)}.${randomBytes(6).toString('hex')}.tmp`)
  try {
    fs.accessSync(file, fs.constants.W_OK)
  } catch {
    return 'is not fixed: it is read-only'
  }
  try {
    const descriptor = fs.openSync(temporary, 'wx', 0o600)
    try {
      fs.writeFileSync(descriptor, text)
      const fresh = fs.fstatSync(descriptor)
      if (fresh.uid !== stat.uid || fresh.gid !== stat.gid) fs.fchownSync(descriptor, stat.uid, stat.gid)
      fs.fchmodSync(descriptor, stat.mode & 0o7777)
      fs.fsyncSync(descriptor)
    } finally {
      fs.closeSync(descriptor)
    }
    const now = fs.statSync(file)
    if (now.mtimeMs !== stat.mtimeMs || now.size !== stat.size || now.ino !== stat.ino) {
      fs.rmSync(temporary, { force: true })
      return 'is not fixed: it changed meanwhile'
    }
    fs.renameSync(temporary, file)
    return undefined
  } catch (error) {
    fs.rmSync(temporary, { force: true })
    return `is not fixed: ${error instanceof Error ? error.message : String(error)}`
  }
}
