/** `cd-without-check`: what follows runs in the wrong directory when `cd` fails. */

import type { Script } from '../../lint/command.ts'
import { setsErrexit } from '../../lint/errexit.ts'
import type { Rule } from '../../lint/rule.ts'
import type { ShellCommandNode } from '../../syntax/shell.ts'

export const cdWithoutCheck: Rule = {
  id: 'cd-without-check',
  family: 'shell',
  aliases: ['SC2164'],
  severity: 'hint',
  docs: {
    summary: 'Commands go on in the wrong directory when `cd` fails',
    why: 'Behind a `;` the next command runs whatever `cd` has said: in the directory before, on files that were not meant. `&&`, `set -e` or WORKDIR stop at the failure.',
    bad: 'FROM debian:13\nRUN cd /src; rm -rf build\n',
    good: 'FROM debian:13\nRUN cd /src && rm -rf build\n',
  },
  *check(file) {
    for (const command of file.shellCommands('cd', 'pushd')) {
      const { node, script, instruction } = command
      const [target] = command.operands
      const text = target?.text ?? ''
      if (text === '' || /^(\/|-|~|\.\.(\/\.\.)*|"?\$\{?(HOME|OLDPWD)\}?"?)\/?$/.test(text)) continue
      if (node.pipelineLength > 1 || file.shell(instruction).errexit || setsErrexit(script)) continue
      if (!isFollowedUnchecked(script, node)) continue
      yield {
        range: command.callRange,
        message: `what follows runs elsewhere when \`${command.name} ${text}\` fails; join it with \`&&\``,
      }
    }
  },
}

/** A statement of its own with another one behind it in the same list. */
function isFollowedUnchecked({ tree }: Script, node: ShellCommandNode): boolean {
  if (node.list.end !== node.end || node.context?.kind === 'condition') return false
  const rest = tree.text.slice(node.end)
  if (!/^[ \t]*[;\n]/.test(rest) || /^[ \t]*;;/.test(rest)) return false
  return tree.commands.some(
    (other) => other.start > node.end && other.context === node.context && other.operator === ';',
  )
}
