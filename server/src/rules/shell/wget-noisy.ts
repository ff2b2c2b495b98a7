/** `wget-noisy`: a progress bar in the log of a build. */

import type { ShellCommand } from '../../lint/command.ts'
import { insertWordBehind } from '../../lint/command-edits.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import { packageCalls } from '../../lint/package-calls.ts'
import type { Fix, Rule } from '../../lint/rule.ts'

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
  *check(file) {
    for (const command of file.shellCommands('wget')) {
      const { nameWord } = command
      if (!nameWord || command.words.length === 0 || isQuiet(command) || command.mayHaveMoreFlags) continue
      const flag = isBusyBox(file, command) ? '-q' : '-nv'
      yield {
        range: nameWord,
        message: `\`wget\` writes its progress into the log; pass \`${flag}\``,
        get fixes(): readonly Fix[] {
          return [{ title: `Add \`${flag}\``, safety: 'safe', edits: [insertWordBehind(command, nameWord, flag)] }]
        },
      }
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
function isBusyBox(file: LintFile, { instruction }: ShellCommand): boolean {
  const stage = file.stageOf(instruction)
  if (!stage) return false
  const known = file.once('stages with the wget of BusyBox', () => new Map<number, boolean>())
  const answer = known.get(stage.index)
  if (answer !== undefined) return answer
  const family = file.facts.image(stage)?.family
  const calls = packageCalls(file).filter(({ command }) => file.stageOf(command.instruction) === stage)
  const usesApk = calls.some(({ manager }) => manager.id === 'apk')
  const candidate = family === 'alpine' || family === 'busybox' || (family === undefined && usesApk)
  const installed = calls.some(({ packages }) => packages.some(({ word }) => /^["']?wget\b/.test(word.text)))
  known.set(stage.index, candidate && !installed)
  return candidate && !installed
}
