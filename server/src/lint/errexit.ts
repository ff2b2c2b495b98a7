/** Whether a script ends at its first failing command. */

import type { ShellTree } from '../syntax/shell.ts'
import type { Script } from './command.ts'

/** `set -e` or `set -o errexit` somewhere in the script, or a first line that starts the shell with `-e`. */
export function setsErrexit({ source, tree }: Script): boolean {
  if (/^#![^\n]*\s-[a-zA-Z]*e/.test(source.text)) return true
  return tree.commands.some(({ name, operator, words }) => {
    if (name !== 'set' || operator === '||') return false
    return words.some(({ text }, i) => {
      return /^-[a-zA-Z]*e/.test(text) || (text === 'errexit' && /^-[a-zA-Z]*o$/.test(words[i - 1]?.text ?? ''))
    })
  })
}

/** `set -e…` as the first statement of a script, alone in it: its text and end. */
export function errexitPreamble(tree: ShellTree): { readonly text: string; readonly end: number } | undefined {
  const [first] = tree.statements
  const command = tree.commands[0]
  if (first?.members.length !== 1 || command?.name !== 'set' || command.start !== first.start) return undefined
  if (!command.words.some(({ text }) => /^-[a-zA-Z]*e/.test(text))) return undefined
  return { text: command.words.map(({ text }) => text).join(' '), end: first.end }
}
