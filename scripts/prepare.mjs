// Builds dist/ after an install and before packing, so that an install from git has the programs; npm runs it. Without
// the development packages (npm ci --omit=dev) there is nothing to build with, and nothing to do.
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '..')
if (existsSync(path.join(root, 'node_modules/esbuild'))) {
  // npm's own stdout is a result for some callers: the name of a packed file.
  execFileSync(process.execPath, [path.join(root, 'scripts/build.mjs')], { stdio: ['ignore', 2, 2] })
}
