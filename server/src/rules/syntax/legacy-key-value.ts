/** `legacy-key-value`: ENV and LABEL with a blank between name and value. */

import { insert, replace } from '../../lint/edits.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Edit, Fix, Rule } from '../../lint/rule.ts'
import { isBlank } from '../../syntax/characters.ts'
import { expandWord } from '../../syntax/expand.ts'
import { fileOffset, joinedOffset } from '../../syntax/joined-text.ts'
import { parseDockerfile } from '../../syntax/parse.ts'
import type { Instruction, KeyValue } from '../../syntax/tree.ts'

export const legacyKeyValue: Rule = {
  id: 'legacy-key-value',
  family: 'syntax',
  aliases: ['LegacyKeyValueFormat'],
  severity: 'info',
  fixable: 'safe',
  docs: {
    summary: 'ENV or LABEL in the old form, with a blank instead of `=`',
    why: 'The old form takes one pair and everything behind the blank as the value, which is easily misread. `name=value` can hold several pairs and says where a value ends.',
    lesson: 'LABEL, ENV and ARG (part 3)',
    bad: 'FROM alpine:3.22\nENV MODE production\nLABEL description All in one\n',
    good: 'FROM alpine:3.22\nENV MODE=production\nLABEL description="All in one"\n',
  },
  check(file, report) {
    for (const instruction of file.tree.instructions) {
      const { keyword, pairs } = instruction
      if ((keyword !== 'ENV' && keyword !== 'LABEL') || pairs.length !== 1 || pairs[0].assigned) continue
      const [pair] = pairs
      report({
        range: pair.nameRange,
        message: `\`${keyword} ${shorten(pair.name)} …\` is the old form; write \`${shorten(pair.name)}=…\``,
        fixes() {
          const fix = assign(file, instruction, pair)
          return fix ? [fix] : []
        },
      })
    }
  },
}

function shorten(name: string): string {
  return name.length > 30 ? `${name.slice(0, 29)}…` : name
}

/** Puts `=` in the place of the blanks and quotes around the value, where the value then is exactly the same. */
function assign(file: LintFile, instruction: Instruction, pair: KeyValue): Fix | undefined {
  const { escape } = file.tree
  const between = { start: pair.nameRange.end, end: pair.valueRange.start }
  if (file.slice(between).includes('#')) return undefined
  for (const quote of [keepAsIs, doubleQuote, escapeBlanks]) {
    const change = quote(pair.value, escape)
    if (!change || !isSame(pair, change.value, escape)) continue
    const edits: Edit[] = [replace(between, '='), ...change.insertions.map(place(instruction, pair))]
    return { title: 'Write it with `=`', safety: 'safe', edits: merged(edits) }
  }
  return undefined
}

interface Change {
  readonly value: string
  /** By offset in the value; at its end they stand behind the last character. */
  readonly insertions: readonly { readonly at: number; readonly text: string }[]
}

function keepAsIs(value: string): Change {
  return { value, insertions: [] }
}

function doubleQuote(value: string): Change | undefined {
  if (/["']/.test(value)) return undefined
  return {
    value: `"${value}"`,
    insertions: [
      { at: 0, text: '"' },
      { at: value.length, text: '"' },
    ],
  }
}

/** An escape in front of each blank that no quotes enclose. */
function escapeBlanks(value: string, escape: string): Change {
  const insertions: { at: number; text: string }[] = []
  let result = ''
  let quote = ''
  for (let i = 0; i < value.length; i++) {
    const character = value[i]
    if (character === escape && quote !== "'" && i + 1 < value.length) {
      result += character + value[++i]
      continue
    }
    if (quote === '' && (character === '"' || character === "'")) quote = character
    else if (character === quote) quote = ''
    if (quote === '' && isBlank(value.charCodeAt(i))) {
      insertions.push({ at: i, text: escape })
      result += escape
    }
    result += character
  }
  return { value: result, insertions }
}

/** Whether BuildKit reads one pair with the same name, and the same value for any values of its variables. */
function isSame(pair: KeyValue, value: string, escape: '\\' | '`'): boolean {
  if (/[\r\n]/.test(value)) return false
  const head = escape === '`' ? '# escape=`\n' : ''
  const { instructions, errors } = parseDockerfile(`${head}ENV ${pair.name}=${value}\n`)
  const [read] = instructions[0]?.pairs ?? []
  if (errors.length > 0 || instructions.length !== 1 || instructions[0].pairs.length !== 1) return false
  if (read.name !== pair.name || read.value !== value || !read.assigned) return false
  return [undefined, 'a b', ''].every((given) => {
    const before = expandWord(pair.value, () => given, { escape, keepUnset: true })
    const after = expandWord(value, () => given, { escape, keepUnset: true })
    return before.error === undefined && after.error === undefined && before.value === after.value
  })
}

function place({ source }: Instruction, pair: KeyValue): (insertion: { at: number; text: string }) => Edit {
  const from = joinedOffset(source, pair.valueRange.start)
  return ({ at, text }) => insert(at === pair.value.length ? pair.valueRange.end : fileOffset(source, from + at), text)
}

/** An insertion at the end of the replacement in front of it becomes part of it. */
function merged(edits: readonly Edit[]): readonly Edit[] {
  const [first, ...rest] = edits
  const second = rest[0]
  if (second && second.start === first.end) return [{ ...first, text: first.text + second.text }, ...rest.slice(1)]
  return edits
}
