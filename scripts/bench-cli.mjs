// Prints how fast the built command line is: npm run bench:cli -- DIR [--files N]
//   DIR is a folder with Dockerfiles; dist/ has to be built. Files a second of `check` in text format, the start of the
//   process on one small file, and the peak memory over N files (100,000 by default), which are copies of those in DIR.
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'

const root = path.resolve(import.meta.dirname, '..')
const { values, positionals } = parseArgs({
  options: { files: { type: 'string', default: '100000' }, program: { type: 'string' } },
  allowPositionals: true,
})
const [folder] = positionals
const wanted = Number(values.files)
if (!folder || !Number.isInteger(wanted)) {
  console.error('usage: npm run bench:cli -- DIR [--files N]')
  process.exit(2)
}
const program = values.program ?? path.join(root, 'dist/cli.js')
const goals = { filesPerSecond: 1500, startMilliseconds: 150, megabytes: 300 }
const cores = os.availableParallelism()
const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'dockerfile-coach-bench-'))
process.on('exit', () => fs.rmSync(temporary, { recursive: true, force: true }))

/** At its end, the process writes the peak of its memory (KiB) and its processor time (µs) to the fourth file. */
const reportMemory = `data:text/javascript,${encodeURIComponent(
  "import fs from 'node:fs';process.on('exit',()=>{const u=process.resourceUsage();fs.writeSync(3,`${u.maxRSS} ${u.userCPUTime+u.systemCPUTime}\\n`)})",
)}`

const small = path.join(temporary, 'small/Dockerfile')
fs.mkdirSync(path.dirname(small))
fs.writeFileSync(small, 'FROM debian:13\nRUN apt-get install curl\n')

const corpus = best(3, () => check([folder]))
const { processorSeconds } = check([folder], true)
print('check', `${Math.round(corpus.files / corpus.seconds)} files/s`, [
  `${corpus.files} files in ${corpus.seconds.toFixed(2)} s on ${cores} cores, start included`,
  `${processorSeconds.toFixed(2)} s of processor time`,
  `goal ${goals.filesPerSecond}`,
])
const start = median(15, () => check([small]).seconds * 1000)
const node = median(15, () => timed(['-e', '']).seconds * 1000)
print('start', `${start.toFixed(0)} ms`, [
  `of which ${node.toFixed(0)} ms are Node.js`,
  `goal ${goals.startMilliseconds}`,
])
copies(path.join(temporary, 'many'), wanted)
const many = check([path.join(temporary, 'many')], true)
print('memory', `${many.megabytes.toFixed(0)} MB`, [
  `${many.files} files in ${many.seconds.toFixed(1)} s: ${Math.round(many.files / many.seconds)} files/s`,
  `goal ${goals.megabytes}`,
])

function print(name, figure, notes) {
  console.log(`${name.padEnd(8)}${figure.padEnd(16)}(${notes.join('; ')})`)
}

/** Runs `check`; gives how many files it judged, and seconds; where it reports them, also memory and processor time. */
function check(paths, reports = false) {
  const run = timed([program, 'check', '--fail-on', 'never', ...paths], reports)
  const files = Number(/(\d+) files?(?:, no problems|:)[^\n]*\n$/.exec(run.stdout)?.[1])
  if (run.status !== 0 || Number.isNaN(files)) {
    console.error(run.stderr.slice(-2000) || run.stdout.slice(-2000))
    process.exit(1)
  }
  return { ...run, files }
}

/** What a process reports on itself costs time in each of its threads, so that it is not asked where time is measured. */
function timed(args, reports = false) {
  const outFile = path.join(temporary, 'out')
  const out = fs.openSync(outFile, 'w')
  const begin = process.hrtime.bigint()
  const { status, output } = spawnSync(process.execPath, [...(reports ? ['--import', reportMemory] : []), ...args], {
    stdio: ['ignore', out, 'pipe', 'pipe'],
    encoding: 'utf8',
  })
  const seconds = Number(process.hrtime.bigint() - begin) / 1e9
  fs.closeSync(out)
  const lines = output[3].split('\n').filter(Boolean)
  const usage = lines.map((line) => line.split(' ').map(Number))
  const megabytes = Math.max(...usage.map(([memory]) => memory)) / 1024
  const processorSeconds = Math.max(...usage.map(([, time]) => time)) / 1e6
  return { status, stderr: output[2], stdout: lastBytes(outFile, 4096), seconds, megabytes, processorSeconds }
}

function lastBytes(file, count) {
  const descriptor = fs.openSync(file, 'r')
  const { size } = fs.fstatSync(descriptor)
  const bytes = Buffer.alloc(Math.min(count, size))
  fs.readSync(descriptor, bytes, 0, bytes.length, size - bytes.length)
  fs.closeSync(descriptor)
  return bytes.toString('utf8')
}

function best(times, run) {
  return Array.from({ length: times }, run).reduce((a, b) => (b.seconds < a.seconds ? b : a))
}

function median(times, run) {
  return Array.from({ length: times }, run).sort((a, b) => a - b)[Math.floor(times / 2)]
}

/** Copies of the Dockerfiles below DIR, a hundred to a folder; their first lines differ, so that nothing is remembered. */
function copies(target, count) {
  const entries = fs.readdirSync(folder, { recursive: true, withFileTypes: true })
  const texts = entries
    .filter((entry) => entry.isFile() && /^(Docker|Container)file|\.dockerfile$/i.test(entry.name))
    .filter((entry) => !entry.name.endsWith('ignore'))
    .map((entry) => fs.readFileSync(path.join(entry.parentPath, entry.name)))
  for (let i = 0; i < count; i++) {
    const parent = path.join(target, String(Math.floor(i / 100)))
    if (i % 100 === 0) fs.mkdirSync(parent, { recursive: true })
    fs.writeFileSync(
      path.join(parent, `${i}.Dockerfile`),
      Buffer.concat([texts[i % texts.length], Buffer.from(`\n# ${i}\n`)]),
    )
  }
}
