/** Offsets of the engine ↔ positions of the protocol. */
import type { Range as ProtocolRange } from 'vscode-languageserver'
import type { TextDocument } from 'vscode-languageserver-textdocument'
import type { Range } from '../syntax/tree.ts'

export function toRange(document: TextDocument, { start, end }: Range): ProtocolRange {
  return { start: document.positionAt(start), end: document.positionAt(end) }
}

export function toOffsets(document: TextDocument, { start, end }: ProtocolRange): Range {
  return { start: document.offsetAt(start), end: document.offsetAt(end) }
}
