// Builds and packages the extension: npm run package [-- FILE.vsix]   (default: out/dockerfile-coach-VERSION.vsix)
// Prints the size, and fails when it is 2 MB or more.
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureInstalled, root } from './install.mjs'

const limit = 2_000_000

/** Makes the .vsix and gives its path; throws when it cannot be made or is too large. */
export function packageExtension(file = defaultFile()) {
  ensureInstalled()
  fs.mkdirSync(path.dirname(file), { recursive: true })
  const run = (...args) => execFileSync(process.execPath, args, { cwd: root, stdio: 'inherit' })
  run('scripts/build.mjs')
  // What is bundled needs no node_modules, and README.md may link into the repository.
  const options = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links']
  run('node_modules/@vscode/vsce/vsce', 'package', ...options, '--out', file)
  const { size } = fs.statSync(file)
  console.log(`${path.relative(root, file)}: ${size} bytes of at most ${limit}`)
  if (size >= limit) throw new Error('the package is too large')
  return file
}

function defaultFile() {
  const { name, version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'))
  return path.join(root, 'out', `${name}-${version}.vsix`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  packageExtension(process.argv[2] && path.resolve(process.env.INIT_CWD ?? '.', process.argv[2]))
}
