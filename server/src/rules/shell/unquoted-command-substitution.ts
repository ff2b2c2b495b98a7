/** `unquoted-command-substitution`: output that the shell splits at blanks and expands. */

import type { CommandWord, ShellCommand } from '../../lint/command.ts'
import { insert } from '../../lint/edits.ts'
import type { Fix, Rule } from '../../lint/rule.ts'
import { substitutionsOf } from '../../lint/substitutions.ts'
import { firstAt } from '../../syntax/first-at.ts'
import type { Range } from '../../syntax/tree.ts'

export const unquotedCommandSubstitution: Rule = {
  id: 'unquoted-command-substitution',
  family: 'shell',
  aliases: ['SC2046'],
  severity: 'info',
  fixable: 'unsafe',
  docs: {
    summary: 'The output of an unquoted `$(…)` is split at blanks',
    why: 'As part of a path or another word, output with a blank or a `*` in it becomes several words, and a command works on files that were not meant.',
    bad: 'FROM debian:13\nRUN mkdir /opt/$(cat name)\n',
    good: 'FROM debian:13\nRUN mkdir "/opt/$(cat name)"\n',
    exception: 'A list of packages is meant to be split: `apt-get purge $(apt-mark showauto)` is not flagged.',
  },
  check(file, report) {
    const scripts = new Set(file.shellCommands().map(({ script }) => script))
    const commands = new Map(file.shellCommands().map((command) => [command.node, command]))
    for (const script of scripts) {
      for (const { context, owner, last } of substitutionsOf(file, script)) {
        const command = owner && commands.get(owner)
        if (!command || builtins.has(command.name) || oneWord.has(last.name)) continue
        const index = indexAround(command.node.words, context)
        const word = command.words[index]
        if (!word || isQuoted(command, index, context)) continue
        const range = command.fileRange(context)
        const whole = word.start === range.start && word.end === range.end
        if (whole && !onePath.has(command.name)) continue
        report({
          range,
          message: `the output of \`${shown(file.slice(range))}\` is split at blanks; put the word in quotes`,
          fixes(): readonly Fix[] {
            return quotable(word)
              ? [{ title: 'Quote the word', safety: 'unsafe', edits: [insert(word.start, '"'), insert(word.end, '"')] }]
              : []
          },
        })
      }
    }
  },
}

/** Their words are assignments, or are split on purpose. */
const builtins: ReadonlySet<string> = new Set(
  'export local declare typeset readonly set eval echo printf test [ expr exit return make kill'.split(' '),
)

/** Commands for which one whole substitution stands for one path. */
const onePath: ReadonlySet<string> = new Set(['cd', 'pushd', 'mkdir', 'rmdir', 'chdir', 'dirname', 'basename'])

/** Commands whose output is one word without blanks. */
const oneWord: ReadonlySet<string> = new Set(
  [
    'nproc uname arch dpkg dpkg-architecture id date getconf hostname whoami wc basename dirname mktemp pwd which command',
    'lsb_release rpm git realpath readlink expr stat tr cut awk sed grep curl jq head tail gem ruby go xx-info',
  ].flatMap((line) => line.split(' ')),
)

/** The index of the word that a range lies in; -1 where it lies in none. */
function indexAround(words: readonly Range[], inner: Range): number {
  const first = firstAt(words.length, (index) => words[index].end >= inner.end)
  return contains(words[first], inner) ? first : -1
}

function contains(word: Range | undefined, inner: Range): boolean {
  return word !== undefined && word.start <= inner.start && inner.end <= word.end
}

/** Whether an odd number of double quotes stands before the substitution in its word. */
function isQuoted({ node }: ShellCommand, index: number, { start }: Range): boolean {
  const word = node.words[index]
  let quoted = false
  for (let i = 0; i < start - word.start; i++) {
    if (word.text[i] === '\\') i++
    else if (word.text[i] === '"') quoted = !quoted
  }
  return quoted
}

/** A word without quotes of its own, and with nothing that must stay outside of them. */
function quotable({ text, glob }: CommandWord): boolean {
  return !glob && !/["'\\~{]/.test(text.replace(/\$\([^"'\\()]*\)/g, '')) && !/["\\]/.test(text)
}

function shown(text: string): string {
  const line = text
    .replace(/^(\$\(|`)|[)`]$/g, '')
    .trim()
    .replace(/\s+/g, ' ')
  return line.length > 40 ? `${line.slice(0, 39)}…` : line
}
