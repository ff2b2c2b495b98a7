// Makes sure that node_modules is what package-lock.json says. Uses nothing but Node.js itself.
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')

/** Runs `npm ci` where something is missing or another version than the lock file names; throws when that fails. */
export function ensureInstalled() {
  if (isInstalled()) return
  console.log('installing what package-lock.json names…')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const { status, signal, error } = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  })
  if (status !== 0) throw new Error(`npm ci failed (${status ?? signal ?? error})`)
}

/** npm leaves a copy of the lock file in node_modules that tells what it has installed. */
function isInstalled() {
  const have = packagesOf(path.join(root, 'node_modules/.package-lock.json'))
  const want = packagesOf(path.join(root, 'package-lock.json'))
  if (!have || !want) return false
  return Object.entries(want).every(
    ([folder, { integrity, optional }]) => folder === '' || optional || have[folder]?.integrity === integrity,
  )
}

function packagesOf(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')).packages
  } catch {
    return undefined
  }
}
