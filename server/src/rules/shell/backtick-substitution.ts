/** `backtick-substitution`: the old form of `$(…)`. */

import type { Script } from '../../lint/command.ts'
import { replace } from '../../lint/edits.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Fix, Rule } from '../../lint/rule.ts'
import { fileRange } from '../../syntax/joined-text.ts'
import type { Range } from '../../syntax/tree.ts'

export const backtickSubstitution: Rule = {
  id: 'backtick-substitution',
  family: 'shell',
  aliases: ['SC2006'],
  severity: 'hint',
  fixable: 'safe',
  docs: {
    summary: 'Backticks are the old form of `$(…)`',
    why: 'They cannot be nested without backslashes, quotes inside them mean something else, and they are easily taken for single quotes.',
    bad: 'FROM debian:13\nRUN echo "built on `uname -m`" > /build-info\n',
    good: 'FROM debian:13\nRUN echo "built on $(uname -m)" > /build-info\n',
  },
  check(file, report) {
    for (const run of file.instructions('RUN')) {
      for (const script of file.scripts(run)) {
        for (const construct of script.tree.constructs) {
          if (construct.kind !== 'backticks') continue
          const range = place(script, construct)
          report({
            range,
            message: '`…` in backticks is the old form of `$(…)`',
            fixes: () => fixesFor(file, script, construct),
          })
        }
      }
    }
  },
}

function place({ source, offset }: Script, { start, end }: Range): Range {
  return fileRange(source, start + offset, end + offset)
}

/**
 * Comments and a bracket in front would read differently in the new form, and so do the escapes that backticks take
 * away: those of `$`, of a backtick, of a backslash, and of a double quote where the backticks stand in such quotes
 * (POSIX, Command Substitution). Any other backslash means the same in both; where double quotes are involved, none is
 * trusted, since it is not known whether they are around the backticks.
 */
function fixesFor(file: LintFile, script: Script, { start, end }: Range): readonly Fix[] {
  const { text } = script.tree
  const inner = text.slice(start + 1, end - 1)
  if (text[end - 1] !== '`' || /#/.test(inner) || inner.trim().startsWith('(') || inner.trim() === '') return []
  if (/\\[$`\\]/.test(inner) || (inner.includes('\\"') && !standsOutsideOfQuotes(text, start))) return []
  const open = place(script, { start, end: start + 1 })
  const close = place(script, { start: end - 1, end })
  if (file.slice(open) !== '`' || file.slice(close) !== '`') return []
  return [{ title: 'Write `$(…)`', safety: 'safe', edits: [replace(open, '$('), replace(close, ')')] }]
}

/** Whether no quote at all is open at a place: none stands in front of it in the script. */
function standsOutsideOfQuotes(text: string, place: number): boolean {
  return !/["'`\\]/.test(text.slice(0, place))
}
