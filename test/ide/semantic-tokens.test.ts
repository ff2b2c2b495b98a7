/** Semantic tokens: what each word is, in order, on one line each, without overlaps. */
import { describe, expect, it } from 'vitest'
import { semanticTokens } from '../../server/src/ide/semantic-tokens.ts'
import { marked } from './marked.ts'

/** `word:type` of each token. */
function tokens(source: string): string[] {
  const { file, text } = marked(source)
  return semanticTokens(file).map(({ start, end, type, declaration }) => {
    return `${text.slice(start, end)}:${type}${declaration ? '!' : ''}`
  })
}

describe('instructions', () => {
  it('have keywords, flags, images, stages and comments', () => {
    expect(
      tokens(
        '# syntax=docker/dockerfile:1\n# note\nFROM --platform=$BUILDPLATFORM golang:1.27 AS build\nCOPY --from=build a b\n',
      ),
    ).toEqual([
      'syntax:macro',
      'docker/dockerfile:1:string',
      '# note:comment',
      'FROM:keyword',
      '--platform:parameter',
      '$BUILDPLATFORM:variable',
      'golang:1.27:type',
      'AS:keyword',
      'build:namespace!',
      'COPY:keyword',
      '--from:parameter',
      'build:namespace',
    ])
  })

  it('have pairs, ports, mounts and variables inside strings', () => {
    expect(
      tokens(
        'ARG A=1\nFROM a:$A\nENV B="x ${A:-y} z" C=1\nLABEL k="v"\nEXPOSE 80 $A\nRUN --mount=type=cache,target=/x true\n',
      ),
    ).toEqual([
      'ARG:keyword',
      'A:variable!',
      'FROM:keyword',
      'a::type',
      '$A:variable',
      'ENV:keyword',
      'B:variable!',
      '"x :string',
      '${A:-y}:variable',
      ' z":string',
      'C:variable!',
      'LABEL:keyword',
      'k:property',
      '"v":string',
      'EXPOSE:keyword',
      '80:number',
      '$A:variable',
      'RUN:keyword',
      '--mount:parameter',
      'type:property',
      'target:property',
      'true:function',
    ])
  })

  it('have JSON arrays and ONBUILD', () => {
    expect(tokens('FROM a\nONBUILD CMD ["a", "b"]\nHEALTHCHECK --retries=1 CMD ["c"]\n')).toEqual([
      'FROM:keyword',
      'a:type',
      'ONBUILD:keyword',
      'CMD:keyword',
      '"a":string',
      '"b":string',
      'HEALTHCHECK:keyword',
      '--retries:parameter',
      'CMD:keyword',
      '"c":string',
    ])
  })
})

describe('the shell', () => {
  it('has commands, flags, strings, operators, keywords and variables', () => {
    expect(
      tokens(
        'FROM a\nRUN if [ -f x ]; then apt-get install -y "c$X" > /dev/null && echo $(date -u) || true; fi\n',
      ).slice(2),
    ).toEqual([
      'RUN:keyword',
      'if:keyword',
      '[:function',
      '-f:parameter',
      ';:operator',
      'then:keyword',
      'apt-get:function',
      '-y:parameter',
      '"c:string',
      '$X:variable',
      '":string',
      '>:operator',
      '&&:operator',
      'echo:function',
      'date:function',
      '-u:parameter',
      '||:operator',
      'true:function',
      ';:operator',
      'fi:keyword',
    ])
  })

  it('goes over continued lines, with comments between', () => {
    expect(tokens('FROM a\nRUN echo "one \\\n  # note\n  two" && \\\n  ls -l\n').slice(2)).toEqual([
      'RUN:keyword',
      'echo:function',
      '"one \\:string',
      '# note:comment',
      'two":string',
      '&&:operator',
      'ls:function',
      '-l:parameter',
    ])
  })

  it('is found in heredocs; the text of COPY is a string', () => {
    expect(tokens('FROM a\nRUN <<EOF\nset -e # x\nls\nEOF\nCOPY <<EOF /a\nhello $X\nEOF\n').slice(2)).toEqual([
      'RUN:keyword',
      '<<EOF:operator',
      'set:function',
      '-e:parameter',
      '# x:comment',
      'ls:function',
      'EOF:operator',
      'COPY:keyword',
      '<<EOF:operator',
      'hello :string',
      '$X:variable',
      'EOF:operator',
    ])
  })

  it('is left alone where it is none of POSIX', () => {
    expect(tokens('FROM mcr.microsoft.com/windows/servercore:ltsc2025\nRUN dir $x && echo "y"\n').slice(2)).toEqual([
      'RUN:keyword',
    ])
  })
})

it('never overlaps and never goes over a line', () => {
  const { file, text } = marked(
    'FROM a\nRUN echo "a $(echo "b ${X:-$(ls "c")}")" \'d\n e\' <<EOF\n$X\nEOF\nCOPY <<A <<-B /\nx ${Y}\nA\n\tz\n\tB\n',
  )
  let end = 0
  for (const token of semanticTokens(file)) {
    expect(token.start).toBeGreaterThanOrEqual(end)
    expect(token.end).toBeGreaterThan(token.start)
    expect(text.slice(token.start, token.end)).not.toContain('\n')
    end = token.end
  }
})
