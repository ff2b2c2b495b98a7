/** BuildKit's word expansion: `$NAME`, `${NAME}` with modifiers, quotes and escapes; also splits words for heredocs. */

import { isDigit, isNameCharacter, isSpace } from './characters.ts'
import { removePattern, replacePattern } from './expand-pattern.ts'

/** A use of a variable in a word; offsets are those of the text that was given. */
export interface VariableReference {
  readonly name: string
  /** From `$` to its end. */
  readonly start: number
  readonly end: number
  readonly nameStart: number
  readonly nameEnd: number
  /** `:-`, `-`, `:+`, `+`, `:?`, `?`, `#`, `##`, `%`, `%%`, `/`, `//`, or empty. */
  readonly modifier: string
}

export interface Expansion {
  /** The expanded text; what is unset stays as it is written with `keepUnset`, else becomes empty. */
  readonly value: string
  readonly references: readonly VariableReference[]
  /** Names that had no value and no default. */
  readonly unset: readonly string[]
  /** What BuildKit says when it refuses the word. */
  readonly error: string | undefined
}

export interface ExpandOptions {
  readonly escape?: '\\' | '`'
  /** Keeps quotes in the result. */
  readonly rawQuotes?: boolean
  /** Keeps escapes in the result. */
  readonly rawEscapes?: boolean
  /** Keeps `$NAME` of an unset variable. */
  readonly keepUnset?: boolean
  /** Quotes are ordinary characters. */
  readonly ignoreQuotes?: boolean
}

/** A variable in a variable in a variable…: BuildKit knows no end, but nobody writes more than a few. */
const maxNesting = 100

/** How much longer than it is written a text may become; doubled values would soon fill the memory. */
const maxGrowth = 4_096

/** The error of a word that goes beyond these bounds: nothing is known of its value, and it need not be wrong. */
export const tooMuch = 'it is too much to be followed'

/**
 * Expands a word the way BuildKit does.
 * `lookup` gives a variable's value, undefined when it is not set. Never throws: see `error`.
 */
