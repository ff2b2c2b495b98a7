/** Hovers on well-known shell commands and their flags. */

import type { ShellCommand } from '../../lint/command.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Instruction } from '../../syntax/tree.ts'
import { type CommandDoc, commandDoc, commandDocs, entry } from '../docs/index.ts'
import type { Hover } from '../hover.ts'
import { touches } from '../position.ts'
import { bullets, example, footer, paragraphs } from './text.ts'

export function commandHover(file: LintFile, instruction: Instruction, offset: number): Hover | undefined {
  // The innermost command that the offset lies in: substitutions stand inside others.
  const command = file.commands(instruction).findLast((each) => touches(each.callRange, offset))
  const known = command && docOf(command)
  if (!command || !known) return undefined
  const { doc, words } = known
  const name = words.map(({ value }) => value).join(' ')
  const first = words[0]
  const last = words[words.length - 1]
  if (words.some((word) => touches(word, offset))) {
    return { range: { start: first.start, end: last.end }, markdown: commandMarkdown(name, doc) }
  }
  const flag = command.flags.find(({ word }) => touches(word, offset))
  const flagDoc = flag && doc.flags.find((each) => each.flag.split(/[ =]/)[0] === flag.name.split('=')[0])
  if (!flag || !flagDoc) return undefined
  return {
    range: { start: flag.word.start, end: flag.word.end },
    markdown: paragraphs(`\`${flagDoc.flag}\` of \`${name}\` — ${flagDoc.summary}.`, footer(doc.lesson, undefined)),
  }
}

interface NamedWord {
  readonly start: number
  readonly end: number
  readonly value: string
}

/** The text of a command and the words that it stands for. */
function docOf(command: ShellCommand): { doc: CommandDoc; words: readonly NamedWord[] } | undefined {
  const name = command.nameWord
  if (!name) return undefined
  const own = { start: name.start, end: name.end, value: command.name }
  // `python -m pip install` is known by its flag; everything else by its operands.
  for (const rest of [command.operands, command.words]) {
    const words = [own, ...rest.slice(0, 3).flatMap(({ start, end, value }) => (value ? [{ start, end, value }] : []))]
    for (let length = words.length; length > 0; length--) {
      const doc = namedDoc(
        words.slice(0, length).map(({ value }) => value),
        command.operands.length > 0,
      )
      if (doc) return { doc, words: words.slice(0, length) }
    }
  }
  return undefined
}

/** The text that is known under exactly these words. */
function namedDoc(words: readonly string[], hasOperands: boolean): CommandDoc | undefined {
  const doc = commandDoc(words)
  const name = words.join(' ')
  if (!doc || doc === entry(commandDocs, name)) return doc
  if (!doc.aliases?.includes(name)) return undefined
  // `yarn` alone means `yarn install`, but `yarn build` does not.
  const impliesSubcommand = words.length === 1 && isSubcommandOf(doc, words[0])
  return impliesSubcommand && hasOperands ? undefined : doc
}

function isSubcommandOf(doc: CommandDoc, command: string): boolean {
  return Object.keys(commandDocs).some((key) => commandDocs[key] === doc && key.startsWith(`${command} `))
}

/** The text about a command, which completion shows too. */
export function commandMarkdown(name: string, doc: CommandDoc): string {
  return paragraphs(
    `**${name}** — ${doc.summary}`,
    bullets(doc.flags.map(({ flag, summary }) => `\`${flag}\`: ${summary}`)),
    doc.cacheMounts.length > 0 && `Cache mounts: ${doc.cacheMounts.map((mount) => `\`${mount}\``).join(', ')}`,
    doc.note,
    example(doc.example),
    footer(doc.lesson, undefined),
  )
}
