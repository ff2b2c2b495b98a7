/** `npm-production-flag-deprecated`: old spellings of `--omit=dev`. */

import { compareVersions, versionOfTag } from '../../knowledge/versions.ts'
import type { CommandFlag, ShellCommand } from '../../lint/command.ts'
import { replaceWord } from '../../lint/command-edits.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Rule, Safety } from '../../lint/rule.ts'

const subcommands = [
  'install',
  'i',
  'in',
  'ci',
  'clean-install',
  'install-clean',
  'add',
  'update',
  'up',
  'prune',
  'rebuild',
]

export const npmProductionFlagDeprecated: Rule = {
  id: 'npm-production-flag-deprecated',
  family: 'packages',
  severity: 'info',
  fixable: 'safe',
  docs: {
    summary: '`--production` and `--only=production` are old names of `--omit=dev`',
    why: 'npm warns about both since version 8. The new name says what happens: development packages are left out.',
    lesson: 'Language-specific Dockerfiles (part 1)',
    bad: 'FROM node:24\nCOPY package.json package-lock.json ./\nRUN npm ci --only=production\n',
    good: 'FROM node:24\nCOPY package.json package-lock.json ./\nRUN npm ci --omit=dev\n',
    exception: 'npm 6, which came with Node.js 14 and older, knows only the old names.',
  },
  check(file, report) {
    for (const command of file.shellCommands('npm')) {
      if (!command.subcommand(...subcommands)) continue
      const flag = command.flags.find(isOldName)
      const npm = npmOf(file, command)
      if (!flag || npm === 'old') continue
      report({
        range: { start: flag.start, end: flag.end },
        message: `\`${writtenFlag(flag)}\` is deprecated; write \`--omit=dev\``,
        tags: ['deprecated'],
        fixes() {
          const safety: Safety = npm === 'new' ? 'safe' : 'unsafe'
          const title = npm === 'new' ? 'Write `--omit=dev`' : 'Write `--omit=dev` (needs npm 7 or later)'
          return [{ title, safety, edits: [replaceWord(command, flag, '--omit=dev')] }]
        },
      })
    }
  },
}

function isOldName({ name, value }: CommandFlag): boolean {
  if (name === '--only') return value === 'production' || value === 'prod'
  return name === '--production' && (value === undefined || value === 'true' || value === '')
}

function writtenFlag({ name, value, start, end, word }: CommandFlag): string {
  if (value === undefined) return name
  return end > word.end && start === word.start ? `${name} ${value}` : `${name}=${value}`
}

/** Whether npm knows `--omit` (version 7, with Node.js 15), by the Node.js image that the stage is built on. */
function npmOf(file: LintFile, command: ShellCommand): 'new' | 'old' | 'unknown' {
  const facts = file.facts.image(file.stageOf(command.instruction))
  if (facts?.repository !== 'node') return 'unknown'
  const version = facts.tag === undefined ? undefined : versionOfTag(facts.tag)?.version
  if (!version) return namedReleases.get(facts.tag?.split('-')[0] ?? 'latest') ?? 'new'
  return compareVersions(version, [15]) < 0 ? 'old' : 'new'
}

/** Tags that name a release line instead of a number. Source: the code names of Node.js' long-term releases. */
const namedReleases: ReadonlyMap<string, 'old'> = new Map(
  ['argon', 'boron', 'carbon', 'dubnium', 'erbium', 'fermium'].map((name) => [name, 'old']),
)
