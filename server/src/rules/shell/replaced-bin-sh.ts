/** `replaced-bin-sh`: a link to Bash in the place of `/bin/sh`. */

import type { ShellCommand } from '../../lint/command.ts'
import { replace } from '../../lint/edits.ts'
import { casedLike } from '../../lint/insert-lines.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Fix, Rule } from '../../lint/rule.ts'

export const replacedBinSh: Rule = {
  id: 'replaced-bin-sh',
  family: 'shell',
  aliases: ['DL4005'],
  severity: 'warning',
  fixable: 'unsafe',
  docs: {
    summary: '`/bin/sh` is replaced to get another shell for `RUN`',
    why: 'Every script of the system that begins with `#!/bin/sh` then runs in a shell it was not written for, in containers as well, and an update puts the link back. `SHELL` is made for this and changes nothing but the instructions.',
    bad: 'FROM debian:13\nRUN ln -sf /bin/bash /bin/sh\n',
    good: 'FROM debian:13\nSHELL ["/bin/bash", "-c"]\n',
  },
  check(file, report) {
    for (const command of file.shellCommands('ln')) {
      const [source, target] = command.operands
      if (!target || !/^(\/usr)?\/bin\/sh$/.test(target.value ?? '')) continue
      report({
        range: command.callRange,
        message: '`/bin/sh` of the whole system is replaced; set the shell of the instructions with `SHELL`',
        fixes: () => fixesFor(file, command, source?.value),
      })
    }
  },
}

/** Only where the RUN does nothing else. */
function fixesFor(file: LintFile, { instruction }: ShellCommand, source: string | undefined): readonly Fix[] {
  const commands = file.commands(instruction)
  const only = commands.every(({ name, words }) => {
    if (name === 'ln') return true
    return (name === 'rm' || name === 'mv') && words.some(({ text }) => /\/bin\/sh\b/.test(text))
  })
  const links = commands.filter(({ name }) => name === 'ln').length
  if (!only || links !== 1 || file.outer(instruction) !== instruction || instruction.comments.length > 0) return []
  const bash = source?.startsWith('/') ? source : `/bin/${source ?? 'bash'}`
  return [
    {
      title: 'Use `SHELL`, which leaves `/bin/sh` to the scripts of the system',
      safety: 'unsafe',
      edits: [replace(instruction, `${casedLike(file, instruction, 'SHELL')} ["${bash}", "-c"]`)],
    },
  ]
}
