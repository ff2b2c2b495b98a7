/** Reads files as text, and says in one phrase why one cannot be read. */

import fs from 'node:fs'

export interface TextFile {
  readonly text: string
  /** Whether bytes that are no UTF-8 were replaced, so that the text cannot be written back. */
  readonly lossy: boolean
}

export interface Unread {
  /** A phrase that follows the file's name: "is a folder". */
  readonly failure: string
}

/** Larger files are refused; 16 MiB is far above any Dockerfile. */
const maxBytes = 16 * 1024 * 1024

/** Reads a file. Never throws. */
export function readTextFile(file: string): TextFile | Unread {
  try {
    const stat = fs.statSync(file)
    if (stat.isDirectory()) return { failure: 'is a folder' }
    if (stat.size > maxBytes) return { failure: `is too large (${stat.size} bytes)` }
    return decodeText(fs.readFileSync(file))
  } catch (error) {
    return { failure: fileFailure(error) }
  }
}

/** Reads a file that nobody named: not a pipe or a device, which may never end. Never throws. */
export function readRegularFile(file: string): TextFile | Unread {
  try {
    const stat = fs.statSync(file)
    if (!stat.isFile() && !stat.isDirectory()) return { failure: 'is no regular file' }
  } catch (error) {
    return { failure: fileFailure(error) }
  }
  return readTextFile(file)
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const lenient = new TextDecoder('utf-8', { ignoreBOM: true })

/** Decodes UTF-8; a byte order mark stays in the text. Other encodings of text, and what is no text, are refused. */
export function decodeText(bytes: Uint8Array): TextFile | Unread {
  if (bytes.length > maxBytes) return { failure: `is too large (${bytes.length} bytes)` }
  const [first, second] = bytes
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return { failure: 'is UTF-16; a build reads UTF-8 only' }
  }
  if (looksBinary(bytes)) return { failure: 'is a binary file' }
  try {
    return { text: strict.decode(bytes), lossy: false }
  } catch {
    // One NUL may stand in a Dockerfile; together with bytes that are no UTF-8 it is a sign of something else.
    if (bytes.includes(0)) return { failure: 'is a binary file' }
    return { text: lenient.decode(bytes), lossy: true }
  }
}

/** Whether over a tenth of the first bytes are control characters that texts do not have. */
function looksBinary(bytes: Uint8Array): boolean {
  const sample = Math.min(bytes.length, 4096)
  let controls = 0
  for (let i = 0; i < sample; i++) {
    const byte = bytes[i]
    if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x0c && byte !== 0x1b) controls++
  }
  return controls > 8 && controls * 10 > sample
}

/** What went wrong with a file, as a phrase that follows its name. */
export function fileFailure(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (Object.hasOwn(failures, code)) return failures[code]
  return `cannot be read: ${error instanceof Error ? error.message : String(error)}`
}

const failures: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist',
  EACCES: 'cannot be read: permission denied',
  EPERM: 'cannot be read: permission denied',
  EISDIR: 'is a folder',
  ELOOP: 'is a loop of links',
  ENAMETOOLONG: 'has too long a name',
  ENXIO: 'cannot be read: it is a socket or a device',
}
