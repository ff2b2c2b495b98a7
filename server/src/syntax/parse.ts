/** Text → tree: segments a Dockerfile exactly as BuildKit's parser does, and never throws. */

import { skipSpace, trimSpaceEnd, utf8Length } from './characters.ts'
import { lexWords } from './expand.ts'
import { lastUpTo } from './first-at.ts'
import { type InstructionText, parseInstruction } from './instruction.ts'
import type { JoinedText } from './joined-text.ts'
import { fileRange } from './joined-text.ts'
import type { Comment, Directive, Dockerfile, Heredoc, Instruction, ParseError } from './tree.ts'

/** The longest line that BuildKit reads, in UTF-8 bytes without the line break. */
export const maxLineBytes = 65_535

const onlyStart: readonly number[] = [0]
const none: readonly never[] = []

const directiveNames = new Set(['syntax', 'escape', 'check'])
const heredocInstructions = new Set(['ADD', 'COPY', 'RUN'])

/** Parses a Dockerfile of any content and size in linear time. A BOM is kept in the text and skipped. */
export function parseDockerfile(text: string): Dockerfile {
  const parser = new Parser(text)
  parser.run()
  return parser.result()
}

/** The line (from 0) that an offset lies in. */
export function lineAt(file: Pick<Dockerfile, 'lineStarts'>, offset: number): number {
  return lastUpTo(file.lineStarts, offset)
}

/** The offset just behind the last character of a line (from 0), without its line break. */
export function lineEnd(file: Pick<Dockerfile, 'lineStarts' | 'text'>, line: number): number {
  const { lineStarts, text } = file
  let end = line + 1 < lineStarts.length ? lineStarts[line + 1] : text.length
  const start = lineStarts[line]
  while (end > start && (text[end - 1] === '\n' || text[end - 1] === '\r')) end--
  return end
}

/** The lines of an instruction without its heredocs. */
interface Head {
  readonly source: JoinedText
  readonly comments: readonly Comment[]
  readonly emptyLines: readonly number[]
}

class Parser {
  readonly text: string
  readonly lineStarts: number[] = [0]
  private readonly directives: Directive[] = []
  private readonly comments: Comment[] = []
  private readonly instructions: Instruction[] = []
  private readonly errors: ParseError[] = []
  private escape: '\\' | '`' = '\\'
  private inDirectives = true
  private line = 0

