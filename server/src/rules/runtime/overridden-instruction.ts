/** `overridden-instruction`: CMD, ENTRYPOINT or HEALTHCHECK that a later one of the same stage replaces. */

import { removeLines } from '../../lint/insert-lines.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Fix, Rule } from '../../lint/rule.ts'
import type { Instruction } from '../../syntax/tree.ts'

const code: Readonly<Record<string, string>> = { CMD: 'DL4003', ENTRYPOINT: 'DL4004', HEALTHCHECK: 'DL3012' }

export const overriddenInstruction: Rule = {
  id: 'overridden-instruction',
  family: 'runtime',
  aliases: ['MultipleInstructionsDisallowed', 'DL4003', 'DL4004', 'DL3012'],
  severity: 'warning',
  fixable: 'safe',
  docs: {
    summary: 'A later `CMD`, `ENTRYPOINT` or `HEALTHCHECK` of the stage replaces this one',
    why: 'An image has one of each. Of several only the last counts, which whoever changes the first one will not notice.',
    lesson: 'CMD and ENTRYPOINT (part 3)',
    bad: 'FROM node:24-slim\nUSER node\nCMD ["node", "worker.js"]\nCMD ["node", "server.js"]\n',
    good: 'FROM node:24-slim\nUSER node\nCMD ["node", "server.js"]\n',
  },
  check(file, report) {
    for (const { instructions } of file.stages) {
      const later = new Map<string, Instruction>()
      for (const instruction of [...instructions].reverse()) {
        const { keyword, keywordRange: range } = instruction
        if (!Object.hasOwn(code, keyword)) continue
        const winner = later.get(keyword)
        later.set(keyword, instruction)
        if (!winner) continue
        report({
          range,
          message: `This \`${keyword}\` has no effect: line ${winner.line + 1} replaces it; remove one of them`,
          aliases: ['MultipleInstructionsDisallowed', code[keyword]],
          tags: ['unnecessary'],
          related: [{ range: winner.keywordRange, message: 'Only the last one counts' }],
          fixes: removal(file, instruction),
        })
      }
    }
  },
}

function removal(file: LintFile, dead: Instruction): readonly Fix[] {
  const edit = removeLines(file, dead)
  if (!edit) return []
  return [{ title: `Remove this \`${dead.keyword}\``, safety: 'safe', edits: [edit], effect: { removes: [dead] } }]
}
