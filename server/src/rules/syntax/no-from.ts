/** `no-from`: a file without a build stage. */

import type { Rule } from '../../lint/rule.ts'
import { lineEnd } from '../../syntax/parse.ts'

export const noFrom: Rule = {
  id: 'no-from',
  family: 'syntax',
  severity: 'error',
  docs: {
    summary: 'The file has no FROM instruction',
    why: 'Every build stage begins with FROM, so without one there is nothing to build. `FROM scratch` begins an empty image.',
    bad: 'COPY app /app\n',
    good: 'FROM scratch\nCOPY app /app\n',
  },
  check(file, report) {
    const { tree, stages } = file
    if (stages.length > 0) return
    const message = 'no build stage: begin with `FROM` and an image'
    const first = tree.instructions.find(({ keyword }) => keyword !== 'ARG') ?? tree.instructions[0]
    if (first) {
      const { start, end } = first.keywordRange
      report({ range: { start, end: Math.max(end, Math.min(start + 1, tree.text.length)) }, message })
      return
    }
    // An empty file, or comments alone, of which BuildKit names the last line.
    const error = tree.errors.find(({ code }) => code === 'no-instructions')
    const line = error?.line ?? 0
    report({ range: { start: tree.lineStarts[line], end: lineEnd(tree, line) }, message })
  },
}
