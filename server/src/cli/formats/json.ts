/** `--format json`: one object with all files; its fields are a contract. */

import type { CheckedFile, ReportedProblem } from '../check/checked-file.ts'
import { type Format, positionAt, type Totals } from './format.ts'

export const jsonFormat: Format = {
  showsFixes: true,
  head: () => '{"version":1,"files":[\n',
  separator: ',\n',
  file: (file) => JSON.stringify({ path: file.path, problems: file.problems.map((problem) => toJson(file, problem)) }),
  tail: (totals) => `\n],"internalErrors":${JSON.stringify(errorsOf(totals))}}\n`,
}

function toJson({ tree }: CheckedFile, { problem, url, fix }: ReportedProblem): unknown {
  const { rule, aliases, severity, message, range } = problem
  return {
    rule,
    aliases,
    severity,
    message,
    url,
    range: { start: positionAt(tree, range.start), end: positionAt(tree, range.end) },
    ...(fix && {
      fix: {
        title: fix.title,
        safety: fix.safety,
        edits: fix.edits.map(({ start, end, text }) => ({ start, end, text })),
        ...(fix.files && { files: fix.files }),
      },
    }),
  }
}

function errorsOf(totals: Totals): unknown {
  return totals.internalErrors.map(({ path, rule, message }) => ({ path, rule, message }))
}
