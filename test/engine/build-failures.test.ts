/** Builds that fail on a real engine: each failure is put where it belongs. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { BuildFailureKind } from '../../client/src/protocol.ts'
import { lineOfOffset, locateFailure } from '../../server/src/ide/build-failure.ts'
import { shared } from '../shared.ts'
import { build, contextWith, docker, dockerPlain, fresh } from './engine.ts'

const bash = '\n    echo one && \\\n    # why\n'

/** A Dockerfile, the kind of its failure, and what is to be underlined. */
const failures: [name: string, text: string, kind: BuildFailureKind, underlined: string][] = [
  [
    'a chain',
    `FROM busybox\nRUN echo ${fresh} && \\\n    test -e /nope && \\\n    echo two\n`,
    'run-failed',
    'test -e /nope',
  ],
  [
    'a command that is not there',
    `FROM busybox\nRUN echo 1 && \\${bash}    nosuch --x && \\\n    ls\n`,
    'command-not-found',
    'nosuch --x',
  ],
  [
    '`set -x`',
    'FROM busybox\nRUN set -eux; \\\n    mkdir /a; \\\n    cp /nope /a; \\\n    ls /a\n',
    'run-failed',
    'cp /nope /a',
  ],
  ['a heredoc', 'FROM busybox\nRUN <<EOF\nset -e\necho one\ncat /nope\necho two\nEOF\n', 'run-failed', 'cat /nope'],
  ['an error line of a program', 'FROM busybox\nRUN cd /tmp && cat /nope && wget x\n', 'run-failed', 'cat /nope'],
  ['an exit of its own', 'FROM busybox\nRUN ls > /dev/null; exit 42\n', 'run-failed', 'exit 42'],
  ['a killed process', 'FROM busybox\nRUN sleep 9 & kill -9 $!; wait $!\n', 'out-of-memory', 'wait $!'],
  ['a missing pattern', 'FROM busybox\nCOPY present.txt none/*.x /x/\n', 'copy-source-missing', 'none/*.x'],
  [
    'a missing source of a mount',
    'FROM busybox\nRUN --mount=type=bind,source=nope,target=/x true\n',
    'copy-source-missing',
    'source=nope',
  ],
  ['an unknown network', 'FROM busybox\nRUN --network=nope true\n', 'bad-flag', '--network=nope'],
  ['a base without a value', 'ARG X\nFROM ${X}\n', 'invalid-reference', '${X}'],
  [
    'a missing source',
    'FROM busybox\nCOPY present.txt \\\n     "missing.txt" /x/\n',
    'copy-source-missing',
    '"missing.txt"',
  ],
  ['an ignored source', 'FROM busybox\nCOPY ignored.log /x/\n', 'copy-source-missing', 'ignored.log'],
  [
    'a missing file of a stage',
    'FROM busybox AS a\nFROM busybox\nCOPY --from=a /one/two /x\n',
    'copy-source-missing',
    '/one/two',
  ],
  [
    'a stage that is not there',
    'FROM busybox AS build\nFROM scratch\nCOPY --from=buidl /a /a\n',
    'unknown-stage',
    'buidl',
  ],
  ['an unknown flag', 'FROM busybox\nCOPY --chwon=1 present.txt /\n', 'bad-flag', '--chwon=1'],
  ['an unknown mount', 'FROM busybox\nRUN --mount=type=cahce,target=/x true\n', 'bad-flag', 'type=cahce'],
  ['an unknown instruction', 'FROM busybox\nRNU true\n', 'unknown-instruction', 'RNU'],
  ['a user that is not there', 'FROM busybox\nUSER nobody-here\nRUN true\n', 'user-missing', 'RUN true'],
  [
    'a required secret',
    'FROM busybox\nRUN --mount=type=secret,id=t,required true\n',
    'secret-missing',
    '--mount=type=secret,id=t,required',
  ],
  ['an image that cannot be pulled', 'FROM no-such-image:1\n', 'network', 'no-such-image:1'],
  ['no FROM', 'RUN true\n', 'missing-from', 'RUN true'],
  ['a base without a shell', 'FROM scratch\nRUN true\n', 'command-not-found', 'RUN true'],
  ['a check that is an error', '# check=error=true\nFROM busybox\nMAINTAINER me\n', 'check-error', 'MAINTAINER me'],
  ['an invalid image name', 'FROM Busybox:x:y\n', 'invalid-reference', 'Busybox:x:y'],
  [
    'a full disk',
    'FROM busybox\nRUN --mount=type=tmpfs,target=/t,size=65536 dd if=/dev/zero of=/t/x bs=1M count=1\n',
    'disk-full',
    'dd if=/dev/zero of=/t/x bs=1M count=1',
  ],
  ['CRLF and a BOM', '\ufeffFROM busybox\r\nRUN echo a && \\\r\n    false\r\n', 'run-failed', 'false'],
  ['a backtick as escape', '# escape=`\nFROM busybox\nRUN echo a && `\n    false\n', 'run-failed', 'false'],
]
const files = { 'present.txt': 'x', 'ignored.log': 'x', '.dockerignore': '*.log\n' }

describe.each([
  ['rawjson', docker],
  ['plain', dockerPlain],
] as const)('with %s progress', (_, installed) => {
  it.concurrent.each(failures)('%s', async (_name, text, kind, underlined) => {
    const outcome = await build(contextWith({ ...files, Dockerfile: text }), {}, { installed })
    expect(outcome.status).toBe('failed')
    expect(outcome.failure, outcome.failure?.message).toMatchObject({ kind })
    if (kind !== 'run-failed') expect(outcome.failure?.advice).toMatch(/\.$|\?$/)
    const place = locateFailure(text, outcome.failure!)
    expect(place && text.slice(place.range.start, place.range.end)).toBe(underlined)
  })
})

it('names no line for a target that is not there', async () => {
  const outcome = await build(contextWith({ Dockerfile: 'FROM busybox AS build\n' }), { target: 'buildd' })
  expect(outcome.failure, outcome.failure?.message).toMatchObject({
    kind: 'unknown-stage',
    subject: 'buildd',
    advice: 'Did you mean `build`?',
    lines: undefined,
  })
})

const folder = shared()
if (folder) {
  const read = (name: string): string => readFileSync(path.join(folder, 'builder-output', name), 'utf8')
  const located: Record<string, { loc: string | null; exit: number }>[] = JSON.parse(read('located-lines.json'))
  const samples = read('docker-28-rawjson.jsonl')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .map(({ sample, dockerfile }) => ({ name: sample.trim(), text: dockerfile as string }))

  it('has 49 recorded samples', () => {
    expect(samples).toHaveLength(49)
  })

  describe('the recorded samples, built anew', () => {
    it.concurrent.each(samples)('$name', async ({ name, text }) => {
      const expected = located.find((entry) => String(entry.sample) === name)!['forky-rawjson']
      const context = contextWith({ ...files, Dockerfile: text })
      const outcome = await build(context, name.startsWith('19') ? { target: 'buildd' } : {})
      expect(outcome.status).toBe(Number(expected.exit) === 0 ? 'passed' : 'failed')
      const place = outcome.failure && locateFailure(text, outcome.failure)
      const line = place && lineOfOffset(text, place.instruction.start) + 1
      if (expected.loc !== null) expect(line).toBe(Number(expected.loc))
    })
  })
}
