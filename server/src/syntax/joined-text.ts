/** Text that BuildKit reads from several lines at once, with a map from its offsets back to the file's. */

import { lastUpTo } from './first-at.ts'
import type { Range } from './tree.ts'

/**
 * The logical line of an instruction: continuation characters, line breaks and comment lines are taken out.
 * Offsets "in the joined text" are UTF-16 offsets in `text`; `fileOffset` and `fileRange` map them to the file.
 */
export interface JoinedText {
  readonly text: string
  /** Joined offsets at which a piece of the file begins, ascending; the first is 0. */
  readonly starts: readonly number[]
  /** File offset of each piece. */
  readonly fileStarts: readonly number[]
  readonly fileEnd: number
}

/** File offset of the character at a joined offset; of the end for `text.length`. */
export function fileOffset(joined: JoinedText, offset: number): number {
  if (offset >= joined.text.length) return joined.fileEnd
  if (joined.starts.length === 1) return Math.min(joined.fileStarts[0] + offset, joined.fileEnd)
  const piece = lastUpTo(joined.starts, offset)
  return Math.min(joined.fileStarts[piece] + offset - joined.starts[piece], joined.fileEnd)
}

/** File offset just behind the character before a joined offset, so that a range does not swallow a continuation. */
export function fileEndOffset(joined: JoinedText, offset: number): number {
  if (offset <= 0) return joined.fileStarts[0]
  if (joined.starts.length === 1) return Math.min(joined.fileStarts[0] + offset, joined.fileEnd)
  const piece = lastUpTo(joined.starts, offset - 1)
  return Math.min(joined.fileStarts[piece] + offset - joined.starts[piece], joined.fileEnd)
}

/** File range of a half-open joined range. An empty one stays empty. */
export function fileRange(joined: JoinedText, start: number, end: number): Range {
  const from = fileOffset(joined, start)
  return { start: from, end: end > start ? fileEndOffset(joined, end) : from }
}

/** Joined offset of a file offset; that of the next joined character when it lies in a removed part. */
export function joinedOffset(joined: JoinedText, offset: number): number {
  const piece = lastUpTo(joined.fileStarts, offset)
  const pieceEnd = piece + 1 < joined.starts.length ? joined.starts[piece + 1] : joined.text.length
  return Math.min(Math.max(joined.starts[piece] + offset - joined.fileStarts[piece], joined.starts[piece]), pieceEnd)
}
