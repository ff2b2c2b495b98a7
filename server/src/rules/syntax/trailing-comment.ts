/** `trailing-comment`: a `#` behind an instruction's words, where it starts no comment. */

import { insert, remove } from '../../lint/edits.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Finding, Fix, Rule } from '../../lint/rule.ts'
import { type TrailingComment, trailingComments } from '../../lint/trailing-comment.ts'
import { lineEnd } from '../../syntax/parse.ts'

export const trailingComment: Rule = {
  id: 'trailing-comment',
  family: 'syntax',
  severity: 'error',
  fixable: 'safe',
  docs: {
    summary: 'A comment behind an instruction becomes part of its arguments',
    why: 'Docker reads `#` as a comment only at the beginning of a line. Behind an instruction the words are arguments: more ports, more files, a third word of FROM. Behind a JSON array they make the array invalid, and the command silently runs in a shell. Only in the shell text of RUN and CMD does the shell itself skip a comment.',
    lesson: 'Dockerfile instructions (part 3)',
    bad: 'FROM alpine:3.22\nEXPOSE 80 # HTTP\nCMD ["httpd", "-f"] # in the foreground\n',
    good: 'FROM alpine:3.22\n# HTTP\nEXPOSE 80\n# in the foreground\nCMD ["httpd", "-f"]\n',
  },
  check(file, report) {
    for (const instruction of file.instructions()) {
      for (const comment of trailingComments(file, instruction)) report(finding(file, comment))
    }
  },
}

function finding(file: LintFile, comment: TrailingComment): Finding {
  const { keyword } = comment.instruction
  const text = file.slice(comment)
  const shown = text.length > 40 ? `${text.slice(0, 37)}…` : text
  const effect = comment.behindArray ? arrayEffects[keyword] : effects[keyword]
  return {
    range: { start: comment.start, end: comment.end },
    message: `\`${shown}\` is no comment here: ${effect}; move it to a line of its own`,
    fixes: () => [moveAbove(file, comment)],
  }
}

const shellText = 'the array in front of it is no longer JSON, so it all runs as shell text'
const plainWords = 'the array in front of it is no longer JSON, so its pieces become paths'

const arrayEffects: Readonly<Record<string, string>> = {
  RUN: shellText,
  CMD: shellText,
  ENTRYPOINT: shellText,
  HEALTHCHECK: shellText,
  SHELL: 'the array in front of it is no longer JSON, which SHELL needs',
  COPY: plainWords,
  ADD: plainWords,
  VOLUME: plainWords,
}

const effects: Readonly<Record<string, string>> = {
  FROM: 'its words are arguments of FROM, which the build refuses',
  EXPOSE: 'its words are read as ports',
  VOLUME: 'its words become volumes',
  ARG: 'its words become names of arguments',
  COPY: 'its words are read as paths, the last one as the destination',
  ADD: 'its words are read as paths, the last one as the destination',
  ENV: 'its words are read as variables or become part of the value',
  LABEL: 'its words are read as labels or become part of the value',
  WORKDIR: 'its words become part of the path',
  USER: 'its words become part of the name',
  STOPSIGNAL: 'its words become part of the signal',
  HEALTHCHECK: 'its words are arguments, and NONE takes none',
}

/** To a line of its own above the line that it stands on, with that line's indentation. */
function moveAbove(file: LintFile, comment: TrailingComment): Fix {
  const { tree, text } = file
  const line = file.line(comment.start)
  const lineStart = tree.lineStarts[line] + (line === 0 && text.startsWith('\ufeff') ? 1 : 0)
  let indented = lineStart
  while (text[indented] === ' ' || text[indented] === '\t') indented++
  let from = comment.start
  while (text[from - 1] === ' ' || text[from - 1] === '\t') from--
  // Blanks at the end of the line go with the comment, those in front of a continuation character stay.
  const end = lineEnd(tree, line)
  const to = text.slice(comment.end, end).trim() === '' ? end : comment.end
  const moved = `${text.slice(lineStart, indented)}${file.slice(comment)}${file.newline}`
  return {
    title: 'Move the comment to a line of its own',
    safety: 'safe',
    edits: [insert(lineStart, moved), remove({ start: from, end: to })],
    effect: { rewrites: [file.outer(comment.instruction)] },
  }
}
