// Bundles the engine for the scripts that measure it, and reads folders of Dockerfiles.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')

/** The exports of some modules under server/src, bundled as they are shipped: `loadEngine('lint/lint.ts', …)`. */
export async function loadEngine(...modules) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'dockerfile-coach-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  const outfile = path.join(folder, 'engine.mjs')
  await build({
    stdin: {
      contents: modules.map((name) => `export * from './server/src/${name}'`).join('\n'),
      resolveDir: root,
      loader: 'ts',
    },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile,
    logLevel: 'error',
  })
  return import(outfile)
}

/** Every file below a folder that is no ignore file, as {path, text}, in order of their paths. */
export function readDockerfiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.dockerignore'))
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
    .sort()
    .map((file) => ({ path: path.relative(folder, file), text: readFileSync(file, 'utf8') }))
}

/** The rows of a file of JSON lines. */
export function readRows(file) {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
}

/** Random numbers from 0 to 1 that are the same in every run. */
export function seededRandom(seed) {
  let state = seed
  return () => {
    state = (state * 1103515245 + 12345) & 0x7fffffff
    return state / 0x7fffffff
  }
}
