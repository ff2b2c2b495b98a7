/** `copy-multiple-sources-without-slash`: several sources, and a destination that is no directory. */

import { insert } from '../../lint/edits.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Rule } from '../../lint/rule.ts'
import { resolvePath } from '../../lint/stage-facts.ts'
import { hasTrailingComment } from '../../lint/trailing-comment.ts'
import type { Instruction, Word } from '../../syntax/tree.ts'

export const copyMultipleSourcesWithoutSlash: Rule = {
  id: 'copy-multiple-sources-without-slash',
  family: 'syntax',
  aliases: ['DL3021'],
  severity: 'error',
  fixable: 'safe',
  docs: {
    summary: 'Several sources are copied to a destination without a slash at its end',
    why: 'Without the slash the destination is a file, and each source replaces the one before: the last one stays. The classic builder and Podman refuse the line.',
    lesson: 'COPY and ADD (part 3)',
    bad: 'FROM node:24\nWORKDIR /app\nCOPY package.json package-lock.json config\n',
    good: 'FROM node:24\nWORKDIR /app\nCOPY package.json package-lock.json config/\n',
  },
  check(file, report) {
    for (const instruction of file.instructions('COPY', 'ADD')) {
      const { words, json } = instruction
      if (words.length < 3 || hasTrailingComment(file, instruction)) continue
      const destination = words[words.length - 1]
      const path = json ? destination.text : destination.text.replace(/["']/g, '')
      if (isDirectory(file, path)) continue
      const isThere = isWorkdir(file, instruction, path)
      const advice = isThere ? 'as the classic builder and Podman want it' : 'else each source replaces the one before'
      report({
        range: destination,
        severity: isThere ? 'warning' : 'error',
        message: `\`${path}\` needs a slash at its end to take several sources, ${advice}`,
        fixes() {
          return [
            { title: 'Add the slash', safety: 'safe' as const, edits: [insert(slashPlace(file, destination), '/')] },
          ]
        },
      })
    }
  },
}

/** By its last characters; a variable at the end may bring the slash. */
function isDirectory(file: LintFile, path: string): boolean {
  if (/(^|\/)\.{1,2}$/.test(path) || path.endsWith('/') || path === '') return true
  if (path.endsWith('\\') && file.tree.escape === '`') return true
  return /\$(\w+|\{[^{}]*\})$/.test(path)
}

/** The working directory exists when the sources are copied. */
function isWorkdir(file: LintFile, instruction: Instruction, path: string): boolean {
  const stage = file.stageOf(instruction)
  const workdir = stage && file.facts.workdir(stage, instruction)
  return workdir !== undefined && resolvePath(workdir, path) === workdir
}

/** Behind the last character, inside the quotes. */
function slashPlace(file: LintFile, { start, end }: Word): number {
  return /["']/.test(file.text[end - 1]) && end - 1 > start ? end - 1 : end
}
