/** `<manager>-install-without-yes`: installs that stop at a question nobody can answer. */

import type { ShellCommand } from '../../lint/command.ts'
import { insertWordBehind } from '../../lint/command-edits.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import { mayBringFlags } from '../../lint/more-flags.ts'
import type { Rule } from '../../lint/rule.ts'

interface Manager {
  readonly id: string
  /** The usual command first. */
  readonly commands: readonly string[]
  readonly aliases: readonly string[]
  readonly image: string
  /** Commands that ask before they act. */
  readonly subcommands: readonly string[]
  /** Flags that answer; the first is the one that the fix adds. */
  readonly answers: readonly string[]
  /** Other ways to the same answer. */
  isAnswered?(command: ShellCommand): boolean
  /** Whether the image's version of it asks nothing, as far as is known. */
  isSilent?(file: LintFile, command: ShellCommand): boolean
}

/** What each manager asks about, and what answers it. Source: the managers' manual pages. */
const managers: readonly Manager[] = [
  {
    id: 'apt',
    commands: ['apt-get', 'apt', 'aptitude'],
    aliases: ['DL3014'],
    image: 'debian:13',
    subcommands: ['install', 'upgrade', 'dist-upgrade', 'full-upgrade', 'remove', 'purge', 'autoremove', 'build-dep'],
    answers: ['-y', '--yes', '--assume-yes', '-qq', '--force-yes', '--trivial-only', '--assume-no', '-s', '--simulate'],
    isAnswered: (command) => isQuiet(command) || isConfigured(command),
  },
  {
    id: 'yum',
    commands: ['yum'],
    aliases: ['DL3030'],
    image: 'rockylinux:9',
    subcommands: ['install', 'groupinstall', 'localinstall', 'update', 'upgrade', 'remove', 'reinstall'],
    answers: ['-y', '--assumeyes', '--assumeno'],
  },
  {
    id: 'dnf',
    commands: ['dnf', 'dnf5'],
    aliases: ['DL3038'],
    image: 'fedora:43',
    subcommands: ['install', 'groupinstall', 'localinstall', 'update', 'upgrade', 'remove', 'reinstall'],
    answers: ['-y', '--assumeyes', '--assumeno'],
  },
  {
    id: 'microdnf',
    commands: ['microdnf'],
    aliases: ['DL3038'],
    image: 'redhat/ubi9-minimal',
    subcommands: ['install', 'update', 'upgrade', 'remove', 'reinstall'],
    answers: ['-y', '--assumeyes', '--assumeno'],
    // The microdnf of Enterprise Linux goes on by itself; that of later Fedora releases is dnf5, which asks.
    isSilent: (file, { instruction }) => {
      const facts = file.facts.image(file.stageOf(instruction))
      return facts?.family === 'rhel' && facts.os !== 'fedora'
    },
  },
  {
    id: 'zypper',
    commands: ['zypper'],
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
  },
]

/** One rule for each manager that asks. */
export const installWithoutYesRules: readonly Rule[] = managers.map(installWithoutYes)

function installWithoutYes(manager: Manager): Rule {
  const { id, commands, answers } = manager
  const [command] = commands
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
    check(file, report) {
      for (const call of file.shellCommands(...commands)) {
        const subcommand = call.subcommand(...manager.subcommands)
        if (!subcommand || call.hasFlag(...answers) || mayBringFlags(file, call) || manager.isAnswered?.(call)) continue
        if (call.node.pipelineIndex > 0 || call.words.some((word) => word.value === '--help')) continue
        // `apt-get purge` without a package has nothing to ask about.
        if (call.operands.length === 1 && !wholeSystem.has(subcommand.value ?? '')) continue
        report({
          range: subcommand,
          message: `\`${call.name} ${subcommand.value}\` waits for a confirmation; pass \`${flag}\``,
          severity: manager.isSilent?.(file, call) ? 'hint' : undefined,
          fixes: () => [
            { title: `Add \`${flag}\``, safety: 'safe', edits: [insertWordBehind(call, subcommand, flag)] },
          ],
        })
      }
    },
  }
}

/** Subcommands that need no package to have something to do. */
const wholeSystem = new Set(['upgrade', 'dist-upgrade', 'full-upgrade', 'autoremove', 'update', 'up', 'patch', 'dup'])

/** Two levels of quiet answer every question: `-q -q`, `-q=2`, `--quiet --quiet`. */
function isQuiet({ flags }: ShellCommand): boolean {
  let level = 0
  for (const { name, word } of flags) {
    const equals = /^(?:-q|--quiet)=(\d+)$/.exec(word.value ?? '')
    if (equals) level = Number(equals[1])
    else if (name === '--quiet' || /^-[a-pr-zA-Z]*q[a-zA-Z]*$/.test(name)) level++
  }
  return level >= 2
}

/** `-o APT::Get::Assume-Yes=true`. */
function isConfigured({ flags }: ShellCommand): boolean {
  return flags.some(({ value }) => value !== undefined && /^apt::get::assume-yes=/i.test(value))
}
