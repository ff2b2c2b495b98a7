/** Suppression comments: edits that write one, and problems for those that silence nothing. */

import { insert } from '../lint/edits.ts'
import type { LintFile } from '../lint/lint-file.ts'
import { nearest } from '../lint/nearest.ts'
import { problemOf } from '../lint/problem.ts'
import type { Edit, Fix, Problem, Rule } from '../lint/rule.ts'
import { readSuppressions, type Suppression, type UnusedName } from '../lint/suppression.ts'
import { lineEnd } from '../syntax/parse.ts'
import type { Comment, Dockerfile, Instruction } from '../syntax/tree.ts'

/**
 * The edit that silences a rule for the instruction at an offset: a comment directly above it, never inside its
 * continued lines; a comment of ours that is there already is extended. Undefined where no instruction is.
 */
export function ignoreOnLine(tree: Dockerfile, offset: number, rule: string): Edit | undefined {
  const instruction = tree.instructions.find(({ start, end }) => start <= offset && offset <= end)
  if (!instruction) return undefined
  const existing = readSuppressions(tree).find(
    (suppression) =>
      isOwn(suppression) && suppression.instruction === instruction.index && suppression.start < instruction.start,
  )
  if (existing) return extend(existing, rule)
  const indentation = leadingBlanks(tree, instruction)
  const comment = `# dockerfile-coach ignore=${rule}${newlineOf(tree)}`
  return insert(instruction.start - indentation.length, `${indentation}${comment}`)
}

/** The edit that silences a rule for the file: a comment behind the directives that open it, or one more name. */
export function ignoreInFile(tree: Dockerfile, rule: string): Edit {
  const existing = readSuppressions(tree).find((suppression) => isOwn(suppression) && suppression.kind === 'file')
  if (existing) return extend(existing, rule)
  const line = (tree.directives.at(-1)?.line ?? -1) + 1
  const newline = newlineOf(tree)
  const comment = `# dockerfile-coach ignore-file=${rule}`
  // The last directive may be the last line, without a line break.
  if (line >= tree.lineStarts.length) return insert(tree.text.length, `${newline}${comment}${newline}`)
  const bom = line === 0 && tree.text.startsWith('\ufeff') ? 1 : 0
  return insert(tree.lineStarts[line] + bom, `${comment}${newline}`)
}

function isOwn(suppression: Suppression): boolean {
  return suppression.tool === 'dockerfile-coach'
}

function extend(suppression: Suppression, rule: string): Edit {
  return insert(suppression.rules[suppression.rules.length - 1].end, `,${rule}`)
}

function leadingBlanks(tree: Dockerfile, { start }: Instruction): string {
  let from = start
  while (from > 0 && (tree.text[from - 1] === ' ' || tree.text[from - 1] === '\t')) from--
  return tree.text.slice(from, start)
}

function newlineOf(tree: Dockerfile): string {
  return tree.text.includes('\r\n') ? '\r\n' : '\n'
}

/** The id under which suppression comments are reported that silence nothing. */
export const unusedSuppression = 'unused-suppression'

/** What `explain` says of them: they are no rule, since no comment silences them and no setting changes them. */
export const unusedSuppressionExplanation = `${unusedSuppression}: A comment silences what is not reported

The flaw has been mended, or the name is no rule's. A comment that is left behind would hide the flaw when it comes back.

severity: hint, in the editor and with \`check --report-unused\`
fix: safe, it removes the name, or the comment when it is the last one
`

/** Rules that have nothing to say without a look at the build context. */
const contextRules = new Set([
  'copy-ignored-file',
  'copy-missing-source',
  'missing-dockerignore',
  'dockerignore-incomplete',
])

/**
 * Problems for the names in suppression comments that silenced nothing. `ran` are the rules that were on, `all` those
 * that there are. A name of another tool, or of a rule that was off or could not look at the build context, is not held
 * against its author.
 */
export function unusedSuppressionProblems(
  file: LintFile,
  unused: readonly UnusedName[],
  { ran, all }: { readonly ran: readonly Rule[]; readonly all: readonly Rule[] },
): readonly Problem[] {
  const complaints = unused.flatMap((entry) => {
    const message = complaint(entry.rule.name, entry.suppression, file, ran, all)
    return message === undefined ? [] : [{ ...entry, message }]
  })
  return complaints.map(({ rule: { start, end }, suppression, message }): Problem => {
    return problemOf(unusedSuppression, 'hint', [], {
      range: { start, end },
      message,
      tags: ['unnecessary'],
      fixes: () => [removeNames(file.tree, suppression, complaints)],
    })
  })
}

function complaint(
  name: string,
  suppression: Suppression,
  file: LintFile,
  ran: readonly Rule[],
  all: readonly Rule[],
): string | undefined {
  // ShellCheck's findings are not among those that the rules know.
  if (/^(shellcheck\/)?SC\d+$/i.test(name)) return undefined
  const meant = ran.filter((rule) => hasName(rule, name))
  if (meant.length > 0) {
    const couldLook = file.context !== undefined || !meant.some((rule) => contextRules.has(rule.id))
    return couldLook ? `\`${name}\` silences nothing here; remove it` : undefined
  }
  // In a comment of ours, words joined by dashes are meant to be one of our ids.
  const isOurs = isOwn(suppression) && /^[a-z]+(-[a-z]+)+$/.test(name)
  if (!isOurs || all.some((rule) => hasName(rule, name))) return undefined
  const guess = nearest(
    name,
    all.map((rule) => rule.id),
  )
  return `there is no rule \`${name}\`${guess === undefined ? '' : `; did you mean \`${guess}\`?`}`
}

function hasName(rule: Rule, name: string): boolean {
  const wanted = name.toLowerCase()
  return rule.id === wanted || (rule.aliases ?? []).some((alias) => alias.toLowerCase() === wanted)
}

/** Removes the unused names of a comment, and the whole comment when none is left. */
function removeNames(tree: Dockerfile, suppression: Suppression, unused: readonly UnusedName[]): Fix {
  const dead = new Set(unused.filter((entry) => entry.suppression === suppression).map(({ rule }) => rule))
  const left = suppression.rules.filter((rule) => !dead.has(rule))
  const comment = tree.comments.find(({ start }) => start === suppression.comment)!
  const around = tree.instructions.find(({ start, end }) => start < comment.start && comment.start < end)
  const effect = { comments: [comment.start], rewrites: around ? [around] : [] }
  if (left.length === 0) {
    return { title: 'Remove the comment', safety: 'safe', edits: [removeLine(tree, comment)], effect }
  }
  const { start } = suppression.rules[0]
  const { end } = suppression.rules[suppression.rules.length - 1]
  const text = left.map((rule) => rule.name).join(',')
  return { title: 'Remove the names that silence nothing', safety: 'safe', edits: [{ start, end, text }], effect }
}

function removeLine(tree: Dockerfile, comment: Comment): Edit {
  const start = tree.lineStarts[comment.line]
  const bom = start === 0 && tree.text.startsWith('\ufeff') ? 1 : 0
  const next = tree.lineStarts[comment.line + 1] ?? lineEnd(tree, comment.line)
  return { start: start + bom, end: next, text: '' }
}
