/** Builds on a real engine: what passes, what is recorded, what reaches the builder unharmed. */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { readBuiltImage, startBuild } from '../../client/src/build/build.ts'
import { environmentProblem } from '../../client/src/build/environment.ts'
import { recordedSteps } from '../../client/src/build/metadata.ts'
import type { BuildEvent } from '../../client/src/build/output.ts'
import { checkArguments, runArguments, testArguments } from '../../client/src/build/plan.ts'
import { runProcess } from '../../client/src/build/process.ts'
import { recordBuild } from '../../server/src/ide/build-records.ts'
import { build, contextWith, docker, dockerOutput, dockerPlain, fresh } from './engine.ts'

const stages = `FROM busybox AS base
ARG VERSION
WORKDIR /x
RUN echo ${fresh} && dd if=/dev/zero of=/big bs=1M count=3
FROM base AS tools
RUN echo tools > /tools
FROM base
RUN --mount=type=cache,target=/c \\
    echo "v=$VERSION" > /version
COPY <<TEXT /note
hello
TEXT
CMD ["cat", "/version"]
`

describe.each([
  ['rawjson', docker],
  ['plain', dockerPlain],
] as const)('with %s progress', (name, installed) => {
  const tag = `coach-stages:${name}`
  const text = stages.replaceAll(fresh, `${fresh}-${name}`)

  it('builds, and records sizes and times; then from the cache', async () => {
    const context = contextWith({ Dockerfile: text })
    const events: BuildEvent[] = []
    const first = await build(
      context,
      { tags: [tag], buildArgs: [['VERSION', '1']] },
      { installed, onEvents: (more) => events.push(...more) },
    )
    expect(first).toMatchObject({ status: 'passed', exitStatus: 0, failure: undefined })
    expect(first.metadata.imageId).toMatch(/^sha256:/)
    expect(events.some(({ type }) => type === 'log')).toBe(true)

    const image = (await readBuiltImage(installed, tag, context))!
    expect(image.facts.id).toBe(first.metadata.imageId)
    const records = recordBuild(text, undefined, recordedSteps(first.record, first.metadata), image.layers)
    const byText = new Map(records.instructions.map((record) => [record.text.slice(0, 11), record]))
    expect(byText.get('RUN echo '.concat(fresh).slice(0, 11))).toMatchObject({ bytes: 3 * 1024 * 1024, cached: false })
    expect(byText.get('COPY <<TEXT')?.bytes).toBe(6)
    expect(records.instructions.some((record) => record.stage === 'tools')).toBe(false)
    const own = records.instructions.slice(1).reduce((sum, { bytes }) => sum + (bytes ?? 0), 0)
    expect(records.baseBytes + own).toBe(image.facts.bytes)
    expect(dockerOutput(...runArguments(tag, { interactive: false }))).toBe('v=1\n')
    expect(dockerOutput(...testArguments(tag, 'cat /note'))).toBe('hello\n')

    const second = await build(context, { tags: [tag], buildArgs: [['VERSION', '1']] }, { installed })
    expect(
      recordedSteps(second.record, second.metadata)
        .filter(({ text }) => text.startsWith('RUN'))
        .every(({ cached }) => cached),
    ).toBe(true)
    const uncached = await build(context, { tags: [tag], noCache: true }, { installed })
    expect(
      recordedSteps(uncached.record, uncached.metadata)
        .filter(({ text }) => text.startsWith('RUN'))
        .some(({ cached }) => cached),
    ).toBe(false)
  })
})

it('builds one stage only', async () => {
  const outcome = await build(contextWith({ Dockerfile: stages }), { target: 'tools', tags: ['coach-tools:1'] })
  expect(outcome.status).toBe('passed')
  expect(outcome.record.steps.map(({ text }) => text)).toContain('RUN echo tools > /tools')
  expect(outcome.record.steps.some(({ text }) => text.includes('/version'))).toBe(false)
})

