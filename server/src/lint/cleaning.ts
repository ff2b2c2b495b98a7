/** Commands that remove folders or what is in them: `rm`, `find -delete`, clean-up scripts, traps. */

import { parseShell } from '../syntax/shell.ts'
import type { Instruction } from '../syntax/tree.ts'
import { isInside, mountsOf } from './cache-mounts.ts'
import type { ShellCommand } from './command.ts'
import type { LintFile } from './lint-file.ts'

/** `maybe`: a variable or a script that is not known decides it. */
export type Cleaning = 'yes' | 'no' | 'maybe'

/** Whether a command removes one of the folders with all that is in it. `~` stands for any user's home. */
export function removes(command: ShellCommand, folders: readonly string[]): Cleaning {
  const { name, node } = command
  if (name === 'rm' || name === 'rmdir') {
    let maybe = false
    for (const word of command.operands) {
      for (const path of alternatives(word.value ?? word.text)) {
        if (covers(path, folders)) return 'yes'
        if (/^["']?\$\{?[A-Za-z_][A-Za-z0-9_]*\}?["']?$/.test(path)) maybe = true
      }
    }
    return maybe || (node.wrappers.includes('xargs') && node.pipelineLength > 1) ? 'maybe' : 'no'
  }
  if (name === 'find') {
    const inside = command.words.some((word) => covers(`${(word.value ?? word.text).replace(/\/$/, '')}/*`, folders))
    const deletes = command.words.some(({ text }) => text === '-delete' || text === 'rm') || node.pipelineLength > 1
    return inside && deletes ? 'yes' : 'no'
  }
  if (name === 'trap') {
    const [action] = command.operands
    if (action?.value === undefined) return 'no'
    const { commands } = parseShell(action.value)
    const inner = commands.map((child) => (child.name === 'rm' ? child.words.map(({ text }) => text) : []))
    return inner.flat().some((text) => alternatives(text).some((path) => covers(path, folders))) ? 'yes' : 'no'
  }
  // `curl …/clean.sh | sh`
  const piped = (name === 'curl' || name === 'wget') && node.pipelineLength > 1
  const script = piped ? node.words.map(({ text }) => text).join(' ') : (command.nameWord?.text ?? '')
  return /clean/i.test(script) ? 'maybe' : 'no'
}

/**
 * Whether the rest of an instruction behind a command removes the folders. A function's body counts wherever it
 * stands: it may be called, or be the action of a trap.
 */
export function removesBehind(file: LintFile, command: ShellCommand, folders: readonly string[]): Cleaning {
  const { instruction, script, node } = command
  const { index, start } = instruction
  const cleanings = file.once(`removals of ${folders.join(' ')} in ${index}:${start}`, () => {
    const found = file.commands(instruction).map((other) => ({ other, cleaning: removes(other, folders) }))
    return found.filter(({ cleaning }) => cleaning !== 'no')
  })
  let result: Cleaning = 'no'
  for (let i = cleanings.length - 1; i >= 0; i--) {
    const { other, cleaning } = cleanings[i]
    if (other === command) continue
    const early = other.script === script && other.node.start < node.start
    if (early && other.name !== 'trap' && !inFunction(other)) continue
    if (cleaning === 'yes') return 'yes'
    result = 'maybe'
  }
  return result
}

/** Whether a folder is (or may be, behind a variable) in a mount that is not part of the layer. */
export function isKeptOutside(file: LintFile, run: Instruction, folders: readonly string[]): boolean {
  return mountsOf(file, run).some(({ type, target }) => {
    if (type !== 'cache' && type !== 'tmpfs') return false
    return target === undefined || folders.some((folder) => isInside(homeless(folder), homeless(target)))
  })
}

function inFunction(command: ShellCommand): boolean {
  for (let place = command.node.context; place; place = place.parent) if (place.kind === 'function') return true
  return false
}

/** Whether removing a path empties one of the folders: it is the folder, one above it, or all that is in either. */
function covers(path: string, folders: readonly string[]): boolean {
  const plain = homeless(path.replace(/["']/g, ''))
  const glob = plain.search(/[*?[]/)
  const whole = (glob < 0 ? plain : plain.slice(0, plain.lastIndexOf('/', glob))).replace(/(?<!\/)\/+\.?$/, '')
  if (whole === '' || whole === '~') return plain.startsWith('~/.') && glob >= 0
  return folders.some((folder) => isInside(homeless(folder), whole))
}

/** The same path for every user: `~` for `/root`, `/home/NAME` and `$HOME`. */
function homeless(path: string): string {
  return path.replace(/^(?:\/root|\/home\/[^/]+|\$HOME|\$\{HOME\})(?=\/|$)/, '~')
}

const maxAlternatives = 64

/** The words that a shell makes of `/var/{cache/apk,tmp}/*`; the word itself when there are too many. */
export function alternatives(word: string): readonly string[] {
  let done: string[] = []
  let open = [word]
  while (open.length > 0) {
    const next: string[] = []
    for (const text of open) {
      const match = /\{([^{},]*,[^{}]*)\}/.exec(text)
      if (!match || text[match.index - 1] === '$') done.push(text)
      else {
        const [before, after] = [text.slice(0, match.index), text.slice(match.index + match[0].length)]
        next.push(...match[1].split(',').map((choice) => before + choice + after))
      }
    }
    if (done.length + next.length > maxAlternatives) return [word]
    open = next
  }
  if (done.length === 0) done = [word]
  return done
}
