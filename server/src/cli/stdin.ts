/** What is piped in. */

import { decodeText, type TextFile, type Unread } from '../host/text-file.ts'

/** Reads stdin to its end as a file's text. */
export async function readStdin(): Promise<TextFile | Unread> {
  const chunks: Uint8Array[] = []
  for await (const chunk of process.stdin) chunks.push(chunk)
  return decodeText(Buffer.concat(chunks))
}
