/** How the words of an instruction are read, each by its own grammar. */
import { describe, expect, test } from 'vitest'
import { toAst } from '../../server/src/syntax/ast.ts'
import { instructionKeywords } from '../../server/src/syntax/instruction.ts'
import { parseDockerfile } from '../../server/src/syntax/parse.ts'
import { argPairs, mountOptions } from '../../server/src/syntax/stages.ts'
import type { Instruction } from '../../server/src/syntax/tree.ts'

function read(line: string): Instruction {
  return parseDockerfile(`${line}\n`).instructions[0]
}

function words(line: string): readonly string[] {
  return read(line).words.map(({ text }) => text)
}

test('there are 18 instructions', () => expect(instructionKeywords.size).toBe(18))

describe('words', () => {
  test.each([
    ['FROM  a\tAS  b', ['a', 'AS', 'b']],
    ['EXPOSE 80 "81 82"', ['80', '"81', '82"']],
    ['COPY "a b" c', ['"a', 'b"', 'c']],
    ['VOLUME /a /b', ['/a', '/b']],
    ['RUN a  "b"', ['a  "b"']],
    ['WORKDIR /a b ', ['/a b']],
    ['USER a:b', ['a:b']],
    ['ARG A="b c" D', ['A="b c"', 'D']],
    ['ARG A=b\\ c', ['A=b\\ c']],
    ["ENV A='b c' D=e", ["A='b c'", 'D=e']],
    ['MAINTAINER a <b>', ['a <b>']],
    ['STOPSIGNAL TERM', ['TERM']],
    ['CMD', []],
    ['FOO a b', ['a b']],
  ])('%s', (line, expected) => expect(words(line)).toEqual(expected))

  test('white space is not only ASCII around a body, but only ASCII between words', () => {
    expect(read('RUN\u00a0a').keyword).toBe('RUN\u00a0A')
    expect(words('COPY a\u00a0b c')).toEqual(['a\u00a0b', 'c'])
  })
})

describe('JSON arrays', () => {
  test('give their elements with their places', () => {
    const text = 'CMD [ "a b" , "\\u0041\\"" ]\n'
    const [cmd] = parseDockerfile(text).instructions
    expect(cmd.json).toBe(true)
    expect(cmd.words.map((word) => [word.text, text.slice(word.start, word.end)])).toEqual([
      ['a b', '"a b"'],
      ['A"', '"\\u0041\\""'],
    ])
  })

  test.each([
    ["CMD ['a']", false],
    ['CMD ["a",]', false],
    ['CMD ["a"] b', false],
    ['CMD ["C:\\d"]', false],
    ['CMD []', true],
    ['SHELL ["a"]', true],
    ['HEALTHCHECK CMD ["a"]', true],
    ['COPY ["a","b"]', true],
    ['EXPOSE ["80"]', false],
    ['ENV ["a"]', false],
  ])('%s: %s', (line, json) => expect(read(line).json).toBe(json))

  test('hold strings only', () => {
    expect(read('CMD ["a", 1]').error?.code).toBe('nested-json')
    expect(read('CMD ["a", null]').error?.code).toBe('nested-json')
  })
})

describe('pairs', () => {
  const pairs = (line: string) => read(line).pairs.map(({ name, value, assigned }) => [name, value, assigned])

  test.each([
    [
      'ENV A=b C="d e"',
      [
        ['A', 'b', true],
        ['C', '"d e"', true],
      ],
    ],
    ['ENV A b c', [['A', 'b c', false]]],
    ['ENV A b=c', [['A', 'b=c', false]]],
    ['LABEL a.b= c', [['a.b', '', true]]],
    ['LABEL "a b"="c"', [['"a b"', '"c"', true]]],
    ['ENV =a', [['', 'a', true]]],
    ['ENV', []],
  ])('%s', (line, expected) => expect(pairs(line)).toEqual(expected))

  test('what is no pair is an error', () => {
    expect(read('ENV A').error?.code).toBe('two-arguments')
    expect(read('ENV A=b c').error?.code).toBe('missing-equals')
  })

  test('of ARG', () => {
    expect(argPairs(read('ARG A B=c D="e f"')).map(({ name, value, assigned }) => [name, value, assigned])).toEqual([
      ['A', '', false],
      ['B', 'c', true],
      ['D', '"e f"', true],
    ])
  })
})

