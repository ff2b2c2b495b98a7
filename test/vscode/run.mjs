// Runs the suites in a real VS Code, each in one of its own: node test/vscode/run.mjs [SUITE…] [options]
//   (default)                    the packaged extension, installed, in the served VS Code of host/
//   --vsix FILE                  this package instead of a new one
//   --development                the working tree instead of the package
//   --report FILE                writes { passed, failed, skipped: […] } there
//   VSCODE_EXECUTABLE=PATH       an installed desktop VS Code (the application, not its `code` command, which returns at once)
//   VSCODE_VERSION=stable|1.x.y  a downloaded desktop VS Code (needs the internet)
// Exit code: 0 when all suites passed, 1 when at least one did not.
import { execFileSync, spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { packageExtension } from '../../scripts/package.mjs'
import { bundleSuites } from './bundle-suites.mjs'
import { installVsix } from './host/install-vsix.mjs'

/** What each suite opens; `trust` turns workspace trust on, so that the folder is in Restricted Mode. */
const suites = {
  main: { open: 'ws' },
  restricted: { open: 'ws', trust: true },
  multiroot: { open: 'multi/multi.code-workspace' },
  web: { open: 'ws', web: true },
  build: { open: 'build', engine: true },
}

const here = path.dirname(fileURLToPath(import.meta.url))
const root = path.resolve(here, '../..')
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { vsix: { type: 'string' }, development: { type: 'boolean' }, report: { type: 'string' } },
})
const names = positionals.length > 0 ? positionals : Object.keys(suites)
for (const name of names) {
  if (!suites[name]) throw new Error(`no suite ${name}; there are ${Object.keys(suites).join(', ')}`)
}

const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'dockerfile-coach-vscode-'))
process.on('exit', () => fs.rmSync(temporary, { recursive: true, force: true }))
const bundled = await bundleSuites(names)
const servedHost = path.join(here, 'host/code.mjs')
const executable = await findExecutable()
const extensionsFolder = path.join(temporary, 'extensions')
const extension = values.development ? developmentExtension() : installedExtension()

// Reference data beside the checkout, on the machines that have it.
const shared = path.resolve(root, '../shared')
const sharedData = fs.existsSync(path.join(shared, 'cases')) ? { DOCKERFILE_COACH_SHARED: shared } : {}
let child
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child?.kill(signal))
const total = { passed: 0, failed: 0, skipped: [] }
for (const name of names) {
  const interrupted = await runSuite(name)
  if (interrupted) break
}
if (values.report) fs.writeFileSync(values.report, JSON.stringify(total))
process.exit(total.failed > 0 ? 1 : 0)

async function findExecutable() {
  const { VSCODE_EXECUTABLE, VSCODE_VERSION } = process.env
  if (VSCODE_EXECUTABLE) return VSCODE_EXECUTABLE
  if (!VSCODE_VERSION) return servedHost
  const { downloadAndUnzipVSCode } = await import('@vscode/test-electron')
  return downloadAndUnzipVSCode(VSCODE_VERSION)
}

function developmentExtension() {
  execFileSync(process.execPath, ['scripts/build.mjs', '--dev'], { cwd: root, stdio: 'inherit' })
  return root
}

/** Installs the package; gives the folder it was unpacked to, which the web host takes since it cannot install. */
function installedExtension() {
  const vsix = values.vsix ? path.resolve(values.vsix) : packageExtension(path.join(temporary, 'packaged.vsix'))
  if (executable !== servedHost) return installForDesktop(vsix)
  console.log(installVsix(vsix, extensionsFolder))
  const folder = fs
    .readdirSync(extensionsFolder)
    .find((entry) => fs.existsSync(path.join(extensionsFolder, entry, 'package.json')))
  return path.join(extensionsFolder, folder)
}

/** An unpacked package in the extensions folder is an installed one, for the desktop application as well. */
function installForDesktop(vsix) {
  const folder = path.join(extensionsFolder, 'dockerfile-coach.dockerfile-coach')
  const unpacked = path.join(temporary, 'unpacked')
  fs.mkdirSync(extensionsFolder, { recursive: true })
  execFileSync('unzip', ['-q', vsix, '-d', unpacked])
  fs.renameSync(path.join(unpacked, 'extension'), folder)
  return folder
}

/** Runs one suite and adds up its figures; gives whether it was interrupted. */
async function runSuite(name) {
  const { open, trust, web, engine } = suites[name]
  if (engine && !process.env.DOCKER_HOST) {
    total.skipped.push(`the suite ${name}: it needs a Docker Engine (DOCKER_HOST)`)
    return false
  }
  if (web && executable !== servedHost) {
    total.skipped.push('the suite web: it needs the served VS Code')
    return false
  }
  const folder = path.join(temporary, name)
  const report = path.join(folder, 'report.json')
  fs.cpSync(path.join(here, 'fixtures'), path.join(folder, 'fixtures'), { recursive: true })
  fs.mkdirSync(path.join(folder, 'user/User'), { recursive: true })
  fs.writeFileSync(
    path.join(folder, 'user/User/settings.json'),
    JSON.stringify({ 'security.workspace.trust.startupPrompt': 'never' }),
  )
  const developed = web || values.development ? extension : path.join(here, 'driver')
  const args = [
    path.join(folder, 'fixtures', open),
    `--extensionDevelopmentPath=${developed}`,
    `--extensionTestsPath=${bundled[name]}`,
    ...(web ? ['--extensionDevelopmentKind=web'] : []),
    ...(trust ? [] : ['--disable-workspace-trust']),
    `--user-data-dir=${path.join(folder, 'user')}`,
    `--extensions-dir=${extensionsFolder}`,
    '--no-sandbox',
    '--disable-gpu-sandbox',
    '--disable-updates',
    '--skip-welcome',
    '--skip-release-notes',
    '--no-cached-data',
  ]
  console.log(`\n=== ${name}`)
  const start = Date.now()
  const code = await run(args, report)
  const stats = fs.existsSync(report) ? JSON.parse(fs.readFileSync(report, 'utf8')) : { passes: 0, failures: 0 }
  const ok = code === 0 && stats.passes > 0 && stats.failures === 0
  total.passed += stats.passes
  // A VS Code that crashed, or ended well without a test, is a failure of its own.
  total.failed += ok ? 0 : Math.max(stats.failures, 1)
  if (stats.pending) total.skipped.push(`${stats.pending} test(s) of the suite ${name}`)
  const verdict = ok ? 'passed' : `FAILED (exit code ${code}, ${stats.passes} passed, ${stats.failures} failed)`
  console.log(`=== ${name}: ${verdict} in ${Date.now() - start} ms`)
  return code === 130 || code === 143
}

/** The exit code of VS Code. The web worker cannot write the report, so it is taken from what the suite prints. */
async function run(args, report) {
  child = spawn(executable, args, {
    stdio: ['inherit', 'pipe', 'inherit'],
    env: { VSCODE_HOST_TIMEOUT_MS: '400000', ...process.env, ...sharedData, SUITE_REPORT: report },
  })
  let printed = ''
  child.stdout.on('data', (data) => {
    process.stdout.write(data)
    printed += data
  })
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject).once('close', (exitCode, signal) => resolve(exitCode ?? signal))
  })
  const line = /^SUITE_REPORT (.*)$/m.exec(printed)
  if (line && !fs.existsSync(report)) fs.writeFileSync(report, line[1])
  return code
}
