/** `cd-without-check`: what follows runs in the wrong directory when `cd` fails. */

import type { Script, ShellCommand } from '../../lint/command.ts'
import { insert, replace } from '../../lint/edits.ts'
import { setsErrexit } from '../../lint/errexit.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Fix, Rule } from '../../lint/rule.ts'
import type { ShellCommandNode, ShellContext } from '../../syntax/shell.ts'

export const cdWithoutCheck: Rule = {
  id: 'cd-without-check',
  family: 'shell',
  aliases: ['SC2164'],
  severity: 'hint',
  fixable: 'unsafe',
  docs: {
    summary: 'Commands go on in the wrong directory when `cd` fails',
    why: 'Behind a `;` the next command runs whatever `cd` has said: in the directory before, on files that were not meant. `&&`, `set -e` or WORKDIR stop at the failure.',
    bad: 'FROM debian:13\nRUN cd /src; rm -rf build\n',
    good: 'FROM debian:13\nRUN cd /src && rm -rf build\n',
  },
  check(file, report) {
    let script: Script | undefined
    let followed: ReadonlySet<ShellCommandNode> = new Set()
    for (const command of file.shellCommands('cd', 'pushd')) {
      if (command.script !== script) {
        script = command.script
        followed =
          file.shell(command.instruction).errexit || setsErrexit(script) ? new Set() : followedUnchecked(script)
      }
      const [target] = command.operands
      const text = target?.text ?? ''
      if (text === '' || !followed.has(command.node)) continue
      if (/^(\/|-|~|\.\.(\/\.\.)*|"?\$\{?(HOME|OLDPWD)\}?"?)\/?$/.test(text)) continue
      report({
        range: command.callRange,
        message: `what follows runs elsewhere when \`${command.name} ${text}\` fails; join it with \`&&\``,
        fixes: () => fixesOf(file, command),
      })
    }
  },
}

/** The commands of a script that are statements of their own with another one behind them in the same list. */
function followedUnchecked({ tree }: Script): ReadonlySet<ShellCommandNode> {
  const found = new Set<ShellCommandNode>()
  const last = new Map<ShellContext | undefined, ShellCommandNode>()
  for (const command of tree.commands) {
    const before = last.get(command.context)
    const alone = before && before.list.end === before.end && before.list.start === before.start
    if (alone && command.operator === ';' && before.pipelineLength === 1) found.add(before)
    last.set(command.context, command)
  }
  for (const command of found) if (command.context?.kind === 'condition') found.delete(command)
  return found
}

/**
 * `&&` in place of the `;` where all that follows is one list of `&&`; else ` || exit 1`, since of more statements only
 * the first would depend on the `cd`. `exit` ends the script, or the subshell, in which the directory counts.
 */
function fixesOf(file: LintFile, command: ShellCommand): readonly Fix[] {
  const { end } = command.range
  // A `cd` whose text the file has otherwise, as in the array of an exec form, may need other characters.
  if (command.instruction.json) return []
  const semicolon = onlyFollower(command) && /^[ \t]*;(?=\s)/.exec(file.text.slice(end, end + 100))?.[0]
  const edit = semicolon ? replace({ start: end, end: end + semicolon.length }, ' &&') : insert(end, ' || exit 1')
  const title = semicolon ? 'Go on with `&&`' : 'Stop with `|| exit 1`'
  return [{ title: `${title}, so that the build fails where the folder is missing`, safety: 'unsafe', edits: [edit] }]
}

/** Whether one statement follows, to the end of the script, and `&&` binds all of it. */
function onlyFollower({ node, script }: ShellCommand): boolean {
  const { statements } = script.tree
  const next = statements.at(-1)
  const own = statements.at(-2)
  if (!next || !own || node.context || own.start > node.start || own.end < node.end) return false
  return !next.background && next.members.every(({ operator }) => operator !== '||')
}
