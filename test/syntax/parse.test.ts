/** How a file is cut into directives, comments and instructions. */
import { describe, expect, test } from 'vitest'
import { lineAt, lineEnd, maxLineBytes, parseDockerfile } from '../../server/src/syntax/parse.ts'
import type { Dockerfile } from '../../server/src/syntax/tree.ts'

/** Keyword, first and last line (from 1), and body of each instruction. */
function outline(text: string): readonly (readonly [string, number, number, string])[] {
  return parseDockerfile(text).instructions.map(
    ({ keyword, line, endLine, source, bodyStart, bodyEnd }) =>
      [keyword, line + 1, endLine + 1, source.text.slice(bodyStart, bodyEnd)] as const,
  )
}

function codes(text: string): readonly string[] {
  return parseDockerfile(text).errors.map(({ code }) => code)
}

describe('directives', () => {
  const read = (text: string): readonly string[] =>
    parseDockerfile(text).directives.map(({ name, value }) => `${name}=${value}`)

  test('open the file, in any case and with blanks', () => {
    expect(read('#syntax=a\n# ESCAPE = `\n#\tcheck=skip=all \nFROM x\n')).toEqual([
      'syntax=a',
      'escape=`',
      'check=skip=all',
    ])
  })

  test.each([
    ['a comment', '# hello\n# escape=`\n'],
    ['a blank line', '\n# escape=`\n'],
    ['an unknown name', '# other=1\n# escape=`\n'],
    ['an instruction', 'FROM x\n# escape=`\n'],
    ['an empty value', '# escape=\n# escape=`\n'],
  ])('end at %s', (_, text) => {
    expect(read(text)).toEqual([])
    expect(parseDockerfile(text).escape).toBe('\\')
  })

  test('behind a byte order mark', () => {
    const file = parseDockerfile('\ufeff# escape=`\nFROM x\n')
    expect(file.escape).toBe('`')
    expect(file.directives[0].start).toBe(1)
  })

  test('twice, and with another character, are errors', () => {
    expect(codes('# check=a\n# check=b\nFROM x\n')).toEqual(['duplicate-directive'])
    expect(codes('# escape=x\nFROM x\n')).toEqual(['invalid-escape'])
    expect(parseDockerfile('# escape=x\nFROM x\n').errors[0].line).toBe(0)
  })

  test('the escape character continues lines', () => {
    expect(outline('# escape=`\nFROM a `\n  AS b\nRUN c:\\\n')).toEqual([
      ['FROM', 2, 3, 'a   AS b'],
      ['RUN', 4, 4, 'c:\\'],
    ])
  })
})

describe('comments', () => {
  test('stand on lines of their own, also between continued ones', () => {
    const file = parseDockerfile('# a\nFROM x\n  #b\nRUN a \\\n  # c\n  b # d\n')
    expect(file.comments.map(({ line, text }) => [line, text])).toEqual([
      [0, 'a'],
      [2, 'b'],
      [4, 'c'],
    ])
    expect(file.instructions[1].comments.map(({ text }) => text)).toEqual(['c'])
    expect(file.instructions[1].words[0].text).toBe('a   b # d')
  })
})

describe('continuations', () => {
  test('join lines without anything between them', () => {
    expect(outline('RUN a\\\nb \\  \n  c\n')).toEqual([['RUN', 1, 3, 'ab   c']])
  })

  test('a doubled character does not continue', () => {
    expect(outline('RUN a\\\\\nCMD b\n')).toEqual([
      ['RUN', 1, 1, 'a\\\\'],
      ['CMD', 2, 2, 'b'],
    ])
  })

  test('blank lines are stepped over and remembered', () => {
    const [run] = parseDockerfile('RUN a \\\n\n  \n  b\n').instructions
    expect(run.emptyContinuationLines).toEqual([1, 2])
    expect(run.endLine).toBe(3)
  })

  test('run to the end of the file', () => {
    expect(outline('RUN a \\\n\n')).toEqual([['RUN', 1, 2, 'a']])
    expect(outline('RUN a \\')).toEqual([['RUN', 1, 1, 'a']])
  })

  test('may split a keyword', () => {
    expect(outline('RU\\\nN a\n')).toEqual([['RUN', 1, 2, 'a']])
    expect(outline('\\\nRUN a\n')).toEqual([['RUN', 1, 2, 'a']])
  })

  test('places map back to the file', () => {
    const text = 'ENV A=1 \\\n  # note\n  BC=2\n'
    const [env] = parseDockerfile(text).instructions
    expect(env.pairs.map((pair) => text.slice(pair.start, pair.end))).toEqual(['A=1', 'BC=2'])
    expect(text.slice(env.pairs[1].valueRange.start, env.pairs[1].valueRange.end)).toBe('2')
  })
})

