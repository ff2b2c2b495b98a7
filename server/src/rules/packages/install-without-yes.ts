/** `<manager>-install-without-yes`: installs that stop at a question nobody can answer. */

import { insert } from '../../lint/edits.ts'
import type { Rule } from '../../lint/rule.ts'

interface Manager {
  readonly id: string
  readonly command: string
  readonly aliases: readonly string[]
  readonly image: string
  /** Commands that ask before they act. */
  readonly subcommands: readonly string[]
  /** Flags that answer; the first is the one that the fix adds. */
  readonly answers: readonly string[]
  /** Where the flag stands: behind the subcommand, or in front of it (global options). */
  readonly place: 'behind' | 'before'
}

/** What each manager asks about, and what answers it. Source: the managers' manual pages. */
const managers: readonly Manager[] = [
  {
    id: 'apt',
    command: 'apt-get',
    aliases: ['DL3014'],
    image: 'debian:13',
    subcommands: ['install', 'upgrade', 'dist-upgrade', 'full-upgrade', 'remove', 'purge', 'autoremove', 'build-dep'],
    answers: ['-y', '--yes', '--assume-yes', '-qq', '--force-yes', '--trivial-only', '--assume-no', '-s', '--simulate'],
    place: 'behind',
  },
  {
    id: 'yum',
    command: 'yum',
    aliases: ['DL3030'],
    image: 'rockylinux:9',
    subcommands: ['install', 'groupinstall', 'localinstall', 'update', 'upgrade', 'remove', 'reinstall'],
    answers: ['-y', '--assumeyes', '--assumeno'],
    place: 'behind',
  },
  {
    id: 'dnf',
    command: 'dnf',
    aliases: ['DL3038'],
    image: 'fedora:43',
    subcommands: ['install', 'groupinstall', 'localinstall', 'update', 'upgrade', 'remove', 'reinstall'],
    answers: ['-y', '--assumeyes', '--assumeno'],
    place: 'behind',
  },
  {
    id: 'microdnf',
    command: 'microdnf',
    aliases: ['DL3038'],
    image: 'redhat/ubi9-minimal',
    subcommands: ['install', 'update', 'upgrade', 'remove', 'reinstall'],
    answers: ['-y', '--assumeyes', '--assumeno'],
    place: 'behind',
  },
  {
    id: 'zypper',
    command: 'zypper',
    aliases: ['DL3034'],
    image: 'opensuse/leap:15.6',
    subcommands: [
      'install',
      'in',
      'remove',
      'rm',
      'source-install',
      'si',
      'patch',
      'update',
      'up',
      'dist-upgrade',
      'dup',
    ],
    answers: ['-y', '--no-confirm', '-n', '--non-interactive'],
    place: 'behind',
  },
]

/** One rule for each manager that asks. */
export const installWithoutYesRules: readonly Rule[] = managers.map(installWithoutYes)

function installWithoutYes(manager: Manager): Rule {
  const { id, command, answers } = manager
  const [flag] = answers
  const install = manager.subcommands[0]
  return {
    id: `${id}-install-without-yes`,
    family: 'packages',
    aliases: manager.aliases,
    severity: 'warning',
    fixable: 'safe',
    docs: {
      summary: `\`${command} ${install}\` waits for a confirmation`,
      why: `A build has no terminal on which the question could be answered, so \`${command}\` gives up and the build fails.`,
      lesson: 'Package managers',
      bad: `FROM ${manager.image}\nRUN ${command} ${install} curl\n`,
      good: `FROM ${manager.image}\nRUN ${command} ${install} ${flag} curl\n`,
    },
    *check(file) {
      for (const call of file.shellCommands(command)) {
        const subcommand = call.subcommand(...manager.subcommands)
        if (!subcommand || call.hasFlag(...answers) || call.mayHaveMoreFlags) continue
        if (call.node.pipelineIndex > 0 || call.words.some((word) => word.value === '--help')) continue
        // `apt-get purge` without a package has nothing to ask about.
        if (call.operands.length === 1 && !wholeSystem.has(subcommand.value ?? '')) continue
        if (id === 'apt' && answeredByConfiguration(call.flag('-o', '--option')?.value)) continue
        yield {
          range: subcommand,
          message: `\`${command} ${subcommand.value}\` waits for a confirmation; pass \`${flag}\``,
          fixes: [{ title: `Add \`${flag}\``, safety: 'safe', edits: [insert(subcommand.end, ` ${flag}`)] }],
        }
      }
    },
  }
}

/** Subcommands that need no package to have something to do. */
const wholeSystem = new Set(['upgrade', 'dist-upgrade', 'full-upgrade', 'autoremove', 'update', 'up', 'patch', 'dup'])

/** `-o APT::Get::Assume-Yes=true`. */
function answeredByConfiguration(option: string | undefined): boolean {
  return option !== undefined && /^apt::get::assume-yes=/i.test(option)
}
