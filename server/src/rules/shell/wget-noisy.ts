/** `wget-noisy`: a progress bar in the log of a build. */

import type { ShellCommand } from '../../lint/command.ts'
import { insertWordBehind } from '../../lint/command-edits.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import { mayBringFlags } from '../../lint/more-flags.ts'
import { packageCalls } from '../../lint/package-calls.ts'
import type { Fix, Rule } from '../../lint/rule.ts'
import type { Stage } from '../../syntax/stages.ts'

export const wgetNoisy: Rule = {
  id: 'wget-noisy',
  family: 'shell',
  aliases: ['DL3047'],
  severity: 'hint',
  fixable: 'safe',
  docs: {
    summary: '`wget` writes its progress into the log of the build',
    why: 'The bar is made for a terminal. In a log it is hundreds of lines between what matters. `-nv` leaves one line a file, and errors.',
    bad: 'FROM debian:13\nRUN wget https://example.com/app.tar.gz\n',
    good: 'FROM debian:13\nRUN wget -nv https://example.com/app.tar.gz\n',
  },
  check(file, report) {
    for (const command of file.shellCommands('wget')) {
      const { nameWord } = command
      if (!nameWord || command.words.length === 0 || isQuiet(command) || mayBringFlags(file, command)) continue
      const program = wgetOf(file, command)
      const flag = program === 'busybox' ? '-q' : '-nv'
      report({
        range: nameWord,
        message: `\`wget\` writes its progress into the log; pass \`${flag}\``,
        fixes(): readonly Fix[] {
          const sure = program !== 'unknown'
          return [
            {
              title: sure ? `Add \`${flag}\`` : `Add \`${flag}\`, which the wget of BusyBox does not know`,
              safety: sure ? 'safe' : 'unsafe',
              edits: [insertWordBehind(command, nameWord, flag)],
            },
          ]
        },
      })
    }
  },
}

function isQuiet(command: ShellCommand): boolean {
  if (command.hasFlag('--progress', '-q', '--quiet', '--no-verbose', '--version', '--help', '--spider')) return true
  if (command.flags.some(({ name }) => name === '--output-file' || name === '--append-output')) return true
  // `-nv`, and `-q`, `-o` or `-a` in a cluster: `-qO-`.
  return command.words.some(({ text }) => /^-(nv|[bcdhkmnprvxEFHKLNSV46]*[qoa])/.test(text))
}

/** BusyBox' wget knows `-q` alone; Alpine has it unless GNU's is installed. */
function wgetOf(file: LintFile, { instruction }: ShellCommand): 'gnu' | 'busybox' | 'unknown' {
  const stage = file.stageOf(instruction)
  if (!stage) return 'unknown'
  return file.onceFor('wget', stage, () => readWget(file, stage))
}

function readWget(file: LintFile, stage: Stage): 'gnu' | 'busybox' | 'unknown' {
  const lineage = new Set(file.facts.lineage(stage))
  const calls = packageCalls(file).filter(({ command }) => {
    const own = file.stageOf(command.instruction)
    return own !== undefined && lineage.has(own)
  })
  if (calls.some(({ packages }) => packages.some(({ word }) => /^["']?wget\b/.test(word.text)))) return 'gnu'
  const family = file.facts.image(stage)?.family
  if (family !== undefined) return family === 'alpine' || family === 'busybox' || family === 'wolfi' ? 'busybox' : 'gnu'
  const system = calls.find(({ manager }) => manager.group === 'system')
  if (!system) return 'unknown'
  return system.manager.id === 'apk' ? 'busybox' : 'gnu'
}
