/** `duplicate-label`: a label that a later one of the same stage replaces. */

import { remove } from '../../lint/edits.ts'
import { removeLines } from '../../lint/insert-lines.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Fix, Rule } from '../../lint/rule.ts'
import type { Instruction, KeyValue } from '../../syntax/tree.ts'

export const duplicateLabel: Rule = {
  id: 'duplicate-label',
  family: 'runtime',
  severity: 'warning',
  fixable: 'safe',
  docs: {
    summary: 'The same label twice in a stage',
    why: 'An image has one value a key: the last one. The other is dead text, which whoever edits it will find out late.',
    lesson: 'LABEL (part 3)',
    bad: 'FROM debian:13\nLABEL version="1.0"\nLABEL version="1.1"\n',
    good: 'FROM debian:13\nLABEL version="1.1"\n',
  },
  check(file, report) {
    for (const { instructions } of file.stages) {
      const later = new Map<string, KeyValue>()
      for (const label of [...instructions].reverse()) {
        if (label.keyword !== 'LABEL') continue
        for (const pair of [...label.pairs].reverse()) {
          const key = pair.name.replace(/^(["'])(.*)\1$/, '$2')
          const winner = later.get(key)
          later.set(key, pair)
          if (!winner) continue
          report({
            range: pair.nameRange,
            message: `\`${key}\` is set again in line ${file.line(winner.start) + 1}, which is what counts; remove this one`,
            tags: ['unnecessary'],
            related: [{ range: winner.nameRange, message: 'The label that counts' }],
            fixes: fixesOf(file, label, pair),
          })
        }
      }
    }
  },
}

function fixesOf(file: LintFile, label: Instruction, pair: KeyValue): readonly Fix[] {
  const title = 'Remove the label without effect'
  if (label.pairs.length === 1) {
    const gone = removeLines(file, label)
    return gone ? [{ title, safety: 'safe', edits: [gone], effect: { removes: [label] } }] : []
  }
  const index = label.pairs.indexOf(pair)
  const next = label.pairs[index + 1]
  const range = next ? { start: pair.start, end: next.start } : { start: label.pairs[index - 1].end, end: pair.end }
  if (label.comments.some(({ start }) => start >= range.start && start < range.end)) return []
  return [{ title, safety: 'safe', edits: [remove(range)] }]
}
