/** Whether a script ends at its first failing command. */

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
