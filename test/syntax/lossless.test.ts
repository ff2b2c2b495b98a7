/** Tokens give back the text, and the work grows with the text. */
import { describe, expect, test } from 'vitest'
import { toAst } from '../../server/src/syntax/ast.ts'
import { parseDockerfile } from '../../server/src/syntax/parse.ts'
import { readScopes } from '../../server/src/syntax/scope.ts'
import { readStages } from '../../server/src/syntax/stages.ts'
import { tokens } from '../../server/src/syntax/tokens.ts'
import { countedWork } from './counted-work.ts'
import { losslessFailure } from './lossless.ts'
import { mutations } from './mutate.ts'

const samples = [
  '\ufeff# escape=`\r\n# a\r\nFROM  x `\r\n  # b\r\n\r\n  AS y\r\nRUN <<EOF\r\necho\r\nEOF\r\n',
  'FROM x\nRUN --mount=type=cache,target=/c \\\n  a && \\\n# c\n  b\n\nHEALTHCHECK --interval=5s CMD ["a", "b"]\n',
  'ARG A="b c"\nFROM $A AS b\nONBUILD ENV C=d \\\n  E="f"\nLABEL a b\\\n c\nCOPY <<A <<B /x/\n1\nA\n2\nB\n',
  'RU\\\nN x\n\\\n\nCMD',
]

describe('tokens', () => {
  test.each(samples.map((text) => [JSON.stringify(text).slice(0, 50), text]))('of %s give back the text', (_, text) => {
    expect(losslessFailure(text)).toBeUndefined()
  })

  test('say what they are', () => {
    const text = samples[0]
    expect(tokens(parseDockerfile(text)).map(({ kind, start, end }) => [kind, text.slice(start, end)])).toEqual([
      ['bom', '\ufeff'],
      ['directive', '# escape=`'],
      ['newline', '\r\n'],
      ['comment', '# a'],
      ['newline', '\r\n'],
      ['keyword', 'FROM'],
      ['blank', '  '],
      ['argument', 'x'],
      ['blank', ' '],
      ['continuation', '`'],
      ['newline', '\r\n'],
      ['blank', '  '],
      ['comment', '# b'],
      ['newline', '\r\n'],
      ['newline', '\r\n'],
      ['blank', '  '],
      ['argument', 'AS'],
      ['blank', ' '],
      ['argument', 'y'],
      ['newline', '\r\n'],
      ['keyword', 'RUN'],
      ['blank', ' '],
      ['argument', '<<EOF'],
      ['newline', '\r\n'],
      ['heredoc-body', 'echo\r\n'],
      ['heredoc-terminator', 'EOF'],
      ['newline', '\r\n'],
    ])
  })

  test('of damaged samples give back the text', () => {
    for (const text of mutations(samples, 3000)) {
      const failure = losslessFailure(text)
      if (failure) expect.fail(`${failure}\n${JSON.stringify(text)}`)
    }
  })
})

/** Texts of any size in which something could be looked at again and again. */
const shapes: Readonly<Record<string, (size: number) => string>> = {
  'short instructions': (size) => 'RUN a\n'.repeat(size),
  'one long line': (size) => `FROM x\nRUN ${'a && '.repeat(size)}b\n`,
  'words of a copy': (size) => `COPY ${'a '.repeat(size)}/b/\n`,
  'continued lines': (size) => `RUN ${'a \\\n'.repeat(size)}b\n`,
  'blank and comment lines between': (size) => `RUN ${'a \\\n\n# c\n'.repeat(size)}b\n`,
  pairs: (size) => `ENV ${'A=b '.repeat(size)}\n`,
  'pairs that look alike': (size) =>
    `ENV ${Array.from({ length: size }, (_, i) => `A${1000 + i}=A${1000 + i}`).join(' ')}\n`,
  'pairs over lines': (size) => `ENV ${'A=b \\\n'.repeat(size)}C=d\n`,
  variables: (size) => `ENV A="${'$B '.repeat(size)}"\n`,
  'open braces': (size) => `ENV A=${'$'.repeat(size)}{\n`,
  'a long array': (size) => `CMD [${'"a", '.repeat(size)}"b"]\n`,
  'an array that is none': (size) => `CMD [${'"a", '.repeat(size)}]\n`,
  flags: (size) => `COPY ${'--exclude=a '.repeat(size)}b c\n`,
  'mount options': (size) => `RUN --mount=${'a=b,'.repeat(size)} c\n`,
  'heredocs of one instruction': (size) => `COPY ${'<<E '.repeat(size)}/x/\n${'E\n'.repeat(size)}`,
  'lines of a heredoc': (size) => `RUN <<E\n${'a\n'.repeat(size)}E\n`,
  'open heredocs': (size) => 'RUN <<E\n'.repeat(size),
  'open quotes': (size) => `RUN ${'"a <<E '.repeat(size)}\n`,
  comments: (size) => '# a\n'.repeat(size),
  stages: (size) =>
    Array.from({ length: size }, (_, i) => `FROM x AS s${1000 + i}\nCOPY --from=s${999 + i} a b\n`).join(''),
  'variables of one stage': (size) =>
    `FROM x\n${Array.from({ length: size }, (_, i) => `ENV A${1000 + i}=$A${999 + i}\n`).join('')}`,
}

describe('the work is linear', () => {
  test.each(Object.entries(shapes))('%s', (_, shape) => {
    const work = (size: number): number =>
      countedWork(() => {
        const file = parseDockerfile(shape(size))
        tokens(file)
        toAst(file)
        readScopes(file, readStages(file))
      })
    const once = work(600)
    const twice = work(1200)
    expect(once).toBeGreaterThan(500)
    expect(twice / once).toBeLessThan(2.2)
  })
})
