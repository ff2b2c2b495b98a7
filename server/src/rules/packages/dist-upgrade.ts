/** `<manager>-dist-upgrade`: moving a whole system to another release inside a build. */

import { packageCalls } from '../../lint/package-calls.ts'
import type { Rule } from '../../lint/rule.ts'

interface Row {
  readonly id: string
  readonly manager: string
  readonly subcommands: readonly string[]
  readonly aliases: readonly string[]
  readonly bad: string
  readonly good: string
}

const rows: readonly Row[] = [
  {
    id: 'zypper',
    manager: 'zypper',
    subcommands: ['dist-upgrade', 'dup'],
    aliases: ['DL3035'],
    bad: 'FROM opensuse/leap:15.6\nRUN zypper -n dist-upgrade && zypper clean --all\n',
    good: 'FROM opensuse/leap:15.6\nRUN zypper -n patch && zypper clean --all\n',
  },
  {
    id: 'apt',
    manager: 'apt-get',
    subcommands: ['dist-upgrade', 'full-upgrade'],
    aliases: [],
    bad: 'FROM debian:13\nRUN apt-get update && apt-get dist-upgrade -y && rm -rf /var/lib/apt/lists/*\n',
    good: 'FROM debian:13\nRUN apt-get update && apt-get upgrade -y && rm -rf /var/lib/apt/lists/*\n',
  },
]

/** One rule for each manager that can replace the whole system. */
export const distUpgradeRules: readonly Rule[] = rows.map(distUpgrade)

function distUpgrade({ id, manager, subcommands, aliases, bad, good }: Row): Rule {
  return {
    id: `${id}-dist-upgrade`,
    family: 'packages',
    aliases,
    severity: 'warning',
    docs: {
      summary: `\`${manager} ${subcommands[0]}\` may remove packages and changes the release of the base image`,
      why: 'It doubles what it replaces, since the old files stay in the layers below, and it may take away packages that the image relies on. The next build gives another system.',
      lesson: 'Choose lightweight base images (part 5)',
      bad,
      good,
      exception:
        'A rolling distribution has no releases to choose between, and some security policies ask for it before the vendor has published a new image.',
    },
    check(file, report) {
      for (const call of packageCalls(file, manager)) {
        if (!subcommands.includes(call.subcommand)) continue
        report({
          range: call.subcommandWord,
          message: `\`${call.own.name} ${call.subcommand}\` replaces the system of the base image; take a newer base image`,
        })
      }
    },
  }
}
