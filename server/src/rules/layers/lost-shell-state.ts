/** `lost-shell-state`: a RUN whose only effect ends with its shell. */

import type { ShellCommand } from '../../lint/command.ts'
import { replace } from '../../lint/edits.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Fix, Rule } from '../../lint/rule.ts'
import type { Instruction } from '../../syntax/tree.ts'

export const lostShellState: Rule = {
  id: 'lost-shell-state',
  family: 'layers',
  severity: 'warning',
  fixable: 'unsafe',
  docs: {
    summary: 'The effect of this `RUN` is lost when its shell ends',
    why: 'Every `RUN` has a shell of its own. A changed folder, an exported variable, an activated environment or a started service is gone for the next instruction and for the container.',
    lesson: 'Every instruction explained: RUN, ENV, WORKDIR (part 3)',
    bad: 'FROM alpine:3.22\nRUN cd /srv\nRUN ./configure\n',
    good: 'FROM alpine:3.22\nWORKDIR /srv\nRUN ./configure\n',
  },
  check(file, report) {
    for (const run of file.instructions('RUN')) {
      const last = lastEffect(file, run)
      if (!last) continue
      report({
        range: last.callRange,
        message: `\`${file.slice(last.callRange)}\` ends with this \`RUN\`; ${advice[last.name] ?? 'the next instruction does not see it'}`,
        fixes: () => fixesOf(file, run, last),
      })
    }
  },
}

const advice: Readonly<Record<string, string>> = {
  cd: 'use `WORKDIR`',
  export: 'use `ENV`',
  source: 'set the variables with `ENV`, or do it in the `RUN` that needs them',
  '.': 'set the variables with `ENV`, or do it in the `RUN` that needs them',
  alias: 'define it in a file that the shell reads',
  ulimit: 'set it when the container starts',
  umask: 'set it in the `RUN` that needs it',
  service: 'start it when the container starts, or in the `RUN` that needs it',
}

/** The last command, when it is of the kind whose effect is lost and every one before it is, too. */
function lastEffect(file: LintFile, run: Instruction): ShellCommand | undefined {
  const commands = file.commands(run)
  const last = commands.at(-1)
  if (!last || commands.length > 3 || last.node.pipelineLength > 1 || last.node.context) return undefined
  const isLost = (command: ShellCommand): boolean => {
    if (command.name === 'service') return command.operands[1]?.value === 'start'
    if (command.name === 'cd' || command.name === 'export') return command.operands.length > 0
    // Other sourced scripts may well do something that stays.
    if (command.name === 'source' || command.name === '.')
      return environmentScript.test(command.operands[0]?.text ?? '')
    return command.name === 'alias' || command.name === 'umask'
  }
  return commands.every((command) => isLost(command) && command.node.redirects.length === 0) ? last : undefined
}

/** Scripts that set up a shell and do nothing else. */
const environmentScript = /(^|[/.~])(activate|bashrc|bash_profile|profile|zshrc|nvm\.sh|sdkman-init\.sh|env)$/

function fixesOf(file: LintFile, run: Instruction, command: ShellCommand): readonly Fix[] {
  if (file.commands(run).length !== 1 || run.flags.length > 0 || run.heredocs.length > 0 || run.json) return []
  if (
    file.outer(run) !== run ||
    command.script.tree.text.trim() !== command.script.tree.text.slice(command.node.start, command.node.end)
  )
    return []
  const [word] = command.operands
  if (command.name === 'cd' && command.operands.length === 1 && word.value?.startsWith('/') && !/\s/.test(word.value)) {
    const edits = [replace({ start: run.start, end: run.body.end }, `WORKDIR ${word.value}`)]
    return [{ title: `Use \`WORKDIR ${word.value}\``, safety: 'unsafe', edits }]
  }
  if (
    command.name === 'export' &&
    command.operands.length === 1 &&
    /^[A-Za-z_]\w*=/.test(word.text) &&
    !/[`(]/.test(word.text)
  ) {
    const edits = [replace({ start: run.start, end: run.body.end }, `ENV ${word.text}`)]
    return [{ title: 'Use `ENV`, which holds in the container as well', safety: 'unsafe', edits }]
  }
  return []
}
