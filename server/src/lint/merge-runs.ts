/**
 * Merging neighbouring RUN instructions into one, with a proof that the build stays the same:
 * each script of the chain must hand over nothing to the next one but its exit status.
 */

import { firstAt } from '../syntax/first-at.ts'
import { fileOffset } from '../syntax/joined-text.ts'
import type { ShellStatement, ShellTree } from '../syntax/shell.ts'
import type { Comment, Instruction } from '../syntax/tree.ts'
import { insert, replace } from './edits.ts'
import { errexitPreamble } from './errexit.ts'
import type { LintFile } from './lint-file.ts'
import { type HeredocJunction, heredocJunction, mergeHeredocs } from './merge-heredocs.ts'
import type { Edit, Fix } from './rule.ts'

/** How two neighbours go together. */
export type Junction =
  /** `first && second`: proven equal. */
  | { readonly kind: 'and' }
  /** The first begins with `set -e…`, and the second with the same or nothing: `first; second`, one preamble dropped. */
  | { readonly kind: 'errexit'; readonly preambleEnd: number }
  /** Equal only with the parts in `(…)` or `{ …; }`; which of them need it. */
  | { readonly kind: 'grouped'; readonly first: boolean; readonly second: boolean }
  /** One script after the other. */
  | HeredocJunction
  | { readonly kind: 'impossible'; readonly reason: string }

/** Whether a merge by this junction is proven to build the same image. */
export function isSafeJunction({ kind }: Junction): boolean {
  return kind === 'and' || kind === 'errexit' || kind === 'heredoc'
}

/** Commands after which a shell is not what it was. */
const stateful = new Set(
  [
    'cd pushd popd set export unset readonly declare typeset local alias unalias umask ulimit shopt trap exec exit',
    'return source . eval shift wait read hash enable exec mapfile getopts let disown fg bg suspend logout times',
  ].flatMap((line) => line.split(' ')),
)

/** The longest argument that Linux takes, with room to spare; a RUN is one argument of its shell. */
const maxScriptLength = 100_000

/** The instruction right behind another one, when only comments and blank lines stand between. */
export function nextInstruction(file: LintFile, instruction: Instruction): Instruction | undefined {
  const next = file.tree.instructions[instruction.index + 1]
  return next && file.stageOf(next) === file.stageOf(instruction) ? next : undefined
}

/** Whether two RUNs have the same flags, in any order. */
export function sameFlags(a: Instruction, b: Instruction): boolean {
  if (a.flags.length !== b.flags.length) return false
  const flags = a.flags.map((flag) => flag.raw).sort()
  const others = b.flags.map((flag) => flag.raw).sort()
  return flags.every((flag, i) => flag === others[i])
}

/** How a RUN and the one behind it can be merged. */
export function junctionOf(file: LintFile, first: Instruction, second: Instruction): Junction {
  const impossible = (reason: string): Junction => ({ kind: 'impossible', reason })
  if (first.keyword !== 'RUN' || second.keyword !== 'RUN') return impossible('one of them is no RUN')
  if (first.json || second.json) return impossible('one of them is in exec form')
  if (!sameFlags(first, second)) return impossible('their flags differ')
  if (first.heredocs.length > 0 || second.heredocs.length > 0) return junctionOfHeredocs(file, first, second)
  if (!endsOnItsLine(file, first)) return impossible('the first ends in a continuation')
  const [a] = file.scripts(first)
  const [b] = file.scripts(second)
  if (!a || !b) return impossible('their shell is not known')
  if (a.tree.text.length + b.tree.text.length > maxScriptLength) return impossible('the script would be too long')
  if (!isWhole(a.tree) || hasComment(a.tree) || !isWhole(b.tree))
    return impossible('a comment or a background command ends one of them')
  if (/\$[?!_]/.test(b.tree.text)) return impossible('the second asks for the state of its own shell')
  const preamble = a.tree.statements.length > 1 ? errexitPreamble(a.tree) : undefined
  if (preamble !== undefined) {
    const other = b.tree.statements.length > 1 ? errexitPreamble(b.tree) : undefined
    if (other?.text === preamble.text && lastIsSimple(a.tree) && !leavesState(a.tree, 1)) {
      return { kind: 'errexit', preambleEnd: other.end }
    }
    // A chain at the end of such a script fails as it does by itself.
    const isPlain = /^(-[ex]+ ?)+$/.test(preamble.text) && isAndChain(b.tree) && b.tree.commands.every(isOutermost)
    if (other === undefined && isPlain && lastIsSimple(a.tree) && !leavesState(a.tree, 1)) {
      return { kind: 'errexit', preambleEnd: 0 }
    }
  }
  const groupFirst = leavesState(a.tree, 0)
  const groupSecond = !isAndChain(b.tree)
  if (!groupFirst && !groupSecond) return { kind: 'and' }
  return { kind: 'grouped', first: groupFirst, second: groupSecond }
}

