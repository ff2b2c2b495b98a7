/** Real output of several engines for 49 Dockerfiles: each failure is put on its line. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { readFailure } from '../../client/src/build/failure.ts'
import { lineOfOffset, locateFailure } from '../../server/src/ide/build-failure.ts'
import { shared } from '../shared.ts'

interface Sample {
  sample: string
  dockerfile?: string
  stdout?: string
  stderr: string
  exit: string
}

interface Located {
  loc: string | null
  marked: number[]
}

/** Failures that Docker puts on no line although the file has one: the ADD, and the line of the failed check. */
const betterThanTheBuilder: Record<string, number> = { '33-add-url-refused': 2, '43-check-directive-error': 3 }

const folder = shared()
if (folder) {
  const read = (name: string): string => readFileSync(path.join(folder, 'builder-output', name), 'utf8')
  const located: ({ sample: string } & Record<string, Located>)[] = JSON.parse(read('located-lines.json'))
  const expected = (sample: string, engine: string): Located =>
    located.find((entry) => entry.sample === sample)![engine]

  const engines: [file: string, engine: string, failures: number][] = [
    ['docker-28-plain', 'forky-plain', 47],
    ['docker-28-rawjson', 'forky-rawjson', 47],
    ['docker-26-rawjson', 'trixie-rawjson', 46],
    ['docker-20-plain', 'd20-plain', 46],
    ['buildah-1.43', 'forky-plain', 42],
  ]
  describe.each(engines)('%s', (file, engine, failures) => {
    const samples = read(`${file}.jsonl`)
      .split('\n')
      .filter((line) => line !== '')
      .map((line): Sample => JSON.parse(line))
      .filter(({ dockerfile }) => dockerfile !== undefined)
      .map((sample) => ({ ...sample, name: sample.sample.trim(), status: Number(sample.exit) }))
    const failing = samples.filter(({ status }) => status !== 0)

    it('has all samples', () => {
      expect(samples).toHaveLength(49)
      expect(failing).toHaveLength(failures)
    })

    it.each(failing)('$name', ({ name, dockerfile, stdout, stderr, status }) => {
      const failure = readFailure(stdout ?? '', stderr, status)!
      const builder = expected(name, engine)
      if (file.startsWith('docker-2') && builder.loc !== null) {
        expect(failure.lines).toEqual({ start: Number(builder.loc) - 1, end: builder.marked.at(-1)! - 1 })
      }
      const place = locateFailure(dockerfile!, failure)
      const line = place && lineOfOffset(dockerfile!, place.instruction.start) + 1
      const wanted = expected(name, 'forky-plain').loc
      expect(line).toBe(betterThanTheBuilder[name] ?? (wanted === null ? undefined : Number(wanted)))
      if (place) {
        expect(place.range.start).toBeGreaterThanOrEqual(place.instruction.start)
        expect(place.range.end).toBeLessThanOrEqual(place.instruction.end)
      }
      expect(failure.kind, failure.message).not.toBe('other')
      expect(failure.message).not.toMatch(/^\s*$|\n/)
    })

    it.each(samples.filter(({ status }) => status === 0))('$name passes', ({ stdout, stderr }) => {
      expect(readFailure(stdout ?? '', stderr, 0)).toBeUndefined()
    })
  })
}
