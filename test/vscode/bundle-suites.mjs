// Bundles each folder of suites/ into out/suites/NAME.cjs. The suite `web` takes mocha's browser build along, since a web
// worker can load one file only.
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const here = path.dirname(fileURLToPath(import.meta.url))
const suites = path.join(here, 'suites')
const out = path.join(here, '../../out/suites')

const common = {
  bundle: true,
  format: 'cjs',
  target: 'es2022',
  sourcemap: 'inline',
  logLevel: 'warning',
}
const node = { ...common, platform: 'node', external: ['vscode', 'mocha'] }
// mocha's browser build would overwrite the exports of the bundle if it found `module`.
const web = {
  ...common,
  platform: 'browser',
  external: ['vscode'],
  define: { global: 'globalThis', module: 'undefined' },
}

/** Bundles the suites of these names; gives the path of each. */
export async function bundleSuites(names) {
  await Promise.all(names.map(bundleSuite))
  return Object.fromEntries(names.map((name) => [name, path.join(out, `${name}.cjs`)]))
}

function bundleSuite(name) {
  const files = fs.readdirSync(path.join(suites, name)).filter((file) => file.endsWith('.test.ts'))
  const load = files
    .sort()
    .map((file) => `require('./${file}')`)
    .join('; ')
  const mocha = name === 'web' ? 'mocha-web.ts' : 'mocha-node.ts'
  const contents = `import { runMocha } from '../../${mocha}'\nexport const run = () => runMocha(() => { ${load} })`
  return build({
    ...(name === 'web' ? web : node),
    stdin: { contents, resolveDir: path.join(suites, name), loader: 'ts' },
    outfile: path.join(out, `${name}.cjs`),
  })
}
