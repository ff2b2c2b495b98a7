/** `cache-mount-available`: an install that downloads everything again whenever its layer is rebuilt. */

import { homeOf, isInside, mountsOf, wantedMounts } from '../../lint/cache-mounts.ts'
import { insert } from '../../lint/edits.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import { callsOf, type PackageCall } from '../../lint/package-calls.ts'
import type { Fix, Rule } from '../../lint/rule.ts'
import type { Instruction } from '../../syntax/tree.ts'

export const cacheMountAvailable: Rule = {
  id: 'cache-mount-available',
  family: 'layers',
  severity: 'hint',
  fixable: 'unsafe',
  docs: {
    summary: 'A cache mount would keep downloads between builds',
    why: 'When a layer is rebuilt, its package manager downloads everything again. A cache mount keeps the downloads beside the image, from build to build, and adds nothing to a layer.',
    lesson: 'BuildKit cache mounts (parts 1 and 5)',
    bad: 'FROM node:24\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\n',
    good: 'FROM node:24\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN --mount=type=cache,target=/root/.npm npm ci\n',
    exception: 'On a builder that starts empty each time, as many CI services do, there is nothing to keep.',
  },
  *check(file) {
    for (const run of file.instructions('RUN')) {
      const call = callsOf(file, run).find((candidate) => isCandidate(file, candidate))
      if (!call || fixesOf(file, run, call).length === 0) continue
      yield {
        range: call.command.callRange,
        message: `\`${nameOf(call)}\` downloads everything again when this layer is rebuilt; a cache mount keeps it`,
        get fixes() {
          return fixesOf(file, run, call)
        },
      }
    }
  },
}

function nameOf({ command, subcommand }: PackageCall): string {
  return `${command.name} ${subcommand}`.trim()
}

/** Installs whose author has not chosen another way: no `--no-cache`, no clean-up, no mount of any kind there. */
function isCandidate(file: LintFile, { installs, manager, command }: PackageCall): boolean {
  if (!installs || manager.cacheMounts.length === 0 || !command.unconditional) return false
  if (command.hasFlag('--no-restore', '--offline', '--no-index', '--help', '--version')) return false
  if (command.hasFlag(...(manager.noCache ?? []), ...(manager.cacheMountConflicts ?? []))) return false
  if (command.instruction.keyword !== 'RUN' || isQuietByEnvironment(file, command.instruction, manager.noCacheEnv))
    return false
  const mounts = mountsOf(file, command.instruction)
  if (mounts.some(({ type }) => type === 'cache' || type === 'tmpfs')) return false
  const { caches, clean = [] } = manager
  return !file.commands(command.instruction).some((other) => {
    const subcommand = other.operands.map((word) => word.value ?? '').join(' ')
    if (manager.binaries.includes(other.name) && clean.some((name) => subcommand.startsWith(name))) return true
    return other.name === 'rm' && other.operands.some((word) => caches.some((cache) => removes(word.text, cache)))
  })
}

function isQuietByEnvironment(
  file: LintFile,
  run: Instruction,
  names: Readonly<Record<string, string>> | undefined,
): boolean {
  return Object.keys(names ?? {}).some((name) => file.scopes.lookup(run, name) !== undefined)
}

function removes(text: string, cache: string): boolean {
  const path = text.replace(/^(~|\$HOME|\$\{HOME\})(?=\/)/, '/root').replace(/\/\*$/, '')
  return isInside(cache, path) || isInside(path, cache)
}

function fixesOf(file: LintFile, run: Instruction, { manager }: PackageCall): readonly Fix[] {
  const mounts = wantedMounts(file, run, manager)
  const home = homeOf(file, run)
  if (!mounts || !home || file.outer(run) !== run) return []
  // What has to be set up first, and cannot be done in a word, is left to the author.
  const setup = manager.id === 'apt-get' ? 'rm -f /etc/apt/apt.conf.d/docker-clean && ' : ''
  if (setup !== '' && (run.json || run.heredocs.length > 0)) return []
  if (setup === '' && (manager.cacheMountSetup || manager.cacheMountNotes)) return []
  const flags = mounts.map((mount) => {
    const id = mount.id === undefined ? '' : `,id=${mount.id}`
    const sharing = mount.sharing === 'shared' ? '' : `,sharing=${mount.sharing}`
    const owner = home.uid === undefined ? '' : `,uid=${home.uid},gid=${home.gid}`
    return `--mount=type=cache${id},target=${mount.target}${sharing}${owner}`
  })
  const edits = [insert(run.keywordRange.end, ` ${flags.join(' ')}`)]
  if (setup !== '') edits.push(insert(run.body.start, setup))
  return [{ title: `Keep the downloads of \`${manager.binaries[0]}\` in a cache mount`, safety: 'unsafe', edits }]
}
