/** `cache-mount-unsafe`: a cache mount that is shared wrongly, emptied, or not used by the tool. */

import { packageManagers } from '../../knowledge/package-managers.ts'
import { cacheFolders } from '../../lint/cache-folders.ts'
import { isInside, type Mount, mountsOf, wantedMounts } from '../../lint/cache-mounts.ts'
import type { ShellCommand } from '../../lint/command.ts'
import { insert, remove, replace } from '../../lint/edits.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import { pathOf } from '../../lint/made-files.ts'
import { callsOf, type PackageCall } from '../../lint/package-calls.ts'
import type { Finding, Fix, Rule } from '../../lint/rule.ts'
import type { Instruction } from '../../syntax/tree.ts'

export const cacheMountUnsafe: Rule = {
  id: 'cache-mount-unsafe',
  family: 'layers',
  severity: 'warning',
  fixable: 'unsafe',
  docs: {
    summary: 'A cache mount does not do what it is for',
    why: 'apt must be alone with its cache, so two builds at once need `sharing=locked`. A cache that the same `RUN` empties, or that the tool never looks into, only costs time.',
    lesson: 'BuildKit cache mounts (part 1)',
    bad: 'FROM debian:13\nRUN rm -f /etc/apt/apt.conf.d/docker-clean && echo \'Binary::apt::APT::Keep-Downloaded-Packages "true";\' >/etc/apt/apt.conf.d/keep-cache\nRUN --mount=type=cache,target=/var/cache/apt apt-get update && apt-get install -y curl\n',
    good: 'FROM debian:13\nRUN rm -f /etc/apt/apt.conf.d/docker-clean && echo \'Binary::apt::APT::Keep-Downloaded-Packages "true";\' >/etc/apt/apt.conf.d/keep-cache\nRUN --mount=type=cache,target=/var/cache/apt,sharing=locked apt-get update && apt-get install -y curl\n',
  },
  check(file, report) {
    for (const run of file.instructions('RUN')) {
      const caches = mountsOf(file, run).filter(({ type }) => type === 'cache')
      if (caches.length === 0) continue
      const calls = callsOf(file, run).filter(({ installs }) => installs)
      for (const mount of caches) for (const finding of checkMount(file, run, mount, calls)) report(finding)
    }
  },
}

function* checkMount(
  file: LintFile,
  run: Instruction,
  mount: Mount,
  calls: readonly PackageCall[],
): Generator<Finding> {
  const { target } = mount
  if (target === undefined) return
  const apt = calls.find(({ manager }) => manager.id === 'apt-get')
  if (apt && isAptFolder(target)) {
    yield* unlocked(mount)
    if (isInside('/var/cache/apt/archives', target) && keepsNothing(file, run)) {
      yield {
        range: mount.flag,
        message: `Debian's images delete downloaded packages at once; remove \`/etc/apt/apt.conf.d/docker-clean\` first`,
        fixes: () => keepFixes(file, run),
      }
    }
  }
  yield* emptied(file, run, mount, calls)
  yield* unused(file, run, mount, calls)
}

function isAptFolder(target: string): boolean {
  return isInside(target, '/var/cache/apt') || isInside(target, '/var/lib/apt')
}

function* unlocked(mount: Mount): Generator<Finding> {
  const sharing = mount.options.find((option) => option.name === 'sharing')
  if (sharing && sharing.value !== 'shared') return
  const title = 'Add `sharing=locked`'
  const edit = sharing ? replace(sharing.valueRange, 'locked') : insert(mount.flag.end, ',sharing=locked')
  const quoted = mount.flag.valueRange === undefined
  yield {
    range: mount.flag,
    message: `apt needs this cache for itself; add \`sharing=locked\``,
    fixes: quoted ? [] : [{ title, safety: 'unsafe', edits: [edit] }],
  }
}

