// Runs all tests: npm test [-- --only STEP,STEP…]. Installs what is needed; works on a fresh checkout.
// Adds up the tests of all steps; the last line is "N passed, N failed". What this machine cannot run is named as skipped
// with its reason; with CI=true a skip is a failure. Exit code: 0 when nothing failed, else 1.
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { ensureInstalled, root } from './install.mjs'

/** In the order in which they run, the quick ones first. */
const steps = { types, lint, audit, unit, fuzz, engine, package: packaging, vscode }

/** Runs its arguments, and writes to $UNROUTABLE how many packets had nowhere to go; the kernel counts them. */
const networkless = `ip link set lo up
"$@"
status=$?
awk '/^Ip: [0-9]/ { sum += $13 } /^Ip6OutNoRoutes/ { sum += $2 } END { print sum + 0 }' \
  /proc/net/snmp /proc/net/snmp6 > "$UNROUTABLE"
exit $status`

const { values } = parseArgs({ options: { only: { type: 'string' } } })
const names = values.only?.split(',') ?? Object.keys(steps)
const unknown = names.find((name) => !Object.hasOwn(steps, name))
if (unknown !== undefined) {
  console.error(`no step ${unknown}; there are ${Object.keys(steps).join(', ')}`)
  process.exit(2)
}

const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'dockerfile-coach-test-'))
process.on('exit', () => fs.rmSync(temporary, { recursive: true, force: true }))
const vsix = path.join(temporary, 'dockerfile-coach.vsix')
const skips = []
const results = []
/** The names of failed tests, to be found at the end of a long output. */
const failures = []

try {
  ensureInstalled()
  for (const name of names) await runStep(name)
} catch (error) {
  console.error(error)
  results.push({ name: 'the test run itself', passed: 0, failed: 1, seconds: 0 })
}
summarize()

/** A step gives its figures, or the reason why this machine cannot run it. */
async function runStep(name) {
  console.log(`\n===== ${name}`)
  const start = Date.now()
  const { passed = 0, failed = 0, skipped } = await steps[name]()
  if (skipped) skip(name, skipped)
  results.push({ name, passed, failed, seconds: (Date.now() - start) / 1000 })
}

function skip(name, reason) {
  skips.push(`${name}: ${reason}`)
}

function summarize() {
  console.log('\n===== summary')
  for (const { name, passed, failed, seconds } of results) {
    console.log(`${name.padEnd(10)} ${passed} passed, ${failed} failed (${seconds.toFixed(1)} s)`)
  }
  for (const failure of failures) console.log(`failed     ${failure}`)
  for (const reason of skips) console.log(`skipped    ${reason}`)
  const skipsFail = process.env.CI === 'true' ? skips.length : 0
  if (skipsFail > 0) console.log('With CI=true each skip is a failure.')
  const passed = results.reduce((sum, result) => sum + result.passed, 0)
  const failed = results.reduce((sum, result) => sum + result.failed, skipsFail)
  process.exitCode = failed > 0 ? 1 : 0
  console.log(`${passed} passed, ${failed} failed`)
}

function types() {
  return asOneTest(process.execPath, ['node_modules/typescript/bin/tsc', '-p', '.'])
}

async function lint() {
  const code = await asOneTest(process.execPath, ['node_modules/@biomejs/biome/bin/biome', 'check', '.'])
  if (!isInstalled('shellcheck')) return { ...code, skipped: 'the shell scripts; there is no shellcheck' }
  const scripts = ['.ci/run', ...fs.readdirSync(path.join(root, 'scripts')).flatMap(shellScript)]
  return add(code, await asOneTest('shellcheck', scripts))
}

function shellScript(file) {
  return file.endsWith('.sh') ? [path.join('scripts', file)] : []
}

/** Known vulnerabilities of the packages that are shipped; where no registry answers, nothing is said about them. */
function audit() {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const args = ['audit', '--omit=dev', '--json', '--fetch-retries=0', '--fetch-timeout=20000']
  const { stdout } = spawnSync(npm, args, { cwd: root, encoding: 'utf8', timeout: 60_000 })
  const total = vulnerabilitiesIn(stdout ?? '')
  if (total === undefined) {
    console.log('no registry answers npm audit: not checked')
    return {}
  }
  console.log(`npm audit: ${total} known vulnerabilities in what is shipped`)
  return total === 0 ? { passed: 1 } : { failed: 1 }
}

