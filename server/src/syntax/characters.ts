/** Character classes as BuildKit's parser has them. */

/** White space of Go's `unicode.IsSpace`. */
export function isSpace(code: number): boolean {
  if (code <= 0x20) return code === 0x20 || (code >= 0x09 && code <= 0x0d)
  if (code < 0x80) return false
  return (
    code === 0x85 ||
    code === 0xa0 ||
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000
  )
}

/** The white space that separates words: `[\t\v\f\r ]`; line breaks never get that far. */
export function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0d || code === 0x0b || code === 0x0c
}

/** First offset at or after `from` (below `to`) that is no white space. */
export function skipSpace(text: string, from: number, to: number): number {
  while (from < to && isSpace(text.charCodeAt(from))) from++
  return from
}

/** Last end at or before `to` (above `from`) behind a character that is no white space. */
export function trimSpaceEnd(text: string, from: number, to: number): number {
  while (to > from && isSpace(text.charCodeAt(to - 1))) to--
  return to
}

export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}

/** A letter, digit or underscore of a variable's name. */
export function isNameCharacter(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || isDigit(code) || code === 0x5f || code > 0x7f
  )
}

/** Bytes of a UTF-16 span in UTF-8. */
export function utf8Length(text: string, from: number, to: number): number {
  let bytes = 0
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i)
    if (code < 0x80) bytes += 1
    else if (code < 0x800) bytes += 2
    else if (code >= 0xd800 && code < 0xdc00 && i + 1 < to) {
      bytes += 4
      i++
    } else bytes += 3
  }
  return bytes
}
/** The offset, or the one before it where it lies between the two halves of a character. */
export function characterStart(text: string, offset: number): number {
  const code = text.charCodeAt(offset)
  if (!(code >= 0xdc00 && code <= 0xdfff)) return offset
  const before = text.charCodeAt(offset - 1)
  return before >= 0xd800 && before <= 0xdbff ? offset - 1 : offset
}
