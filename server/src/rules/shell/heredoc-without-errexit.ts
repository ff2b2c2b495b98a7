/** `heredoc-without-errexit`: scripts in which only the last command's status counts. */

import type { Script } from '../../lint/command.ts'
import { insert } from '../../lint/edits.ts'
import { setsErrexit } from '../../lint/errexit.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Rule } from '../../lint/rule.ts'
import type { ShellStatement } from '../../syntax/shell.ts'
import type { Heredoc } from '../../syntax/tree.ts'

export const heredocWithoutErrexit: Rule = {
  id: 'heredoc-without-errexit',
  family: 'shell',
  severity: 'warning',
  fixable: 'safe',
  docs: {
    summary: 'A heredoc goes on after a command has failed',
    why: 'The lines of a heredoc are a script: its status is that of the last command, and a failure before goes unnoticed. `set -e` ends it at the first failure, as `&&` does on one line.',
    lesson: 'BuildKit (part 3)',
    bad: 'FROM debian:13\nRUN <<EOF\napt-get update\napt-get install -y --no-install-recommends curl\nrm -rf /var/lib/apt/lists/*\nEOF\n',
    good: 'FROM debian:13\nRUN <<EOF\nset -e\napt-get update\napt-get install -y --no-install-recommends curl\nrm -rf /var/lib/apt/lists/*\nEOF\n',
    exception: 'Scripts that look at every status themselves.',
  },
  check(file, report) {
    for (const run of file.instructions('RUN')) {
      const [heredoc] = run.heredocs
      if (run.heredocs.length !== 1 || file.shell(run).errexit) continue
      const script = file.scripts(run).at(-1)
      if (!script || !isBody(file, script, heredoc) || !losesStatus(script) || setsErrexit(script)) continue
      report({
        range: heredoc.marker,
        message: `a failure in \`${file.slice(heredoc.marker)}\` goes unnoticed unless it is the last command's; begin with \`set -e\``,
        fixes: () => [{ title: 'Begin with `set -e`', safety: 'safe', edits: [insertErrexit(file, script, heredoc)] }],
      })
    }
  },
}

/** Whether the script is the text of the heredoc, not the line that it hangs on. */
function isBody(file: LintFile, { source, tree }: Script, { body }: Heredoc): boolean {
  return (
    source.fileStarts[0] >= body.start &&
    tree.statements.length > 1 &&
    tree.errors.length === 0 &&
    body.end <= file.text.length
  )
}

function losesStatus({ tree }: Script): boolean {
  return tree.statements.slice(0, -1).some((statement) => mayFail(tree.commands, statement))
}

/** Commands that do not fail, or whose failure is of no matter. */
const harmless: ReadonlySet<string> = new Set(
  'echo printf : true set export unset trap alias shopt umask local'.split(' '),
)

/** A statement whose failure would be lost; one that ends in `|| …` has thought of it. */
function mayFail(commands: Script['tree']['commands'], statement: ShellStatement): boolean {
  if (statement.background || statement.members.some(({ operator }) => operator === '||')) return false
  return commands.some((command) => {
    if (command.start < statement.start || command.end > statement.end) return false
    for (let place = command.context; place; place = place.parent) {
      if (place.kind === 'function' || place.kind === 'condition') return false
    }
    return command.name === '' ? command.nameWord !== undefined : !harmless.has(command.name)
  })
}

/** On a line of its own: the first, behind `#!`. */
function insertErrexit(file: LintFile, { source, tree }: Script, { body, chomp }: Heredoc): ReturnType<typeof insert> {
  const shebang = source.text.startsWith('#!')
  const line = file.line(body.start) + (shebang ? 1 : 0)
  const first = tree.statements[0]
  const at = first ? file.line(source.fileStarts[0]) + source.text.slice(0, first.start).split('\n').length - 1 : line
  const start = file.tree.lineStarts[at]
  const blanks = /^[ \t]*/.exec(file.text.slice(start, file.tree.lineStarts[at + 1]))?.[0] ?? ''
  return insert(file.tree.lineStarts[line], `${chomp ? blanks.replace(/ /g, '') : blanks}set -e${file.newline}`)
}
