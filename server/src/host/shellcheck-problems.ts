/** ShellCheck's comments as problems of the Dockerfile, at their place there, with its fixes as edits there. */

import type { LintResult, LintSettings } from '../lint/lint.ts'
import type { LintFile } from '../lint/lint-file.ts'
import { problemOf, withSeverity } from '../lint/problem.ts'
import type { Edit, Fix, Problem, Severity } from '../lint/rule.ts'
import { applySuppressions } from '../lint/suppression.ts'
import { fileOffset, fileRange } from '../syntax/joined-text.ts'
import type { Range } from '../syntax/tree.ts'
import type { ShellCheckComment, ShellCheckReplacement } from './shellcheck.ts'
import type { CheckedScript } from './shellcheck-scripts.ts'

const severities: Readonly<Record<ShellCheckComment['level'], Severity>> = {
  error: 'error',
  warning: 'warning',
  info: 'info',
  style: 'hint',
}

/** "Quote repeated spaces"; over a continuation, the spaces are the indentation of the next line. */
const repeatedSpaces = 'SC2291'

/** The comments about a script; what they say of the header is left out. */
export function toProblems(
  file: LintFile,
  checked: CheckedScript,
  comments: readonly ShellCheckComment[],
): readonly Problem[] {
  const offsetOf = offsetsOf(checked.script.tree.text)
  return comments.flatMap((comment): readonly Problem[] => {
    const { line, column, endLine, endColumn } = comment
    const start = offsetOf(line, column)
    if (start === undefined) return []
    const end = offsetOf(endLine, endColumn) ?? start
    const code = `SC${comment.code}`
    const range = placeOf(checked, { start, end: Math.max(start, end) })
    if (code === repeatedSpaces && file.slice(range).includes('\n')) return []
    return [
      problemOf(`shellcheck/${code}`, severities[comment.level] ?? 'warning', [code], {
        range,
        message: comment.message.replace(/\s+/g, ' ').trim(),
        fixes: () => {
          const fix = toFix(file, checked, comment, offsetOf)
          return fix ? [fix] : []
        },
      }),
    ]
  })
}

/** A place of the script in the file; an empty one is widened to the character there. */
function placeOf({ script }: CheckedScript, { start, end }: Range): Range {
  const { source, offset } = script
  return fileRange(source, start + offset, Math.max(end, Math.min(start + 1, script.tree.text.length)) + offset)
}

/** Offsets in a script by line and column (code points) below the header; undefined on the header and behind the end. */
function offsetsOf(text: string): (line: number, column: number) => number | undefined {
  const lines = text.split('\n')
  const starts: number[] = []
  let position = 0
  for (const line of lines) {
    starts.push(position)
    position += line.length + 1
  }
  return (line, column) => {
    const content = lines[line - 2]
    if (content === undefined) return undefined
    let offset = 0
    for (let i = 1; i < column && offset < content.length; i++) {
      offset += (content.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1
    }
    return starts[line - 2] + offset
  }
}

/** ShellCheck's own fix; undefined when a part of it lies over a continuation or a comment, which it does not know. */
function toFix(
  file: LintFile,
  { script }: CheckedScript,
  { code, fix }: ShellCheckComment,
  offsetOf: (line: number, column: number) => number | undefined,
): Fix | undefined {
  if (!fix || fix.replacements.length === 0) return undefined
  const { source, offset, tree } = script
  const edits: Edit[] = []
  for (const replacement of inOrder(fix.replacements)) {
    const start = offsetOf(replacement.line, replacement.column)
    const end = offsetOf(replacement.endLine, replacement.endColumn)
    if (start === undefined || end === undefined || end < start) return undefined
    // An insertion behind a word stands at the word, not at the start of the line that continues it.
    const behind = start === end && replacement.insertionPoint === 'beforeStart' && start > 0
    const place = behind
      ? { start: fileOffset(source, start - 1 + offset) + 1, end: fileOffset(source, start - 1 + offset) + 1 }
      : fileRange(source, start + offset, end + offset)
    if (file.slice(place) !== tree.text.slice(start, end)) return undefined
    edits.push({ ...place, text: replacement.replacement })
  }
  const what = edits.every(({ text }) => text === '"') ? 'Add the quotes' : 'Apply the change'
  return { title: `${what} that ShellCheck proposes (SC${code})`, safety: 'unsafe', edits }
}

/** Insertions at one place: those with the higher precedence stand nearer to what they are about. */
function inOrder(replacements: readonly ShellCheckReplacement[]): readonly ShellCheckReplacement[] {
  return [...replacements].sort(
    (a, b) => a.line - b.line || a.column - b.column || a.precedence - b.precedence || a.endColumn - b.endColumn,
  )
}

/**
 * Puts ShellCheck's problems to those of the rules: with the severities that are set, without what comments silence, and
 * without what a rule of ours says already at the same place.
 */
export function withShellCheck(
  result: LintResult,
  problems: readonly Problem[],
  settings: LintSettings,
): readonly Problem[] {
  const set = settings.severities ?? {}
  const judged = problems.flatMap((problem): readonly Problem[] => {
    const severity = Object.hasOwn(set, problem.rule) ? set[problem.rule] : problem.severity
    if (severity === 'off' || isSaid(result.problems, problem)) return []
    return [severity === problem.severity ? problem : withSeverity(problem, severity)]
  })
  const left = settings.ignoreSuppressions ? judged : applySuppressions(result.file, judged).problems
  const all = [...result.problems, ...left]
  return all.sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end || (a.rule < b.rule ? -1 : 1))
}

function isSaid(own: readonly Problem[], { aliases, range }: Problem): boolean {
  return own.some(
    (problem) =>
      problem.aliases.some((alias) => aliases.includes(alias)) &&
      problem.range.start <= range.end &&
      range.start <= problem.range.end,
  )
}
