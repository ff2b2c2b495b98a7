/** Stages, references between them, and which variables are set where. */
import { describe, expect, test } from 'vitest'
import { parseDockerfile } from '../../server/src/syntax/parse.ts'
import { readScopes } from '../../server/src/syntax/scope.ts'
import { argPairs, globalValue, readStages } from '../../server/src/syntax/stages.ts'

function graphOf(text: string) {
  return readStages(parseDockerfile(text))
}

describe('stages', () => {
  test('have names in lower case, bases and parents', () => {
    const { stages } = graphOf('FROM a AS One\nFROM one AS two\nFROM scratch\nFROM\n')
    expect(stages.map(({ name, base, parent }) => [name, base, parent?.index])).toEqual([
      ['one', 'a', undefined],
      ['two', 'one', 0],
      [undefined, 'scratch', undefined],
      [undefined, undefined, undefined],
    ])
  })

  test('take the defaults of arguments above them', () => {
    const { stages } = graphOf('ARG V=1\nARG T=$V-x\nARG N\nFROM a:$T\nFROM $N\nFROM b:${W:-2}\nFROM $TARGETARCH/c\n')
    expect(stages.map(({ base }) => base)).toEqual(['a:1-x', undefined, 'b:2', 'amd64/c'])
    expect(stages[1].unset).toEqual(['N'])
  })

  test('know the values of FROM lines', () => {
    const graph = graphOf('ARG A=1\nARG B\nARG TARGETOS=windows\nFROM x\nARG C=3\n')
    expect(['A', 'B', 'C', 'TARGETOS', 'BUILDARCH'].map((name) => globalValue(graph, name))).toEqual([
      '1',
      undefined,
      undefined,
      'windows',
      'amd64',
    ])
  })

  test('hold the instructions behind them', () => {
    const { stages, preamble, stageOf } = graphOf('ARG A\nFROM a\nRUN b\nFROM c\nRUN d\n')
    expect(preamble.map(({ keyword }) => keyword)).toEqual(['ARG'])
    expect(stages.map(({ instructions }) => instructions.map(({ line }) => line))).toEqual([[2], [4]])
    expect(stageOf.map((stage) => stage?.index)).toEqual([undefined, 0, 0, 1, 1])
  })

  test('a last word needs AS', () => {
    expect(graphOf('FROM a IS b\nFROM a b\n').stages.map(({ name }) => name)).toEqual([undefined, undefined])
  })
})

describe('references', () => {
  const text =
    'FROM x AS a\nFROM a AS b\nCOPY --from=A /1 /2\nCOPY --from=0 /1 /2\nCOPY --from=c /1 /2\nCOPY --from=nginx /1 /2\n' +
    'RUN --mount=type=bind,from=a,target=/m true\nONBUILD COPY --from=b /1 /2\nFROM y AS c\n'

  test('find stages by name and number', () => {
    const { references } = graphOf(text)
    expect(references.map(({ kind, text: name, target }) => [kind, name, target?.index])).toEqual([
      ['from', 'a', 0],
      ['copy', 'A', 0],
      ['copy', '0', 0],
      ['copy', 'c', 2],
      ['copy', 'nginx', undefined],
      ['mount', 'a', 0],
      ['copy', 'b', 1],
    ])
  })

  test('have their places', () => {
    for (const { start, end, text: name } of graphOf(text).references) expect(text.slice(start, end)).toBe(name)
  })

  test('say what the last stage needs', () => {
    expect(
      [...graphOf('FROM x AS a\nFROM x AS b\nFROM a AS c\nFROM x\nCOPY --from=c /1 /2\n').reachable].sort(),
    ).toEqual([0, 2, 3])
  })
})

describe('variables', () => {
  /** The value of each name at the last instruction of a file. */
  const valuesOf = (text: string, names: readonly string[]) => {
    const file = parseDockerfile(text)
    const scopes = readScopes(file, readStages(file))
    const last = file.instructions[file.instructions.length - 1]
    return names.map((name) => scopes.lookup(last, name)?.value)
  }

  test.each([
    ['are set from the line on', 'FROM x\nARG A=1\nENV B=$A\nRUN x\nENV C=3\nRUN x\n', { A: '1', B: '1', C: '3' }],
    ['not before', 'FROM x\nRUN x\nENV A=1\n', { A: undefined }],
    ['of an ENV are all read before', 'FROM x\nENV A=1\nENV A=2 B=$A\nRUN x\n', { A: '2', B: '1' }],
    ['of an ARG are read one by one', 'FROM x\nARG A=1 B=$A\nRUN x\n', { A: '1', B: '1' }],
    ['come from above the first FROM', 'ARG A=1\nFROM x\nARG A\nRUN x\n', { A: '1' }],
    ['do not come by themselves', 'ARG A=1\nFROM x\nRUN x\n', { A: undefined }],
    ['are inherited, ENV and ARG alike', 'FROM x AS a\nENV A=1\nARG B=2\nFROM a\nRUN x\n', { A: '1', B: '2' }],
    ['are replaced by the later one', 'FROM x\nENV A=1\nARG A=2\nRUN x\n', { A: '2' }],
    ['stay when an ARG has no value', 'FROM x\nENV A=1\nARG A\nRUN x\n', { A: '1' }],
    ['stay when an ARG of a child has no value', 'FROM x AS a\nARG A=1\nFROM a\nARG A\nRUN x\n', { A: '1' }],
    ['lose their quotes', 'FROM x\nENV A="b c" D=e\\ f\nRUN x\n', { A: 'b c', D: 'e f' }],
  ])('%s', (_, text, expected) => {
    expect(valuesOf(text, Object.keys(expected))).toEqual(Object.values(expected))
  })

  test('are known by name', () => {
    const file = parseDockerfile('FROM x AS a\nENV A=1\nARG B\nFROM a\nARG C\nRUN x\nENV D=1\n')
    const scopes = readScopes(file, readStages(file))
    expect([...scopes.names(file.instructions[5])].sort()).toEqual(['A', 'B', 'C'])
  })

  test('are known at the end of a stage', () => {
    const file = parseDockerfile('FROM x AS a\nENV A=1\nENV A=2\n')
    const graph = readStages(file)
    expect(readScopes(file, graph).atEnd(graph.stages[0], 'A')?.value).toBe('2')
  })
})

test('the name and the value of an ARG have their places, also over several lines', () => {
  const text = 'FROM x\nARG NA\\\nME=val\\\r\nue B= C\n'
  const found = argPairs(parseDockerfile(text).instructions[1]).map(({ name, nameRange, value, valueRange }) => [
    [name, text.slice(nameRange.start, nameRange.end)],
    [value, text.slice(valueRange.start, valueRange.end)],
  ])
  expect(found).toEqual([
    [
      ['NAME', 'NA\\\nME'],
      ['value', 'val\\\r\nue'],
    ],
    [
      ['B', 'B'],
      ['', ''],
    ],
    [
      ['C', 'C'],
      ['', ''],
    ],
  ])
})
