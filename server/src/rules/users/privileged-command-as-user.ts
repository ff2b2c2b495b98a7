/** `privileged-command-as-user`: build steps that only root can carry out, behind another USER. */

import type { ShellCommand } from '../../lint/command.ts'
import { casedLike, insertBehind, insertOnTop } from '../../lint/insert-lines.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Fix, Rule } from '../../lint/rule.ts'
import type { Instruction } from '../../syntax/tree.ts'

export const privilegedCommandAsUser: Rule = {
  id: 'privileged-command-as-user',
  family: 'users',
  severity: 'warning',
  fixable: 'unsafe',
  docs: {
    summary: 'A command that needs root runs as another user',
    why: 'Installing packages, creating users or changing owners is for root. Behind another `USER` the command stops with "permission denied", and the build with it.',
    lesson: 'Run as a non-root user (part 5)',
    bad: 'FROM node:24-slim\nUSER node\nRUN apt-get update && apt-get install -y curl\n',
    good: 'FROM node:24-slim\nUSER node\nUSER root\nRUN apt-get update && apt-get install -y curl\nUSER node\n',
  },
  check(file, report) {
    for (const run of file.instructions('RUN')) {
      const stage = file.stageOf(run)
      const user = stage && file.facts.user(stage, run)
      if (!stage || user?.root !== false || user.name === undefined) continue
      // Who the image starts as may have changed between versions; what the file says is certain.
      if (!user.instruction && file.facts.image(stage)?.confidence !== 'high') continue
      const command = file.commands(run).find((call) => needsRoot(call))
      if (!command) continue
      report({
        range: command.callRange,
        message: `\`${command.name}\` needs root, and \`${user.name}\` runs it; put it before \`USER ${user.name}\``,
        fixes: () => asRoot(file, run, user.instruction?.words[0]?.text ?? user.name ?? ''),
      })
    }
  },
}

/** Commands that only root can use, by their subcommands; any use where the list is empty. */
const privileged: Readonly<Record<string, readonly string[]>> = {
  'apt-get': ['install', 'update', 'upgrade', 'dist-upgrade', 'remove', 'purge', 'autoremove'],
  apt: ['install', 'update', 'upgrade', 'remove', 'purge', 'autoremove'],
  apk: ['add', 'del', 'update', 'upgrade'],
  yum: ['install', 'update', 'upgrade', 'remove'],
  dnf: ['install', 'update', 'upgrade', 'remove'],
  microdnf: ['install', 'update', 'upgrade', 'remove'],
  zypper: ['install', 'in', 'update', 'remove'],
  useradd: [],
  userdel: [],
  usermod: [],
  groupadd: [],
  adduser: [],
  addgroup: [],
  'update-ca-certificates': [],
  ldconfig: [],
}

/** Commands around it that give it root's rights, or a root directory of its own. */
const helpers = new Set(['sudo', 'doas', 'gosu', 'su-exec', 'chroot', 'fakeroot'])

function needsRoot(call: ShellCommand): boolean {
  if (!Object.hasOwn(privileged, call.name) || call.node.wrappers.some((name) => helpers.has(name))) return false
  // In a branch, or with something for the case that it fails, it may be meant to fail.
  const list = call.script.tree.text.slice(call.node.list.start, call.node.list.end)
  if (!call.unconditional || list.includes('||')) return false
  if (call.hasFlag('--help', '--version', '-s', '--simulate', '--download-only')) return false
  if (call.hasFlag('--root', '--installroot', '--prefix', '-p', '-R')) return false
  const subcommands = privileged[call.name]
  return subcommands.length === 0 || call.subcommand(...subcommands) !== undefined
}

function asRoot(file: LintFile, run: Instruction, user: string): readonly Fix[] {
  const behind = file.outer(run) === run && insertBehind(file, run, [`${casedLike(file, run, 'USER')} ${user}`])
  if (!behind || user === '') return []
  return [
    {
      title: `Run it as root, and go back to \`${user}\``,
      safety: 'unsafe',
      edits: [insertOnTop(file, run, [`${casedLike(file, run, 'USER')} root`]), behind],
      effect: { inserts: 2 },
    },
  ]
}