function junctionOfHeredocs(file: LintFile, first: Instruction, second: Instruction): Junction {
  const found = heredocJunction(file, first, second)
  if (typeof found === 'string') return { kind: 'impossible', reason: found }
  const [a] = file.scripts(first)
  const [b] = file.scripts(second)
  // The first's own `set -e…` is what the second begins with, or nothing to it.
  const handsOver = leavesState(a.tree, found.needsErrexit ? 0 : 1) || /\$[?!_]/.test(b.tree.text)
  return handsOver ? { kind: 'impossible', reason: 'the second asks for what the first leaves behind' } : found
}

/** Merges a chain of neighbouring RUNs into the first; `junctions[i]` joins `runs[i]` and `runs[i + 1]`. */
export function mergeRuns(file: LintFile, runs: readonly Instruction[], junctions: readonly Junction[]): Fix {
  const heredocs = junctions.filter((junction) => junction.kind === 'heredoc')
  if (heredocs.length === junctions.length) {
    const comments = runs.slice(1).flatMap((run, i) => between(file, runs[i], run))
    return mergeHeredocs(file, runs, heredocs, comments)
  }
  const style = styleOf(file, runs)
  const edits: Edit[] = []
  const comments: number[] = []
  runs.forEach((run, i) => {
    const before = junctions[i - 1]
    const after = junctions[i]
    const open = opening(before, after)
    const close = closing(before, after)
    if (i === 0 && open !== '') edits.push(insert(run.body.start, open))
    if (i > 0) {
      const start = before?.kind === 'errexit' ? bodyStartBehindPreamble(file, run, before.preambleEnd) : run.body.start
      edits.push(replace({ start: run.start, end: start }, `${style.indent}${operatorBefore(style, before)}${open}`))
    }
    const end = scriptEnd(file, run)
    if (!after) {
      if (close !== '') edits.push(insert(end, close))
      return
    }
    edits.push(replace({ start: end, end: run.end }, `${close}${operatorAfter(style, after)} ${file.tree.escape}`))
    const next = runs[i + 1]
    edits.push(...gapEdits(file, run, next, style.indent))
    for (const comment of between(file, run, next)) comments.push(comment.start)
  })
  const safe = junctions.every(isSafeJunction)
  const count = runs.length === 2 ? 'these two `RUN`' : `these ${runs.length} \`RUN\``
  return {
    title: safe ? `Merge ${count}` : `Merge ${count}, grouping what must stay apart`,
    safety: safe ? 'safe' : 'unsafe',
    edits: edits.filter((edit) => edit.text !== file.slice(edit)),
    effect: { rewrites: [runs[0]], removes: runs.slice(1) },
  }
}

interface Style {
  readonly indent: string
  /** `&&` at the beginning of the new line, not at the end of the old one. */
  readonly leading: boolean
}

function styleOf(file: LintFile, runs: readonly Instruction[]): Style {
  const candidates = [...runs, ...file.instructions('RUN')]
  const line = candidates.map((run) => firstContinuation(file, run)).find((text) => text !== undefined)
  const indent = /^[ \t]*/.exec(line ?? '')?.[0] ?? ''
  const operators = candidates.map((run) => leadingOperator(file, run)).find((found) => found !== undefined)
  return { indent: indent === '' ? '    ' : indent, leading: operators ?? false }
}

/** The text of the second line of an instruction that goes on, comments left aside. */
function firstContinuation(file: LintFile, run: Instruction): string | undefined {
  const { fileStarts } = run.source
  if (fileStarts.length < 2 || run.heredocs.length > 0) return undefined
  return file.text.slice(file.tree.lineStarts[file.line(fileStarts[1])], fileStarts[1] + 200).split('\n', 1)[0]
}

