/** `invalid-json-array`: what was meant as a JSON array is none, and silently becomes something else. */

import { type Repair, repairArray } from '../../lint/json-repair.ts'
import type { Edit, Finding, Fix, Rule } from '../../lint/rule.ts'
import { hasTrailingComment } from '../../lint/trailing-comment.ts'
import { fileEndOffset, fileRange, joinedOffset } from '../../syntax/joined-text.ts'
import type { Instruction } from '../../syntax/tree.ts'

export const invalidJsonArray: Rule = {
  id: 'invalid-json-array',
  family: 'syntax',
  severity: 'warning',
  fixable: 'safe',
  docs: {
    summary: 'What looks like an exec form is no valid JSON and becomes shell text',
    why: 'Docker takes the exec form only from a valid JSON array: double quotes, commas between the elements, none behind the last, doubled backslashes. Anything else is not refused but read as shell text or as plain words, brackets and all, and fails when the container starts.',
    lesson: 'CMD and ENTRYPOINT (part 3)',
    bad: "FROM alpine:3.22\nCMD ['httpd', '-f',]\n",
    good: 'FROM alpine:3.22\nCMD ["httpd", "-f"]\n',
  },
  check(file, report) {
    for (const instruction of file.instructions('RUN', 'CMD', 'ENTRYPOINT', 'HEALTHCHECK', 'COPY', 'ADD', 'VOLUME')) {
      const { json, words, error } = instruction
      if (json || error || words.length === 0 || !words[0].text.startsWith('[')) continue
      const finding = findingOf(instruction)
      if (finding && !hasTrailingComment(file, instruction)) report(finding)
    }
  },
}

/** Instructions whose words are shell text without the array. */
const shellForm = new Set(['RUN', 'CMD', 'ENTRYPOINT', 'HEALTHCHECK'])

function findingOf(instruction: Instruction): Finding | undefined {
  const { keyword, source, words, bodyEnd } = instruction
  const from = joinedOffset(source, words[0].start)
  const text = source.text.slice(from, bodyEnd)
  if (!looksLikeArray(keyword, text)) return undefined
  const flaw = repairArray(text)
  const { repairs } = flaw
  const becomes = shellForm.has(keyword) ? 'a shell reads it, brackets and all' : 'its pieces are read as paths'
  return {
    range: fileRange(source, from + flaw.start, from + flaw.end),
    message: `this array is no valid JSON, so ${becomes}: ${flaw.reason}`,
    fixes: () => (repairs ? [mend(instruction, from, repairs)] : []),
  }
}

/** `[ -f x ]` is a test of the shell and `[a-z]*` a pattern; an array begins with a quote, or ends in a bracket. */
function looksLikeArray(keyword: string, text: string): boolean {
  const isQuoted = /^\[\s*["'“”„‘`]/.test(text)
  switch (keyword) {
    case 'VOLUME':
      return true
    case 'COPY':
    case 'ADD':
      return isQuoted
    case 'RUN':
    case 'HEALTHCHECK':
      return isQuoted && isListOfQuoted(text)
  }
  if (isQuoted) return isListOfQuoted(text) || text.trimEnd().endsWith(']')
  const isTest = /^\[\s+[-!(]/.test(text)
  return text.trimEnd().endsWith(']') && !isTest && (!/^\[\s/.test(text) || text.includes(','))
}

/** A quote directly behind the bracket, or a quoted word with a comma or the closing bracket behind it. */
function isListOfQuoted(text: string): boolean {
  return /^\[["'“”„‘]/.test(text) || /^\[\s*("[^"]*"|'[^']*'|[“”„][^“”]*[“”])\s*(,|\]\s*$)/.test(text)
}

function mend({ source }: Instruction, from: number, repairs: readonly Repair[]): Fix {
  const edits = repairs.map((repair): Edit => {
    if (!repair.behind) return { ...fileRange(source, from + repair.start, from + repair.end), text: repair.text }
    const at = fileEndOffset(source, from + repair.start)
    return { start: at, end: at, text: repair.text }
  })
  return { title: 'Make it valid JSON', safety: 'safe', edits }
}
