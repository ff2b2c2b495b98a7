/** Taking a command out of its RUN, or the RUN out of the file, so that the rest does what it did. */

import type { ShellCommand } from './command.ts'
import { remove } from './edits.ts'
import { setsErrexit } from './errexit.ts'
import { removeLines } from './insert-lines.ts'
import type { LintFile } from './lint-file.ts'
import type { Edit } from './rule.ts'

export interface CommandRemoval {
  readonly edit: Edit
  /** The command was all that the RUN did. */
  readonly wholeRun: boolean
  /** Whether the rest surely fails and passes as before. */
  readonly proven: boolean
}

/** How a command goes; undefined where others depend on its result, or a comment would go along. */
export function removalOf(file: LintFile, command: ShellCommand): CommandRemoval | undefined {
  const { instruction: run, node, script } = command
  if (node.context || node.pipelineLength > 1 || node.negated || run.heredocs.length > 0 || run.json) return undefined
  const { statements } = script.tree
  const at = statements.findIndex(({ members }) => members.some(({ start }) => start === node.start))
  const members = statements[at]?.members ?? []
  if (members.length === 0 || statements[at].background || members.some(({ operator }) => operator === '||')) {
    return undefined
  }
  if (statements.length === 1 && members.length === 1) {
    const edit = removeLines(file, run)
    return edit && { edit, wholeRun: true, proven: true }
  }
  const range = members.length > 1 ? memberRange(members, node.start) : statementRange(command, at)
  if (!range) return undefined
  const [start, end] = [command.fileRange({ start: range.start, end: range.start }).start, fileEnd(command, range)]
  if (run.comments.some((comment) => comment.start >= start && comment.start < end)) return undefined
  return { edit: remove({ start, end }), wholeRun: false, proven: members.length === 1 || statements.length === 1 }
}

interface Span {
  readonly start: number
  readonly end: number
  /** It ends where something begins, which stays where it is. */
  readonly endsAtNext: boolean
}

function memberRange(members: readonly { readonly start: number; readonly end: number }[], start: number): Span {
  const index = members.findIndex((member) => member.start === start)
  if (index === 0) return { start, end: members[1].start, endsAtNext: true }
  return { start: members[index - 1].end, end: members[index].end, endsAtNext: false }
}

/** Behind `set -e` each statement fails for itself. */
function statementRange({ script }: ShellCommand, at: number): Span | undefined {
  if (at === 0 || !setsErrexit(script)) return undefined
  const { statements } = script.tree
  return { start: statements[at - 1].end, end: statements[at].end, endsAtNext: false }
}

function fileEnd(command: ShellCommand, { start, end, endsAtNext }: Span): number {
  return endsAtNext ? command.fileRange({ start: end, end }).start : command.fileRange({ start, end }).end
}