function vulnerabilitiesIn(json) {
  try {
    return JSON.parse(json).metadata?.vulnerabilities?.total
  } catch {
    return undefined
  }
}

/** Where that is possible, without a network: only 127.0.0.1 is there, and a packet to anywhere else fails the step. */
async function unit() {
  const reason = whyNetworkStays()
  if (reason) {
    console.log(`with the network of this machine: ${reason}`)
    return vitest('unit', [])
  }
  console.log('without a network: only 127.0.0.1 is there')
  const counter = path.join(temporary, 'unroutable')
  const tests = await vitest('unit', [], { UNROUTABLE: counter }, ['unshare', '--net', 'sh', '-c', networkless, 'sh'])
  const packets = fs.existsSync(counter) ? Number(fs.readFileSync(counter, 'utf8')) : Number.NaN
  console.log(`packets to anywhere but 127.0.0.1: ${packets}`)
  return add(tests, packets === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 })
}

function whyNetworkStays() {
  if (process.platform !== 'linux') return 'closing it needs Linux'
  if (process.getuid() !== 0) return 'closing it needs root'
  const missing = ['unshare', 'ip', 'awk'].find((program) => !isInstalled(program))
  if (missing) return `there is no ${missing}`
  const tried = spawnSync('unshare', ['--net', 'ip', 'link', 'set', 'lo', 'up'], { stdio: 'ignore' })
  return tried.status === 0 ? undefined : 'this machine does not let it be closed'
}

/**
 * Every target of the fuzzer is a test. Two minutes where somebody waits for it, else a few seconds; the seed is a new
 * one each time, and printed with what was found.
 */
async function fuzz() {
  const isThorough = process.env.CI === 'true' || values.only !== undefined
  const report = path.join(temporary, 'fuzz.json')
  const args = ['scripts/fuzz.mjs', '--minutes', isThorough ? '2' : '0.3', '--report', report]
  const code = await run(process.execPath, args)
  if (!fs.existsSync(report)) return { failed: 1 }
  const { runs, flaws } = JSON.parse(fs.readFileSync(report, 'utf8'))
  const flawed = new Set(flaws.map(({ target }) => target))
  const sound = Object.keys(runs).filter((target) => !flawed.has(target))
  return { passed: sound.length, failed: code === 0 ? flawed.size : Math.max(flawed.size, 1) }
}

/** Tests against a real Docker Engine with BuildKit, which this step brings up and takes down. */
async function engine() {
  return withEngine(({ environment, reason }) =>
    environment ? vitest('engine', ['--config', 'test/engine/vitest.config.ts'], environment) : { skipped: reason },
  )
}

/** Runs `action` while an engine is up; it is given the engine's environment, or the reason why there is none. */
async function withEngine(action) {
  const needs = ['apt-get', 'dpkg-deb', 'unshare'].find((program) => !isInstalled(program))
  if (process.platform !== 'linux' || needs) return action({ reason: `the engine is for Debian; there is no ${needs}` })
  if (process.getuid() !== 0) return action({ reason: 'the engine needs root' })
  const folder = path.join(root, 'out/engine')
  const up = spawnSync('scripts/engine-up.sh', [folder], { cwd: root, stdio: 'inherit', timeout: 300_000 })
  try {
    if (up.status !== 0) return await action({ reason: `scripts/engine-up.sh failed (${up.status ?? up.signal})` })
    return await action({
      environment: {
        DOCKER_HOST: `unix://${folder}/docker.sock`,
        DOCKER_CONFIG: path.join(folder, 'cfg'),
        PATH: `${path.join(folder, 'bin')}${path.delimiter}${process.env.PATH}`,
      },
    })
  } finally {
    await stopEngine(folder)
  }
}

