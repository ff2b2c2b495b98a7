/** Lines of a .dockerignore that read as if they meant something else: most of them are right in a .gitignore. */

import { ecosystems } from '../../knowledge/ecosystems.ts'
import { insert, remove, replace } from '../../lint/edits.ts'
import type { Severity } from '../../lint/rule.ts'
import { unwantedLines } from '../../lint/unwanted-files.ts'
import type { IgnorePattern } from '../../syntax/dockerignore.ts'
import { effectsOf } from './effects.ts'
import { type IgnoreFile, lineStart, nameOf, patternFit } from './ignore-file.ts'
import { type IgnoreFix, type IgnoreProblem, removeLine } from './problem.ts'

interface Misread {
  readonly message: string
  readonly severity: Severity
  readonly fixes: readonly IgnoreFix[]
}

/** The first thing in each line that misleads. */
export function* misleadingPatterns(file: IgnoreFile): Generator<IgnoreProblem> {
  for (const pattern of file.ignore.patterns) {
    const written = file.text.slice(pattern.start, pattern.end)
    const misread =
      indentedComment(file, pattern, written) ??
      trailingComment(file, pattern, written) ??
      backslashes(pattern, written) ??
      outside(file, pattern, written) ??
      topOnly(file, pattern, written) ??
      leadingSlash(pattern, written)
    if (misread) yield { id: 'ignore-pattern-misleading', range: pattern, ...misread }
  }
}

function fitsNothing({ context }: IgnoreFile, pattern: IgnorePattern): boolean {
  return !context || patternFit(context, pattern).outermost.length === 0
}

function indentedComment(file: IgnoreFile, pattern: IgnorePattern, written: string): Misread | undefined {
  if (!written.startsWith('#') || !fitsNothing(file, pattern)) return undefined
  const from = lineStart(file.text, pattern.start)
  return {
    severity: 'warning',
    message: `\`${written}\` is a pattern: a comment begins in the first column`,
    fixes: [{ title: 'Make it a comment', edits: [remove({ start: from, end: pattern.start })] }],
  }
}

function trailingComment(file: IgnoreFile, pattern: IgnorePattern, written: string): Misread | undefined {
  const sign = written.search(/\s#/) + 1
  const before = written.slice(0, sign).trimEnd()
  if (before === '' || before === '!' || !fitsNothing(file, pattern)) return undefined
  const comment = written.slice(sign)
  const from = lineStart(file.text, pattern.start)
  const newline = file.text.includes('\r\n') ? '\r\n' : '\n'
  return {
    severity: 'warning',
    message: `\`${comment}\` is part of the pattern: a comment needs a line of its own`,
    fixes: [
      {
        title: 'Move the comment above the line',
        edits: [
          insert(from, `# ${comment.slice(1).trim()}${newline}`),
          remove({ start: pattern.start + before.length, end: pattern.end }),
        ],
      },
    ],
  }
}

/** Letters and digits behind a backslash never fit. */
function backslashes(pattern: IgnorePattern, written: string): Misread | undefined {
  if (!/\\[A-Za-z0-9]/.test(written)) return undefined
  const mended = written.replace(/\\(?=[A-Za-z0-9])/g, '/')
  return {
    severity: 'warning',
    message: `\`\\\` takes the next character as it is and does not part folders; write \`${mended}\``,
    fixes: [{ title: `Write \`${mended}\``, edits: [replace(pattern, mended)] }],
  }
}

function outside({ text }: IgnoreFile, pattern: IgnorePattern, written: string): Misread | undefined {
  if (!/^\.\.(?:\/|$)/.test(pattern.text)) return undefined
  return {
    severity: 'warning',
    message: `\`${written}\` lies outside of the build context, of which nothing else is sent`,
    fixes: [{ title: 'Remove the line', edits: [removeLine(text, pattern)] }],
  }
}

/** Names that tools make in many folders, without wildcards. */
let madeAnywhere: ReadonlySet<string> | undefined

function isMadeAnywhere(name: string): boolean {
  madeAnywhere ??= new Set(
    [...unwantedLines(), ...ecosystems().flatMap(({ ignore }) => ignore)]
      .filter((line) => /^\*\*\/[^*?[\]/]+$/.test(line))
      .map((line) => line.slice(3)),
  )
  return madeAnywhere.has(name)
}

/** Without a slash, git looks in all folders; here only the topmost one is meant. */
function topOnly(file: IgnoreFile, pattern: IgnorePattern, written: string): Misread | undefined {
  const isExtension = /^\*\.[\w.-]+$/.test(pattern.text)
  if (pattern.negated || !(isExtension || isMadeAnywhere(pattern.text))) return undefined
  const sent = deeperOne(file, pattern)
  if (sent === undefined) return undefined
  const mended = `**/${pattern.text}`
  return {
    severity: 'info',
    message: `\`${written}\` means the topmost folder only, and \`${sent}\` is sent; write \`${mended}\` for all folders`,
    fixes: [{ title: `Write \`${mended}\``, edits: [replace(pattern, mended)] }],
  }
}

/** A path in another folder that the name fits and that is sent. */
function deeperOne(file: IgnoreFile, pattern: IgnorePattern): string | undefined {
  const effects = effectsOf(file)
  if (!file.context || !effects) return undefined
  const anywhere: IgnorePattern = { ...pattern, text: `**/${pattern.text}` }
  const { outermost } = patternFit(file.context, anywhere)
  return outermost.find(({ path }) => path !== nameOf(path) && !effects.ignores(path))?.path
}

function leadingSlash(pattern: IgnorePattern, written: string): Misread | undefined {
  const slash = /^!?\s*\/(?=.)/.exec(written)
  if (!slash || pattern.text === '/') return undefined
  const end = pattern.start + slash[0].length
  return {
    severity: 'hint',
    message: `The \`/\` before \`${pattern.text}\` means nothing: every pattern starts at the root of the build context`,
    fixes: [{ title: 'Remove the slash', edits: [remove({ start: end - 1, end })] }],
  }
}
