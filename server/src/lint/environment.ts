/** What an environment variable is when a shell command runs: its own assignments, `export`, ENV and ARG, the image. */

import type { ShellCommand } from './command.ts'
import type { LintFile } from './lint-file.ts'

/** `unset`, `unknown` (set to what cannot be told), or the value. */
export type EnvironmentValue =
  | { readonly kind: 'unset' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'value'; readonly value: string }

const unset: EnvironmentValue = { kind: 'unset' }
const unknown: EnvironmentValue = { kind: 'unknown' }

/** The value of a variable in a command's environment. */
export function environmentValue(file: LintFile, command: ShellCommand, name: string): EnvironmentValue {
  const { node, script, instruction } = command
  const own = node.assignments.find((assignment) => assignment.name === name)
  if (own) return known(own.value?.value)
  // `env NAME=value command`: the words of a wrapper are not among the command's own.
  const front = script.tree.text.slice(node.start, node.nameWord?.start ?? node.start)
  const wrapped = front.split(/\s+/).find((word) => word.startsWith(`${name}=`))
  if (wrapped) return known(plain(wrapped.slice(name.length + 1)))
  const exported = exportedBefore(file, command, name)
  if (exported) return exported
  const definition = file.scopes.lookup(instruction, name)
  if (definition) return definition.value === undefined && definition.kind === 'arg' ? unset : known(definition.value)
  const stage = file.stageOf(instruction)
  const inherited = file.facts.image(stage)?.env
  if (inherited && Object.hasOwn(inherited, name)) return known(inherited[name] ?? undefined)
  return unset
}

function exportedBefore(file: LintFile, command: ShellCommand, name: string): EnvironmentValue | undefined {
  const { instruction, script, node } = command
  const exports = file.once(`exports of ${instruction.index}:${instruction.start}`, () =>
    file.commands(instruction).filter((other) => other.name === 'export'),
  )
  let found: EnvironmentValue | undefined
  for (const other of exports) {
    if (other.script !== script || other.node.start >= node.start) continue
    for (const word of other.words) {
      if (word.text.startsWith(`${name}=`)) found = known(word.value?.slice(name.length + 1))
    }
  }
  return found
}

function known(value: string | undefined): EnvironmentValue {
  return value === undefined ? unknown : { kind: 'value', value }
}

function plain(text: string): string | undefined {
  return /[$`]/.test(text) ? undefined : text.replace(/^(["'])(.*)\1$/, '$2')
}
