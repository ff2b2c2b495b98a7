/** `sudo`: commands of a build that ask for root's rights one by one. */

import type { ShellCommand } from '../../lint/command.ts'
import { remove } from '../../lint/edits.ts'
import { casedLike, insertBehind, insertOnTop } from '../../lint/insert-lines.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Finding, Fix, Rule } from '../../lint/rule.ts'
import type { Instruction, Range } from '../../syntax/tree.ts'

export const sudo: Rule = {
  id: 'sudo',
  family: 'users',
  aliases: ['DL3004'],
  severity: 'error',
  fixable: 'unsafe',
  docs: {
    summary: '`sudo` in a build',
    why: 'A build runs as root unless `USER` says otherwise, and most images have no `sudo`. Where another user is active, `USER root` says the same without a program that lets that user become root in the container too.',
    lesson: 'Run as a non-root user (part 5)',
    bad: 'FROM debian:13\nRUN sudo apt-get update\n',
    good: 'FROM debian:13\nRUN apt-get update\n',
  },
  check(file, report) {
    for (const run of file.instructions('RUN')) {
      const calls = file
        .commands(run)
        .filter(({ node }) => node.wrappers.includes('sudo'))
        .flatMap((call) => {
          const range = sudoWord(call)
          return range && !isForOthers(file, call) ? [{ call, range }] : []
        })
      if (calls.length > 0) report(judge(file, run, calls))
    }
  },
}

/** A call with the place of its `sudo`. */
interface SudoCall {
  readonly call: ShellCommand
  readonly range: Range
}

/** `if [ "$(id -u)" -ne 0 ]; then sudo …`: the script asks who it is. */
function isForOthers(file: LintFile, call: ShellCommand): boolean {
  if (call.node.context?.kind !== 'if') return false
  return file.commands(call.instruction).some(({ name, script }) => {
    return script === call.script && (name === 'id' || name === 'whoami')
  })
}

/** The word `sudo` in front of the command that runs in the end. */
function sudoWord(call: ShellCommand): Range | undefined {
  const { node } = call
  if (!node.nameWord) return undefined
  const front = call.script.tree.text.slice(node.start, node.nameWord.start)
  const found = /(?:^|[\s/])(sudo)(?=\s)/.exec(front)
  if (!found) return undefined
  const start = node.start + found.index + found[0].length - 'sudo'.length
  return call.fileRange({ start, end: start + 'sudo'.length })
}

function judge(file: LintFile, run: Instruction, calls: readonly SudoCall[]): Finding {
  const stage = file.stageOf(run)
  const user = stage && file.facts.user(stage, run)
  const [{ range, call }] = calls
  if (
    call.node.wrappers[0] === 'sudo' &&
    /^sudo\s+(-[A-Za-z]*u\b|--user)/.test(file.text.slice(range.start, range.start + 20))
  ) {
    const message = '`sudo` is missing in most images; choose the user with `USER` above the `RUN`'
    return { range, message, severity: 'warning' }
  }
  if (user?.root) {
    return {
      range,
      message: '`sudo` does nothing for root, who runs this already; leave it out',
      fixes: () => withoutSudo(file, calls),
    }
  }
  const name = user?.name
  return {
    range,
    message: `\`sudo\` gives ${name === undefined ? 'the user' : `\`${name}\``} root's rights in the container too; put \`USER root\` above, and \`USER\` back behind`,
    severity: 'warning',
    fixes: () => (name === undefined ? [] : asRoot(file, run, user?.instruction?.words[0]?.text ?? name)),
  }
}

/** Only plain calls: options may choose a user or keep variables. */
function wordWithBlanks(file: LintFile, { nameWord }: ShellCommand, range: Range): Range | undefined {
  const between = nameWord && file.text.slice(range.end, nameWord.start)
  const isPlain = between !== undefined && /^[ \t]+((-E|-H|-n|-EH|-HE)[ \t]+)*$/.test(between)
  return isPlain && nameWord ? { start: range.start, end: nameWord.start } : undefined
}

function withoutSudo(file: LintFile, calls: readonly SudoCall[]): readonly Fix[] {
  const words = calls.map(({ call, range }) => wordWithBlanks(file, call, range)).filter((word) => word !== undefined)
  if (words.length < calls.length) return []
  return [{ title: 'Leave `sudo` out', safety: 'unsafe', edits: words.map(remove) }]
}

/** USER around a RUN in which every command is sudo's. */
function asRoot(file: LintFile, run: Instruction, user: string): readonly Fix[] {
  if (file.outer(run) !== run) return []
  const commands = file.commands(run).filter(({ node }) => node.context === undefined)
  const words = commands.map((call) => {
    const range = call.node.wrappers[0] === 'sudo' ? sudoWord(call) : undefined
    return range && wordWithBlanks(file, call, range)
  })
  if (words.some((word) => word === undefined) || file.commands(run).length !== commands.length) return []
  const behind = insertBehind(file, run, [`${casedLike(file, run, 'USER')} ${user}`])
  if (!behind) return []
  return [
    {
      title: `Put \`USER root\` above, \`USER ${user}\` behind, and leave \`sudo\` out`,
      safety: 'unsafe',
      edits: [
        insertOnTop(file, run, [`${casedLike(file, run, 'USER')} root`]),
        ...words.flatMap((word) => (word ? [remove(word)] : [])),
        behind,
      ],
      effect: { rewrites: [run], inserts: 2 },
    },
  ]
}