/** Whether the image still has the hook that deletes packages after each installation. */
function keepsNothing(file: LintFile, run: Instruction): boolean {
  const stage = file.stageOf(run)
  if (!stage || !file.facts.image(stage)?.hasDockerClean) return false
  return !file.facts
    .history(stage)
    .some(
      (instruction) =>
        instruction.index <= run.index && /docker-clean|Keep-Downloaded-Packages/i.test(file.slice(instruction)),
    )
}

function keepFixes(file: LintFile, run: Instruction): readonly Fix[] {
  if (run.json || run.heredocs.length > 0 || file.outer(run) !== run) return []
  const edits = [insert(run.body.start, 'rm -f /etc/apt/apt.conf.d/docker-clean && ')]
  return [{ title: 'Remove `docker-clean`, so that packages are kept', safety: 'unsafe', edits }]
}

/** A clean-up of the very folder that the mount keeps, or a flag that keeps nothing. */
function* emptied(
  file: LintFile,
  run: Instruction,
  { target }: Mount,
  calls: readonly PackageCall[],
): Generator<Finding> {
  if (target === undefined) return
  for (const command of file.commands(run)) {
    if (command.name !== 'rm') continue
    const word = command.operands.find((operand) => {
      const path = pathOf(file, command, operand)?.replace(/\/\*$/, '')
      return path !== undefined && path !== '/' && (isInside(path, target) || isInside(target, path))
    })
    if (!word) continue
    yield {
      range: word,
      message: `\`${word.text}\` lies in the cache mount \`${target}\`; emptying it makes the mount useless`,
      tags: ['unnecessary'],
    }
  }
  for (const call of calls) {
    const { manager, command } = call
    const flag = isCovered(file, run, call, target)
      ? command.flags.find(({ name }) => manager.noCache?.includes(name) && manager.id !== 'apk')
      : undefined
    if (!flag) continue
    yield {
      range: flag.word,
      message: `\`${flag.name}\` leaves the cache mount \`${target}\` unused; drop the flag`,
      tags: ['unnecessary'],
      fixes: [{ title: `Drop \`${flag.name}\``, safety: 'unsafe', edits: [removeWord(file, flag.word, command)] }],
    }
  }
}

/** Whether the downloads of a call would lie in the mount. */
function isCovered(file: LintFile, run: Instruction, call: PackageCall, target: string): boolean {
  const { manager } = call
  const folders = cacheFolders(file, call)
  if (folders !== manager.caches) return folders?.every((folder) => isInside(folder, target)) ?? false
  return (
    manager.cacheMounts.some((mount) => mount.target === target) || wantedTargets(file, run, manager).includes(target)
  )
}

function removeWord(file: LintFile, word: { start: number; end: number }, command: ShellCommand) {
  const before = command.words.findLast((other) => other.end <= word.start)?.end ?? command.nameWord?.end ?? word.start
  const blank = /^[ \t]*$/.test(file.text.slice(before, word.start))
  return remove({ start: blank ? before : word.start, end: word.end })
}

function wantedTargets(file: LintFile, run: Instruction, manager: PackageCall['manager']): readonly string[] {
  return (wantedMounts(file, run, manager) ?? []).map(({ target }) => target)
}

/** A folder that is the cache of a manager which this RUN does not call, or of another user. */
function* unused(file: LintFile, run: Instruction, mount: Mount, calls: readonly PackageCall[]): Generator<Finding> {
  const { target } = mount
  if (target === undefined || calls.length === 0) return
  const owner = packageManagers.find(({ cacheMounts }) => cacheMounts.some((cache) => cache.target === target))
  const call = calls.find(({ manager }) => manager === owner)
  if (!owner || !call || calls.length > 1) return
  const wanted = wantedTargets(file, run, owner)
  if (wanted.length === 0 || wanted.includes(target) || !target.startsWith('/root/')) return
  const option = mount.options.find(({ name }) => ['target', 'dst', 'destination'].includes(name))
  yield {
    range: option?.valueRange ?? mount.flag,
    message: `the user of this \`RUN\` keeps the cache of \`${call.command.name}\` in \`${wanted[0]}\`, not in \`${target}\``,
  }
}
