/** `apt-install-recommends`: installs that bring recommended packages along. */

import { insertWordBehind } from '../../lint/command-edits.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import { mayBringFlags } from '../../lint/more-flags.ts'
import { type PackageCall, packageCalls } from '../../lint/package-calls.ts'
import type { Fix, Rule } from '../../lint/rule.ts'
import type { Instruction } from '../../syntax/tree.ts'

const flag = '--no-install-recommends'

export const aptInstallRecommends: Rule = {
  id: 'apt-install-recommends',
  family: 'packages',
  aliases: ['DL3015'],
  severity: 'info',
  fixable: 'unsafe',
  docs: {
    summary: '`apt-get install` also installs what the packages recommend',
    why: 'Debian installs recommended packages unless told otherwise, often several times the size of what was asked for: documentation, compilers, a mail server. An image needs what its program needs.',
    lesson: 'Clean up caches (part 5)',
    bad: 'FROM debian:13\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n',
    good: 'FROM debian:13\nRUN apt-get update && apt-get install --no-install-recommends -y curl && rm -rf /var/lib/apt/lists/*\n',
    exception:
      'A package may be of little use without what it recommends: `ca-certificates` beside `curl`, fonts beside a browser. Name those, or keep the recommendations.',
  },
  check(file, report) {
    for (const call of packageCalls(file, 'apt-get')) {
      const { own, command, packages } = call
      if (call.subcommand !== 'install' || packages.length === 0) continue
      if (
        own.hasFlag('--help') ||
        mayBringFlags(file, own) ||
        isDecided(call) ||
        isConfigured(file, command.instruction)
      ) {
        continue
      }
      const stage = file.stageOf(command.instruction)
      report({
        range: call.subcommandWord,
        message: `\`${own.name} install\` also installs recommended packages; pass \`${flag}\``,
        severity: stage && !file.facts.isShipped(stage) ? 'hint' : undefined,
        fixes(): readonly Fix[] {
          return [
            {
              title: `Add \`${flag}\` (name what you need of the recommended packages)`,
              safety: 'unsafe',
              edits: [insertWordBehind(own, call.subcommandWord, flag)],
            },
          ]
        },
      })
    }
  },
}

/** By a flag in either direction. */
function isDecided({ own }: PackageCall): boolean {
  if (own.hasFlag(flag, '--install-recommends', '--without-recommends', '--with-recommends')) return true
  if (own.name === 'aptitude' && own.hasFlag('-R', '-r')) return true
  return own.flags.some(({ name, value, word }) => /Install-Recommends/i.test(`${name}${value ?? ''}${word.text}`))
}

/** Whether an instruction before, of this stage or one that it is built on, writes apt's configuration. */
function isConfigured(file: LintFile, { index }: Instruction): boolean {
  const places = file.once('apt is configured', () =>
    file.tree.instructions
      .filter(({ start, end, keyword, words }) => {
        if (keyword === 'COPY' || keyword === 'ADD') return words.some(({ text }) => /\/apt\.conf/.test(text))
        return /APT::Install-Recommends/i.test(file.text.slice(start, end))
      })
      .map((instruction) => instruction.index),
  )
  if (places.length === 0) return false
  const stage = file.graph.stageOf[index]
  const lineage = new Set(stage && file.facts.lineage(stage).map((link) => link.index))
  return places.some((place) => place <= index && lineage.has(file.graph.stageOf[place]?.index ?? -1))
}
