/** Stages and variables with all their places; the cursor `‸` says which one, the brackets what belongs to it. */
import { describe, expect, it } from 'vitest'
import { symbolAt } from '../../server/src/ide/symbols.ts'
import { marked, withMarks } from './marked.ts'

/** The text with all occurrences marked. */
function occurrences(source: string): string | undefined {
  const { file, text, cursor } = marked(source)
  const symbol = symbolAt(file, cursor)
  return symbol && withMarks(text, symbol.occurrences)
}

function definitions(source: string): string | undefined {
  const { file, text, cursor } = marked(source)
  const symbol = symbolAt(file, cursor)
  return symbol && withMarks(text, symbol.definitions)
}

function unmarked(source: string): string {
  return source.replace(/[⟦⟧]/g, '')
}

/** The occurrences are those marked, from whichever of them the cursor asks. */
function expectOccurrences(source: string): void {
  const { text, ranges } = marked(source)
  for (const { start } of ranges) {
    expect(occurrences(`${text.slice(0, start)}‸${text.slice(start)}`), `from offset ${start}`).toBe(source)
  }
}

describe('stages', () => {
  it('are named by AS, FROM, --from, mounts and numbers, in any case', () => {
    expectOccurrences(
      'FROM golang:1.27 AS ⟦Build⟧\nFROM ⟦build⟧ AS test\nFROM scratch\nCOPY --from=⟦BUILD⟧ /a /a\nCOPY --link --from=⟦0⟧ /b /b\n' +
        'RUN --mount=type=bind,from=⟦build⟧,target=/src true\nONBUILD COPY --from=⟦build⟧ /c /c\n',
    )
  })

  it('have the last of two equal names', () => {
    const source = 'FROM a AS one\nFROM b AS ⟦one⟧\nFROM c\nCOPY --from=⟦o‸ne⟧ / /\n'
    expect(occurrences(unmarked(source))).toBe(source.replace('‸', ''))
  })

  it('without a name are found at their FROM', () => {
    expect(definitions('FROM a\nFROM b\nCOPY --from=‸0 / /\n')).toBe('⟦FROM⟧ a\nFROM b\nCOPY --from=0 / /\n')
  })

  it('are not images', () => {
    expect(occurrences('FROM a AS b\nFROM c\nCOPY --from=‸ngin /x /x\n')).toBeUndefined()
  })
})

describe('variables', () => {
  it('are used by the builder and by the shell', () => {
    expectOccurrences(
      'FROM debian\nARG ⟦VERSION⟧=1\nENV A=$⟦VERSION⟧ B="${⟦VERSION⟧:-2}"\nWORKDIR /app/$⟦VERSION⟧\n' +
        'RUN echo "$⟦VERSION⟧" && \\\n    # a comment\n    curl -o x https://example.com/${⟦VERSION⟧%.*}/x\nCOPY ["$⟦VERSION⟧", "/x"]\n' +
        'LABEL version="$⟦VERSION⟧" raw=\'$VERSION\' escaped=\\$VERSION\n',
    )
  })

  it('above FROM are shared with the stages that repeat them, and with no other', () => {
    expectOccurrences('ARG ⟦TAG⟧=3\nFROM a:$⟦TAG⟧ AS x\nARG ⟦TAG⟧\nRUN echo $⟦TAG⟧\nFROM b:${⟦TAG⟧}\nRUN echo $TAG\n')
    expectOccurrences('ARG TAG=3\nFROM b:$TAG\nRUN echo $⟦TAG⟧ ${⟦TAG⟧}\n')
  })

  it('belong to their stage', () => {
    expectOccurrences('FROM a\nARG ⟦X⟧=1\nRUN echo $⟦X⟧\nFROM b\nARG X=2\nRUN echo $X\n')
    expectOccurrences('FROM a\nARG X=1\nRUN echo $X\nFROM b\nARG ⟦X⟧=2\nRUN echo $⟦X⟧\n')
  })

  it('reach the stages that are built on theirs', () => {
    expectOccurrences('FROM a AS x\nENV ⟦P⟧=1\nFROM x\nRUN echo $⟦P⟧\nENV ⟦P⟧=$⟦P⟧:2\n')
    expectOccurrences('FROM a AS x\nARG ⟦P⟧=1\nFROM x\nRUN echo $⟦P⟧\nFROM b\nRUN echo $P\n')
  })

  it('have the definition that counts at the use', () => {
    expect(definitions('FROM a\nENV X=1\nRUN echo $X\nENV X=2\nRUN echo $‸X\n')).toBe(
      'FROM a\nENV X=1\nRUN echo $X\nENV ⟦X⟧=2\nRUN echo $X\n',
    )
    expect(definitions('FROM a\nARG A=1 B=${‸A}\n')).toBe('FROM a\nARG ⟦A⟧=1 B=${A}\n')
    expect(definitions('ARG A=1\nFROM a:‸$A\n')).toBe('ARG ⟦A⟧=1\nFROM a:$A\n')
  })

  it('are replaced in the heredocs of COPY whose name is not quoted, and read by the shell in those of RUN', () => {
    expectOccurrences(
      'FROM a\nARG ⟦X⟧=1\nCOPY <<EOF /a\nvalue "$⟦X⟧" \'${⟦X⟧}\' \\$X\nEOF\nCOPY <<"EOF" /b\n$X\nEOF\nRUN <<EOF\necho $⟦X⟧\nEOF\n',
    )
  })

  it('nest in defaults', () => {
    expectOccurrences('FROM a\nARG ⟦X⟧=1\nARG Y=${Z:-${⟦X⟧}}\n')
  })

  it('are set and read in the shell under the same name', () => {
    expectOccurrences('FROM a\nARG ⟦X⟧=1\nRUN ⟦X⟧=${⟦X⟧:-2}; for y in $⟦X⟧; do echo "$y"; done\n')
  })

  it('are nothing where their shell is not one of POSIX', () => {
    expect(occurrences('FROM mcr.microsoft.com/windows/servercore:ltsc2025\nARG X=1\nRUN echo $‸X\n')).toBeUndefined()
  })
})
