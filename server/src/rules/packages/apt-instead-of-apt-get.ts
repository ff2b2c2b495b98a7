/** `apt-instead-of-apt-get`: the command that is made for people. */

import { insertWordBehind, replaceWord } from '../../lint/command-edits.ts'
import type { Edit, Fix, Rule } from '../../lint/rule.ts'

/** What scripts use for a subcommand of `apt`; the rest has no counterpart. */
const counterparts: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [
      'update install remove purge autoremove upgrade full-upgrade dist-upgrade reinstall',
      'clean autoclean build-dep source download changelog satisfy dist-clean',
    ]
      .flatMap((line) => line.split(' '))
      .map((name) => [name, 'apt-get']),
  ),
  ...Object.fromEntries(['search', 'show', 'policy', 'depends', 'rdepends', 'showsrc'].map((n) => [n, 'apt-cache'])),
}

export const aptInsteadOfAptGet: Rule = {
  id: 'apt-instead-of-apt-get',
  family: 'packages',
  aliases: ['DL3027'],
  severity: 'warning',
  fixable: 'safe',
  docs: {
    summary: '`apt` is made for people, not for scripts',
    why: 'Its options and output may change between releases, and it warns about that itself. `apt-get` and `apt-cache` do the same and stay as they are.',
    lesson: 'Running commands (part 2)',
    bad: 'FROM debian:13\nRUN apt update && apt install -y curl\n',
    good: 'FROM debian:13\nRUN apt-get update && apt-get install -y curl\n',
  },
  check(file, report) {
    for (const command of file.shellCommands('apt')) {
      const { nameWord } = command
      const [subcommand] = command.operands
      if (!nameWord || !subcommand) continue
      const counterpart = subcommand.value === undefined ? undefined : counterparts[subcommand.value]
      report({
        range: nameWord,
        message: `\`apt\` has no stable command line; use \`${counterpart ?? 'apt-get'}\``,
        fixes(): readonly Fix[] {
          if (counterpart === undefined) return []
          const name = nameWord.text.replace(/apt(["']?)$/, `${counterpart}$1`).replace(/^"|"$/g, '')
          const edits: Edit[] = [replaceWord(command, nameWord, name)]
          // Unlike apt, apt-get installs no new packages for an upgrade unless it is told to.
          const upgrades = subcommand.value === 'upgrade' && !command.hasFlag('--with-new-pkgs', '--without-new-pkgs')
          if (upgrades) edits.push(insertWordBehind(command, subcommand, '--with-new-pkgs'))
          return [{ title: `Use \`${counterpart}\``, safety: 'safe', edits }]
        },
      })
    }
  },
}
