/** Writing to stdout and stderr: waits for slow readers, and keeps control characters of files out of the terminal. */

import { once } from 'node:events'
import { type FileOutcome, internalErrorLine } from './outcome.ts'

/** Writes to stdout; resolves when the reader can take more. */
export async function write(text: string): Promise<void> {
  if (text !== '' && !process.stdout.write(text)) await once(process.stdout, 'drain')
}

/** One line on stderr. */
export function warn(line: string): void {
  process.stderr.write(`${visible(line)}\n`)
}

/**
 * One line of text that steers nothing: control characters become pictures of themselves, and what GitHub reads as a
 * workflow command at the start of a line (`::`) or in it (`##[`) is broken by an invisible character.
 */
export function visible(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, (character) => {
      const code = character.charCodeAt(0)
      if (code < 0x20) return String.fromCharCode(0x2400 + code)
      return code === 0x7f ? '\u2421' : '\ufffd'
    })
    .replace(/^( *):(?=:)|##(?=\[)/g, '$&\u200b')
}

/** Gives the function that says on stderr what is odd about files, a line each; what is not about one file comes once. */
export function createOutcomeReporter(): (outcome: FileOutcome) => void {
  const said = new Set<string>()
  return ({ path, notices, internalErrors, generalNotices, unread }) => {
    for (const notice of generalNotices) {
      if (!said.has(notice)) warn(notice)
      said.add(notice)
    }
    for (const notice of notices) warn(`${path} ${notice}`)
    for (const error of internalErrors) warn(internalErrorLine(error))
    if (unread !== undefined) warn(`${path} ${unread}`)
  }
}