it('gives secrets from files and from the environment, and keeps them out of what it records', async () => {
  const context = contextWith({
    Dockerfile: `FROM busybox
RUN --mount=type=secret,id=file,required=true --mount=type=secret,id=variable,env=VARIABLE,required=true \\
    wc -c < /run/secrets/file && echo "\${#VARIABLE}" # ${fresh}
`,
    'sub/se,cr "et".txt': 'hunter2-file',
  })
  process.env.COACH_TEST_SECRET = 'hunter2'
  const outcome = await build(context, {
    secrets: [
      { id: 'file', from: 'file', source: path.join(context, 'sub/se,cr "et".txt') },
      { id: 'variable', from: 'environment', source: 'COACH_TEST_SECRET' },
    ],
  })
  expect(outcome.status).toBe('passed')
  expect(outcome.record.steps.flatMap(({ tail }) => tail)).toEqual(['12', '7'])
  expect(JSON.stringify([outcome.record, [...outcome.metadata.linesByStep]])).not.toContain('hunter2')
})

it('leaves no file with the values of build arguments behind', async () => {
  const before = execFileSync('ls', [os.tmpdir()], { encoding: 'utf8' })
  await build(contextWith({ Dockerfile: 'FROM busybox\nARG A\n' }), { buildArgs: [['A', 'hunter2']] })
  const after = execFileSync('ls', [os.tmpdir()], { encoding: 'utf8' }).split('\n')
  const left = after.filter((name) => name.startsWith('dockerfile-coach-') && !before.includes(name))
  expect(left.filter((name) => existsSync(path.join(os.tmpdir(), name, 'metadata.json')))).toEqual([])
})

it('says what is missing when there is no SSH agent', async () => {
  delete process.env.SSH_AUTH_SOCK
  const context = contextWith({ Dockerfile: 'FROM busybox\nRUN --mount=type=ssh,required=true true\n' })
  const asked = await build(context, { ssh: [{ id: 'default' }] })
  expect(asked.failure).toMatchObject({ kind: 'ssh-missing', advice: expect.stringContaining('ssh-agent') })
  const silent = await build(context)
  expect(silent.failure).toMatchObject({ kind: 'ssh-missing', lines: { start: 1, end: 1 } })
})

it('says that this builder cannot build for several platforms', async () => {
  const outcome = await build(contextWith({ Dockerfile: 'FROM busybox\n' }), {
    platforms: ['linux/amd64', 'linux/arm64'],
  })
  expect(outcome.status).toBe('failed')
  expect(outcome.failure).toMatchObject({
    kind: 'multi-platform-unsupported',
    advice: expect.stringContaining('docker-container'),
  })
})

it('says that a platform cannot run here', async () => {
  const context = contextWith({
    Dockerfile: `FROM scratch\nCOPY x /bin/sh\nRUN ["/bin/sh"]\n`,
    x: '\x7fELF not for this machine',
  })
  execFileSync('chmod', ['755', path.join(context, 'x')])
  const outcome = await build(context)
  expect(outcome.failure).toMatchObject({ kind: 'platform-mismatch', lines: { start: 2, end: 2 } })
})

it('stops when it is cancelled and leaves no process behind', async () => {
  const mark = `coach-cancel-${fresh}`
  const context = contextWith({ Dockerfile: `FROM busybox\nRUN echo started && sleep 61 && echo ${mark}\n` }, mark)
  let started: () => void
  const hasStarted = new Promise<void>((resolve) => {
    started = resolve
  })
  const answers = {
    dockerfile: path.join(context, 'Dockerfile'),
    context,
    tags: [],
    buildArgs: [],
    secrets: [],
    ssh: [],
  }
  const running = await startBuild(docker, answers, (events) => {
    if (events.some((event) => event.type === 'log' && event.line === 'started')) started()
  })
  if ('problem' in running) throw new Error(running.problem)
  await hasStarted
  expect(processesWith(mark).length).toBeGreaterThan(1)
  const cancelled = Date.now()
  running.cancel()
  const outcome = await running.ended
  expect(outcome).toMatchObject({ status: 'cancelled', failure: undefined })
  expect(Date.now() - cancelled).toBeLessThan(8000)
  await expect.poll(() => processesWith(mark), { timeout: 10_000 }).toEqual([])
})

