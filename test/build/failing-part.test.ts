/** What is underlined inside the failed instruction. */
import { expect, it } from 'vitest'
import type { BuildFailure } from '../../client/src/protocol.ts'
import { locateFailure } from '../../server/src/ide/build-failure.ts'

function failure(of: Partial<BuildFailure>): BuildFailure {
  return {
    kind: 'run-failed',
    message: '',
    advice: undefined,
    lines: undefined,
    step: undefined,
    exitStatus: undefined,
    subject: undefined,
    output: [],
    ...of,
  }
}

function underlined(text: string, of: Partial<BuildFailure>): string | undefined {
  const place = locateFailure(text, failure(of))
  return place && text.slice(place.range.start, place.range.end)
}

const on = (line: number): Partial<BuildFailure> => ({ lines: { start: line, end: line } })

it.each<[string, string, Partial<BuildFailure>, string]>([
  [
    'the last command that `set -x` traced',
    'FROM a\nRUN set -ex; \\\n    mkdir -p /x; \\\n    cp "$SOURCE" /x/one; \\\n    cp b /x/two; \\\n    ls /x\n',
    { exitStatus: 1, output: ['+ mkdir -p /x', '+ cp a /x/one', '+ cp b /x/two', "cp: can't stat 'b'"] },
    'cp b /x/two',
  ],
  [
    'the second of two equal commands, when the trace shows both',
    'FROM a\nRUN set -ex && try it && try it && echo done\n',
    { exitStatus: 1, output: ['+ try it', '+ try it'] },
    'try it',
  ],
  [
    'a command with quoted words in its trace',
    "FROM a\nRUN set -ex; grep 'a b' /etc/passwd; ls\n",
    { exitStatus: 1, output: ["+ grep 'a b' /etc/passwd"] },
    "grep 'a b' /etc/passwd",
  ],
  [
    'the program that the shell did not find',
    'FROM a\nRUN ls && \\\n    # a comment\n    nosuch --flag && \\\n    ls\n',
    { kind: 'command-not-found', subject: 'nosuch', exitStatus: 127, output: ['/bin/sh: nosuch: not found'] },
    'nosuch --flag',
  ],
  [
    'the command between the last text that was echoed and the first that was not',
    'FROM a\nRUN echo one && cd / && make it && echo two && make more\n',
    { exitStatus: 2, output: ['one', "make: *** No rule to make target 'it'.  Stop."] },
    'make it',
  ],
  [
    'the program that wrote the last error line',
    'FROM a\nRUN cd /tmp && cat /nope && ls /tmp\n',
    { exitStatus: 1, output: ["cat: can't open '/nope': No such file or directory"] },
    'cat /nope',
  ],
  [
    'apt-get by its `E:` line',
    'FROM a\nRUN apt-get update \\\n && curl -O x \\\n && rm -rf /x\n',
    { exitStatus: 100, output: ['E: Failed to fetch'] },
    'apt-get update',
  ],
  [
    'what is in front of `|| exit 3`',
    'FROM a\nRUN ls; test -e /x || exit 3; ls\n',
    { exitStatus: 3 },
    'test -e /x || exit 3',
  ],
  [
    'the last command of a list that no failure ends',
    'FROM a\nRUN mkdir /x; cp a /x; ls /y\n',
    { exitStatus: 1 },
    'ls /y',
  ],
  [
    'a line of a heredoc',
    'FROM a\nRUN <<EOF\nset -e\necho one\ntest -e /x\necho two\nEOF\n',
    { exitStatus: 1, output: ['one'] },
    'test -e /x',
  ],
  ['a whole pipeline', 'FROM a\nRUN cat x | grep y\n', { exitStatus: 1 }, 'cat x | grep y'],
  [
    'the instruction, when nothing tells its commands apart',
    'FROM a\nRUN install one && install two\n',
    { exitStatus: 1, output: ['oh no'] },
    'RUN install one && install two',
  ],
  ['the instruction, for the JSON form', 'FROM a\nRUN ["a", "b"]\n', { exitStatus: 1 }, 'RUN ["a", "b"]'],
  [
    'the instruction, for a script that is not one of the shell',
    'FROM a\nRUN <<EOF python3\nraise 1\nEOF\n',
    { exitStatus: 1 },
    'RUN <<EOF python3\nraise 1\nEOF',
  ],
])('%s', (_, text, of, expected) => {
  expect(underlined(text, { ...on(1), ...of })).toBe(expected)
})

it('counts the traced commands, not their text', () => {
  const text = 'FROM a\nRUN set -ex && try it && try it && echo done\n'
  const place = locateFailure(text, failure({ ...on(1), exitStatus: 1, output: ['+ try it', '+ try it'] }))
  expect(place?.range.start).toBe(text.lastIndexOf('try it'))
})

it.each<[string, string, Partial<BuildFailure>, string]>([
  ['in JSON form', 'FROM a\nCOPY ["a b", "c", "/x/"]\n', { subject: '/c' }, '"c"'],
  ['behind ../', 'FROM a\nCOPY ../up.txt ./x/../b.txt /y/\n', { subject: '/b.txt' }, './x/../b.txt'],
  ['as a full path of the host', 'FROM a\nCOPY txt more.txt /y/\n', { subject: '/home/me/more.txt' }, 'more.txt'],
  ['with a variable', 'FROM a\nCOPY x $FILE /y/\n', { subject: '/z' }, '$FILE'],
])('a missing COPY source %s', (_, text, of, expected) => {
  expect(underlined(text, { kind: 'copy-source-missing', ...on(1), ...of })).toBe(expected)
})

it('finds the step of a builder that fills variables in and names no line', () => {
  const text = 'FROM a AS one\nARG V=1\nRUN get $V --x=$V && ls\nFROM a AS two\nARG V=1\nRUN get $V --x=$V && ls\n'
  const step = { stage: 'two', index: 2, text: 'RUN get 7 --x=7 && ls' }
  const place = locateFailure(text, failure({ step, exitStatus: 1 }))
  expect(place?.instruction.start).toBe(text.lastIndexOf('RUN'))
})

it('tells equal instructions of a stage apart by the count of steps', () => {
  const text = 'FROM a\nENV X=1\nRUN test\nWORKDIR /x\nRUN test\n'
  const buildKit = { stage: undefined, index: 4, text: 'RUN test' }
  expect(locateFailure(text, failure({ step: buildKit }))?.instruction.start).toBe(text.lastIndexOf('RUN'))
  const buildah = { stage: '1/1', index: 3, text: 'RUN test' }
  expect(locateFailure(text, failure({ step: buildah }))?.instruction.start).toBe(text.indexOf('RUN'))
})

it('gives nothing for a line behind the end, and for an empty file', () => {
  expect(locateFailure('FROM a\n', failure(on(40)))).toBeUndefined()
  expect(locateFailure('', failure({ kind: 'empty-file' }))).toBeUndefined()
})

it('marks the flag of a secret by its id or by the name of its target', () => {
  const text = 'FROM a\nRUN --mount=type=secret,id=one --mount=type=secret,target=/run/secrets/two cat /x\n'
  const of = { kind: 'secret-missing' as const, ...on(1) }
  expect(underlined(text, { ...of, subject: 'one' })).toBe('--mount=type=secret,id=one')
  expect(underlined(text, { ...of, subject: 'two' })).toBe('--mount=type=secret,target=/run/secrets/two')
})