export function expandWord(
  text: string,
  lookup: (name: string) => string | undefined,
  options: ExpandOptions = {},
): Expansion {
  if (!/[$'"`\\]/.test(text)) return { value: text, references: none, unset: none, error: undefined }
  const lexer = new WordLexer(text, lookup, options, undefined)
  const value = lexer.run()
  return { value, references: lexer.references, unset: lexer.unset, error: lexer.error }
}

const none: readonly never[] = []

/** The words at unquoted white space of a text as it is written, unset variables included; none when BuildKit refuses it. */
export function lexWords(text: string, options: ExpandOptions = {}): readonly string[] {
  const words: string[] = []
  new WordLexer(text, () => undefined, { ...options, keepUnset: true }, words).run()
  return words
}

/** The variable uses of a text, in order; none behind a mistake. */
export function variableReferences(text: string, escape: '\\' | '`' = '\\'): readonly VariableReference[] {
  if (!text.includes('$')) return []
  return expandWord(text, () => undefined, { escape, keepUnset: true }).references
}

class WordLexer {
  readonly references: VariableReference[] = []
  readonly unset: string[] = []
  error: string | undefined

  private position = 0
  private word = ''
  private inWord = false
  private nesting = 0
  private readonly text: string
  private readonly lookup: (name: string) => string | undefined
  private readonly options: ExpandOptions
  private readonly escape: string
  /** Where the words are wanted. */
  private readonly words: string[] | undefined

  constructor(
    text: string,
    lookup: (name: string) => string | undefined,
    options: ExpandOptions,
    words: string[] | undefined,
  ) {
    this.words = words
    this.text = text
    this.lookup = lookup
    this.options = options
    this.escape = options.escape ?? '\\'
  }

  run(): string {
    const value = this.until(undefined, this.options.rawEscapes ?? false, this.words !== undefined)
    if (this.error !== undefined) {
      if (this.words) this.words.length = 0
      return ''
    }
    this.endWord()
    return value
  }

  private fail(message: string): string {
    this.error ??= message
    this.position = this.text.length
    return ''
  }

  /** Says more of what a part of a substitution lacks. */
  private instead(message: string): string {
    this.error = message
    return ''
  }

  private addRaw(text: string): void {
    this.word += text
    this.inWord = true
  }

  private add(text: string): void {
    let from = 0
    for (let position = 0; position < text.length; position++) {
      if (!isSpace(text.charCodeAt(position))) continue
      if (position > from) this.addRaw(text.slice(from, position))
      this.endWord()
      from = position + 1
    }
    if (from < text.length) this.addRaw(text.slice(from))
  }

  private endWord(): void {
    if (this.inWord) this.words?.push(this.word)
    this.word = ''
    this.inWord = false
  }

  /** Reads up to an unquoted stop character (consumed) or the end. */
  private until(stop: string | undefined, rawEscapes: boolean, splits: boolean): string {
    const { text } = this
    let result = ''
    while (this.position < text.length) {
      const character = text[this.position]
      if (character === stop) {
        this.position++
        return result
      }
      if (character === '$') {
        const value = this.substitution()
        if (this.error !== undefined) return ''
        result += value
        if (result.length > text.length + maxGrowth) return this.fail(tooMuch)
        if (splits) this.add(value)
      } else if (!this.options.ignoreQuotes && (character === "'" || character === '"')) {
        const value = character === "'" ? this.singleQuoted() : this.doubleQuoted()
        if (this.error !== undefined) return ''
        result += value
        if (splits) this.addRaw(value)
      } else if (character === this.escape) {
        this.position++
        if (rawEscapes) {
          result += character
          if (splits) this.addRaw(character)
        }
        if (this.position >= text.length) break
        const next = this.takeCodePoint()
        result += next
        if (splits) this.addRaw(next)
      } else {
        const next = this.takePlain(stop)
        result += next
        if (splits) this.add(next)
      }
    }
    if (stop !== undefined) return this.fail(`unexpected end of statement while looking for matching ${stop}`)
    return result
  }

  /** Everything up to a character that means something. */
  private takePlain(stop: string | undefined): string {
    const { text, escape } = this
    const start = this.position++
    while (this.position < text.length) {
      const character = text[this.position]
      if (character === '$' || character === "'" || character === '"' || character === escape || character === stop)
        break
      this.position++
    }
    return text.slice(start, this.position)
  }

  private takeCodePoint(): string {
    const point = this.text.codePointAt(this.position) ?? 0
    const length = point > 0xffff ? 2 : 1
    const taken = this.text.slice(this.position, this.position + length)
    this.position += length
    return taken
  }

  private singleQuoted(): string {
    const end = this.text.indexOf("'", this.position + 1)
    if (end < 0) return this.fail('unexpected end of statement while looking for matching single-quote')
    const inner = this.text.slice(this.position + 1, end)
    this.position = end + 1
    return this.options.rawQuotes ? `'${inner}'` : inner
  }

  private doubleQuoted(): string {
    const { text } = this
    let result = this.options.rawQuotes ? '"' : ''
    this.position++
    while (this.position < text.length) {
      const character = text[this.position]
      if (character === '"') {
        this.position++
        return this.options.rawQuotes ? `${result}"` : result
      }
      if (character === '$') {
        result += this.substitution()
        if (this.error !== undefined) return ''
        if (result.length > text.length + maxGrowth) return this.fail(tooMuch)
        continue
      }
      if (character !== this.escape) {
        const start = this.position++
        while (this.position < text.length && !this.endsPlain(text[this.position])) this.position++
        result += text.slice(start, this.position)
        continue
      }
      this.position++
      const next = text[this.position]
      if (next === undefined) continue
      if (next === '"' || next === '$' || next === this.escape) {
        if (this.options.rawEscapes) result += character
        result += next
        this.position++
      } else result += character
    }
    return this.fail('unexpected end of statement while looking for matching double-quote')
  }

  private endsPlain(character: string): boolean {
    return character === '"' || character === '$' || character === this.escape
  }

  private substitution(): string {
    if (this.nesting === maxNesting) return this.fail(tooMuch)
    this.nesting++
    const value = this.dollar()
    this.nesting--
    return value
  }

  private dollar(): string {
    const { text } = this
    const start = this.position
    this.position++
    if (text[this.position] !== '{') {
      const nameStart = this.position
      const name = this.name()
      if (name === '') return '$'
      this.reference(name, start, nameStart, nameStart + name.length, '')
      const value = this.lookup(name)
      if (value !== undefined) return value
      this.unset.push(name)
      return this.options.keepUnset ? `$${name}` : ''
    }
    this.position++
    const first = text[this.position]
    if (first === undefined) return this.fail("syntax error: missing '}'")
    if (first === '{' || first === '}' || first === ':') return this.fail('syntax error: bad substitution')
    const nameStart = this.position
    const name = this.name()
    const nameEnd = this.position
    let operator = text[this.position]
    if (operator === undefined) return this.fail("syntax error: missing '}'")
    this.position++
    if (operator === '}') {
      this.reference(name, start, nameStart, nameEnd, '')
      const value = this.lookup(name)
      if (value !== undefined) return value
      this.unset.push(name)
      return this.options.keepUnset ? `\${${name}}` : ''
    }
    const slot = this.references.length
    let emptyIsUnset = false
    let modifier = operator
    if (operator === ':') {
      emptyIsUnset = true
      operator = text[this.position] ?? ''
      modifier += operator
      this.position++
    }
    if (operator === '/') return this.replacement(name, start, nameStart, nameEnd)
    if (!'+-?#%'.includes(operator) || operator === '' || (emptyIsUnset && (operator === '#' || operator === '%'))) {
      return this.fail(`unsupported modifier (${modifier}) in substitution`)
    }
    if ((operator === '#' || operator === '%') && text[this.position] === operator) {
      this.position++
      modifier += operator
    }
    const word = this.until('}', operator === '#' || operator === '%', false)
    if (this.error !== undefined) {
      if (this.error.startsWith('unexpected end of statement while looking for matching }')) {
        this.error = "syntax error: missing '}'"
      }
      return ''
    }
    this.references.splice(slot, 0, { name, start, end: this.position, nameStart, nameEnd, modifier })
    const value = this.lookup(name)
    const isUnset = value === undefined || (emptyIsUnset && value === '')
    if (operator === '-') return isUnset ? word : (value ?? '')
    if (operator === '+') return isUnset ? '' : word
    if (operator === '?') {
      if (!isUnset) return value ?? ''
      if (this.options.keepUnset) return `\${${name}${modifier}${word}}`
      return this.fail(`${name}: ${word === '' ? 'not allowed to be unset' : word}`)
    }
    if (value === undefined) {
      this.unset.push(name)
      return this.options.keepUnset ? `\${${name}${modifier}${word}}` : ''
    }
    return removePattern(value, word, modifier) ?? this.fail(tooMuch)
  }

  private replacement(name: string, start: number, nameStart: number, nameEnd: number): string {
    const all = this.text[this.position] === '/'
    if (all) this.position++
    const slot = this.references.length
    const pattern = this.until('/', true, false)
    if (this.error !== undefined) return this.instead("syntax error: missing '/' in ${}")
    const word = this.until('}', true, false)
    if (this.error !== undefined) return this.instead("syntax error: missing '}'")
    this.references.splice(slot, 0, { name, start, end: this.position, nameStart, nameEnd, modifier: all ? '//' : '/' })
    const value = this.lookup(name)
    if (value === undefined) {
      this.unset.push(name)
      return this.options.keepUnset ? this.text.slice(start, this.position) : ''
    }
    return replacePattern(value, pattern, word, all) ?? this.fail(tooMuch)
  }

  private reference(name: string, start: number, nameStart: number, nameEnd: number, modifier: string): void {
    this.references.push({ name, start, end: this.position, nameStart, nameEnd, modifier })
  }

  private name(): string {
    const { text } = this
    const start = this.position
    const first = text.charCodeAt(start)
    if (isDigit(first)) {
      while (isDigit(text.charCodeAt(this.position))) this.position++
    } else if (start < text.length && '@*#?-$!'.includes(text[start])) {
      this.position++
    } else {
      while (this.position < text.length && isNameCharacter(text.charCodeAt(this.position))) this.position++
    }
    return text.slice(start, this.position)
  }
}
