/** YAML → typed values, with an error at line and column for whatever does not fit. */

import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  visit,
} from 'yaml'
import { characterStart } from '../syntax/characters.ts'
import type { Range } from '../syntax/tree.ts'
import { nearest } from './nearest.ts'
import { oneLine } from './one-line.ts'

/** Something wrong in a configuration file. Line and column count from 1, offsets from the start of the text. */
export interface ConfigurationProblem extends Range {
  readonly message: string
  readonly line: number
  readonly column: number
}

/** A node with what is needed to complain about it. */
export interface Value {
  readonly node: Node | undefined
  readonly range: Range
  readonly reader: YamlReader
}

/** A key of a mapping with its value. */
export interface Entry {
  readonly key: string
  readonly keyValue: Value
  readonly value: Value
}

export interface YamlReader {
  complain(range: Range, message: string): void
  /** The node that an alias stands for. */
  resolve(node: Node | undefined): Node | undefined
}

/** Characters of a configuration; nobody writes more, and a check of keys against each other takes its time. */
const maxLength = 65_536
/** Mistakes in the syntax that are told; the first ones say what is wrong. */
const maxErrors = 20

/** Parses a text as one YAML document and gives its root, and the list that problems are added to while it is read. */
export function openYaml(text: string): { readonly root: Value; readonly problems: readonly ConfigurationProblem[] } {
  const lines = new LineCounter()
  const isTooLong = text.length > maxLength
  const options = { lineCounter: lines, uniqueKeys: true, prettyErrors: false, logLevel: 'silent' } as const
  const document = parseDocument(isTooLong ? '' : text, options)
  const problems: ConfigurationProblem[] = []
  const complain = (range: Range, message: string): void => {
    const start = characterStart(text, Math.min(range.start, text.length))
    const end = characterStart(text, Math.min(Math.max(range.end, start), text.length))
    const { line, col } = lines.linePos(start)
    problems.push({ message: oneLine(message), line: Math.max(1, line), column: Math.max(1, col), start, end })
  }
  if (isTooLong) complain({ start: 0, end: 0 }, `the configuration is longer than ${maxLength} characters`)
  for (const { pos, message } of document.errors.slice(0, maxErrors)) complain({ start: pos[0], end: pos[1] }, message)
  const targets = aliasTargets(document, complain)
  const resolve = (node: Node | undefined): Node | undefined => (isAlias(node) ? targets.get(node) : node)
  const reader: YamlReader = { complain, resolve }
  const contents = document.errors.length === 0 ? (document.contents ?? undefined) : undefined
  return { root: { node: contents, range: rangeOf(contents, { start: 0, end: 0 }), reader }, problems }
}

/** The node that each alias stands for: the last one above it with its anchor. */
function aliasTargets(document: Document, complain: YamlReader['complain']): ReadonlyMap<Node, Node> {
  const anchors = new Map<string, Node>()
  const targets = new Map<Node, Node>()
  visit(document, {
    Alias: (_, alias) => {
      const target = anchors.get(alias.source)
      if (target) targets.set(alias, target)
      else complain(rangeOf(alias, { start: 0, end: 0 }), `there is no anchor \`${alias.source}\` above`)
    },
    Value: (_, node) => {
      if (node.anchor !== undefined) anchors.set(node.anchor, node)
    },
  })
  return targets
}

function rangeOf(node: Node | undefined, otherwise: Range): Range {
  return node?.range ? { start: node.range[0], end: node.range[1] } : otherwise
}

/** Whether there is nothing, or an explicit null. */
export function isAbsent({ node }: Value): boolean {
  return node === undefined || (isScalar(node) && node.value === null)
}

/** The entries of a mapping; complains when it is something else. */
export function entriesOf(value: Value, what: string): readonly Entry[] {
  const { reader } = value
  const node = reader.resolve(value.node)
  if (isAbsent({ ...value, node })) return []
  if (!isMap(node)) {
    reader.complain(value.range, `${what} is a mapping of names to values`)
    return []
  }
  return node.items.flatMap((pair: Pair<unknown, unknown>) => {
    const keyNode = pair.key as Node | undefined
    const keyValue: Value = { node: keyNode, range: rangeOf(keyNode, value.range), reader }
    const child = (pair.value ?? undefined) as Node | undefined
    const key = isScalar(keyNode) ? String(keyNode.value) : undefined
    if (key !== undefined)
      return [{ key, keyValue, value: { node: child, range: rangeOf(child, keyValue.range), reader } }]
    reader.complain(keyValue.range, `a key of ${what} is a name`)
    return []
  })
}

/** Reads a mapping with known keys; an unknown one is complained about, with the nearest known one. */
export function readKeys(value: Value, what: string, keys: Readonly<Record<string, (value: Value) => void>>): void {
  for (const entry of entriesOf(value, what)) {
    if (Object.hasOwn(keys, entry.key)) keys[entry.key](entry.value)
    else
      value.reader.complain(
        entry.keyValue.range,
        unknownName(`key \`${entry.key}\` in ${what}`, entry.key, Object.keys(keys)),
      )
  }
}

/** "There is no …; did you mean …?" */
export function unknownName(what: string, name: string, known: Iterable<string>): string {
  const guess = nearest(name, known)
  return `there is no ${what}${guess === undefined ? '' : `; did you mean \`${guess}\`?`}`
}

export function readBoolean(value: Value, what: string): boolean | undefined {
  const found = scalar(value)
  if (typeof found === 'boolean') return found
  value.reader.complain(value.range, `${what} is true or false`)
  return undefined
}

export function readString(value: Value, what: string): string | undefined {
  const found = scalar(value)
  if (typeof found === 'string' && found !== '') return found
  value.reader.complain(value.range, `${what} is a text`)
  return undefined
}

export function readNumber(value: Value, what: string): number | undefined {
  const found = scalar(value)
  if (typeof found === 'number' && Number.isFinite(found)) return found
  value.reader.complain(value.range, `${what} is a number`)
  return undefined
}

/** One of some words. YAML's `true`, `false` and `null` are the words `on`, `off` and `null` here. */
export function readChoice<T extends string>(value: Value, what: string, choices: readonly T[]): T | undefined {
  const found = scalar(value)
  const word = found === true ? 'on' : found === false ? 'off' : String(found)
  const choice = choices.find((candidate) => candidate === word)
  if (choice !== undefined) return choice
  const guess = nearest(word, choices)
  const list = choices.join(', ')
  value.reader.complain(
    value.range,
    `${what} is one of ${list}${guess === undefined ? '' : `; did you mean \`${guess}\`?`}`,
  )
  return undefined
}

/** A list of texts; where `single` is given, one text alone is a list too. */
export function readStrings(
  value: Value,
  what: string,
  options: { readonly single?: boolean } = {},
): readonly string[] {
  const items = itemsOf(value)
  if (items) return items.flatMap((item) => readString(item, `an entry of ${what}`) ?? [])
  if (options.single) return [readString(value, what)].flatMap((text) => text ?? [])
  value.reader.complain(value.range, `${what} is a list of texts`)
  return []
}

/** The items of a list; undefined when it is none. */
export function itemsOf(value: Value): readonly Value[] | undefined {
  const { reader } = value
  const node = reader.resolve(value.node)
  if (!isSeq(node)) return undefined
  return node.items.map((item) => ({ node: item as Node, range: rangeOf(item as Node, value.range), reader }))
}

export function isMapping(value: Value): boolean {
  return isMap(value.reader.resolve(value.node))
}

function scalar(value: Value): unknown {
  const node = value.reader.resolve(value.node)
  return isScalar(node) ? node.value : undefined
}
