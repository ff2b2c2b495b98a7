/** `copy-from-itself` and `circular-stage`: stages that need themselves. */

import type { LintFile } from '../../lint/lint-file.ts'
import type { Rule } from '../../lint/rule.ts'
import type { StageReference } from '../../syntax/stages.ts'

export const copyFromItself: Rule = {
  id: 'copy-from-itself',
  family: 'stages',
  aliases: ['DL3023'],
  severity: 'error',
  docs: {
    summary: 'A stage copies from itself',
    why: 'A stage can only take files from stages that are finished; the build stops. Inside one stage, `RUN cp` copies.',
    lesson: 'Multi-stage builds (part 3)',
    bad: 'FROM alpine:3.22 AS app\nCOPY --from=app /etc/passwd /tmp/passwd\n',
    good: 'FROM alpine:3.22 AS app\nRUN cp /etc/passwd /tmp/passwd\n',
  },
  *check(file) {
    for (const { target, inStage, start, end, text, kind } of file.graph.references) {
      if (target !== inStage || (kind === 'mount' && /^\d+$/.test(text))) continue
      yield {
        range: { start, end },
        message: `\`${text}\` is the stage that this line stands in; copy with \`RUN cp\` instead`,
      }
    }
  },
}

export const circularStage: Rule = {
  id: 'circular-stage',
  family: 'stages',
  severity: 'error',
  docs: {
    summary: 'Stages need each other',
    why: 'A stage that needs a later one, which in turn needs the first, can never be built; the build stops.',
    bad: 'FROM alpine:3.22 AS a\nCOPY --from=b /etc/passwd /tmp/\n\nFROM alpine:3.22 AS b\nCOPY --from=a /etc/group /tmp/\n',
    good: 'FROM alpine:3.22 AS a\n\nFROM alpine:3.22 AS b\nCOPY --from=a /etc/group /tmp/\n',
  },
  *check(file) {
    for (const reference of file.graph.references) {
      const { target, inStage, start, end, text } = reference
      if (!target || target.index <= inStage.index || !isInCycle(file, reference)) continue
      yield {
        range: { start, end },
        message: `the stage \`${text}\` needs this one itself, so neither can be built first`,
        related: target.nameWord && [{ range: target.nameWord, message: 'the stage is here' }],
      }
    }
  },
}

/** Whether the stage that a reference means needs, over others or at once, the stage that it stands in. */
export function isInCycle(file: LintFile, { target, inStage }: StageReference): boolean {
  if (!target) return false
  const needs = file.once('stages that a stage needs', () => {
    const index = new Map<number, Set<number>>()
    for (const reference of file.graph.references) {
      if (!reference.target) continue
      const known = index.get(reference.inStage.index)
      if (known) known.add(reference.target.index)
      else index.set(reference.inStage.index, new Set([reference.target.index]))
    }
    return index
  })
  const seen = new Set<number>()
  const queue = [target.index]
  for (let stage = queue.pop(); stage !== undefined; stage = queue.pop()) {
    if (stage === inStage.index) return true
    if (seen.has(stage)) continue
    seen.add(stage)
    queue.push(...(needs.get(stage) ?? []))
  }
  return false
}
