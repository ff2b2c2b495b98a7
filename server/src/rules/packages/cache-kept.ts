/** `<manager>-cache-kept`: downloads that stay in the layer of the installation. One row a manager. */

import { appendCommand, asSameUser, insertCommandBehind, insertInBranch } from '../../lint/append-command.ts'
import { cacheFolders } from '../../lint/cache-folders.ts'
import { cacheMountFixes } from '../../lint/cache-mounts.ts'
import { isKeptOutside, removes, removesBehind } from '../../lint/cleaning.ts'
import type { ShellCommand } from '../../lint/command.ts'
import { insertWordBehind } from '../../lint/command-edits.ts'
import { environmentValue } from '../../lint/environment.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import { mayBringFlags } from '../../lint/more-flags.ts'
import { callsOf, type PackageCall, packageCalls } from '../../lint/package-calls.ts'
import type { Edit, Fix, Rule } from '../../lint/rule.ts'
import type { Instruction } from '../../syntax/tree.ts'
import { type CacheRow, cacheRows } from './cache-rows.ts'

/** One rule for each manager that keeps what it has downloaded. */
export const cacheKeptRules: readonly Rule[] = cacheRows.map(cacheKept)

function cacheKept(row: CacheRow): Rule {
  return {
    id: `${row.id}-cache-kept`,
    family: 'packages',
    aliases: row.aliases,
    severity: row.severity,
    fixable: 'safe',
    docs: row.docs,
    check(file, report) {
      for (const call of flaggedCalls(file, row)) {
        const { instruction } = call.command
        const stage = file.stageOf(instruction)
        const shipped = stage !== undefined && file.facts.isShipped(stage)
        if (!stage || (!shipped && row.unshipped === 'silent')) continue
        const name = [call.own.name, call.subcommand].join(' ').trim()
        const cleanup = row.cleanup(call.own)
        report({
          range: call.subcommandWord,
          message: row.flag
            ? `\`${name}\` keeps its downloads in the image; pass \`${row.flag}\``
            : `\`${name}\` leaves its downloads in the image; end this \`RUN\` with \`${cleanup}\``,
          severity: shipped ? undefined : 'hint',
          fixes() {
            const edit = row.flag
              ? insertWordBehind(call.own, call.subcommandWord, row.flag)
              : cleanupEdit(file, call, cleanup)
            const title = row.flag ? `Add \`${row.flag}\`` : `Run \`${cleanup}\` in the same \`RUN\``
            const own: Fix[] = edit ? [{ title, safety: row.safetyOf?.(file, call) ?? 'safe', edits: [edit] }] : []
            // The mount is at the manager's usual place, so it helps only where the cache is.
            const usual = edit !== undefined && cacheFolders(file, call) === call.manager.caches
            const mountable = usual && mountedManagers.has(call.manager.id)
            return mountable ? [...own, ...cacheMountFixes(file, [call.command.instruction], call.manager)] : own
          },
        })
      }
    },
  }
}

/** The calls that leave something behind; where the fix is a command, the last one of each instruction. */
function flaggedCalls(file: LintFile, row: CacheRow): readonly PackageCall[] {
  const calls = packageCalls(file, ...row.managers)
  if (calls.length === 0) return calls
  const flagged: PackageCall[] = []
  const last = new Map<Instruction, PackageCall>()
  for (const call of calls) {
    if (!downloads(call, row)) continue
    if (!leavesCache(file, call, row)) continue
    if (row.flag) flagged.push(call)
    else last.set(call.command.instruction, call)
  }
  for (const call of last.values()) if (!isCleaned(file, call, row)) flagged.push(call)
  return flagged
}

/** Managers whose cache mount covers all that they leave behind. */
const mountedManagers = new Set(['pip', 'npm'])

function downloads(call: PackageCall, row: CacheRow): boolean {
  const { own, manager, installs, subcommand } = call
  if (row.commands && !row.commands.has(own.name.replace(/(?<![\d.])[\d.]+$/, ''))) return false
  if (own.hasFlag('--help', '--dry-run', '--version', '--downloadonly') || own.node.wrappers.includes('chroot')) {
    return false
  }
  return row.subcommands
    ? row.subcommands.includes(subcommand)
    : installs || manager.upgrade?.includes(subcommand) === true
}

