/** `pointless-command`: commands for a running system, which a build is not. */

import type { ShellCommand } from '../../lint/command.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Rule } from '../../lint/rule.ts'

export const pointlessCommand: Rule = {
  id: 'pointless-command',
  family: 'shell',
  aliases: ['DL3001'],
  severity: 'info',
  docs: {
    summary: 'The command makes no sense while an image is built',
    why: 'Every `RUN` is a container of its own that ends with its last command: nothing that it starts, mounts or kills is there afterwards, and nobody sits at its screen.',
    bad: 'FROM debian:13\nRUN systemctl start nginx\n',
    good: 'FROM debian:13\nCMD ["nginx", "-g", "daemon off;"]\n',
    exception: 'A service that is started, used and stopped in one `RUN`.',
  },
  check(file, report) {
    for (const command of file.shellCommands(...Object.keys(reasons))) {
      const { nameWord, name } = command
      const reason = reasons[name]
      if (!nameWord || !reason || isMeant(file, command)) continue
      report({ range: nameWord, message: `\`${name}\` makes no sense in a build: ${reason}` })
    }
  },
}

const screen = 'nobody sits at a screen'
const gone = 'what it starts is gone when this `RUN` ends'

const reasons: Readonly<Record<string, string>> = {
  ssh: 'nobody can answer it',
  vim: screen,
  vi: screen,
  nano: screen,
  emacs: screen,
  top: screen,
  htop: screen,
  ps: 'no other process is there',
  free: 'it shows the memory of the machine that builds',
  kill: 'no other process is there',
  mount: 'a mount is gone when this `RUN` ends',
  ifconfig: 'the network belongs to the build',
  shutdown: 'there is no system to stop',
  reboot: 'there is no system to start again',
  poweroff: 'there is no system to stop',
  service: gone,
  systemctl: gone,
}

/** Uses that do something for the image, or for the rest of their RUN. */
function isMeant(file: LintFile, command: ShellCommand): boolean {
  const { name, instruction, operands, words, node } = command
  const commands = file.commands(instruction)
  switch (name) {
    case 'ssh':
      return instruction.flags.some(({ value }) => value !== undefined && /type=(ssh|secret)/.test(value))
    case 'vim':
    case 'vi':
    case 'nano':
    case 'emacs':
      return words.some(({ text }) => /^(-[ecEs]|\+|--?(version|batch|help))/.test(text))
    case 'ps':
    case 'kill':
      return node.pipelineLength > 1 || commands.some((other) => other.node.background || isDaemon(other))
    case 'mount':
      return instruction.flags.some(({ name: flag }) => flag === 'security')
    case 'systemctl':
      return !['start', 'stop', 'restart', 'reload', 'status', 'daemon-reload', 'is-active'].includes(
        operands.find(({ text }) => !text.startsWith('-'))?.text ?? '',
      )
    case 'service':
      return commands.some((other) => other.node.start > node.end)
    default:
      return false
  }
}

function isDaemon({ name, words }: ShellCommand): boolean {
  if (name === 'service' || name === 'pg_ctl' || name === 'pg_ctlcluster' || name === 'start-stop-daemon') return true
  return words.some(({ text }) => /^--?(daemon|daemonize|detach|fork)/.test(text))
}
