/** A chain of commands as a heredoc, and a heredoc as a chain, where both mean the same. */

import type { Script } from '../../lint/command.ts'
import { replace } from '../../lint/edits.ts'
import { errexitPreamble } from '../../lint/errexit.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Fix } from '../../lint/rule.ts'
import { fileRange } from '../../syntax/joined-text.ts'
import type { ShellStatement } from '../../syntax/shell.ts'
import type { Comment, Instruction, Range } from '../../syntax/tree.ts'
import { instructionAt } from '../position.ts'

/** The RUN at an offset with its commands one a line in a heredoc that stops at the first failure. */
export function chainToHeredoc(file: LintFile, offset: number): Fix | undefined {
  const run = runAt(file, offset)
  if (!run || run.heredocs.length > 0 || run.json || file.tree.escape !== '\\') return undefined
  const [script, ...others] = file.scripts(run)
  if (!script || others.length > 0 || !isUnderstood(script) || script.tree.text.includes('<<')) return undefined
  const steps = stepsOf(script)
  if (!steps || steps.ranges.length < 2) return undefined
  const lines = steps.hasErrexit ? [] : ['set -e']
  const places = steps.ranges.map((range) =>
    fileRange(script.source, range.start + script.offset, range.end + script.offset),
  )
  let position = run.body.start
  for (const place of places) {
    const comments = run.comments.filter(({ start }) => start >= position && start < place.end)
    lines.push(...comments.map((comment) => file.slice(comment).trimEnd()))
    lines.push(...withoutComments(file, place, run.comments))
    position = place.end
  }
  // What stands behind the last command may be a shell comment.
  const rest = script.tree.text.slice(steps.ranges[steps.ranges.length - 1].end).trim()
  if (rest.replace(/^;/, '').trim() !== '') return undefined
  const name = ['EOF', 'EOT', 'SCRIPT'].find((candidate) => !lines.some((line) => line.trim() === candidate))
  if (name === undefined) return undefined
  return {
    title: 'Write the commands one a line, as a heredoc',
    safety: 'safe',
    edits: [replace({ start: run.body.start, end: run.end }, [`<<${name}`, ...lines, name].join(file.newline))],
    effect: { rewrites: [run], comments: run.comments.map(({ start }) => start) },
  }
}

/** The heredoc RUN at an offset as one chain of commands. */
export function heredocToChain(file: LintFile, offset: number): Fix | undefined {
  const run = runAt(file, offset)
  const [heredoc] = run?.heredocs ?? []
  if (
    !run ||
    !heredoc ||
    run.heredocs.length > 1 ||
    heredoc.chomp ||
    !heredoc.terminated ||
    file.tree.escape !== '\\'
  ) {
    return undefined
  }
  if (file.slice(run.body) !== file.slice(heredoc.marker)) return undefined
  const [script] = file.scripts(run)
  if (!script || !isUnderstood(script) || script.tree.text.startsWith('#!') || script.tree.text.includes('<<'))
    return undefined
  const { statements, text } = script.tree
  const preamble = errexitOf(script)
  if (preamble === undefined || !statements.slice(1).every(isPlainStep) || !endLines(text, statements)) return undefined
  const isBare = preamble === 'set -e'
  const steps = isBare ? statements.slice(1) : statements
  if (steps.length === 0) return undefined
  const lines: string[] = []
  let position = isBare ? statements[0].end : 0
  steps.forEach((step, i) => {
    for (const comment of commentLines(text.slice(position, step.start))) lines.push(`    ${comment}`)
    const end = i + 1 === steps.length ? '' : isBare ? ' && \\' : '; \\'
    lines.push(`    ${text.slice(step.start, step.end).replaceAll('\n', `${file.newline}    `)}${end}`)
    position = step.end
  })
  // Behind the last command a comment has no line of its own.
  if (text.slice(position).trim() !== '') return undefined
  const [first, ...more] = lines
  const isComment = first.trimStart().startsWith('#')
  const head = isComment ? ['\\', first] : [first.trimStart()]
  return {
    title: isBare ? 'Write the commands as a chain with `&&`' : `Write the commands as a chain behind \`${preamble}\``,
    safety: 'safe',
    edits: [replace({ start: run.body.start, end: run.end }, [...head, ...more].join(file.newline))],
    effect: { rewrites: [run] },
  }
}

