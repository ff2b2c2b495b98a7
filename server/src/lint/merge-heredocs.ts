/**
 * Merging neighbouring RUNs that are heredocs: one script after the other. It is proven equal where both stop at the
 * first failure, and the first hands over nothing to the second but its exit status.
 */

import { fileOffset } from '../syntax/joined-text.ts'
import type { ShellTree } from '../syntax/shell.ts'
import type { Comment, Heredoc, Instruction } from '../syntax/tree.ts'
import { insert, replace } from './edits.ts'
import { errexitPreamble } from './errexit.ts'
import type { LintFile } from './lint-file.ts'
import type { Edit, Fix } from './rule.ts'

/** How two heredocs go together. */
export interface HeredocJunction {
  readonly kind: 'heredoc'
  /** Where the second's own `set -e…` ends in its script; undefined when it has none. */
  readonly preambleEnd: number | undefined
  /** Neither stops at errors of its own, so that the merged script has to be told. */
  readonly needsErrexit: boolean
}

/** The heredoc that is all of a RUN's script; undefined for other RUNs. */
export function scriptHeredoc(file: LintFile, run: Instruction): Heredoc | undefined {
  const [heredoc, ...others] = run.heredocs
  if (!heredoc?.terminated || others.length > 0) return undefined
  return file.slice(run.body) === file.slice(heredoc.marker) ? heredoc : undefined
}

/** The junction of two heredocs; a reason where they are not provably equal to one. */
export function heredocJunction(file: LintFile, first: Instruction, second: Instruction): HeredocJunction | string {
  const [one, other] = [scriptHeredoc(file, first), scriptHeredoc(file, second)]
  if (!one || !other) return 'one of them has a heredoc'
  if (one.chomp !== other.chomp) return 'only one of them is indented'
  const [a] = file.scripts(first)
  const [b] = file.scripts(second)
  if (!a || !b || /^#!/.test(a.tree.text) || /^#!/.test(b.tree.text)) return 'another program reads one of them'
  if (a.tree.text.includes('<<') || b.tree.text.includes('<<')) return 'one of them has heredocs of its own'
  if (
    file
      .slice(other.body)
      .split(/\r?\n/)
      .some((line) => line.trim() === one.name)
  )
    return "the first's end is in the second"
  if ([a, b].some(({ tree }) => tree.errors.length > 0 || tree.statements.some(({ background }) => background))) {
    return 'one of them is not understood'
  }
  const [errexitA, errexitB] = [errexitPreamble(a.tree), errexitPreamble(b.tree)]
  const isEqual = errexitA !== undefined && errexitA?.text === errexitB?.text
  // A script of one command stops at its failure anyway, and a plain `set -e` is nothing to it.
  const areSteps =
    (errexitA === undefined ? isOneStep(a.tree) : errexitA.text === '-e') &&
    (errexitB === undefined ? isOneStep(b.tree) : errexitB.text === '-e')
  if (!isEqual && !areSteps) return 'they do not stop at errors in the same way'
  if (!endsInStep(a.tree)) return 'a failure of the last command of the first would not end it'
  return {
    kind: 'heredoc',
    preambleEnd: errexitB?.end,
    needsErrexit: errexitA === undefined,
  }
}

/** Merges heredocs into the first; `junctions[i]` joins `runs[i]` and `runs[i + 1]`. */
export function mergeHeredocs(
  file: LintFile,
  runs: readonly Instruction[],
  junctions: readonly HeredocJunction[],
  between: readonly Comment[],
): Fix {
  const heredocs = runs.map((run) => run.heredocs[0])
  const [first] = heredocs
  const edits: Edit[] = []
  const indent = first.chomp ? (/^\t*/.exec(file.slice(first.body))?.[0] ?? '') : ''
  if (junctions[0].needsErrexit) edits.push(insert(first.body.start, `${indent}set -e${file.newline}`))
  junctions.forEach((junction, i) => {
    const next = runs[i + 1]
    const comments = between.filter(({ start }) => start > runs[i].end && start < next.start)
    const text = comments.map((comment) => `${indent}${file.slice(comment).trimEnd()}${file.newline}`).join('')
    edits.push(replace({ start: terminatorLine(file, heredocs[i]), end: contentStart(file, next, junction) }, text))
  })
  const last = heredocs[heredocs.length - 1]
  if (last.name !== first.name) {
    edits.push(
      replace(
        last.terminator,
        file.slice(last.terminator).replace(last.name, () => first.name),
      ),
    )
  }
  const count = runs.length === 2 ? 'these two heredocs' : `these ${runs.length} heredocs`
  return {
    title: `Merge ${count}`,
    safety: 'safe',
    edits,
    effect: { rewrites: [runs[0]], removes: runs.slice(1), comments: between.map(({ start }) => start) },
  }
}

function terminatorLine(file: LintFile, heredoc: Heredoc): number {
  return file.tree.lineStarts[file.line(heredoc.terminator.start)]
}

/** Where a script goes on behind its `set -e`: on the next line, or behind the `;`. */
function contentStart(file: LintFile, run: Instruction, { preambleEnd }: HeredocJunction): number {
  const [{ body, chomp }] = run.heredocs
  if (preambleEnd === undefined) return body.start
  const [script] = file.scripts(run)
  const text = script.tree.text
  let at = preambleEnd
  while (/[ \t;]/.test(text[at] ?? '')) at++
  if (text[at] === '\n') at++
  const offset = fileOffset(script.source, at + script.offset)
  // The tabs that `<<-` takes away are part of the line.
  return chomp ? file.tree.lineStarts[file.line(offset)] : offset
}

/** One command or pipeline, without anything inside that `set -e` would reach. */
function isOneStep(tree: ShellTree): boolean {
  const [statement, ...others] = tree.statements
  if (others.length > 0 || statement?.members.length !== 1) return false
  return endsInStep(tree) && tree.commands.every(({ context }) => context === undefined)
}

/** Whether the script ends where its last statement fails. */
function endsInStep(tree: ShellTree): boolean {
  const last = tree.statements.at(-1)
  if (last?.members.length !== 1) return false
  const [{ kind }] = last.members
  const isPlain = kind === 'Command' || kind === 'Pipeline'
  return isPlain && !tree.commands.some(({ negated, start }) => negated && start >= last.start)
}