  constructor(text: string) {
    this.text = text
    for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) this.lineStarts.push(i + 1)
  }

  result(): Dockerfile {
    const { text, lineStarts, escape, directives, comments, instructions, errors } = this
    errors.sort((a, b) => a.start - b.start)
    return { text, lineStarts, escape, directives, comments, instructions, errors }
  }

  run(): void {
    const { text, lineStarts } = this
    if (text.length === 0) {
      this.errors.push({
        code: 'empty-file',
        message: 'the file is empty; a Dockerfile needs at least a FROM instruction',
        line: 0,
        start: 0,
        end: 0,
      })
      return
    }
    this.findLongLines()
    const bom = text.charCodeAt(0) === 0xfeff ? 1 : 0
    // A line break at the very end does not open another line.
    const count = lineStarts[lineStarts.length - 1] === text.length ? lineStarts.length - 1 : lineStarts.length
    while (this.line < count) {
      const { line } = this
      const end = lineEnd(this, line)
      const start = skipSpace(text, lineStarts[line] + (line === 0 ? bom : 0), end)
      if (this.inDirectives && this.directive(line, start, end)) {
        this.line++
        continue
      }
      if (start === end) this.line++
      else if (text[start] === '#') {
        this.comment(line, start, end)
        this.line++
      } else this.instruction(start, count)
    }
    if (this.instructions.length > 0) return
    this.errors.push({
      code: 'no-instructions',
      message: 'the file has no instructions; a Dockerfile needs at least a FROM instruction',
      line: Math.max(0, count - 1),
      start: 0,
      end: lineEnd(this, 0),
    })
  }

  private findLongLines(): void {
    const { text, lineStarts } = this
    for (let line = 0; line < lineStarts.length; line++) {
      const next = line + 1 < lineStarts.length ? lineStarts[line + 1] - 1 : text.length
      const start = lineStarts[line]
      if ((next - start) * 3 <= maxLineBytes || utf8Length(text, start, next) <= maxLineBytes) continue
      const message = `this line is over ${maxLineBytes} bytes, the most that BuildKit reads; break it with a continuation`
      this.errors.push({ code: 'line-too-long', message, line, start, end: Math.min(next, start + 80) })
      return
    }
  }

  private comment(line: number, start: number, end: number): Comment {
    const from = skipSpace(this.text, start + 1, end)
    const comment = { line, start, end, text: this.text.slice(from, trimSpaceEnd(this.text, from, end)) }
    this.comments.push(comment)
    return comment
  }

  /** Whether the line is a parser directive; the first line that is none ends the block. */
  private directive(line: number, start: number, end: number): boolean {
    const { text } = this
    this.inDirectives = false
    if (text[start] !== '#') return false
    const nameStart = skipSpace(text, start + 1, end)
    let nameEnd = nameStart
    while (nameEnd < end && isDirectiveNameCharacter(text.charCodeAt(nameEnd), nameEnd === nameStart)) nameEnd++
    const equals = skipSpace(text, nameEnd, end)
    if (nameEnd === nameStart || text[equals] !== '=') return false
    const valueStart = skipSpace(text, equals + 1, end)
    const valueEnd = trimSpaceEnd(text, valueStart, end)
    const name = text.slice(nameStart, nameEnd).toLowerCase()
    if (valueEnd === valueStart || !directiveNames.has(name)) return false
    this.inDirectives = true
    const value = text.slice(valueStart, valueEnd)
    const duplicate = this.directives.some((other) => other.name === name)
    this.directives.push({
      name,
      nameRange: { start: nameStart, end: nameEnd },
      value,
      valueRange: { start: valueStart, end: valueEnd },
      line,
      start,
      end: valueEnd,
    })
    if (duplicate) {
      const message = `only one \`${name}\` directive can be used`
      this.errors.push({ code: 'duplicate-directive', message, line, start, end: valueEnd })
    } else if (name === 'escape') {
      if (value === '\\' || value === '`') this.escape = value
      else {
        const message = `\`${value}\` is no escape character; only the backslash and the backtick are`
        this.errors.push({ code: 'invalid-escape', message, line, start: valueStart, end: valueEnd })
      }
    }
    return true
  }

  private instruction(start: number, count: number): void {
    const firstLine = this.line
    const lineStop = lineEnd(this, firstLine)
    const goesOn = continuationAt(this.text, start, lineStop, this.escape) >= 0
    const { source, comments, emptyLines } = goesOn ? this.severalLines(start, count) : this.oneLine(start, lineStop)
    const headLine = this.line - 1
    const input: InstructionText = {
      index: this.instructions.length,
      escape: this.escape,
      source,
      line: firstLine,
      endLine: headLine,
      start,
      headEnd: goesOn ? lineEnd(this, headLine) : trimSpaceEnd(this.text, start, lineStop),
      comments,
      emptyContinuationLines: emptyLines,
    }
    const head = parseInstruction(input, 0, source.text.length)
    if (head.error) this.errors.push(head.error)
    const heredocs = this.heredocs(head, count)
    if (heredocs.length === 0) {
      this.instructions.push(head)
      return
    }
    const end = heredocs[heredocs.length - 1].terminator.end
    const endLine = this.line - 1
    const onbuild = head.onbuild && { ...head.onbuild, end, endLine, heredocs }
    this.instructions.push({ ...head, end, endLine, heredocs, onbuild })
  }

  private oneLine(start: number, end: number): Head {
    this.line++
    const source = { text: this.text.slice(start, end), starts: onlyStart, fileStarts: [start], fileEnd: end }
    return { source, comments: none, emptyLines: none }
  }

  private severalLines(start: number, count: number): Head {
    const { text, lineStarts } = this
    const starts: number[] = []
    const fileStarts: number[] = []
    const comments: Comment[] = []
    const emptyLines: number[] = []
    const parts: string[] = []
    let length = 0
    let from = start
    let lineStop = lineEnd(this, this.line)
    let fileEnd = lineStop
    for (;;) {
      const contentEnd = continuationAt(text, from, lineStop, this.escape)
      const to = contentEnd < 0 ? lineStop : contentEnd
      if (to > from || starts.length === 0) {
        starts.push(length)
        fileStarts.push(from)
        parts.push(text.slice(from, to))
        length += to - from
        fileEnd = to
      }
      this.line++
      if (contentEnd < 0) break
      let found = false
      while (this.line < count) {
        from = lineStarts[this.line]
        lineStop = lineEnd(this, this.line)
        const first = skipSpace(text, from, lineStop)
        if (first === lineStop) emptyLines.push(this.line)
        else if (text[first] === '#') comments.push(this.comment(this.line, first, lineStop))
        else {
          found = true
          break
        }
        this.line++
      }
      if (!found) break
    }
    return { source: { text: parts.join(''), starts, fileStarts, fileEnd }, comments, emptyLines }
  }

  private heredocs(head: Instruction, count: number): readonly Heredoc[] {
    const holder = head.onbuild ?? head
    const { text } = head.source
    if (!text.includes('<<') || !heredocInstructions.has(holder.keyword) || holder.json) return []
    const words = lexWords(text, { rawQuotes: true, rawEscapes: true })
    const heredocs: Heredoc[] = []
    let searchFrom = 0
    for (let i = 0; i < words.length; i++) {
      // `<< EOF`, with the name in a word of its own, is a heredoc as well.
      const split = /^\d*<<-?$/.test(words[i]) && i + 1 < words.length
      const marker = heredocMarker(split ? words[i] + words[i + 1] : words[i])
      if (!marker) continue
      const start = Math.max(text.indexOf(words[i], searchFrom), searchFrom)
      const end = split ? text.indexOf(words[++i], start + 2) + words[i].length : start + words[i].length
      searchFrom = end
      heredocs.push(this.heredocBody(marker, head, fileRange(head.source, start, end), count))
    }
    return heredocs
  }

  private heredocBody(marker: HeredocMarker, head: Instruction, range: Heredoc['marker'], count: number): Heredoc {
    const { text, lineStarts } = this
    const bodyStart = this.line < lineStarts.length ? lineStarts[this.line] : text.length
    while (this.line < count) {
      const lineStart = lineStarts[this.line]
      const end = lineEnd(this, this.line)
      let from = lineStart
      if (marker.chomp) while (text[from] === '\t') from++
      this.line++
      if (end - from !== marker.name.length || !text.startsWith(marker.name, from)) continue
      const body = { start: bodyStart, end: lineStart }
      return { ...marker, marker: range, body, terminator: { start: from, end }, terminated: true }
    }
    const end = text.length
    const message = `the heredoc \`${marker.name}\` has no line \`${marker.name}\` that ends it`
    this.errors.push({ code: 'unterminated-heredoc', message, line: head.line, start: range.start, end: range.end })
    const body = { start: Math.min(bodyStart, end), end }
    return { ...marker, marker: range, body, terminator: { start: end, end }, terminated: false }
  }
}

