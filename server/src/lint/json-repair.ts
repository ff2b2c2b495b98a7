/** Mends a text that was meant as a JSON array of strings, with as few changes as possible. */

import { characterStart } from '../syntax/characters.ts'
import { parseJsonArray } from '../syntax/json-array.ts'

/** A replacement in the text that was given; `start === end` inserts, `behind` what stands before that place. */
export interface Repair {
  readonly start: number
  readonly end: number
  readonly text: string
  readonly behind: boolean
}

/** What is wrong with the array, in words; the repairs when they make it valid. */
export interface ArrayFlaw {
  readonly reason: string
  readonly start: number
  readonly end: number
  readonly repairs: readonly Repair[] | undefined
}

const closers: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '“': '”',
  '”': '”',
  '„': '“',
  '‘': '’',
  '`': '`',
}

/** Reads a text from its `[` to its end leniently. */
export function repairArray(text: string): ArrayFlaw {
  const reader = new ArrayReader(text)
  reader.run()
  const [first] = reader.flaws
  const repairs = reader.repairs.sort((a, b) => a.start - b.start)
  const isMended =
    !reader.gaveUp && parseJsonArray(applied(text, repairs), 0, Number.MAX_SAFE_INTEGER).kind === 'strings'
  return {
    reason: first?.reason ?? 'it is no JSON',
    start: first?.start ?? 0,
    end: first?.end ?? text.length,
    repairs: isMended && repairs.length > 0 ? repairs : undefined,
  }
}

class ArrayReader {
  readonly repairs: Repair[] = []
  readonly flaws: { reason: string; start: number; end: number }[] = []
  gaveUp = false
  private position = 1
  private readonly text: string
  /** A backslash that JSON does not know shows that all are meant as they are: Windows paths. */
  private readonly literalBackslashes: boolean

  constructor(text: string) {
    this.text = text
    this.literalBackslashes = /\\[^"\\/bfnrtu]|\\u(?![0-9a-fA-F]{4})/.test(text.replaceAll('\\\\', '  '))
  }

  run(): void {
    let comma: number | undefined
    for (;;) {
      this.skipBlanks()
      const character = this.text[this.position]
      if (character === undefined || character === ']') {
        if (character === undefined) this.close(comma)
        else this.end(comma)
        return
      }
      if (character === ',') {
        this.flaw('it has a comma too many', this.position, this.position + 1)
        this.change(this.position, this.position + 1, '')
        this.position++
        continue
      }
      if (Object.hasOwn(closers, character)) this.quoted(character)
      else this.bare()
      if (this.gaveUp) return
      this.skipBlanks()
      comma = this.text[this.position] === ',' ? this.position++ : undefined
      const next = this.text[this.position]
      if (comma === undefined && next !== undefined && next !== ']') {
        this.flaw('a comma is missing', this.position, this.position + 1)
        this.insertBehind(this.lastEnd(), ',')
      }
    }
  }

  /** Behind the closing bracket there may be nothing. */
  private end(comma: number | undefined): void {
    if (comma !== undefined) {
      this.flaw('it has a comma behind its last element', comma, comma + 1)
      this.change(comma, comma + 1, '')
    }
    const rest = this.text.slice(this.position + 1)
    if (rest.trim() === '') return
    const start = this.position + 1 + (rest.length - rest.trimStart().length)
    this.flaw('something stands behind its `]`', start, this.text.trimEnd().length)
    this.gaveUp = true
  }

  private close(comma: number | undefined): void {
    const end = this.text.trimEnd().length
    this.flaw('its `]` is missing', Math.max(0, end - 1), end)
    if (comma !== undefined) this.change(comma, comma + 1, '')
    this.insertBehind(end, ']')
  }

  private quoted(open: string): void {
    const start = this.position
    const closer = closers[open]
    let end = start + 1
    while (end < this.text.length && this.text[end] !== closer) end += this.text[end] === '\\' && open === '"' ? 2 : 1
    if (end >= this.text.length) {
      this.unclosed(start, open)
      return
    }
    if (open !== '"') {
      this.flaw(open === "'" ? 'JSON has no single quotes' : `\`${open}\` is no JSON quote`, start, end + 1)
      this.change(start, start + 1, '"')
      this.change(end, end + 1, '"')
    }
    this.inside(start + 1, end, open)
    this.position = end + 1
  }

  /** Backslashes and inner quotes of an element. */
  private inside(start: number, end: number, open: string): void {
    for (let i = start; i < end; i++) {
      const character = this.text[i]
      if (character === '"' && open !== '"') this.change(i, i, '\\')
      if (character !== '\\') continue
      if (!this.literalBackslashes) {
        i++
        continue
      }
      if (this.text[i + 1] === '\\') {
        i++
        continue
      }
      this.flaw('JSON does not know this escape; write two backslashes for one', i, Math.min(i + 2, end))
      this.change(i, i, '\\')
    }
  }

  /** A string without its end: it ends in front of the last bracket. */
  private unclosed(start: number, open: string): void {
    const bracket = this.text.trimEnd().length - 1
    this.flaw('a quote is missing', start, start + 1)
    if (this.text[bracket] !== ']' || bracket <= start || open !== '"') {
      this.gaveUp = true
      return
    }
    this.insertBehind(bracket, '"')
    this.inside(start + 1, bracket, open)
    this.position = bracket
  }

  /** A word without quotes, up to the next comma or bracket. */
  private bare(): void {
    const start = this.position
    let end = start
    while (end < this.text.length && !',]"\''.includes(this.text[end])) end++
    while (end > start && /\s/.test(this.text[end - 1])) end--
    this.flaw('an element has no quotes', start, end)
    if (end === start || /["\\]/.test(this.text.slice(start, end))) {
      this.gaveUp = true
      return
    }
    this.change(start, start, '"')
    this.insertBehind(end, '"')
    this.position = end
  }

  private lastEnd(): number {
    let end = this.position
    while (/\s/.test(this.text[end - 1])) end--
    return end
  }

  /** No flaw begins or ends within a character. */
  private flaw(reason: string, start: number, end: number): void {
    this.flaws.push({
      reason,
      start: characterStart(this.text, start),
      end: characterStart(this.text, end) < end ? end + 1 : end,
    })
  }

  private change(start: number, end: number, text: string): void {
    this.repairs.push({ start, end, text, behind: false })
  }

  private insertBehind(at: number, text: string): void {
    this.repairs.push({ start: at, end: at, text, behind: true })
  }

  private skipBlanks(): void {
    while (this.position < this.text.length && /\s/.test(this.text[this.position])) this.position++
  }
}

function applied(text: string, repairs: readonly Repair[]): string {
  let result = ''
  let position = 0
  for (const repair of repairs) {
    result += text.slice(position, repair.start) + repair.text
    position = repair.end
  }
  return result + text.slice(position)
}
