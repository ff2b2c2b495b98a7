/** A shell command as rules see it: its words with file ranges, flags in any spelling, and where it stands. */

import { valueFlags } from '../knowledge/command-flags.ts'
import { fileRange, type JoinedText } from '../syntax/joined-text.ts'
import type { ShellCommandNode, ShellContext, ShellTree, ShellWord } from '../syntax/shell.ts'
import type { Instruction, Range } from '../syntax/tree.ts'

/** A shell script of an instruction: its tree in its own text, and that text's map to the file. */
export interface Script {
  readonly instruction: Instruction
  readonly tree: ShellTree
  readonly source: JoinedText
  /** Where the tree's text begins in `source.text`. */
  readonly offset: number
}

/** A word of a command; its range is in the file. */
export interface CommandWord extends Range {
  readonly text: string
  /** After quote removal; undefined when a variable or substitution decides it. */
  readonly value: string | undefined
  readonly quoted: boolean
  readonly glob: boolean
}

/** A word that begins with a dash, taken apart. */
export interface CommandFlag extends Range {
  /** `-o` or `--option`, without a joined value. */
  readonly name: string
  readonly value: string | undefined
  readonly word: CommandWord
}

export class ShellCommand {
  readonly node: ShellCommandNode
  readonly script: Script
  private cachedRange: Range | undefined
  private cachedNameWord: CommandWord | undefined
  private cachedWords: readonly CommandWord[] | undefined
  private cachedParts: { flags: readonly CommandFlag[]; operands: readonly CommandWord[] } | undefined

  constructor(node: ShellCommandNode, script: Script) {
    this.node = node
    this.script = script
  }

  get name(): string {
    return this.node.name
  }

  get instruction(): Instruction {
    return this.script.instruction
  }

  /** The file range of a span of the script's text. */
  fileRange(range: Range): Range {
    return fileRange(this.script.source, range.start + this.script.offset, range.end + this.script.offset)
  }

  /** The whole command with its assignments and redirections. */
  get range(): Range {
    this.cachedRange ??= this.fileRange(this.node)
    return this.cachedRange
  }

  /** The name that runs in the end, without sudo and the like. */
  get nameWord(): CommandWord | undefined {
    if (this.node.nameWord) this.cachedNameWord ??= this.toWord(this.node.nameWord)
    return this.cachedNameWord
  }

  /** What follows the name. */
  get words(): readonly CommandWord[] {
    this.cachedWords ??= this.node.words.map((word) => this.toWord(word))
    return this.cachedWords
  }

  /** From the name to the last word. */
  get callRange(): Range {
    const first = this.nameWord ?? this.range
    return { start: first.start, end: (this.words.at(-1) ?? first).end }
  }

  /** The first operand, when it is one of the names: the `install` of `apt-get -y install`. */
  subcommand(...names: readonly string[]): CommandWord | undefined {
    const first = this.operands[0]
    return first?.value !== undefined && names.includes(first.value) ? first : undefined
  }

  /** Words that are neither flags nor their values; a subcommand is the first. */
  get operands(): readonly CommandWord[] {
    return this.parts().operands
  }

  get flags(): readonly CommandFlag[] {
    return this.parts().flags
  }

  /** Whether one of the flags is given: `-y` also as part of `-qqy`, `--yes` also as `--yes=true`, not as `=false`. */
  hasFlag(...names: readonly string[]): boolean {
    return this.flags.some((flag) => {
      if (flag.value !== undefined && /^(false|no|0)$/i.test(flag.value)) return false
      return names.some((name) => flagMatches(flag.name, name))
    })
  }

  /** The last of the flags that is given, with its value (joined or the next word). */
  flag(...names: readonly string[]): CommandFlag | undefined {
    return this.flags.findLast((flag) => names.some((name) => flag.name === name))
  }

  /** Whether a word might bring more flags: an unquoted variable or substitution in a place of its own. */
  get mayHaveMoreFlags(): boolean {
    return this.words.some((word) => word.value === undefined && /^[$`]/.test(word.text))
  }

  /** Whether it runs whenever its script does: not in a branch, loop, function, or behind `||`. */
  get unconditional(): boolean {
    if (this.node.operator === '||') return false
    for (let place: ShellContext | undefined = this.node.context; place; place = place.parent) {
      if (place.kind !== 'subshell' && place.kind !== 'group' && place.kind !== 'shell -c') return false
    }
    return true
  }

  private parts(): { flags: readonly CommandFlag[]; operands: readonly CommandWord[] } {
    this.cachedParts ??= splitWords(this.words, valueFlags(this.name))
    return this.cachedParts
  }

  private toWord(word: ShellWord): CommandWord {
    const { start, end } = this.fileRange(word)
    return { start, end, text: word.text, value: word.value, quoted: word.quoted, glob: word.glob }
  }
}

/** Whether a flag as given (a cluster of short ones, too) is the named one. */
function flagMatches(given: string, name: string): boolean {
  if (given === name) return true
  if (name.startsWith('--') || name.length === 2) {
    return name.length === 2 && /^-[A-Za-z]+$/.test(given) && given.includes(name[1])
  }
  // `-qq`: a repeated short flag, in a cluster.
  const letter = name[1]
  return /^-[A-Za-z]+$/.test(given) && given.split(letter).length - 1 >= name.length - 1
}

function splitWords(
  words: readonly CommandWord[],
  valued: ReadonlySet<string>,
): { flags: readonly CommandFlag[]; operands: readonly CommandWord[] } {
  const flags: CommandFlag[] = []
  const operands: CommandWord[] = []
  for (let i = 0; i < words.length; i++) {
    const word = words[i]
    const text = word.value ?? word.text
    if (text === '--') {
      operands.push(...words.slice(i + 1))
      break
    }
    if (!text.startsWith('-') || text === '-') {
      operands.push(word)
      continue
    }
    const equals = text.startsWith('--') ? text.indexOf('=') : -1
    const name = equals < 0 ? text : text.slice(0, equals)
    const next = words[i + 1]
    if (equals < 0 && next && takesNextWord(name, valued)) {
      flags.push({ start: word.start, end: next.end, name, value: next.value, word })
      i++
    } else {
      flags.push({
        start: word.start,
        end: word.end,
        name,
        value: equals < 0 ? undefined : text.slice(equals + 1),
        word,
      })
    }
  }
  return { flags, operands }
}

/** `-o value`, `--option value`, and the last letter of a cluster (`-qo value`). */
function takesNextWord(name: string, valued: ReadonlySet<string>): boolean {
  if (valued.has(name)) return true
  return name.length > 2 && name[1] !== '-' && valued.has(`-${name.at(-1)}`) && !valued.has(name.slice(0, 2))
}