async function stopEngine(folder) {
  const pidFile = path.join(folder, 'dockerd.pid')
  if (!fs.existsSync(pidFile)) return
  const pid = Number(fs.readFileSync(pidFile, 'utf8'))
  for (let tries = 0; tries < 100 && isRunning(pid); tries++) {
    if (tries === 0) process.kill(pid, 'SIGTERM')
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  // Images and layers are made anew each time; the programs stay for the next run.
  for (const entry of ['data', 'exec']) fs.rmSync(path.join(folder, entry), { recursive: true, force: true })
}

function isRunning(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

function packaging() {
  return asOneTest(process.execPath, ['scripts/package.mjs', vsix])
}

/** The suites in a real VS Code, on the package. */
async function vscode() {
  const desktop = process.env.VSCODE_EXECUTABLE ?? process.env.VSCODE_VERSION
  if (!desktop) {
    const missing = await whyNoServedVSCode()
    if (missing) return { skipped: missing }
  }
  return withEngine(async ({ environment = {} }) => {
    const suites = await vscodeSuites(environment)
    if (desktop) return suites
    // Like a user: with mouse and keyboard, in the window. Its pictures are those of docs/images.
    await run(process.execPath, ['scripts/build.mjs', '--dev'])
    const pictures = path.join(root, 'out/pictures')
    const fixes = add(suites, await asOneTest(process.execPath, ['scripts/pictures.mjs', pictures]))
    if (!environment.DOCKER_HOST) return fixes
    return add(fixes, await asOneTest(process.execPath, ['test/vscode/build-pictures.mjs', pictures], environment))
  })
}

async function vscodeSuites(environment) {
  const report = path.join(temporary, 'vscode.json')
  const package_ = fs.existsSync(vsix) ? ['--vsix', vsix] : []
  const code = await run(process.execPath, ['test/vscode/run.mjs', ...package_, '--report', report], environment)
  if (!fs.existsSync(report)) return { passed: 0, failed: 1 }
  const { passed, failed, skipped } = JSON.parse(fs.readFileSync(report, 'utf8'))
  return { passed, failed: code === 0 ? failed : Math.max(failed, 1), skipped: skipped.join('; ') }
}

/** The served VS Code is for Linux on x64 and needs Chromium, which is installed where that is allowed. */
async function whyNoServedVSCode() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return 'the served VS Code is for Linux on x64; set VSCODE_EXECUTABLE or VSCODE_VERSION for a desktop one'
  }
  const { findChromium } = await import('../test/vscode/host/install.mjs')
  const chromiumMissing = () => {
    try {
      findChromium()
      return false
    } catch {
      return true
    }
  }
  if (chromiumMissing() && process.getuid() === 0 && isInstalled('apt-get')) {
    spawnSync('scripts/install-system-packages.sh', { cwd: root, stdio: 'inherit' })
  }
  return chromiumMissing() ? 'there is no Chromium and no right to install it' : undefined
}

/** Runs Vitest, by another program where one is given, and counts its tests; a file that could not be loaded is a failed one. */
async function vitest(name, args, environment = {}, below = []) {
  const report = path.join(temporary, `${name}.json`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const program = 'node_modules/vitest/vitest.mjs'
  const [first, ...rest] = [...below, process.execPath, program, 'run', ...reporters, ...args]
  const code = await run(first, rest, environment)
  if (!fs.existsSync(report)) return { passed: 0, failed: 1 }
  const { numPassedTests, numFailedTests, numPendingTests, testResults } = JSON.parse(fs.readFileSync(report, 'utf8'))
  const unloadable = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  )
  const failed = numFailedTests + unloadable.length
  failures.push(...unloadable.map((file) => `${name}: ${file.name}`))
  for (const { assertionResults } of testResults) {
    const named = assertionResults.filter(({ status }) => status === 'failed')
    failures.push(...named.map(({ fullName }) => `${name}: ${fullName}`))
  }
  return {
    passed: numPassedTests,
    failed: code === 0 ? failed : Math.max(failed, 1),
    skipped: numPendingTests > 0 ? `${numPendingTests} test(s) that skip themselves` : undefined,
  }
}

/** A program that passes or fails as a whole. */
async function asOneTest(program, args, environment) {
  const ok = (await run(program, args, environment)) === 0
  return ok ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

function add(one, other) {
  const { skipped } = { ...other, ...one }
  return { passed: one.passed + other.passed, failed: one.failed + other.failed, skipped }
}

/** The exit code of a program whose output goes to ours. */
function run(program, args, environment = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...environment } })
    child.once('error', (error) => {
      console.error(error.message)
      resolve(1)
    })
    child.once('exit', (code, signal) => resolve(code ?? signal))
  })
}

function isInstalled(program) {
  try {
    execFileSync('sh', ['-c', 'command -v "$1"', 'sh', program], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
