/** What every answer about a text has to satisfy, whatever the text is. */

export interface Span {
  readonly start: number
  readonly end: number
}

/** Throws unless the range lies in the text, and between its characters. */
export function expectRange(text: string, { start, end }: Span, what: string): void {
  if (!Number.isInteger(start) || !Number.isInteger(end) || start < 0 || end < start || end > text.length) {
    throw new Error(`${what} is at ${start}–${end}, outside of 0–${text.length}`)
  }
  for (const offset of [start, end]) {
    if (partsCharacter(text, offset)) throw new Error(`${what} begins or ends at ${offset}, within a character`)
  }
}

/** Whether an offset lies between the halves of a surrogate pair. */
export function partsCharacter(text: string, offset: number): boolean {
  return /^[\ud800-\udbff][\udc00-\udfff]/.test(text.slice(offset - 1, offset + 1))
}

/** Throws unless a message is one line that says something. */
export function expectOneLine(text: string, what: string): void {
  if (text.trim() === '') throw new Error(`${what} is empty`)
  const control = /[\0-\x08\n-\x1f\x7f\u2028\u2029]/.exec(text)
  if (control) throw new Error(`${what} holds a control character: ${JSON.stringify(text.slice(0, 80))}`)
}

/** Throws unless two answers are equal. */
export function expectSame(one: readonly string[], other: readonly string[], what: string): void {
  const index = one.findIndex((line, i) => line !== other[i])
  const at = index < 0 && one.length !== other.length ? Math.min(one.length, other.length) : index
  if (at >= 0) throw new Error(`${what}: ${JSON.stringify(one[at])} and ${JSON.stringify(other[at])}`)
}
