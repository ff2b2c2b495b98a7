/** `misplaced-directive`: a parser directive that is only a comment, or that names a check which does not exist. */

import { buildChecks } from '../../knowledge/build-checks.ts'
import { insert, remove } from '../../lint/edits.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import { nearest } from '../../lint/nearest.ts'
import type { Finding, Fix, Rule } from '../../lint/rule.ts'
import type { Comment, Directive } from '../../syntax/tree.ts'

export const misplacedDirective: Rule = {
  id: 'misplaced-directive',
  family: 'syntax',
  severity: 'warning',
  fixable: 'safe',
  docs: {
    summary: 'A parser directive has no effect where it stands',
    why: 'Directives count only in the lines that open the file. After the first blank line, comment or instruction, `# syntax=…`, `# escape=…` and `# check=…` are comments like any other.',
    lesson: 'BuildKit (part 3)',
    bad: '# The web server\n# syntax=docker/dockerfile:1\nFROM nginx:1.29\n',
    good: '# syntax=docker/dockerfile:1\n# The web server\nFROM nginx:1.29\n',
  },
  check(file, report) {
    for (const comment of file.tree.comments) {
      const finding = misplaced(file, comment)
      if (finding) report(finding)
    }
    for (const directive of file.tree.directives)
      if (directive.name === 'check') for (const finding of unknownChecks(file, directive)) report(finding)
  },
}

function misplaced(file: LintFile, comment: Comment): Finding | undefined {
  const [, name, value] = /^(syntax|escape|check)[ \t]*=[ \t]*(\S+)$/i.exec(comment.text) ?? []
  if (name === undefined || value === undefined) return undefined
  if (isInside(file, comment)) return undefined
  // Newer frontends heed a `check` comment above an instruction, for that instruction alone.
  if (name.toLowerCase() === 'check' && isAboveInstruction(file, comment)) return undefined
  const isWritten = file.tree.directives.some((directive) => directive.name === name.toLowerCase())
  return {
    range: comment,
    message: `\`${name}\` has no effect here: directives count only at the very top of the file, above comments and blank lines`,
    fixes() {
      const hasEffect = name.toLowerCase() === 'escape' && value !== file.tree.escape
      return isWritten || hasEffect ? [] : [moveToTop(file, comment)]
    },
  }
}

/** Whether the comment stands between the continued lines of an instruction. */
function isInside(file: LintFile, comment: Comment): boolean {
  const inside = file.once(
    'comments inside instructions',
    () => new Set(file.tree.instructions.flatMap((instruction) => instruction.comments.map(({ start }) => start))),
  )
  return inside.has(comment.start)
}

function isAboveInstruction(file: LintFile, { line }: Comment): boolean {
  const heads = file.once('first lines', () => new Set(file.tree.instructions.map((instruction) => instruction.line)))
  const comments = file.once('comment lines', () => new Set(file.tree.comments.map((comment) => comment.line)))
  let below = line + 1
  while (comments.has(below)) below++
  return heads.has(below)
}

/** Behind the directives that are there, else in front of everything. */
function moveToTop(file: LintFile, comment: Comment): Fix {
  const { lineStarts, directives } = file.tree
  const last = directives.at(-1)
  const top = file.text.startsWith('\ufeff') ? 1 : 0
  const start = lineStarts[comment.line]
  const end = lineStarts[comment.line + 1] ?? file.text.length
  return {
    title: 'Move it to the top of the file',
    safety: 'safe',
    edits: [
      insert(last ? lineStarts[last.line + 1] : top, `${file.slice(comment).trimEnd()}${file.newline}`),
      remove({ start: comment.line === 0 ? Math.max(start, top) : start, end }),
    ],
    effect: { rewrites: [], comments: [comment.start] },
  }
}

/** Names in `skip=` and `experimental=` that no check has. */
function* unknownChecks(file: LintFile, directive: Directive): Generator<Finding> {
  const names = /[^;,=\s]+/g
  for (const setting of directive.value.matchAll(/(?:^|;)\s*(skip|experimental)\s*=\s*([^;]*)/gi)) {
    const from = directive.valueRange.start + (setting.index ?? 0) + setting[0].length - setting[2].length
    for (const match of setting[2].matchAll(names)) {
      const name = match[0]
      if (name.toLowerCase() === 'all' || buildChecks.has(name.toLowerCase())) continue
      const start = from + (match.index ?? 0)
      const suggestion = nearest(name, buildChecks.values())
      const advice = suggestion === undefined ? '' : `; did you mean \`${suggestion}\`?`
      yield {
        range: { start, end: start + name.length },
        message: `there is no build check \`${file.slice({ start, end: start + name.length })}\`${advice}`,
      }
    }
  }
}
