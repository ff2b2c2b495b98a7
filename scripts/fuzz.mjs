// Fuzzes the parsers, the rules, the fixes and the language server:
//   npm run fuzz -- [--minutes N] [--seed S] [--target NAME…] [--jobs N] [--keep DIR] [--report FILE]
// Texts are generated, or real ones (the project's own and those of the reference data, where it is there) damaged. A
// run that takes a second is tried again, and is a flaw when it does so three times more. Each flaw is
// minimized and written to test/fuzz/found/, whose files are regression tests: look at one before it is committed, it
// must hold nothing of somebody's file. The report names the seed, the runs of each target, and the flaws.
// Exit code: 0 when there is no flaw.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { build } from 'esbuild'
import { root } from './engine.mjs'

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '0.5' },
    seed: { type: 'string' },
    target: { type: 'string', multiple: true, default: [] },
    jobs: { type: 'string', default: String(Math.min(os.availableParallelism(), 4)) },
    keep: { type: 'string', default: path.join(root, 'test/fuzz/found') },
    report: { type: 'string' },
  },
})
const folder = mkdtempSync(path.join(os.tmpdir(), 'dockerfile-coach-fuzz-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
await build({
  absWorkingDir: root,
  entryPoints: { run: 'test/fuzz/run.ts', worker: 'test/fuzz/worker.ts' },
  outdir: folder,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  sourcemap: 'inline',
  logLevel: 'error',
  banner: {
    js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
  },
})
const { fuzz } = await import(path.join(folder, 'run.mjs'))
const shared = path.resolve(root, '../shared')
const outcome = await fuzz({
  root,
  shared: existsSync(path.join(shared, 'corpus')) ? shared : undefined,
  minutes: Number(values.minutes),
  seed: values.seed === undefined ? Math.floor(Math.random() * 1e9) : Number(values.seed),
  only: values.target,
  jobs: Number(values.jobs),
  folder: values.keep,
})
if (values.report) writeFileSync(values.report, JSON.stringify(outcome))
process.exitCode = outcome.flaws.length > 0 ? 1 : 0
