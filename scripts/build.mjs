// Bundles the extension, the language server and the command line into dist/: node scripts/build.mjs [--dev]
//   (default)  minified, without source maps: what is packaged
//   --dev      readable, with source maps
// Prints what the extension and the server load when they start, and fails when that grows past its limit. An entry whose
// file does not exist is left out. Files are replaced one by one, so that a program which runs from
// dist/ meanwhile finds either the old or the new one.
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const dist = path.join(root, 'dist')
const development = process.argv.includes('--dev')

/** Tables as text that is parsed when they are loaded: V8 reads JSON twice as fast as the same as a part of a program. */
const tables = {
  name: 'tables',
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]knowledge[/\\]data[/\\][^/\\]*\.json$/ }, ({ path: file }) => {
      const json = JSON.stringify(JSON.parse(fs.readFileSync(file, 'utf8')))
      return { contents: `export default JSON.parse(${JSON.stringify(json)})`, loader: 'js' }
    })
  },
}

const common = {
  absWorkingDir: root,
  plugins: [tables],
  bundle: true,
  minify: !development,
  sourcemap: development ? 'linked' : false,
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
  write: false,
  outdir: 'dist',
}

/** Entry points that exist, as esbuild wants them: name of the output → source file. */
function existing(entryPoints) {
  return Object.fromEntries(Object.entries(entryPoints).filter(([, file]) => fs.existsSync(path.join(root, file))))
}

const bundles = [
  // The extension is loaded with require(), also by versions of VS Code that know no ES modules.
  {
    ...common,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: ['vscode'],
    entryPoints: existing({ client: 'client/src/extension.ts' }),
    outExtension: { '.js': '.cjs' },
  },
  // Server and command line share chunks, and the command line loads the server only when asked for it.
  {
    ...common,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    splitting: true,
    chunkNames: 'chunk-[hash]',
    // The packages of the language server are CommonJS and require Node's modules by name.
    banner: {
      js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
    },
    entryPoints: existing({
      server: 'server/src/lsp/main.ts',
      cli: 'server/src/cli/main.ts',
      'cli-worker': 'server/src/cli/worker.ts',
    }),
  },
  // The web extension host knows no ES modules either, and goes by the file's name.
  {
    ...common,
    platform: 'browser',
    target: 'es2022',
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    external: ['vscode'],
    define: { global: 'globalThis' },
    entryPoints: existing({ 'web/client': 'client/src/web.ts' }),
  },
  {
    ...common,
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    define: { global: 'globalThis' },
    entryPoints: existing({ 'web/server': 'server/src/lsp/web.ts' }),
  },
]

const results = await Promise.all(
  bundles.filter(({ entryPoints }) => Object.keys(entryPoints).length > 0).map((options) => build(options)),
)
const outputs = results.flatMap(({ outputFiles }) => outputFiles)
const inputs = new Set(results.flatMap(({ metafile }) => Object.keys(metafile.inputs)))

for (const { path: file, contents } of outputs) replaceFile(file, contents)
replaceFile(path.join(dist, 'third-party-licenses.txt'), thirdPartyLicenses(inputs))
removeOthers(new Set([...outputs.map((output) => output.path), path.join(dist, 'third-party-licenses.txt')]))
for (const program of ['server.js', 'cli.js']) checkProgram(path.join(dist, program))

/** Bytes of a program with all that it loads before its first line runs, minified. */
const limits = {
  'dist/client.cjs': 700_000,
  'dist/server.js': 1_700_000,
  'dist/web/client.cjs': 480_000,
  'dist/web/server.js': 1_700_000,
}
for (const { metafile } of results) {
  for (const [program, limit] of Object.entries(limits)) {
    if (metafile.outputs[program] && !development) checkSize(program, limit, metafile.outputs)
  }
}

const size = outputs.reduce((sum, { path: file, contents }) => sum + (file.endsWith('.map') ? 0 : contents.length), 0)
console.log(`dist: ${outputs.length} files, ${Math.round(size / 1024)} KB`)

function replaceFile(file, contents) {
  fs.mkdirSync(path.dirname(file), { recursive: true })
  const temporary = `${file}.${process.pid}.tmp`
  fs.writeFileSync(temporary, contents)
  fs.renameSync(temporary, file)
}

function checkSize(program, limit, built) {
  const loaded = new Set([program])
  for (const file of loaded) {
    for (const { path: other, kind } of built[file].imports) {
      if (built[other] && kind === 'import-statement') loaded.add(other)
    }
  }
  const bytes = [...loaded].reduce((sum, file) => sum + built[file].bytes, 0)
  console.log(`${program}: ${bytes} bytes loaded at its start, of at most ${limit}`)
  if (bytes > limit) throw new Error(`${program} loads too much`)
}

/** Removes what an earlier build left in dist/. */
function removeOthers(kept) {
  for (const entry of fs.readdirSync(dist, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name)
    if (entry.isFile() && !kept.has(file) && !file.endsWith('.tmp')) fs.rmSync(file, { force: true })
  }
}

/** The bins of package.json are run by the system, so they start with `#!` and may be executed. */
function checkProgram(file) {
  if (!fs.existsSync(file)) return
  if (!fs.readFileSync(file, 'utf8').startsWith('#!')) throw new Error(`${file}: its source has to start with #!`)
  fs.chmodSync(file, 0o755)
}

/** The licenses of the packages that are bundled; a license that is not known to allow it stops the build. */
function thirdPartyLicenses(files) {
  const allowed = ['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD', 'BlueOak-1.0.0', 'CC0-1.0']
  const folders = new Set()
  for (const file of files) {
    const folder = /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0]
    if (folder) folders.add(folder)
  }
  const sections = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(fs.readFileSync(path.join(root, folder, 'package.json'), 'utf8'))
    if (!allowed.includes(license)) throw new Error(`${name} ${version} is bundled under the license ${license}`)
    const text = fs.readdirSync(path.join(root, folder)).find((entry) => /^licen[cs]e/i.test(entry))
    // These two ask for no notice; some of their packages come without a text.
    if (!text && !['CC0-1.0', '0BSD'].includes(license)) throw new Error(`${name} ${version} has no license text`)
    const body = text ? fs.readFileSync(path.join(root, folder, text), 'utf8').trim() : license
    return `${name} ${version} (${license})\n\n${body}\n`
  })
  return `The programs in this folder contain these packages.\n\n${sections.join(`\n${'-'.repeat(80)}\n\n`)}`
}
