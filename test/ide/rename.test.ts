/** Renaming: every place gets the name, or none does and one is told why. */
import { describe, expect, it } from 'vitest'
import { rename, renameTarget } from '../../server/src/ide/rename.ts'
import { applyEdits } from '../../server/src/lint/edits.ts'
import { marked } from './marked.ts'

/** The renamed text, or the refusal. */
function renamed(source: string, name: string): string | undefined {
  const { file, cursor, text } = marked(source)
  const result = rename(file, cursor, name)
  return 'refusal' in result ? result.refusal : applyEdits(text, result.edits)
}

describe('stages', () => {
  it('get their name everywhere, and keep their numbers', () => {
    expect(
      renamed(
        'FROM a AS build‸er\nFROM builder\nCOPY --from=builder / /\nCOPY --from=0 / /\nRUN --mount=from=Builder,target=/x true\n',
        'deps',
      ),
    ).toBe('FROM a AS deps\nFROM deps\nCOPY --from=deps / /\nCOPY --from=0 / /\nRUN --mount=from=deps,target=/x true\n')
  })

  it('without a name get none', () => {
    expect(renamed('FROM a\nFROM b\nCOPY --from=‸0 / /\n', 'x')).toMatch(/has no name/)
  })

  it('keep their name when a variable holds it', () => {
    expect(renamed('ARG BASE=one\nFROM a AS o‸ne\nFROM $BASE\n', 'two')).toMatch(/variable holds/)
  })

  it('take no name that is taken, reserved or none', () => {
    const source = 'FROM a AS o‸ne\nFROM b AS two\n'
    expect(renamed(source, 'TWO')).toMatch(/already/)
    expect(renamed(source, 'scratch')).toMatch(/reserved/)
    expect(renamed(source, 'a b')).toMatch(/begins with a letter/)
    expect(renamed(source, 'One')).toBe('FROM a AS One\nFROM b AS two\n')
  })
})

describe('variables', () => {
  it('get their name in all their scopes, in builder and shell', () => {
    expect(
      renamed(
        'ARG TA‸G=3\nFROM a:$TAG\nARG TAG\nENV X=${TAG:-1}\nRUN echo "${TAG}" $TAG\nFROM b\nRUN echo $TAG\n',
        'RELEASE',
      ),
    ).toBe(
      'ARG RELEASE=3\nFROM a:$RELEASE\nARG RELEASE\nENV X=${RELEASE:-1}\nRUN echo "${RELEASE}" $RELEASE\nFROM b\nRUN echo $TAG\n',
    )
  })

  it('may be renamed at any use', () => {
    expect(renamed('FROM a\nENV A=1 B=2\nRUN echo $‸B\n', 'C')).toBe('FROM a\nENV A=1 C=2\nRUN echo $C\n')
  })

  it('that the file does not set stay', () => {
    expect(renamed('FROM a\nRUN echo $HO‸ME\n', 'X')).toMatch(/No ARG or ENV/)
    expect(renamed('FROM a\nARG TARGET‸ARCH\n', 'X')).toMatch(/builder itself/)
  })

  it('take no name that is taken or none', () => {
    expect(renamed('FROM a\nARG A=‸1\nARG B=2\n', 'B')).toMatch(/no stage or variable|already/)
    expect(renamed('FROM a\nARG ‸A=1\nARG B=2\n', 'B')).toMatch(/already/)
    expect(renamed('FROM a\nARG ‸A=1\n', '1A')).toMatch(/no digit/)
    expect(renamed('FROM a\nARG ‸A=1\n', 'HTTP_PROXY')).toMatch(/builder itself/)
  })

  it('take no name that a use would make longer', () => {
    expect(renamed('FROM a\nARG ‸A=1\nENV B=x$A.y\n', 'LONG')).toBe('FROM a\nARG LONG=1\nENV B=x$LONG.y\n')
  })

  it('take no name that the shell already has a use for', () => {
    expect(renamed('FROM a\nARG ‸A=1\nRUN echo $A $B\n', 'B')).toMatch(/something else/)
  })
})

describe('the target', () => {
  it('is the name at the cursor', () => {
    const { file, cursor, ranges } = marked('FROM a\nARG A=1\nENV B=${⟦A⟧‸:-2}\n')
    expect(renameTarget(file, cursor)).toEqual({ range: ranges[0], name: 'A' })
  })

  it('is nothing on other words', () => {
    const { file, cursor } = marked('FROM a\nRUN ec‸ho x\n')
    expect(renameTarget(file, cursor)).toHaveProperty('refusal')
  })
})