function processesWith(text: string): string[] {
  const all = execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' }).split('\n')
  return all.filter((line) => line.includes(text) && !line.includes(' ps '))
}

it('builds two at once', async () => {
  const contexts = ['one', 'two'].map((word) =>
    contextWith({ Dockerfile: `FROM busybox\nRUN sleep 1 && echo ${word} ${fresh} > /w\n` }),
  )
  const outcomes = await Promise.all(contexts.map((context, i) => build(context, { tags: [`coach-parallel:${i}`] })))
  expect(outcomes.map(({ status }) => status)).toEqual(['passed', 'passed'])
  expect(dockerOutput('run', '--rm', 'coach-parallel:0', 'cat', '/w')).toBe(`one ${fresh}\n`)
  expect(dockerOutput('run', '--rm', 'coach-parallel:1', 'cat', '/w')).toBe(`two ${fresh}\n`)
})

it('reads 10,000 lines in small pieces of work', async () => {
  const context = contextWith({
    Dockerfile: `FROM busybox\nRUN for i in $(seq 1 10000); do echo "line $i ${fresh}"; done\n`,
  })
  let lines = 0
  let busy = 0
  const outcome = await build(
    context,
    {},
    {
      onEvents(events) {
        const start = performance.now()
        lines += events.filter(({ type }) => type === 'log').length
        busy = Math.max(busy, performance.now() - start)
      },
    },
  )
  expect(outcome.status).toBe('passed')
  // BuildKit itself clips a step's output at a rate and a size, and says so in a line of its own.
  expect(lines).toBeGreaterThan(5000)
  expect(busy).toBeLessThan(50)
  expect(JSON.stringify(outcome.record).length).toBeLessThan(100_000)
})

it('checks with JSON on stdout', async () => {
  const context = contextWith({ Dockerfile: 'FROM busybox\nMAINTAINER me\n' })
  const end = await runProcess(
    'docker',
    checkArguments({ dockerfile: path.join(context, 'Dockerfile'), context, buildArgs: [] }),
    { cwd: context },
  )
  expect(JSON.parse(end.stdout).warnings).toMatchObject([
    { ruleName: 'MaintainerDeprecated', location: { ranges: [{ start: { line: 2 } }] } },
  ])
})

describe('a machine that cannot build', () => {
  const cwd = os.tmpdir()
  it('has no such program', async () => {
    const end = await runProcess('/nowhere/docker', ['version'], { cwd })
    expect(environmentProblem('docker', end)?.trouble).toBe('not-installed')
  })

  it('has no engine', async () => {
    const host = process.env.DOCKER_HOST
    process.env.DOCKER_HOST = 'unix:///nowhere/docker.sock'
    const outcome = await build(contextWith({ Dockerfile: 'FROM busybox\n' })).finally(() => {
      process.env.DOCKER_HOST = host
    })
    expect(outcome).toMatchObject({ status: 'impossible', problem: { trouble: 'daemon-down' } })
  })

  it('loses its engine in the middle', async () => {
    const engine = process.env.DOCKER_HOST!.replace('unix://', '')
    const socket = path.join(contextWith({}), 'docker.sock')
    const connections = new Set<net.Socket>()
    const proxy = net.createServer((client) => {
      const server = net.connect(engine)
      for (const end of [client, server]) connections.add(end.on('error', () => {}))
      client.pipe(server).pipe(client)
    })
    await new Promise<void>((resolve) => proxy.listen(socket, resolve))
    const host = process.env.DOCKER_HOST
    process.env.DOCKER_HOST = `unix://${socket}`
    const context = contextWith({ Dockerfile: `FROM busybox\nRUN echo started ${fresh} && sleep 20\n` })
    const ended = build(
      context,
      {},
      {
        onEvents(events) {
          if (!events.some((event) => event.type === 'log')) return
          proxy.close()
          for (const end of connections) end.destroy()
        },
      },
    )
    const outcome = await ended.finally(() => {
      process.env.DOCKER_HOST = host
    })
    expect(outcome.status).toBe('failed')
    expect(outcome.failure, outcome.failure?.message).toMatchObject({ kind: 'engine-lost' })
  })
})
