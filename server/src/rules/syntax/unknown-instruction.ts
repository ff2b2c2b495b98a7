/** `unknown-instruction`: a line that begins with a word that is no instruction. */

import { replace } from '../../lint/edits.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import { nearest } from '../../lint/nearest.ts'
import type { Fix, Rule } from '../../lint/rule.ts'
import { instructionKeywords } from '../../syntax/instruction.ts'
import { lineEnd, parseDockerfile } from '../../syntax/parse.ts'
import type { Instruction } from '../../syntax/tree.ts'

export const unknownInstruction: Rule = {
  id: 'unknown-instruction',
  family: 'syntax',
  severity: 'error',
  fixable: 'safe',
  docs: {
    summary: 'A line begins with a word that is no instruction',
    why: 'The build stops before it begins. Either the keyword is misspelt, or the line belongs to the instruction above, whose last line then lacks the `\\` that continues it.',
    bad: 'FROM alpine:3.22\nRNU apk add --no-cache curl\n',
    good: 'FROM alpine:3.22\nRUN apk add --no-cache curl\n',
  },
  check(file, report) {
    for (const instruction of file.tree.instructions) {
      const { keyword, keywordRange } = instruction
      if (instructionKeywords.has(keyword)) continue
      const isEmpty = keywordRange.end === keywordRange.start
      const range = isEmpty
        ? { start: instruction.start, end: Math.max(instruction.end, instruction.start + 1) }
        : keywordRange
      const suggestion = isEmpty ? undefined : suggest(file, instruction)
      report({
        range,
        message: isEmpty
          ? 'this line continues, but holds no instruction; remove it'
          : message(file, instruction, suggestion),
        fixes: () => (suggestion === undefined ? [] : respell(file, instruction, suggestion)),
      })
    }
  },
}

function message(file: LintFile, instruction: Instruction, suggestion: string | undefined): string {
  const word = file.slice(instruction.keywordRange).split(/\r?\n/, 1)[0]
  const shown = word.length > 40 ? `${word.slice(0, 37)}…` : word
  if (suggestion !== undefined) return `\`${shown}\` is no instruction; did you mean \`${suggestion}\`?`
  return `\`${shown}\` is no instruction${aboveHint(file, instruction)}`
}

/** What may be wrong with the line above, when this one looks like its continuation. */
function aboveHint(file: LintFile, { index, line }: Instruction): string {
  const above = index > 0 ? file.tree.instructions[index - 1] : undefined
  if (!above || above.endLine !== line - 1) return ''
  const { escape, lineStarts, text } = file.tree
  const lastLine = text.slice(lineStarts[line - 1], lineEnd(file.tree, line - 1))
  const at = lastLine.lastIndexOf(`${escape} `)
  if (
    at >= 0 &&
    lastLine
      .slice(at + 1)
      .trimStart()
      .startsWith('#')
  ) {
    return `; the line above does not go on, because a comment stands behind its \`${escape}\``
  }
  return `; if it belongs to the line above, that line must end in \`${escape}\``
}

/** The instruction that is meant; none where the word is written unlike the keywords of this file, as shell text is. */
function suggest(file: LintFile, { keyword, keywordRange }: Instruction): string | undefined {
  const word = file.slice(keywordRange)
  const example = file.once('first known instruction', () =>
    file.tree.instructions.find((instruction) => instructionKeywords.has(instruction.keyword)),
  )
  const isLower = (text: string): boolean => text === text.toLowerCase()
  if (example && isLower(word) && !isLower(file.slice(example.keywordRange))) return undefined
  const found = nearest(keyword, instructionKeywords)
  return found !== undefined && isLower(word) ? found.toLowerCase() : found
}

function respell(file: LintFile, { keywordRange, start, end }: Instruction, suggestion: string): readonly Fix[] {
  const edits = [replace(keywordRange, suggestion)]
  // Its arguments may be wrong for the instruction that is meant; a heredoc of it would take in the lines below.
  const directive = file.tree.escape === '`' ? '# escape=`\n' : ''
  const alone = `${directive}${suggestion}${file.text.slice(keywordRange.end, end)}`
  if (keywordRange.start !== start || parseDockerfile(alone).errors.length > 0) return []
  return [{ title: `Write \`${suggestion}\``, safety: 'safe', edits }]
}
