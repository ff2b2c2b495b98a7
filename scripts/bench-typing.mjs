// Prints how long a keystroke takes: npm run bench:typing -- [--edits N] [--shellcheck]
//   The built server (dist/) over stdio, files of 300 and 10,000 lines: from a keystroke in the middle of a RUN to the
//   published diagnostics, with and without the quiet period that the server waits for, and the processor time of the
//   server for each keystroke, which other programs disturb less. Also the time to the first diagnostics, the memory of
//   the server, and the sizes of what is shipped.
//   --shellcheck  runs ShellCheck as well, where it is installed: diagnostics wait up to 100 ms for what it says
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { createProtocolConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node'
import { root } from './engine.mjs'

const { values } = parseArgs({
  options: { edits: { type: 'string', default: '60' }, shellcheck: { type: 'boolean', default: false } },
})
/** Answers before the server is warm; they are not counted. */
const warmUp = 50
/** Milliseconds of a keystroke in files of so many lines, without the quiet period. */
const goals = new Map([
  [300, 10],
  [10_000, 100],
])
/** Milliseconds without a keystroke that the server waits for; see server/src/lsp/features/diagnostics.ts. */
const quietPeriod = Number(
  /const quietPeriod = (\d+)/.exec(
    readFileSync(path.join(root, 'server/src/lsp/features/diagnostics.ts'), 'utf8'),
  )?.[1],
)

for (const lines of goals.keys()) await measure(lines)
printSizes()

/** A file as people write them: stages of some twenty lines, with a long RUN in each. */
function dockerfile(lines) {
  const stage = (i) => [
    `FROM node:24-slim AS stage-${i}`,
    `ARG VERSION_${i}=1.${i}.0`,
    `ENV PATH=/opt/tool-${i}/bin:$PATH`,
    `WORKDIR /app/${i}`,
    'RUN apt-get update \\',
    ' && apt-get install -y --no-install-recommends \\',
    '      ca-certificates \\',
    `      curl=8.${i}.0 \\`,
    '      git \\',
    `      python3-${i} \\`,
    ' && rm -rf /var/lib/apt/lists/*',
    '# the tool',
    `RUN curl -fsSL "https://example.com/tool-\${VERSION_${i}}.tar.gz" -o tool.tgz && tar -xzf tool.tgz && rm tool.tgz`,
    'COPY package.json package-lock.json ./',
    'RUN --mount=type=cache,target=/root/.npm npm ci',
    'COPY . .',
    `RUN npm run build -- --target=${i}`,
    i > 0 ? `COPY --from=stage-${i - 1} /app/${i - 1}/dist ./dist` : 'RUN npm test',
    'USER node',
    'CMD ["node", "dist/index.js"]',
  ]
  return `${Array.from({ length: lines / 20 }, (_, i) => stage(i))
    .flat()
    .join('\n')}\n`
}

async function measure(lines) {
  const started = performance.now()
  const child = spawn(process.execPath, [path.join(root, 'dist/server.js'), '--stdio'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  )
  const waiting = new Map()
  connection.onNotification('textDocument/publishDiagnostics', ({ version, diagnostics }) => {
    waiting.get(version)?.(diagnostics.length)
  })
  connection.listen()
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities: {},
    initializationOptions: { shellcheck: { enable: values.shellcheck } },
  })
  await connection.sendNotification('initialized', {})
  const published = (version) => new Promise((resolve) => waiting.set(version, resolve))
  const uri = 'untitled:Dockerfile'
  const text = dockerfile(lines)
  const opened = performance.now()
  const first = published(1)
  const textDocument = { uri, languageId: 'dockerfile', version: 1, text }
  await connection.sendNotification('textDocument/didOpen', { textDocument })
  const problems = await first
  const firstTime = performance.now() - opened
  const times = []
  // In the middle of a RUN: the script of that instruction has to be read anew.
  const line = lines / 2 + 7
  let processorBefore = 0
  for (let edit = 0; edit < warmUp + Number(values.edits); edit++) {
    if (edit === warmUp) processorBefore = processorTime(child.pid)
    const version = edit + 2
    const position = { line, character: 6 }
    const change = { range: { start: position, end: position }, text: 'x' }
    const answer = published(version)
    const start = performance.now()
    await connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [change],
    })
    await answer
    times.push(performance.now() - start)
  }
  const processor = (processorTime(child.pid) - processorBefore) / Number(values.edits)
  const sorted = times.slice(warmUp).sort((a, b) => a - b)
  const [median, late] = [0.5, 0.95].map((q) => sorted[Math.floor(sorted.length * q)])
  const memory = memoryOf(child.pid)
  console.log(`${lines} lines, ${problems} problems
  process to first diagnostics  ${(opened - started + firstTime).toFixed(0)} ms (${firstTime.toFixed(0)} ms of it after opening)
  keystroke to diagnostics      median ${median.toFixed(1)} ms, 95 of 100 within ${late.toFixed(1)} ms
  without the quiet period      median ${(median - quietPeriod).toFixed(1)} ms (goal ${goals.get(lines)})
  processor time of the server  ${Number.isNaN(processor) ? 'unknown' : `${processor.toFixed(1)} ms a keystroke, all threads`}
  memory of the server          ${memory}`)
  await connection.sendRequest('shutdown')
  await connection.sendNotification('exit')
  await new Promise((resolve) => child.once('exit', resolve))
}

function memoryOf(pid) {
  const file = `/proc/${pid}/status`
  const kilobytes = existsSync(file) && /VmRSS:\s+(\d+)/.exec(readFileSync(file, 'utf8'))?.[1]
  return kilobytes ? `${Math.round(kilobytes / 1024)} MB` : 'unknown'
}

/** Milliseconds of processor time that a process has had; NaN where the system does not tell. */
function processorTime(pid) {
  const file = `/proc/${pid}/stat`
  if (!existsSync(file)) return Number.NaN
  const fields = readFileSync(file, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')
  const ticksASecond = 100
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksASecond
}

function printSizes() {
  const dist = path.join(root, 'dist')
  for (const file of readdirSync(dist, { recursive: true }).sort()) {
    const { size } = statSync(path.join(dist, file))
    const isEntry = /\.c?js$/.test(file) && (!file.startsWith('chunk-') || size > 100 * 1024)
    if (isEntry) console.log(`dist/${file.padEnd(28)} ${(size / 1024).toFixed(0)} KB`)
  }
  const out = path.join(root, 'out')
  const packages = existsSync(out) ? readdirSync(out).filter((file) => file.endsWith('.vsix')) : []
  for (const file of packages) {
    console.log(`out/${file.padEnd(29)} ${(statSync(path.join(out, file)).size / 1024).toFixed(0)} KB`)
  }
}
