/** Cache mounts of RUN instructions: what they cover, and what a package manager's cache needs. */

import type { CacheMount, PackageManager } from '../knowledge/package-managers.ts'
import { cacheMounts } from '../knowledge/package-managers.ts'
import { type MountOption, mountOptions } from '../syntax/stages.ts'
import type { Flag, Instruction } from '../syntax/tree.ts'
import { insert } from './edits.ts'
import type { LintFile } from './lint-file.ts'
import type { Edit, Fix } from './rule.ts'
import { resolvePath } from './stage-facts.ts'

export interface Mount {
  readonly flag: Flag
  readonly type: string
  readonly options: readonly MountOption[]
  /** Absolute; undefined where a variable hides it. */
  readonly target: string | undefined
}

/** The `--mount` flags of a RUN. */
export function mountsOf(file: LintFile, run: Instruction): readonly Mount[] {
  if (run.flags.length === 0) return []
  return file.onceFor('mounts', run, () => readMounts(file, run))
}

function readMounts(file: LintFile, run: Instruction): readonly Mount[] {
  const stage = file.stageOf(run)
  return run.flags
    .filter((flag) => flag.name === 'mount')
    .map((flag) => {
      const options = mountOptions(run, flag)
      const value = (...names: readonly string[]) => options.find((option) => names.includes(option.name))?.value
      const text = value('target', 'dst', 'destination')
      const expansion = text === undefined ? undefined : file.scopes.expand(run, text)
      const known = expansion && expansion.error === undefined && expansion.unset.length === 0
      const target = known && stage ? resolvePath(file.facts.workdir(stage, run), expansion.value) : undefined
      return { flag, type: value('type') ?? 'bind', options, target }
    })
}

/** Whether a path lies in a mount that is not part of the layer (cache or tmpfs). */
export function isMounted(file: LintFile, run: Instruction, path: string): boolean {
  return mountsOf(file, run).some(
    ({ type, target }) => (type === 'cache' || type === 'tmpfs') && target !== undefined && isInside(path, target),
  )
}

export function isInside(path: string, folder: string): boolean {
  return path === folder || folder === '/' || path.startsWith(`${folder}/`)
}

/** The home and numbers of the user that runs an instruction; undefined when they are not known. */
export function homeOf(file: LintFile, run: Instruction): { home: string; uid?: number; gid?: number } | undefined {
  const stage = file.stageOf(run)
  if (!stage) return undefined
  const user = file.facts.user(stage, run)
  const facts = file.facts.image(stage)
  if (user.root) return { home: '/root' }
  // An image without facts runs as root in all likelihood, but nobody knows.
  if (user.root === undefined) return user.instruction || facts ? undefined : { home: '/root' }
  const ready = facts?.readyUsers.find(({ name, uid }) => name === user.name || String(uid) === user.name)
  if (!ready?.home || ready.uid === undefined || ready.gid === undefined) return undefined
  return { home: ready.home, uid: ready.uid, gid: ready.gid }
}

/** The mounts that a manager wants for the user of a RUN; undefined when the user is not known. */
export function wantedMounts(
  file: LintFile,
  run: Instruction,
  manager: PackageManager,
): readonly CacheMount[] | undefined {
  const home = homeOf(file, run)
  const stage = file.stageOf(run)
  if (!home || !stage) return undefined
  return cacheMounts(manager, home, file.facts.image(stage)?.repository)
}

/** Managers whose later commands look for what an earlier one downloaded, so that all of them need the mount. */
const needEverywhere = new Set(['go', 'cargo'])

/**
 * Puts the cache of a manager into a cache mount, in RUNs of one stage, for the user of each; none where something has to be set up first
 * that cannot be done in a word, or where the user's home is not known. Unsafe: the cache leaves the image.
 */
export function cacheMountFixes(
  file: LintFile,
  installs: readonly Instruction[],
  manager: PackageManager,
): readonly Fix[] {
  const runs = needEverywhere.has(manager.id) ? runsOf(file, installs[0], manager) : installs
  const edits = runs.map((one) => mountEdits(file, one, manager))
  if (edits.length === 0 || edits.some((some) => some.length === 0)) return []
  const title = `Keep the downloads of \`${manager.binaries[0]}\` in a cache mount${runs.length > 1 ? ' of each `RUN` that needs them' : ''}`
  return [{ title, safety: 'unsafe', edits: edits.flat() }]
}

/** The RUNs of the same stage that call the manager and have no cache mount yet. */
function runsOf(file: LintFile, run: Instruction, manager: PackageManager): readonly Instruction[] {
  const stage = file.stageOf(run)
  return (stage?.instructions ?? []).filter((other) => {
    if (other.keyword !== 'RUN' || mountsOf(file, other).some(({ type }) => type === 'cache')) return false
    return file.commands(other).some((command) => manager.binaries.includes(command.name))
  })
}

function mountEdits(file: LintFile, run: Instruction, manager: PackageManager): readonly Edit[] {
  const mounts = wantedMounts(file, run, manager)
  const home = homeOf(file, run)
  if (!mounts || !home || file.outer(run) !== run) return []
  const setup = manager.id === 'apt-get' ? 'rm -f /etc/apt/apt.conf.d/docker-clean && ' : ''
  if (setup !== '' && (run.json || run.heredocs.length > 0)) return []
  if (setup === '' && (manager.cacheMountSetup || (manager.cacheMountNotes && !needEverywhere.has(manager.id))))
    return []
  const flags = mounts.map((mount) => {
    const id = mount.id === undefined ? '' : `,id=${mount.id}`
    const sharing = mount.sharing === 'shared' ? '' : `,sharing=${mount.sharing}`
    const owner = home.uid === undefined ? '' : `,uid=${home.uid},gid=${home.gid}`
    return `--mount=type=cache${id},target=${mount.target}${sharing}${owner}`
  })
  const flagEdit = insert(run.keywordRange.end, ` ${flags.join(' ')}`)
  return setup === '' ? [flagEdit] : [flagEdit, insert(run.body.start, setup)]
}
