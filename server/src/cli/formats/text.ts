/** `--format text`: for people, with the line of each problem and its range underlined. */

import type { Severity } from '../../lint/rule.ts'
import { lineEnd } from '../../syntax/parse.ts'
import type { CheckedFile, ReportedProblem } from '../check/checked-file.ts'
import { visible } from '../output.ts'
import { type Format, positionAt, type Totals } from './format.ts'

/** The text format, with or without colour. */
export function textFormat(color: Color): Format {
  const paint =
    color === 'ansi'
      ? (code: string, text: string) => `\u001b[${code}m${text}\u001b[0m`
      : (_: string, text: string) => text
  return {
    showsFixes: false,
    head: () => '',
    separator: '',
    file: (file) => file.problems.map((problem) => problemText(file, problem, paint)).join(''),
    tail: (totals) => `${summary(totals)}\n`,
  }
}

export type Color = 'ansi' | 'none'

type Paint = (code: string, text: string) => string

const colors: Readonly<Record<Severity, string>> = { error: '1;31', warning: '1;33', info: '1;36', hint: '2' }

function problemText(file: CheckedFile, { problem }: ReportedProblem, paint: Paint): string {
  const { range, severity, message, rule } = problem
  const { line, column } = positionAt(file.tree, range.start)
  const place = paint('1', visible(`${file.path}:${line}:${column}`))
  const names = [rule, ...problem.aliases].join(', ')
  const head = `${place} ${paint(colors[severity], severity)} ${visible(message)} ${paint('2', `(${names})`)}\n`
  return head + codeFrame(file, problem.range, (text) => paint(colors[severity], text), paint)
}

/** Code units of a line that are shown at most. */
const frameWidth = 140

function codeFrame(
  file: CheckedFile,
  range: { start: number; end: number },
  mark: (text: string) => string,
  paint: Paint,
): string {
  const { tree } = file
  const start = positionAt(tree, range.start)
  const lineStart = tree.lineStarts[start.line - 1]
  const text = tree.text.slice(lineStart, lineEnd(tree, start.line - 1))
  const from = start.column - 1
  const to = Math.max(Math.min(range.end - lineStart, text.length), from + 1)
  // A long line is shown around its range.
  const left = Math.max(0, Math.min(from - 40, text.length - frameWidth))
  const right = Math.min(text.length, left + frameWidth)
  const shown = visible(`${left > 0 ? '…' : ''}${text.slice(left, right)}${right < text.length ? '…' : ''}`)
  const before = (left > 0 ? ' ' : '') + blanks(text.slice(left, from))
  const carets = '^'.repeat(Math.max(1, width(text.slice(from, Math.min(to, right)))))
  const number = String(start.line)
  const gutter = ' '.repeat(number.length)
  const continues = range.end > lineStart + text.length + 1 ? '…' : ''
  return `${paint('2', `  ${number} |`)} ${shown}\n${paint('2', `  ${gutter} |`)} ${before}${mark(carets + continues)}\n`
}

/** Blanks as wide as a text; tabs stay, so that the underline stands where the terminal puts the text. */
function blanks(text: string): string {
  return text
    .split('\t')
    .map((part) => ' '.repeat(width(part)))
    .join('\t')
}

const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u
const noWidth = /\p{Mn}|\p{Me}|\u200b|\u200d|\ufe0f|\ufeff/u

/** Columns that a terminal gives to a text. */
function width(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length
  let columns = 0
  for (const character of text) columns += noWidth.test(character) ? 0 : wide.test(character) ? 2 : 1
  return columns
}

function summary(totals: Totals): string {
  const { files, filesWithProblems, counts, unread } = totals
  const all = counts.error + counts.warning + counts.info + counts.hint
  const skipped = unread.length > 0 ? `; ${count(unread.length, 'file')} not read` : ''
  if (all === 0) return `${count(files, 'file')}, no problems${skipped}`
  const parts = [
    counts.error > 0 ? count(counts.error, 'error') : '',
    counts.warning > 0 ? count(counts.warning, 'warning') : '',
    counts.info > 0 ? `${counts.info} info` : '',
    counts.hint > 0 ? count(counts.hint, 'hint') : '',
  ]
  const where = files === 1 ? '1 file' : `${filesWithProblems} of ${files} files`
  return `${count(all, 'problem')} in ${where}: ${parts.filter((part) => part !== '').join(', ')}${skipped}`
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`
}
