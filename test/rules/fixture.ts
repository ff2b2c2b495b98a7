/** Reads and writes the Markdown fixtures of rules: a heading and a sentence a case, carets under what is flagged. */

export interface FixtureCase {
  readonly title: string
  readonly prose: string
  /** Lines of `key: value` in a block ```context```: files of the build context; `today`; `options`. */
  readonly setup: Readonly<Record<string, string>>
  /** The Dockerfile without its caret lines. */
  readonly dockerfile: string
  readonly marks: readonly Mark[]
  readonly fixed: string | undefined
  /** The text after unsafe fixes, of a block `dockerfile unsafe`. */
  readonly unsafe: string | undefined
  /** Line of the heading, from 1. */
  readonly line: number
}

export interface Mark {
  /** Line of the flagged text in the Dockerfile, from 0. */
  readonly line: number
  readonly column: number
  readonly length: number
  readonly message: string
}

interface Block {
  readonly info: string
  readonly lines: readonly string[]
}

/** Parses a fixture file. Throws when it is malformed. */
export function parseFixture(text: string): readonly FixtureCase[] {
  const cases: FixtureCase[] = []
  let title = ''
  let titleLine = 0
  let prose: string[] = []
  let blocks: Block[] = []
  const flush = (): void => {
    if (title === '' && blocks.length === 0) return
    if (blocks.length > 0) cases.push(toCase(title, prose.join('\n').trim(), blocks, titleLine))
    blocks = []
    prose = []
  }
  const lines = text.split('\n')
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]
    const fence = /^(`{3,})(.*)$/.exec(line)
    if (fence) {
      const end = lines.indexOf(fence[1], i + 1)
      if (end < 0) throw new Error(`line ${i + 1}: this block is not closed`)
      blocks.push({ info: fence[2].trim(), lines: lines.slice(i + 1, end) })
      i = end
    } else if (line.startsWith('# ')) {
      flush()
      title = line.slice(2).trim()
      titleLine = i + 1
    } else prose.push(line)
  }
  flush()
  return cases
}

function toCase(title: string, prose: string, blocks: readonly Block[], line: number): FixtureCase {
  const main = blocks.find((block) => block.info === 'dockerfile')
  if (!main) throw new Error(`line ${line}: "${title}" has no dockerfile block`)
  const { dockerfile, marks } = stripMarks(main.lines)
  const setup: Record<string, string> = {}
  for (const block of blocks.filter(({ info }) => info === 'setup')) {
    for (const entry of block.lines) {
      const colon = entry.indexOf(':')
      if (colon > 0)
        setup[entry.slice(0, colon).trim()] = entry
          .slice(colon + 1)
          .trim()
          .replaceAll('\\n', '\n')
    }
  }
  const textOf = (info: string): string | undefined => {
    const block = blocks.find((candidate) => candidate.info === info)
    return block && `${block.lines.join('\n')}\n`
  }
  return {
    title,
    prose,
    setup,
    dockerfile,
    marks,
    fixed: textOf('dockerfile fixed'),
    unsafe: textOf('dockerfile unsafe'),
    line,
  }
}

/** A caret line: blanks, carets, and the message. `^` alone on a line of a Dockerfile is never valid there. */
const markLine = /^(\s*)(\^+)(?: (.*))?$/

function stripMarks(lines: readonly string[]): { dockerfile: string; marks: Mark[] } {
  const kept: string[] = []
  const marks: Mark[] = []
  for (const line of lines) {
    const match = markLine.exec(line)
    if (!match) {
      kept.push(line)
      continue
    }
    marks.push({ line: kept.length - 1, column: match[1].length, length: match[2].length, message: match[3] ?? '' })
  }
  return { dockerfile: kept.length > 0 ? `${kept.join('\n')}\n` : '', marks }
}

/** A case as text. */
export function formatCase(fixture: FixtureCase, marks: readonly Mark[], fixed?: string, unsafe?: string): string {
  const out: string[] = [`# ${fixture.title}`]
  if (fixture.prose !== '') out.push(fixture.prose)
  const setup = Object.entries(fixture.setup)
  if (setup.length > 0) {
    out.push('```setup', ...setup.map(([key, value]) => `${key}: ${value.replaceAll('\n', '\\n')}`), '```')
  }
  const lines = fixture.dockerfile.split('\n')
  lines.pop()
  out.push('```dockerfile')
  lines.forEach((line, i) => {
    out.push(line)
    for (const mark of marks.filter((candidate) => candidate.line === i)) {
      out.push(`${' '.repeat(mark.column)}${'^'.repeat(Math.max(1, mark.length))} ${mark.message}`)
    }
  })
  out.push('```')
  if (fixed !== undefined) out.push('```dockerfile fixed', ...fixed.replace(/\n$/, '').split('\n'), '```')
  if (unsafe !== undefined) out.push('```dockerfile unsafe', ...unsafe.replace(/\n$/, '').split('\n'), '```')
  return out.join('\n')
}
