/** What a finished build recorded, joined with its instructions; compared, and written for people. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { describes, hasService, joinPath, readBake, readCompose } from '../../client/src/build/compose.ts'
import {
  type BuildSummary,
  compareBuilds,
  differenceInWords,
  largestInstructions,
  recordInWords,
  sizeInWords,
  timeInWords,
} from '../../client/src/build/figures.ts'
import { readHistory, readImage, readMetadata, recordedSteps } from '../../client/src/build/metadata.ts'
import { createOutputReader } from '../../client/src/build/output.ts'
import { createProgressWriter, progressOf } from '../../client/src/build/progress-text.ts'
import type { InstructionRecord } from '../../client/src/protocol.ts'
import { outlineBuild } from '../../server/src/ide/build-outline.ts'
import { recordBuild } from '../../server/src/ide/build-records.ts'
import { shared } from '../shared.ts'

const text = `ARG BASE=busybox
FROM $BASE AS base
WORKDIR /x
RUN one
FROM base AS two
ENV X=1
RUN two
ONBUILD RUN later
FROM scratch AS alone
COPY --from=two /y /y
`
const layers = [
  { createdBy: 'RUN |1 A=1 /bin/sh -c two # buildkit', bytes: 30 },
  { createdBy: 'ENV X=1', bytes: 0 },
  { createdBy: 'RUN /bin/sh -c one # buildkit', bytes: 20 },
  { createdBy: 'WORKDIR /x', bytes: 10 },
  { createdBy: 'CMD ["sh"]', bytes: 0 },
  { createdBy: '', bytes: 1000 },
]
const known = (records: ReturnType<typeof recordBuild>): unknown[] =>
  records.instructions.map(({ text, stage, bytes, seconds, cached }) => [text, stage, bytes, seconds, cached])

it('gives layers to the instructions of a stage and of the stages below it', () => {
  const records = recordBuild(text, 'two', [], layers)
  expect(records.baseBytes).toBe(1000)
  expect(known(records)).toEqual([
    ['FROM $BASE AS base', 'base', 1000, undefined, false],
    ['WORKDIR /x', 'base', 10, undefined, false],
    ['RUN one', 'base', 20, undefined, false],
    ['RUN two', 'two', 30, undefined, false],
  ])
})

it('gives steps to instructions by the builder’s lines, else by their text; of several platforms the slowest', () => {
  const step = { index: undefined, cached: false, lines: undefined }
  const records = recordBuild(
    text,
    undefined,
    [
      { ...step, stage: 'base', text: 'RUN one', seconds: 1 },
      { ...step, stage: 'base', text: 'RUN one', seconds: 3 },
      { ...step, stage: 'two', text: 'whatever', seconds: 2, cached: true, lines: { start: 6, end: 6 } },
      { ...step, stage: 'nowhere', text: 'RUN none', seconds: 9 },
    ],
    [{ createdBy: 'COPY /y /y # buildkit', bytes: 5 }],
  )
  expect(records.baseBytes).toBe(0)
  expect(known(records)).toEqual([
    ['RUN one', 'base', undefined, 3, false],
    ['RUN two', 'two', undefined, 2, true],
    ['FROM scratch AS alone', 'alone', 0, undefined, false],
    ['COPY --from=two /y /y', 'alone', 5, undefined, false],
  ])
})

it('outlines what a build has to be told', () => {
  const outline = outlineBuild(`ARG VERSION
ARG WITH=1
ARG TARGETARCH
FROM a:$VERSION AS one
ARG TOKEN
ARG HTTP_PROXY
ARG WITH
RUN --mount=type=secret,id=tok,required=true --mount=type=ssh true
FROM b AS two
ARG TOKEN
RUN --mount=type=secret,target=/run/secrets/npm --mount=type=ssh,id=git true
FROM one
COPY --from=two /a /a
FROM b AS Unused
`)
  expect(outline.stages.map(({ name, base, needs }) => [name, base, needs])).toEqual([
    ['one', 'a:$VERSION', [0]],
    ['two', 'b', [1]],
    [undefined, 'one', [0, 1, 2]],
    ['Unused', 'b', [3]],
  ])
  expect(outline.requiredArgs).toEqual([
    { name: 'VERSION', stage: undefined },
    { name: 'TOKEN', stage: 0 },
    { name: 'TOKEN', stage: 1 },
  ])
  expect(outline.secrets).toEqual([
    { id: 'tok', required: true, stage: 0 },
    { id: 'npm', required: false, stage: 1 },
  ])
  expect(outline.ssh).toEqual([
    { id: 'default', stage: 0 },
    { id: 'git', stage: 1 },
  ])
})

it('reads broken records as nothing', () => {
  expect(readMetadata('{').linesByStep.size).toBe(0)
  expect(
    readMetadata('{"buildx.build.provenance":{"buildConfig":{"digestMapping":{"a":"step0"}}}}').linesByStep.size,
  ).toBe(0)
  expect(readHistory('oops\n{"CreatedBy":"RUN x","Size":"1.5kB"}\n')).toEqual([{ createdBy: 'RUN x', bytes: 1500 }])
  expect(readImage('[]')).toBeUndefined()
})

const folder = shared()
if (folder) {
  const lines = readFileSync(path.join(folder, 'builder-output/docker-28-success.jsonl'), 'utf8').trim().split('\n')
  const samples = new Map(lines.map((line) => JSON.parse(line)).map((entry) => [entry.sample, entry]))

  describe('real records', () => {
    it('of a build with several stages', () => {
      const reader = createOutputReader()
      reader.push('stderr', samples.get('build-rawjson').stderr, 0)
      reader.end(0)
      const metadata = readMetadata(samples.get('metadata-provenance-max-warnings.json').content)
      expect(metadata.linesByStep.size).toBeGreaterThan(10)
      const steps = recordedSteps(reader.record, metadata)
      const layers = readHistory(samples.get('history.jsonl').content)
      const records = recordBuild(samples.get('Dockerfile').content, undefined, steps, layers)
      const copies = records.instructions.filter(({ stage }) => stage === 'final')
      expect(copies.map(({ text, bytes }) => [text.slice(0, 20), bytes])).toEqual([
        ['FROM scratch AS fina', 0],
        ['COPY --from=build /s', 4],
        ['COPY --link --from=b', 16],
      ])
      const build = records.instructions.filter(({ stage }) => stage === 'build')
      expect(build.map(({ text }) => text.split(' ')[0])).toEqual([
        'COPY',
        'RUN',
        'RUN',
        'RUN',
        'RUN',
        'RUN',
        'COPY',
        'RUN',
      ])
      expect(build.every(({ seconds }) => seconds !== undefined)).toBe(true)
    })

    it('of an image with every kind of history', () => {
      const dockerfile = samples.get('hist').content ?? samples.get('hist').dockerfile
      const layers = readHistory(samples.get('hist-history.jsonl').content)
      const records = recordBuild(dockerfile, undefined, [], layers)
      expect(records.baseBytes).toBe(117_000_000)
      expect(records.instructions.map(({ bytes }) => bytes)).toEqual([117_000_000, 0, 4, 4, 0, 0, 5_240_000])
      expect(readImage(samples.get('hist-image-inspect.json').content)).toMatchObject({
        bytes: 121_910_775,
        platform: 'linux/amd64',
      })
    })
  })
}

it('puts figures in words', () => {
  expect([0, 999, 1000, 1_984_232, 52_400_000, 999_999_999, 2e12].map(sizeInWords)).toEqual([
    '0 B',
    '999 B',
    '1.00 kB',
    '1.98 MB',
    '52.4 MB',
    '1000 MB',
    '2.00 TB',
  ])
  expect([0, 12_000_000, -3].map(differenceInWords)).toEqual(['same size', '+12.0 MB', '−3 B'])
  expect([0.31, 42.4, 125].map(timeInWords)).toEqual(['0.3 s', '42 s', '2 min 5 s'])
})

const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } }
const record = (text: string, bytes: number | undefined, more: Partial<InstructionRecord> = {}): InstructionRecord => ({
  range,
  text,
  stage: undefined,
  bytes,
  seconds: undefined,
  cached: false,
  ...more,
})
const build = (instructions: InstructionRecord[]): BuildSummary => ({
  finishedAt: 0,
  image: 'a:1',
  imageId: undefined,
  target: undefined,
  platform: undefined,
  bytes: 0,
  baseBytes: 0,
  seconds: 1,
  instructions,
})

it('says what an instruction cost', () => {
  expect(recordInWords(record('RUN a', 5_240_000, { seconds: 0.42 }))).toBe('5.24 MB · 0.4 s')
  expect(recordInWords(record('RUN a', 0, { seconds: 0.42, cached: true }))).toBe('0 B · CACHED')
  expect(recordInWords(record('RUN a', undefined, { seconds: 0.01 }))).toBe('')
})

it('names the largest instructions and compares builds', () => {
  const before = build([record('FROM x', 900), record('RUN a', 5), record('RUN b', 7), record('RUN b', 8)])
  const after = build([record('FROM x', 900), record('RUN b', 9), record('RUN c', 100)])
  expect(largestInstructions(after, 1).map(({ text }) => text)).toEqual(['RUN c'])
  expect(compareBuilds(before, after).map(({ text, before, after }) => [text, before?.bytes, after?.bytes])).toEqual([
    ['FROM x', 900, 900],
    ['RUN b', 7, 9],
    ['RUN c', undefined, 100],
    ['RUN a', 5, undefined],
    ['RUN b', 8, undefined],
  ])
})

it('writes progress with steps, times, CACHED and the running step’s lines', () => {
  const reader = createOutputReader()
  const writer = createProgressWriter()
  const events = reader.push(
    'stderr',
    '#1 [internal] load build definition\n#1 DONE 0.0s\n#2 [a 1/2] FROM x\n#2 CACHED\n#3 [a 2/2] RUN y\n#3 0.1 hello\n',
    0,
  )
  const shown = writer.write(events).replace(/\x1b\[\d+m/g, '')
  expect(shown).toBe('a 1/2 FROM x\r\n  CACHED\r\na 2/2 RUN y\r\n  │ hello\r\n')
  expect(progressOf(reader.record.steps)).toEqual({ done: 1, total: 2, running: 'RUN y' })
  expect(writer.write(reader.push('stderr', '#3 ERROR: no\n', 0))).toContain('✗ no')
})

describe('files that describe builds', () => {
  it('reads services of a Compose file', () => {
    const builds = readCompose(`
services:
  web:
    image: shop/web:1
    build:
      context: ./web
      dockerfile: ../docker/web.Dockerfile
      target: prod
      args: { NODE: 22, FROM_HOST: "\${HOST}", EMPTY: }
      secrets: [npm, { source: tok, target: token }]
  api:
    build: ./api
  db: { image: postgres:17 }
secrets:
  npm: { file: ./npm.txt }
  tok: { environment: TOKEN }
`)
    expect(builds).toEqual([
      {
        name: 'web',
        context: './web',
        dockerfile: '../docker/web.Dockerfile',
        target: 'prod',
        image: 'shop/web:1',
        args: [['NODE', '22']],
        secrets: [{ id: 'npm', file: './npm.txt' }],
      },
      {
        name: 'api',
        context: './api',
        dockerfile: 'Dockerfile',
        target: undefined,
        image: undefined,
        args: [],
        secrets: [],
      },
    ])
    expect(describes(builds[0], 'docker/web.Dockerfile')).toBe(true)
    expect(describes(builds[1], './api/Dockerfile')).toBe(true)
    expect(describes(builds[1], 'Dockerfile')).toBe(false)
  })

  it('reads what bake prints', () => {
    const builds = readBake(
      '{"target":{"app":{"context":"feat","dockerfile":"Dockerfile","args":{"V":"9"},"tags":["b:app"],"secret":["id=x,src=y.txt"]}}}',
    )
    expect(builds).toMatchObject([
      { name: 'app', context: 'feat', args: [['V', '9']], image: 'b:app', secrets: [{ id: 'x', file: 'y.txt' }] },
    ])
  })

  it('finds a service', () => {
    expect(hasService('services: { sut: { image: a } }', 'sut')).toBe(true)
    expect([
      hasService('services: { a: 1 }', 'sut'),
      hasService('sut: 1', 'sut'),
      hasService('services: {}', 'toString'),
    ]).toEqual([false, false, false])
  })

  it('leaves out keys that are no names, however deep they go', () => {
    const deep = `${'{'.repeat(300)}a${'}'.repeat(300)}`
    const begin = performance.now()
    const builds = readCompose(
      `? ${deep}\n: 1\nservices:\n  ? [a, b]\n  : { build: . }\n  web: { build: { context: web, ? {} : 1 } }\n`,
    )
    expect(builds.map(({ name, context }) => [name, context])).toEqual([['web', 'web']])
    expect(performance.now() - begin).toBeLessThan(1_000)
  })

  it('notes no traces for the errors of a broken file, and all others as before', () => {
    const limits: number[] = []
    const { stackTraceLimit } = Error
    let limit = stackTraceLimit
    Object.defineProperty(Error, 'stackTraceLimit', {
      configurable: true,
      get: () => limit,
      set: (value: number) => {
        limit = value
        limits.push(value)
      },
    })
    try {
      expect(readCompose('[[a: b: c, d], {{')).toEqual([])
      expect(limits).toEqual([0, stackTraceLimit])
    } finally {
      Object.defineProperty(Error, 'stackTraceLimit', { configurable: true, writable: true, value: stackTraceLimit })
    }
  })

  it('reads anything else as nothing', () => {
    for (const text of ['', ':', '[1, 2]', 'services: 3', 'services: { a: 3, b: { build: 4 } }', '{{{'])
      expect(readCompose(text)).toEqual([])
    expect(readCompose(`a: &a [*a]\nservices: {}`)).toEqual([])
    expect(readCompose(`services: { a: { build: . } }\n# ${'x'.repeat(300_000)}`)).toEqual([])
    expect(joinPath('a/b', '../../../c')).toBe('../c')
    expect(joinPath('a', '/c')).toBe('/c')
  })
})
