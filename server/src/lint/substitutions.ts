/** The `$(…)` and backticks of a script: whose words they stand in, and what their output is made by. One pass. */

import type { ShellCommandNode, ShellContext } from '../syntax/shell.ts'
import type { Script } from './command.ts'
import type { LintFile } from './lint-file.ts'

export interface Substitution {
  readonly context: ShellContext
  /** The command that has it among its words or assignments; undefined in the list of a `for` and the like. */
  readonly owner: ShellCommandNode | undefined
  /** The last command inside. */
  readonly last: ShellCommandNode
}

/** The substitutions of a script that have a command in them, in text order. */
export function substitutionsOf(file: LintFile, script: Script): readonly Substitution[] {
  if (!/[$<>]\(|`/.test(script.tree.text)) return none
  return file.onceFor('substitutions', script, () => readSubstitutions(script))
}

const none: readonly never[] = []

function readSubstitutions({ tree }: Script): readonly Substitution[] {
  const found = new Map<
    number,
    { context: ShellContext; owner: ShellCommandNode | undefined; last: ShellCommandNode }
  >()
  const open: ShellCommandNode[] = []
  for (const command of tree.commands) {
    while (open.length > 0 && open[open.length - 1].end <= command.start) open.pop()
    const context = nearest(command.context)
    if (context) {
      const known = found.get(context.start)
      if (known) known.last = command
      else found.set(context.start, { context, owner: ownerAmong(open, context), last: command })
    }
    open.push(command)
  }
  return [...found.values()]
}

function nearest(context: ShellContext | undefined): ShellContext | undefined {
  for (let place = context; place; place = place.parent) if (place.kind === 'substitution') return place
  return undefined
}

function ownerAmong(
  open: readonly ShellCommandNode[],
  { start, end, parent }: ShellContext,
): ShellCommandNode | undefined {
  const owner = open.at(-1)
  return owner && owner.start <= start && end <= owner.end && owner.context === parent ? owner : undefined
}
