/** Anything may come out of a builder, and any text may be in a Dockerfile: nothing throws, and places stay in the file. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readBake, readCompose } from '../../client/src/build/compose.ts'
import { failureOf, readFailure } from '../../client/src/build/failure.ts'
import { readHistory, readImage, readMetadata } from '../../client/src/build/metadata.ts'
import { createOutputReader } from '../../client/src/build/output.ts'
import { defaultTag, tagProblem } from '../../client/src/build/plan.ts'
import { locateFailure } from '../../server/src/ide/build-failure.ts'
import { outlineBuild } from '../../server/src/ide/build-outline.ts'
import { recordBuild } from '../../server/src/ide/build-records.ts'

const pieces = [
  '#1 [a 1/2] RUN x\n',
  '#1 DONE 0.1s\n',
  '#1 ERROR: no\n',
  '#1 0.1 + cat x\n',
  '{"vertexes":[{"digest":"a","name":"[1/1] RUN y","started":"x","completed":"y","error":"e"}]}\n',
  '{\n',
  '}\n',
  '{"logs":[{"vertex":"a","data":"!!"}]}\n',
  'STEP 1/2: FROM x\n',
  '[1/2] STEP 2/2: RUN y\n',
  '--> abc\n',
  'COMMIT\n',
  'Error: building at STEP "RUN y": exit status 3\n',
  'Dockerfile:2\n',
  '--------------------\n',
  '   2 | >>> RUN x\n',
  'ERROR: failed to solve: process "/bin/sh -c x" did not complete successfully: exit code: 2\n',
  'ERROR: failed to solve: failed to compute cache key: "/x": not found\n',
  'dockerfile parse error on line 99: unknown instruction: X\n',
  '\x1b[31m',
  '\r',
  '\0',
  'é',
  '\ud800',
]
const output = fc
  .array(fc.oneof(fc.constantFrom(...pieces), fc.string()), { maxLength: 30 })
  .map((parts) => parts.join(''))
const words = [
  'FROM a AS b\n',
  'FROM b\n',
  'RUN x && y\n',
  'RUN set -ex; cat x; y\n',
  'RUN <<E\n',
  'E\n',
  'COPY --from=b x y\n',
  'ARG V\n',
  'ENV A=$V\n',
  '\\\n',
  '# c\n',
  'RUN ["x"]\n',
  'ONBUILD RUN x\n',
  '\ufeff',
  '\r\n',
  '${',
]
const dockerfile = fc
  .array(fc.oneof(fc.constantFrom(...words), fc.string()), { maxLength: 20 })
  .map((parts) => parts.join(''))

it('reads any output, in any pieces, alike', () => {
  fc.assert(
    fc.property(output, fc.integer({ min: 1, max: 20 }), (text, size) => {
      const whole = createOutputReader()
      whole.push('stderr', text, 0)
      whole.end(0)
      const cut = createOutputReader()
      for (let i = 0; i < text.length; i += size) cut.push('stderr', text.slice(i, i + size), 0)
      cut.end(0)
      expect(cut.record).toEqual(whole.record)
      expect(failureOf(cut.record, 1).message).not.toContain('\n')
    }),
    { numRuns: 1000 },
  )
})

it('puts any failure inside the file, or nowhere', () => {
  fc.assert(
    fc.property(dockerfile, output, (text, said) => {
      const place = locateFailure(text, readFailure('', said, 1)!)
      if (!place) return
      expect(place.range.start).toBeGreaterThanOrEqual(0)
      expect(place.range.end).toBeGreaterThanOrEqual(place.range.start)
      expect(place.range.end).toBeLessThanOrEqual(text.length)
    }),
    { numRuns: 2000 },
  )
})

it('outlines and records any file', () => {
  const step = fc.record({
    stage: fc.option(fc.constantFrom('b', '1/2', 'stage-0', 'x'), { nil: undefined }),
    index: fc.option(fc.nat(5), { nil: undefined }),
    text: fc.oneof(fc.constantFrom('RUN x && y', 'FROM a', 'COPY x y'), fc.string()),
    seconds: fc.float(),
    cached: fc.boolean(),
    lines: fc.option(fc.record({ start: fc.integer(), end: fc.integer() }), { nil: undefined }),
  })
  const layer = fc.record({
    createdBy: fc.oneof(fc.constantFrom('RUN /bin/sh -c x', 'COPY x y', '/bin/sh -c #(nop) CMD'), fc.string()),
    bytes: fc.nat(),
  })
  fc.assert(
    fc.property(dockerfile, fc.array(step), fc.array(layer), (text, steps, layers) => {
      outlineBuild(text)
      const { instructions, baseBytes } = recordBuild(text, undefined, steps, layers)
      const total = instructions.reduce(
        (sum, { bytes, text: line }) => sum + (/^FROM\b/i.test(line) ? 0 : (bytes ?? 0)),
        baseBytes,
      )
      expect(total).toBeLessThanOrEqual(layers.reduce((sum, { bytes }) => sum + bytes, 0))
    }),
    { numRuns: 1000 },
  )
})

it('reads any record and any file beside', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      readMetadata(text)
      readHistory(text)
      readImage(text)
      readCompose(text)
      readBake(text)
    }),
    { numRuns: 1000 },
  )
})

it('finds a valid name for any folder', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string(), (folder, file) => {
      expect(tagProblem(defaultTag(folder, file))).toBeUndefined()
    }),
  )
})

it('matches a long instruction in linear time', () => {
  const text = `FROM a\nRUN cat <<E${' (x'.repeat(20_000)} && \${A}\n`
  const step = { stage: undefined, index: 2, text: `RUN cat <<E${' (x'.repeat(20_000)} && b)` }
  const started = performance.now()
  locateFailure(text, { ...readFailure('', 'ERROR: x', 1)!, step })
  expect(performance.now() - started).toBeLessThan(1000)
})