describe('line ends', () => {
  test('CRLF gives the same instructions', () => {
    const text = '# escape=`\nFROM a `\n  AS b\n\nRUN <<EOF\nx\nEOF\n'
    expect(outline(text.replaceAll('\n', '\r\n'))).toEqual(outline(text))
  })

  test('a lone carriage return is a blank', () => {
    expect(outline('FROM a\rRUN b\n')).toEqual([['FROM', 1, 1, 'a\rRUN b']])
  })

  test('NUL and unpaired surrogates are characters', () => {
    expect(outline('RUN a\0b \ud83d\n')).toEqual([['RUN', 1, 1, 'a\0b \ud83d']])
  })

  test('lines are found by offset', () => {
    const file = parseDockerfile('FROM a\r\nRUN b\n\nCMD c')
    expect([0, 6, 7, 8, 13, 14, 15, 19].map((offset) => lineAt(file, offset))).toEqual([0, 0, 0, 1, 1, 2, 3, 3])
    expect([0, 1, 2, 3].map((line) => lineEnd(file, line))).toEqual([6, 13, 14, 20])
  })
})

describe('what is refused', () => {
  test('nothing at all, and comments alone', () => {
    expect(codes('')).toEqual(['empty-file'])
    expect(codes('# a\n\n')).toEqual(['no-instructions'])
  })

  test('a line that is too long, counted in bytes', () => {
    const line = (bytes: number): string => `RUN ${'é'.repeat((bytes - 4) / 2)}\n`
    expect(codes(line(maxLineBytes - 1))).toEqual([])
    expect(codes(line(maxLineBytes + 1))).toEqual(['line-too-long'])
  })

  test('errors come in file order', () => {
    const { errors } = parseDockerfile('FROM a\nENV A\nCMD [1]\nRUN <<X\n')
    expect(errors.map(({ code, line }) => [code, line])).toEqual([
      ['two-arguments', 1],
      ['nested-json', 2],
      ['unterminated-heredoc', 3],
    ])
  })
})

describe('heredocs', () => {
  const heredocs = (text: string) => {
    const file: Dockerfile = parseDockerfile(text)
    return file.instructions.flatMap((instruction) =>
      instruction.heredocs.map(({ name, expand, chomp, fileDescriptor, body, terminated }) => ({
        name,
        expand,
        chomp,
        fileDescriptor,
        body: text.slice(body.start, body.end),
        terminated,
      })),
    )
  }
  const plain = { expand: true, chomp: false, fileDescriptor: 0, terminated: true }

  test('one, with instructions behind it', () => {
    const text = 'RUN <<EOF\necho\n\nCMD x\nEOF\nCMD y\n'
    expect(heredocs(text)).toEqual([{ ...plain, name: 'EOF', body: 'echo\n\nCMD x\n' }])
    expect(outline(text)).toEqual([
      ['RUN', 1, 5, '<<EOF'],
      ['CMD', 6, 6, 'y'],
    ])
  })

  test('quoted, with tabs, and with a descriptor', () => {
    expect(heredocs('RUN cat <<"A B" 3<<-\'E\'\nA B\n\tx\n\tE\n')).toEqual([
      { ...plain, name: 'A B', expand: false, body: '' },
      { ...plain, name: 'E', expand: false, chomp: true, fileDescriptor: 3, body: '\tx\n' },
    ])
  })

  test('several files', () => {
    expect(heredocs('COPY <<a <<b /x/\n1\na\n2\nb\n').map(({ name, body }) => [name, body])).toEqual([
      ['a', '1\n'],
      ['b', '2\n'],
    ])
  })

  test('with the name in a word of its own', () => {
    expect(heredocs('RUN << EOF\nx\nEOF\n').map(({ name }) => name)).toEqual(['EOF'])
  })

  test('behind ONBUILD', () => {
    const file = parseDockerfile('ONBUILD COPY <<EOF /x\n1\nEOF\n')
    expect(file.instructions[0].endLine).toBe(2)
    expect(file.instructions[0].onbuild?.heredocs).toHaveLength(1)
  })

  test('never ended', () => {
    expect(heredocs('RUN <<EOF\nx\n EOF\n')).toEqual([{ ...plain, name: 'EOF', body: 'x\n EOF\n', terminated: false }])
  })

  test.each([
    ['another instruction', 'CMD <<EOF\n'],
    ['quotes', "RUN echo '<<EOF'\n"],
    ['a here-string', 'RUN cat <<<EOF\n'],
    ['a word in front', 'RUN cat<<EOF\n'],
    ['an open quote', "RUN don't <<EOF\n"],
    ['an array', 'RUN ["cat", "<<EOF"]\n'],
  ])('not in %s', (_, text) => expect(heredocs(text)).toEqual([]))
})
