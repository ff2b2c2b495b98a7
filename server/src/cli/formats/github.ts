/**
 * `--format github`: workflow commands, which GitHub shows as annotations beside the lines.
 * Source: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */

import type { Severity } from '../../lint/rule.ts'
import { type Format, positionAt } from './format.ts'

export const githubFormat: Format = {
  showsFixes: false,
  head: () => '',
  separator: '',
  file: ({ path, tree, problems }) =>
    problems
      .map(({ problem: { rule, severity, message, range } }) => {
        const start = positionAt(tree, range.start)
        const end = positionAt(tree, range.end)
        const place = [
          `file=${property(path)}`,
          `line=${start.line}`,
          `endLine=${end.line}`,
          // Columns are taken only where the range lies in one line.
          ...(start.line === end.line ? [`col=${start.column}`, `endColumn=${end.column}`] : []),
          `title=${property(rule)}`,
        ]
        return `::${commands[severity]} ${place.join(',')}::${data(message)}\n`
      })
      .join(''),
  tail: () => '',
}

const commands: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  info: 'notice',
  hint: 'notice',
}

function data(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A')
}

function property(text: string): string {
  return data(text).replace(/:/g, '%3A').replace(/,/g, '%2C')
}