describe('flags', () => {
  const flags = (line: string) => read(line).flags.map(({ raw, name, value }) => [raw, name, value])

  test.each([
    [
      'COPY --from=a --link b c',
      [
        ['--from=a', 'from', 'a'],
        ['--link', 'link', undefined],
      ],
    ],
    ['COPY --chown="a b" c d', [['--chown=a b', 'chown', 'a b']]],
    ['COPY --a=b\\ c d e', [['--a=b c', 'a', 'b c']]],
    ['RUN --mount=type=a,b="c,d" e', [['--mount=type=a,b=c,d', 'mount', 'type=a,b=c,d']]],
    ['RUN -- --x', []],
    ['RUN -x --y', []],
  ])('%s', (line, expected) => expect(flags(line)).toEqual(expected))

  test('end where the body begins', () => {
    expect(words('RUN --network=none -- a')).toEqual(['a'])
    expect(words('CMD --x ["a"]')).toEqual(['a'])
  })

  test('have places, also over lines', () => {
    const text = 'COPY --from=a \\\n  --chown=b c d\n'
    const [copy] = parseDockerfile(text).instructions
    expect(copy.flags.map((flag) => text.slice(flag.start, flag.end))).toEqual(['--from=a', '--chown=b'])
    expect(text.slice(copy.flags[1].valueRange?.start, copy.flags[1].valueRange?.end)).toBe('b')
  })
})

describe('mount options', () => {
  const options = (line: string) => {
    const run = read(line)
    return mountOptions(run, run.flags[0]).map(({ name, value }) => [name, value])
  }

  test.each([
    [
      'RUN --mount=TYPE=cache,target=/a,ro x',
      [
        ['type', 'cache'],
        ['target', '/a'],
        ['ro', undefined],
      ],
    ],
    [
      'RUN --mount=type="cache",t\\arget=/a x',
      [
        ['type', 'cache'],
        ['target', '/a'],
      ],
    ],
    [
      'RUN --mount="type=cache,target=/a" x',
      [
        ['type', 'cache'],
        ['target', '/a'],
      ],
    ],
    [
      'RUN --mount=a,,b= x',
      [
        ['a', undefined],
        ['', undefined],
        ['b', ''],
      ],
    ],
    ['RUN --mount=a=b=c x', [['a', 'b=c']]],
  ])('%s', (line, expected) => expect(options(line)).toEqual(expected))

  test('have places', () => {
    const text = 'RUN --mount=type=cache,target="/a b" x\n'
    const [run] = parseDockerfile(text).instructions
    const [, target] = mountOptions(run, run.flags[0])
    expect(text.slice(target.start, target.end)).toBe('target="/a b"')
    expect(text.slice(target.nameRange.start, target.nameRange.end)).toBe('target')
  })
})

describe('instructions with something inside', () => {
  test('HEALTHCHECK', () => {
    const check = read('HEALTHCHECK --interval=5s cmd curl a')
    expect(check.healthcheckType?.text).toBe('cmd')
    expect(check.words.map(({ text }) => text)).toEqual(['curl a'])
    expect(read('HEALTHCHECK NONE').words).toEqual([])
    expect(read('HEALTHCHECK').healthcheckType).toBeUndefined()
  })

  test('ONBUILD', () => {
    const { onbuild } = read('ONBUILD COPY --from=a b c')
    expect(onbuild?.keyword).toBe('COPY')
    expect(onbuild?.flags[0].value).toBe('a')
    expect(onbuild?.words.map(({ text }) => text)).toEqual(['b', 'c'])
    expect(read('ONBUILD').onbuild).toBeUndefined()
  })

  test("in the terms of BuildKit's parser", () => {
    const nodes = toAst(parseDockerfile('ONBUILD ENV A=b\nLABEL c d\nFOO x\nHEALTHCHECK CMD ["e"]\n')).nodes
    expect(nodes.map(({ cmd, args }) => [cmd, args])).toEqual([
      ['ONBUILD', ['(env "A" "b" "=")']],
      ['LABEL', ['c', 'd', '']],
      ['FOO', ['']],
      ['HEALTHCHECK', ['CMD', 'e']],
    ])
  })
})
