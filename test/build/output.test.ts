/** The incremental reader: formats, pieces cut anywhere, control sequences, cost. */
import { describe, expect, it } from 'vitest'
import { type BuildEvent, createOutputReader, visibleText } from '../../client/src/build/output.ts'

const plain = `#0 building with "default" instance using docker driver

#1 [internal] load build definition from Dockerfile
#1 transferring dockerfile: 96B done
#1 WARN: StageNameCasing: Stage name 'Build' should be lowercase (line 1)
#1 DONE 0.1s

#4 [build 1/2] FROM docker.io/library/busybox:latest
#4 CACHED

#5 [build 2/2] RUN echo ä && false
#5 0.301 \u001b[31mä\u001b[0m
#5 1.301 10 %\r#5 1.301 20 %
#5 1.400 #4 DONE 9.9s
#5 ...

#6 [other 1/1] RUN true
#6 DONE 0.5s

#5 [build 2/2] RUN echo ä && false
#5 ERROR: process "/bin/sh -c echo ä && false" did not complete successfully: exit code: 1
------
 > [build 2/2] RUN echo ä && false:
0.301 ä
------
ERROR: failed to build: failed to solve: no
`

const step = (id: string, more: object): object => ({ digest: id, name: `[build 2/2] RUN echo ä`, ...more })
const rawjson = [
  { vertexes: [step('sha256:b', {})] },
  { vertexes: [step('sha256:b', { started: '2026-01-01T00:00:00.5Z' })] },
  { logs: [{ vertex: 'sha256:b', stream: 1, data: Buffer.from([0x61, 0xc3]).toString('base64') }] },
  { logs: [{ vertex: 'sha256:b', stream: 1, data: Buffer.from([0xa4, 0x0a, 0x62]).toString('base64') }] },
  { statuses: [{ id: 'x', vertex: 'sha256:b', current: 1 }] },
  {
    warnings: [
      {
        vertex: 'sha256:b',
        short: Buffer.from("StageNameCasing: Stage name 'Build' should be lowercase (line 1)").toString('base64'),
        url: 'https://example.com/rule',
        range: [{ start: { line: 1 }, end: { line: 2 } }],
      },
    ],
  },
  { vertexes: [step('sha256:b', { started: '2026-01-01T00:00:00.5Z', completed: '2026-01-01T00:00:02Z' })] },
]

function readAll(text: string, size: number): { events: BuildEvent[]; reader: ReturnType<typeof createOutputReader> } {
  const reader = createOutputReader()
  const events: BuildEvent[] = []
  for (let i = 0; i < text.length; i += size) events.push(...reader.push('stderr', text.slice(i, i + size), 1000 + i))
  events.push(...reader.end(2000))
  return { events, reader }
}

