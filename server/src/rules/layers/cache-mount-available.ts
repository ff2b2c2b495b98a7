/** `cache-mount-available`: an install that downloads everything again whenever its layer is rebuilt. */

import { cacheMountFixes, isInside, mountsOf } from '../../lint/cache-mounts.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import { callsOf, type PackageCall } from '../../lint/package-calls.ts'
import type { Rule } from '../../lint/rule.ts'
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
    bad: 'FROM node:24 AS build\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nFROM nginx:1.28\nCOPY --from=build /app/dist /usr/share/nginx/html\n',
    good: 'FROM node:24 AS build\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN --mount=type=cache,target=/root/.npm npm ci\nFROM nginx:1.28\nCOPY --from=build /app/dist /usr/share/nginx/html\n',
    exception: 'On a builder that starts empty each time, as many CI services do, there is nothing to keep.',
  },
  check(file, report) {
    // One word a stage and manager is enough; its fix is for all of their RUNs.
    const byStage = new Map<string, { call: PackageCall; runs: Instruction[] }>()
    for (const run of file.instructions('RUN')) {
      const call = callsOf(file, run).find((candidate) => isCandidate(file, candidate))
      if (!call) continue
      const key = `${file.stageOf(run)?.index} ${call.manager.id}`
      const known = byStage.get(key)
      if (known) known.runs.push(run)
      else byStage.set(key, { call, runs: [run] })
    }
    for (const { call, runs } of byStage.values()) {
      if (cacheMountFixes(file, runs, call.manager).length === 0) continue
      report({
        range: call.command.callRange,
        message: `\`${nameOf(call)}\` downloads everything again when this layer is rebuilt; a cache mount keeps it`,
        fixes: () => cacheMountFixes(file, runs, call.manager),
      })
    }
  },
}

/** Managers with a rule `…-cache-kept` that speaks of shipped stages; pip's speaks of all. */
const withOwnRule = new Set(['npm', 'yarn', 'conda', 'gem', 'composer'])

function nameOf({ command, subcommand }: PackageCall): string {
  return `${command.name} ${subcommand}`.trim()
}

/** Installs whose author has not chosen another way: no `--no-cache`, no clean-up, no mount of any kind there. */
function isCandidate(file: LintFile, { installs, manager, command }: PackageCall): boolean {
  const stage = file.stageOf(command.instruction)
  // Lists and caches that stay in a shipped image have rules of their own, which offer the mount as well.
  if (manager.group === 'system' || !stage) return false
  if (manager.rulePrefix === 'pip' || (withOwnRule.has(manager.rulePrefix) && file.facts.isShipped(stage))) return false
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
