/** `apk-cache-kept`: the index that `apk` saves beside what it installs. */

import { appendCommand, asSameUser } from '../../lint/append-command.ts'
import { isKeptOutside, removesBehind } from '../../lint/cleaning.ts'
import type { CommandWord, ShellCommand } from '../../lint/command.ts'
import { insertWordBehind, replaceWord } from '../../lint/command-edits.ts'
import { remove } from '../../lint/edits.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import { mayBringFlags } from '../../lint/more-flags.ts'
import { callsOf, type PackageCall, packageCalls } from '../../lint/package-calls.ts'
import type { Edit, Fix, Rule } from '../../lint/rule.ts'
import type { Instruction } from '../../syntax/tree.ts'

const folders = ['/var/cache/apk', '/etc/apk/cache']
const flag = '--no-cache'

export const apkCacheKept: Rule = {
  id: 'apk-cache-kept',
  family: 'packages',
  aliases: ['DL3019'],
  severity: 'warning',
  fixable: 'safe',
  docs: {
    summary: '`apk add` keeps the package index in the image',
    why: 'The index is some 2 to 3 MB, of no use when the image runs, and out of date soon. With `--no-cache` apk fetches it, uses it and forgets it, so that neither `apk update` nor a removal is needed.',
    lesson: 'Using minimal base images (part 3)',
    bad: 'FROM alpine:3.22\nRUN apk update && \\\n    apk add curl\n',
    good: 'FROM alpine:3.22\nRUN apk add --no-cache curl\n',
    exception: 'With a cache mount on `/var/cache/apk` the index is wanted, and outside the image.',
  },
  check(file, report) {
    for (const calls of callsByInstruction(file)) {
      const last = calls.at(-1)
      const flagged = calls.filter((call) => keepsIndex(file, call))
      const first = flagged.find(({ subcommand }) => subcommand !== 'update') ?? flagged[0]
      if (!first || !last) continue
      const { instruction } = first.command
      const stage = file.stageOf(instruction)
      if (!stage || isKeptOutside(file, instruction, folders) || removesBehind(file, last.command, folders) !== 'no') {
        continue
      }
      if (isLinked(file, instruction)) continue
      const only = calls.every((call) => call.subcommand === 'update')
      if (only) continue
      const { subcommand } = first
      report({
        range: first.subcommandWord,
        message:
          subcommand === 'update' && flagged.length === 1
            ? '`apk update` keeps its index in the image; leave it out, `--no-cache` fetches its own'
            : `\`apk ${subcommand}\` keeps the package index in the image; pass \`${flag}\``,
        severity: file.facts.isShipped(stage) ? undefined : 'hint',
        fixes: () => (readsIndex(file, instruction) ? removalFor(file, first) : fixesFor(file, flagged)),
      })
    }
  },
}

/** The calls that fetch the index, by instruction. */
function callsByInstruction(file: LintFile): Iterable<readonly PackageCall[]> {
  const groups = new Map<Instruction, PackageCall[]>()
  for (const call of packageCalls(file, 'apk')) {
    if (!fetching.has(call.subcommand) || isElsewhere(call.own)) continue
    const group = groups.get(call.command.instruction)
    if (group) group.push(call)
    else groups.set(call.command.instruction, [call])
  }
  return groups.values()
}

const fetching: ReadonlySet<string> = new Set(['add', 'upgrade', 'update'])

function isElsewhere(command: ShellCommand): boolean {
  if (command.flag('-p', '--root', '--cache-dir') !== undefined) return true
  return command.hasFlag('--root', '--no-network', '--help', '--simulate') || command.node.wrappers.includes('chroot')
}

function keepsIndex(file: LintFile, { own, packages, installs }: PackageCall): boolean {
  if (own.hasFlag(flag) || mayBringFlags(file, own)) return false
  // A package that is a file needs no index, but what it depends on does.
  return !installs || packages.length > 0 || own.operands.length > 1
}

/** `ln -s /cache /etc/apk/cache`: the cache is where a mount is. */
function isLinked(file: LintFile, run: Instruction): boolean {
  return file.commands(run).some(({ name, words }) => {
    return name === 'ln' && words.some(({ text }) => folders.some((folder) => text.includes(folder)))
  })
}

/** `apk search` and the like read the index that `apk update` has saved. */
function readsIndex(file: LintFile, run: Instruction): boolean {
  const known = callsOf(file, run).filter(({ manager }) => manager.id === 'apk').length
  return known < file.commands(run).filter(({ name }) => name === 'apk').length
}

function removalFor(file: LintFile, { command }: PackageCall): readonly Fix[] {
  const removal = asSameUser(command, 'rm -rf /var/cache/apk/*')
  const edit = removal && appendCommand(file, command.instruction, removal)
  return edit ? [{ title: 'Remove the index in the same `RUN`', safety: 'safe', edits: [edit] }] : []
}

/** One fix for the whole instruction: the flag at each call, and `apk update` gone where that can be. */
function fixesFor(file: LintFile, flagged: readonly PackageCall[]): readonly Fix[] {
  const edits: Edit[] = []
  let dropped = false
  for (const { own, subcommand, subcommandWord } of flagged) {
    const gap = subcommand === 'update' ? droppable(file, own) : undefined
    if (gap) {
      edits.push(gap)
      dropped = true
    } else {
      const refresh = own.words.find(isRefresh)
      edits.push(refresh ? replaceWord(own, refresh, flag) : insertWordBehind(own, subcommandWord, flag))
    }
  }
  const adds = edits.some(({ text }) => text !== '')
  const title = adds ? `Add \`${flag}\`${dropped ? ' and leave `apk update` out' : ''}` : 'Leave `apk update` out'
  return [{ title, safety: 'safe', edits }]
}

/** `-U` asks for a fresh index, which `--no-cache` always fetches. */
function isRefresh({ value }: CommandWord): boolean {
  return value === '-U' || value === '--update' || value === '--update-cache'
}

/** The edit that takes a command out of a list: itself and the operator up to the next one. */
function droppable(file: LintFile, command: ShellCommand): Edit | undefined {
  const { script, node, instruction } = command
  const { statements } = script.tree
  const reads =
    callsOf(file, instruction).length < file.commands(instruction).filter(({ name }) => name === 'apk').length
  if (reads || node.context !== undefined || node.negated || node.redirects.length > 0) return undefined
  if (node.pipelineLength > 1 || node.assignments.length > 0) return undefined
  const statement = statements.find(({ start, end }) => start <= node.start && node.end <= end)
  if (!statement || statement.background) return undefined
  const index = statement.members.findIndex(({ start }) => start === node.start)
  const member = statement.members[index]
  const next = statement.members[index + 1]
  if (!member || member.operator === '||' || next?.operator === '||') return undefined
  if (next) return gap(file, command, member.start, next.start)
  if (index > 0) return undefined
  const following = statements[statements.indexOf(statement) + 1]
  return following && gap(file, command, statement.start, following.start)
}

/** A comment line in the gap stays with what follows, so the gap has to be free of them. */
function gap(file: LintFile, command: ShellCommand, start: number, end: number): Edit | undefined {
  const from = command.fileRange({ start, end: start + 1 }).start
  const to = command.fileRange({ start: end, end: end + 1 }).start
  const hasComment = file.tree.comments.some((comment) => comment.start >= from && comment.start < to)
  return hasComment || file.text.slice(from, to).includes('#') ? undefined : remove({ start: from, end: to })
}
