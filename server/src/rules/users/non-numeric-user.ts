/** `non-numeric-user`: users by name, of which a platform cannot tell whether they are root. */

import { replace } from '../../lint/edits.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Fix, Rule } from '../../lint/rule.ts'
import type { Instruction } from '../../syntax/tree.ts'

export const nonNumericUser: Rule = {
  id: 'non-numeric-user',
  family: 'users',
  aliases: ['DL3066'],
  severity: 'off',
  fixable: 'unsafe',
  docs: {
    summary: '`USER` with a name instead of a number',
    why: 'Kubernetes with `runAsNonRoot` starts a container only when it can tell that its user is not root, and a name does not tell: the image decides what it stands for.',
    bad: 'FROM node:24-slim\nUSER node\nCMD ["node", "server.js"]\n',
    good: 'FROM node:24-slim\nUSER 1000\nCMD ["node", "server.js"]\n',
    exception: 'Names read better, and only platforms with such a check need the number.',
  },
  check(file, report) {
    for (const instruction of file.instructions('USER')) {
      const [word] = instruction.words
      if (!word || word.text.includes('$') || /^["']?\d+(:\d+)?["']?$/.test(word.text)) continue
      report({
        range: word,
        message: /^root(:|$)/.test(word.text)
          ? `\`${word.text}\` is a name; write its number`
          : `\`${word.text}\` is a name; write its number, by which a platform can tell that it is not root`,
        fixes: () => fixesOf(file, instruction),
      })
    }
  },
}

function fixesOf(file: LintFile, instruction: Instruction): readonly Fix[] {
  const [word] = instruction.words
  const [name, group] = word.text.split(':')
  const user = numberOf(file, instruction, name)
  if (user === undefined) return []
  const groupNumber =
    group === undefined ? undefined : group === name ? numberOfGroup(file, instruction, name) : undefined
  if (group !== undefined && groupNumber === undefined && !/^\d+$/.test(group)) return []
  const number = group === undefined ? String(user) : `${user}:${groupNumber ?? group}`
  return [{ title: `Write \`${number}\``, safety: 'unsafe', edits: [replace(word, number)] }]
}

/** The number of a user that the image has, or that the file creates with one. */
function numberOf(file: LintFile, instruction: Instruction, name: string): number | undefined {
  if (name === 'root') return 0
  const stage = file.stageOf(instruction)
  if (!stage) return undefined
  const given = file
    .shellCommands('useradd', 'adduser')
    .filter((command) => command.instruction.index < instruction.index && command.operands[0]?.value === name)
    .map((command) => command.flag('-u', '--uid')?.value)
    .findLast((value) => value !== undefined)
  if (given !== undefined) return /^\d{1,9}$/.test(given) ? Number(given) : undefined
  return knownUser(file, instruction, name)?.uid
}

function numberOfGroup(file: LintFile, instruction: Instruction, name: string): number | undefined {
  if (name === 'root') return 0
  const given = file.shellCommands('groupadd', 'addgroup').find((command) => command.operands[0]?.value === name)
  const value = given?.flag('-g', '--gid')?.value
  if (given) return value !== undefined && /^\d{1,9}$/.test(value) ? Number(value) : undefined
  return knownUser(file, instruction, name)?.gid
}

function knownUser(file: LintFile, instruction: Instruction, name: string) {
  const facts = file.facts.image(file.stageOf(instruction))
  const users = [
    ...(facts?.readyUsers ?? []),
    ...(facts?.systemUsers ?? []),
    ...(facts?.defaultUser ? [facts.defaultUser] : []),
  ]
  return users.find((user) => user.name === name)
}