/** Whether flags, variables and mounts let the call fill a cache inside the layer. */
function leavesCache(file: LintFile, call: PackageCall, row: CacheRow): boolean {
  const { own, manager } = call
  const { instruction } = own
  if (manager.noCache && own.hasFlag(...manager.noCache, ...(row.noCache ?? []))) return false
  if (row.flag && mayBringFlags(file, own)) return false
  for (const name of row.offVariables ?? []) {
    const found = environmentValue(file, own, name)
    if (found.kind === 'unknown' || (found.kind === 'value' && row.isOff?.(found.value))) return false
  }
  if (row.isConfigured?.(file, call)) return false
  const folders = cacheFolders(file, call)
  if (!folders || isKeptOutside(file, instruction, folders)) return false
  return row.flag === undefined || !isCleaned(file, call, row)
}

/** Whether the rest of the instruction, or a later one of the stage that says so, removes the downloads. */
function isCleaned(file: LintFile, call: PackageCall, row: CacheRow): boolean {
  const { command } = call
  const folders = cacheFolders(file, call) ?? []
  if (removesBehind(file, command, folders) !== 'no') return true
  if (lastRemoval(file, command.instruction, row) > command.node.start) return true
  if (!row.latePhase) return false
  const stage = file.stageOf(command.instruction)
  const last = stage && lastCleanups(file, row).get(stage.index)
  return last !== undefined && last > command.instruction.index
}

/** Where the last command of an instruction begins that cleans up by the manager, or removes what looks like its cache. */
function lastRemoval(file: LintFile, run: Instruction, row: CacheRow): number {
  return file.once(`clean-up of ${row.id} in ${run.index}:${run.start}`, () => {
    const calls = callsOf(file, run).filter((call) => isCleaning(call, row))
    const { removed } = row
    const removals = removed
      ? file.commands(run).filter(({ name, words }) => name === 'rm' && words.some(({ text }) => removed.test(text)))
      : []
    const last = [...calls.map(({ command }) => command), ...removals]
    return last.reduce((start, { node }) => Math.max(start, node.start), -1)
  })
}

function isCleaning({ manager, subcommand }: PackageCall, row: CacheRow): boolean {
  return row.cleaners.includes(manager.id) && manager.clean?.includes(subcommand) === true
}

/** By stage, the last instruction that removes the cache of a manager, and does not fill it itself. */
function lastCleanups(file: LintFile, row: CacheRow): ReadonlyMap<number, number> {
  return file.once(`last clean-up of ${row.id}`, () => {
    const last = new Map<number, number>()
    const downloading = packageCalls(file, ...row.managers).filter((call) => downloads(call, row))
    const filling = new Set(downloading.map(({ command }) => command.instruction))
    const note = (instruction: Instruction): void => {
      if (filling.has(instruction)) return
      const stage = file.stageOf(instruction)
      if (stage) last.set(stage.index, Math.max(instruction.index, last.get(stage.index) ?? -1))
    }
    for (const call of packageCalls(file, ...row.cleaners)) if (isCleaning(call, row)) note(call.command.instruction)
    for (const command of file.shellCommands('rm', 'find')) {
      if (removes(command, row.folders) === 'yes') note(command.instruction)
    }
    return last
  })
}

/** At the end of the RUN; right behind the call where the manager, or the folder, may be gone or missing by then. */
function cleanupEdit(file: LintFile, call: PackageCall, cleanup: string): Edit | undefined {
  const { command } = call
  const text = asSameUser(command, cleanup)
  if (text === undefined) return undefined
  if (!command.unconditional) return insertInBranch(command, text)
  return mayBeGone(file, call)
    ? insertCommandBehind(file, command, text)
    : appendCommand(file, command.instruction, text)
}

function mayBeGone(file: LintFile, { command, own }: PackageCall): boolean {
  const calls = callsOf(file, command.instruction)
  if (calls.some(({ manager, subcommand }) => manager.group === 'system' && manager.remove?.includes(subcommand))) {
    return true
  }
  const commands = file.commands(command.instruction)
  const removals = commands.filter(({ name, node }) => name === 'rm' && node.start > command.node.start)
  if (removals.length === 0) return false
  return commands.some(isCd) || removals.some(({ words }) => words.some(({ text }) => text.includes(own.name)))
}

function isCd({ name }: ShellCommand): boolean {
  return name === 'cd' || name === 'pushd'
}