describe.each([1, 7, 100_000])('in pieces of %i', (size) => {
  it('reads plain progress', () => {
    const { events, reader } = readAll(plain, size)
    const { record } = reader
    expect(record.format).toBe('plain')
    const build = record.steps.filter(({ index }) => index !== undefined)
    expect(
      build.map(({ stage, index, total, text, cached, error }) => [stage, index, total, text, cached, error]),
    ).toEqual([
      ['build', 1, 2, 'FROM docker.io/library/busybox:latest', true, undefined],
      [
        'build',
        2,
        2,
        'RUN echo ä && false',
        false,
        'process "/bin/sh -c echo ä && false" did not complete successfully: exit code: 1',
      ],
      ['other', 1, 1, 'RUN true', false, undefined],
    ])
    expect(build[2].seconds).toBe(0.5)
    expect(build[1].tail).toEqual(['ä', expect.stringContaining('20 %'), '#4 DONE 9.9s'])
    expect(record.warnings).toEqual([
      {
        rule: 'StageNameCasing',
        message: "Stage name 'Build' should be lowercase",
        url: undefined,
        lines: { start: 0, end: 0 },
      },
    ])
    expect(record.lines.at(-1)).toBe('ERROR: failed to build: failed to solve: no')
    expect(events.filter(({ type }) => type === 'started')).toHaveLength(4)
    expect(events.filter(({ type }) => type === 'finished')).toHaveLength(4)
  })

  it.each([
    ['one object a line', rawjson.map((object) => JSON.stringify(object)).join('\n')],
    ['objects over several lines', rawjson.map((object) => JSON.stringify(object, null, 2)).join('\n')],
  ])('reads rawjson, %s', (_, text) => {
    const { events, reader } = readAll(`${text}\nDockerfile:2\nERROR: failed\n`, size)
    const { record } = reader
    expect(record.format).toBe('rawjson')
    expect(record.steps).toHaveLength(1)
    expect(record.steps[0]).toMatchObject({
      stage: 'build',
      index: 2,
      text: 'RUN echo ä',
      seconds: 1.5,
      finished: true,
      tail: ['aä', 'b'],
    })
    expect(record.warnings).toEqual([
      {
        rule: 'StageNameCasing',
        message: "Stage name 'Build' should be lowercase",
        url: 'https://example.com/rule',
        lines: { start: 0, end: 1 },
      },
    ])
    expect(record.lines).toEqual(['Dockerfile:2', 'ERROR: failed'])
    expect(events.map(({ type }) => type)).toEqual(['started', 'log', 'warning', 'finished', 'line', 'line', 'log'])
  })
})

it('reads what Buildah writes, from both of its streams', () => {
  const reader = createOutputReader()
  reader.push(
    'stdout',
    '[1/2] STEP 1/2: FROM busybox AS a\n--> Using cache 1234\n--> 1234\n[1/2] STEP 2/2: RUN echo one; fal',
    0,
  )
  reader.push('stderr', 'time="x" level=warning\n', 0)
  reader.push('stdout', 'se\none\n', 100)
  reader.push('stderr', 'Error: building at STEP "RUN echo one; false": exit status 1\n', 3000)
  reader.end(3000)
  expect(reader.record.format).toBe('buildah')
  expect(reader.record.steps).toMatchObject([
    { stage: '1/2', index: 1, text: 'FROM busybox AS a', cached: true, finished: true },
    { stage: '1/2', index: 2, text: 'RUN echo one; false', seconds: 2.9, tail: ['one'] },
  ])
})

it('takes what is no progress as lines, also broken JSON', () => {
  const { reader } = readAll('Cannot connect\n{"vertexes": oh}\n{ not json\n}\n', 5)
  expect(reader.record.lines).toEqual(['Cannot connect', '{"vertexes": oh}', '{ not json', '}'])
})

it.each([
  ['\u001b[33m1 warning\u001b[0m', '1 warning'],
  ['\u001b]0;title\u0007x', 'x'],
  ['10%\r50%\r100%\r', '100%'],
  ['a\u0000b\u0007', 'ab'],
  ['tab\tä\u{1f600}', 'tab\tä\u{1f600}'],
])('shows %j as %j', (raw, shown) => {
  expect(visibleText(raw)).toBe(shown)
})

it('keeps the last lines only, and reads 10,000 in well under a second', () => {
  const reader = createOutputReader()
  reader.push('stderr', '#5 [1/1] RUN many\n', 0)
  const started = performance.now()
  let logs = 0
  for (let i = 0; i < 10_000; i += 10) {
    const piece = Array.from({ length: 10 }, (_, j) => `#5 0.1 line ${i + j} of output\n`).join('')
    logs += reader.push('stderr', piece, 0).length
  }
  expect(performance.now() - started).toBeLessThan(1000)
  expect(logs).toBe(10_000)
  const [{ tail }] = reader.record.steps
  expect(tail.at(-1)).toBe('line 9999 of output')
  expect(tail.length).toBeLessThan(200)
})

it('cuts a line of a megabyte', () => {
  const { reader } = readAll(`#5 [1/1] RUN x\n#5 0.1 ${'x'.repeat(1_000_000)}\n`, 65_536)
  expect(reader.record.steps[0].tail[0].length).toBeLessThan(5000)
})