type HeredocMarker = Pick<Heredoc, 'name' | 'expand' | 'chomp' | 'fileDescriptor'>

/** Reads `[n]<<[-]NAME`; undefined when the word is none. */
function heredocMarker(word: string): HeredocMarker | undefined {
  const match = /^(\d*)<<(-?)([^<]*)$/.exec(word)
  if (!match || match[3] === '') return undefined
  const unquoted = lexWords(match[3])
  if (unquoted.length !== 1) return undefined
  const [name] = unquoted
  const [raw] = lexWords(match[3], { rawQuotes: true, rawEscapes: true })
  const fileDescriptor = match[1] === '' ? 0 : Number(match[1])
  return { name, expand: name === raw, chomp: match[2] === '-', fileDescriptor }
}

function isDirectiveNameCharacter(code: number, first: boolean): boolean {
  if ((code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a)) return true
  return !first && code >= 0x30 && code <= 0x39
}

/** Where the continuation character stands that ends a line's content; -1 when the line does not go on. */
function continuationAt(text: string, from: number, end: number, escape: string): number {
  let at = end - 1
  while (at >= from && (text[at] === ' ' || text[at] === '\t')) at--
  if (at < from || text[at] !== escape) return -1
  return at > from && text[at - 1] === escape ? -1 : at
}
