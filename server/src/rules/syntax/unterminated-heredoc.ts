/** `unterminated-heredoc`: a heredoc without the line that ends it. */

import { applyEdits, insert, replace } from '../../lint/edits.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Fix, Rule } from '../../lint/rule.ts'
import { lineEnd, parseDockerfile } from '../../syntax/parse.ts'
import type { Heredoc, Instruction } from '../../syntax/tree.ts'

export const unterminatedHeredoc: Rule = {
  id: 'unterminated-heredoc',
  family: 'syntax',
  severity: 'error',
  fixable: 'unsafe',
  docs: {
    summary: 'A heredoc has no line that ends it',
    why: 'It ends with a line that holds its name and nothing else: no blanks in front (tabs only after `<<-`), none behind. Without it the rest of the file belongs to the heredoc, and the build stops.',
    bad: 'FROM alpine:3.22\nRUN <<EOF\napk add --no-cache curl\n',
    good: 'FROM alpine:3.22\nRUN <<EOF\napk add --no-cache curl\nEOF\n',
  },
  check(file, report) {
    if (!file.tree.errors.some(({ code }) => code === 'unterminated-heredoc')) return
    for (const instruction of file.tree.instructions) {
      for (const heredoc of instruction.heredocs) {
        if (heredoc.terminated) continue
        const close = nearlyTerminated(file, heredoc)
        const message = close
          ? `\`${file.slice(heredoc.marker)}\` is not ended by line ${close.line + 1}, which has ${close.what} around \`${heredoc.name}\``
          : `\`${file.slice(heredoc.marker)}\` is never ended; put a line with \`${heredoc.name}\` behind its text`
        report({
          range: heredoc.marker,
          message,
          fixes: () => [close ? trim(file, instruction, heredoc, close) : append(file, instruction, heredoc)],
        })
      }
    }
  },
}

interface NearTerminator {
  readonly line: number
  readonly start: number
  readonly end: number
  readonly what: string
}

/** The first line of the body that would end the heredoc but for blanks. */
function nearlyTerminated(file: LintFile, heredoc: Heredoc): NearTerminator | undefined {
  const { tree, text } = file
  const first = file.line(heredoc.body.start)
  for (let line = first; line < tree.lineStarts.length; line++) {
    const start = tree.lineStarts[line]
    const end = lineEnd(tree, line)
    if (text.slice(start, end).trim() === heredoc.name) return { line, start, end, what: 'blanks' }
  }
  return undefined
}

/** What stands below becomes instructions. */
function trim(file: LintFile, instruction: Instruction, heredoc: Heredoc, { start, end }: NearTerminator): Fix {
  const edits = [replace({ start, end }, heredoc.name)]
  const text = applyEdits(file.text, edits) ?? file.text
  const inserts = parseDockerfile(text).instructions.length - file.tree.instructions.length
  const title = `Remove the blanks around \`${heredoc.name}\``
  return { title, safety: 'unsafe', edits, effect: { rewrites: [instruction], inserts } }
}

/** At the end of the file, which is where the heredoc goes to today. */
function append(file: LintFile, instruction: Instruction, heredoc: Heredoc): Fix {
  const isLast = file.text.endsWith('\n')
  const text = `${isLast ? '' : file.newline}${heredoc.name}${file.newline}`
  return {
    title: `End it with \`${heredoc.name}\` at the end of the file`,
    safety: 'unsafe',
    edits: [insert(file.text.length, text)],
    effect: { rewrites: [instruction] },
  }
}