function leadingOperator(file: LintFile, run: Instruction): boolean | undefined {
  const lines = file.text.slice(run.start, run.headEnd).split('\n')
  if (lines.some((line) => /^[ \t]*&&/.test(line))) return true
  if (lines.some((line) => /&&[ \t]*[\\`][ \t]*\r?$/.test(line))) return false
  return undefined
}

function operatorBefore(style: Style, junction: Junction | undefined): string {
  return style.leading && junction?.kind !== 'errexit' ? '&& ' : ''
}

function operatorAfter(style: Style, junction: Junction): string {
  if (junction.kind === 'errexit') return ';'
  return style.leading ? '' : ' &&'
}

function opening(before: Junction | undefined, after: Junction | undefined): string {
  if (after?.kind === 'grouped' && after.first) return '('
  return before?.kind === 'grouped' && before.second ? '{ ' : ''
}

function closing(before: Junction | undefined, after: Junction | undefined): string {
  if (after?.kind === 'grouped' && after.first) return ')'
  return before?.kind === 'grouped' && before.second ? '; }' : ''
}

/** The end of the script itself: a `;` that closes it is left out. */
function scriptEnd(file: LintFile, run: Instruction): number {
  let end = run.body.end
  while (end > run.body.start && /[;\s]/.test(file.text[end - 1])) end--
  return end
}

function bodyStartBehindPreamble(file: LintFile, run: Instruction, preambleEnd: number): number {
  const [{ tree, source, offset }] = file.scripts(run)
  let at = preambleEnd
  while (/[;\s]/.test(tree.text[at] ?? '')) at++
  return fileOffset(source, at + offset)
}

/** Between two RUNs: comments are indented into the continuation, blank lines go. */
function gapEdits(file: LintFile, first: Instruction, second: Instruction, indent: string): readonly Edit[] {
  const edits: Edit[] = []
  const { lineStarts } = file.tree
  for (let line = first.endLine + 1; line < second.line; line++) {
    const start = lineStarts[line]
    const end = lineStarts[line + 1]
    const text = file.text.slice(start, end)
    if (text.trim() === '') edits.push({ start, end, text: '' })
    else edits.push(replace({ start, end: start + text.length - text.trimStart().length }, indent))
  }
  const start = lineStarts[second.line]
  if (start < second.start) edits.push({ start, end: second.start, text: '' })
  return edits
}

function between(file: LintFile, first: Instruction, second: Instruction): readonly Comment[] {
  const { comments } = file.tree
  const start = firstAt(comments.length, (index) => comments[index].start > first.end)
  let end = start
  while (end < comments.length && comments[end].start < second.start) end++
  return comments.slice(start, end)
}

/** No trailing continuation, so that something can be written behind the last word. */
function endsOnItsLine(file: LintFile, instruction: Instruction): boolean {
  return file.text.slice(instruction.source.fileEnd, instruction.headEnd).trim() === ''
}

/** Every statement is understood, and none runs in the background. */
function isWhole(tree: ShellTree): boolean {
  if (tree.statements.length === 0 || tree.errors.length > 0) return false
  return tree.statements.every(({ background }) => !background)
}

/** A comment behind a command: it would swallow what is written behind it. */
function hasComment(tree: ShellTree): boolean {
  return tree.statements.some((statement, i) => {
    const next = tree.statements[i + 1]?.start ?? tree.text.length
    return tree.text.slice(statement.end, next).includes('#')
  })
}

/** Whether commands of the outermost shell, from a statement on, change the shell itself. */
function leavesState(tree: ShellTree, from: number): boolean {
  const start = tree.statements[from]?.start ?? tree.text.length
  return tree.commands.some((command) => {
    if (command.start < start) return false
    for (let place = command.context; place; place = place.parent) {
      if (place.kind === 'subshell' || place.kind === 'substitution' || place.kind === 'shell -c') return false
      if (place.kind === 'function') return true
    }
    if (command.pipelineLength > 1) return command.name === 'exit' || command.name === 'exec'
    if (command.nameWord === undefined) return command.assignments.length > 0
    if (command.nameWord.value === undefined) return true
    return stateful.has(command.name) && !(command.name === 'read' && command.words.length === 0)
  })
}

function isOutermost({ context, name }: ShellTree['commands'][number]): boolean {
  return context === undefined && name !== 'set'
}

/** One list of commands joined by `&&` only: what goes before it with `&&` guards all of it. */
function isAndChain(tree: ShellTree): boolean {
  return tree.statements.length === 1 && tree.statements[0].members.every(({ operator }) => operator !== '||')
}

/** Under `set -e` a failing simple command or pipeline ends the script; in `a && b` a failing `a` does not. */
function lastIsSimple(tree: ShellTree): boolean {
  const last: ShellStatement | undefined = tree.statements.at(-1)
  if (last?.members.length !== 1) return false
  const [member] = last.members
  if (member.kind !== 'Command' && member.kind !== 'Pipeline') return false
  return !tree.commands.some((command) => command.negated && command.start >= last.start)
}