function runAt(file: LintFile, offset: number): Instruction | undefined {
  const instruction = instructionAt(file.tree, offset)
  return instruction?.keyword === 'RUN' ? instruction : undefined
}

/** Parsed whole, nothing in the background, and no list in a subshell whose course `set -e` would change. */
function isUnderstood({ tree }: Script): boolean {
  if (tree.errors.length > 0 || tree.statements.some(({ background }) => background)) return false
  return tree.commands.every(({ context, operator }) => context === undefined || operator === '')
}

interface Steps {
  readonly ranges: readonly Range[]
  /** `set -e` is one of them. */
  readonly hasErrexit: boolean
}

/** The members of one list joined by `&&`, or the statements behind `set -e`. */
function stepsOf(script: Script): Steps | undefined {
  const { statements } = script.tree
  if (statements.length === 1) {
    const { members } = statements[0]
    const isPlain = members.every(
      ({ operator, kind }) => operator !== '||' && (kind === 'Command' || kind === 'Pipeline'),
    )
    const isNegated = script.tree.commands.some(({ negated }) => negated)
    const changes = script.tree.commands.some(({ name }) => name === 'set' || name === 'trap')
    return isPlain && !isNegated && !changes ? { ranges: members, hasErrexit: false } : undefined
  }
  return errexitOf(script) === undefined ? undefined : { ranges: statements, hasErrexit: true }
}

/** `set -e…` as the first statement, when nothing sets anything else later. */
function errexitOf({ tree }: Script): string | undefined {
  const preamble = errexitPreamble(tree)
  const sets = tree.commands.filter(({ name }) => name === 'set')
  if (!preamble || sets.length !== 1) return undefined
  const isPlain = sets[0].words.every(
    ({ text }, i, words) => /^-[a-zA-Z]+$/.test(text) || /o$/.test(words[i - 1]?.text ?? ''),
  )
  return isPlain ? tree.text.slice(tree.statements[0].start, preamble.end) : undefined
}

/** A command or pipeline that ends a script with `set -e` when it fails, and a chain with `&&` as well. */
function isPlainStep({ members }: ShellStatement): boolean {
  return members.length === 1 && (members[0].kind === 'Command' || members[0].kind === 'Pipeline')
}

/** Whether each statement ends its line, and has no line break but behind a backslash. */
function endLines(text: string, statements: readonly ShellStatement[]): boolean {
  return statements.every(({ start, end }, i) => {
    const next = statements[i + 1]?.start ?? text.length
    const gap = text.slice(end, next)
    return /^[ \t]*(?:;[ \t]*)?(?:\n|$)/.test(gap) && !/[^\\]\n/.test(text.slice(start, end)) && isOnlyComments(gap)
  })
}

function isOnlyComments(gap: string): boolean {
  return gap.split('\n').every((line, i) => (i === 0 ? /^[ \t]*(?:;[ \t]*)?$/.test(line) : /^\s*(#.*)?$/.test(line)))
}

function commentLines(gap: string): readonly string[] {
  return gap.split('\n').flatMap((line) => (line.trim().startsWith('#') ? [line.trim()] : []))
}

/** The lines of a command, without the comments and blank lines between them; the first without its indentation. */
function withoutComments(file: LintFile, place: Range, comments: readonly Comment[]): readonly string[] {
  const commented = new Set(comments.map(({ line }) => line))
  const first = file.line(place.start)
  // Lines that go on are indented as they are to the first one, which loses its indentation.
  const lead = file.text.slice(file.tree.lineStarts[first], place.start)
  const depth = lead.trim() === '' ? lead.length : 0
  return file
    .slice(place)
    .split('\n')
    .map((line, i) => (i === 0 ? line : line.slice(Math.min(depth, blanksOf(line)))).replace(/\r$/, ''))
    .filter((line, i) => i === 0 || (!commented.has(first + i) && line.trim() !== ''))
}

function blanksOf(line: string): number {
  return /^[ \t]*/.exec(line)?.[0].length ?? 0
}
