/** Hovers on keywords, flags, the options of mounts, and heredocs. */

import { mountOptions } from '../../syntax/stages.ts'
import type { Flag, Heredoc, Instruction, Range } from '../../syntax/tree.ts'
import {
  entry,
  flagDoc,
  heredocDocs,
  instructionDoc,
  type MountOptionDoc,
  mountOptionDoc,
  mountTypeDocs,
  type ValueDoc,
} from '../docs/index.ts'
import type { Hover } from '../hover.ts'
import { code, codeBlock } from '../markdown.ts'
import { touches } from '../position.ts'
import { bullets, example, footer, paragraphs } from './text.ts'

export function keywordHover(instruction: Instruction, offset: number): Hover | undefined {
  const { keyword, keywordRange } = instruction
  if (!touches(keywordRange, offset)) return undefined
  const markdown = keywordMarkdown(keyword)
  return markdown === undefined ? undefined : { range: keywordRange, markdown }
}

/** The text about an instruction, which completion shows too. */
export function keywordMarkdown(keyword: string): string | undefined {
  const doc = instructionDoc(keyword)
  if (!doc) return undefined
  return paragraphs(
    `**${keyword}** — ${doc.summary}`,
    codeBlock(doc.forms.join('\n')),
    example(doc.example),
    doc.advice,
    footer(doc.lesson, doc.url),
  )
}

export function flagHover(instruction: Instruction, offset: number): Hover | undefined {
  const flag = instruction.flags.find((each) => touches(each, offset))
  if (!flag) return undefined
  if (flag.name === 'mount' && instruction.keyword === 'RUN' && flag.valueRange && offset >= flag.valueRange.start) {
    const option = mountHover(instruction, flag, offset)
    if (option) return option
  }
  const range = { start: flag.start, end: flag.end }
  const markdown = flagMarkdown(instruction.keyword, flag.name)
  if (markdown === undefined) return undefined
  const values = flagDoc(instruction.keyword, flag.name)?.values
  const value = values?.find((each) => each.value.toLowerCase() === flag.value?.toLowerCase())
  if (value && flag.valueRange && touches(flag.valueRange, offset)) {
    return { range, markdown: paragraphs(`**${code(value.value)}** — ${value.summary}.`, markdown) }
  }
  return { range, markdown }
}

/** The text about a flag, without its dashes; completion shows it too. */
export function flagMarkdown(keyword: string, flag: string): string | undefined {
  const doc = flagDoc(keyword, flag)
  if (!doc) return undefined
  return paragraphs(
    `**--${flag}** — ${doc.summary}`,
    codeBlock(doc.form),
    doc.values && valueList(doc.values),
    [doc.default && `Default: ${doc.default}.`, since(doc.since)].filter(Boolean).join(' '),
    example(doc.example),
    footer(undefined, doc.url),
  )
}

function mountHover(instruction: Instruction, flag: Flag, offset: number): Hover | undefined {
  const options = mountOptions(instruction, flag)
  const option = options.find((each) => touches(each, offset))
  if (!option) return undefined
  const type = options.find(({ name }) => name === 'type')?.value?.toLowerCase() ?? 'bind'
  const range = { start: option.start, end: option.end }
  if (option.name === 'type') {
    const markdown = mountTypeMarkdown(type)
    return markdown === undefined ? undefined : { range, markdown }
  }
  const doc = mountOptionDoc(type, option.name)
  return doc && { range, markdown: mountOptionMarkdown(type, option.name, doc) }
}

/** The text about a type of mount. */
export function mountTypeMarkdown(type: string): string | undefined {
  const doc = entry(mountTypeDocs, type)
  if (!doc) return undefined
  return paragraphs(
    `**--mount=type=${type}** — ${doc.summary}`,
    example(doc.example),
    since(doc.since),
    footer(undefined, doc.url),
  )
}

/** The text about an option of a type of mount. */
export function mountOptionMarkdown(type: string, name: string, doc: MountOptionDoc): string {
  const facts = [
    `Takes: ${doc.value}.`,
    doc.required ? 'Required.' : doc.default && `Default: ${doc.default}.`,
    doc.aliases && `Also written ${doc.aliases.map((alias) => `\`${alias}\``).join(', ')}.`,
    doc.since && since(doc.since),
  ]
  return paragraphs(
    `**${name}** of a ${type} mount — ${doc.summary}`,
    doc.values && valueList(doc.values),
    facts.filter(Boolean).join(' '),
    footer(undefined, entry(mountTypeDocs, type)?.url),
  )
}

export function heredocHover(instruction: Instruction, offset: number): Hover | undefined {
  const found = instruction.heredocs.find(
    ({ marker, terminator, terminated }) => touches(marker, offset) || (terminated && touches(terminator, offset)),
  )
  if (!found) return undefined
  const range: Range = touches(found.marker, offset) ? found.marker : found.terminator
  return { range: { start: range.start, end: range.end }, markdown: heredocMarkdown(found) }
}

function heredocMarkdown(heredoc: Heredoc): string {
  const kind = heredoc.expand ? (heredoc.chomp ? '<<-EOF' : '<<EOF') : "<<'EOF'"
  const doc = heredocDocs[kind]
  return paragraphs(
    `**Heredoc** ${code(heredoc.name)} — ${doc.summary}`,
    heredoc.chomp && !heredoc.expand && 'With `<<-`, the tabs at the start of each line are removed as well.',
    example(doc.example),
    since(doc.since),
    footer(undefined, doc.url),
  )
}

function valueList(values: readonly ValueDoc[]): string {
  return bullets(values.map(({ value, summary }) => `\`${value}\`: ${summary}`))
}

function since(version: string): string | undefined {
  return version === '1.0' ? undefined : `Needs \`# syntax=docker/dockerfile:${version}\` or newer.`
}
