/** Formatting: white space and keywords only, and never what is read. */
import { describe, expect, it } from 'vitest'
import { format, formatRange, formatTyped } from '../../server/src/ide/format.ts'
import { applyEdits } from '../../server/src/lint/edits.ts'
import { LintFile } from '../../server/src/lint/lint-file.ts'
import type { Edit } from '../../server/src/lint/rule.ts'
import { marked, today } from './marked.ts'

const spaces = { tabSize: 4, insertSpaces: true }
const tabs = { tabSize: 4, insertSpaces: false }

function applied(text: string, edits: readonly Edit[]): string {
  return applyEdits(text, edits) ?? 'overlapping edits'
}

function formatted(text: string, options = spaces): string {
  const file = new LintFile({ text, today })
  const result = applied(text, format(file, options))
  const again = new LintFile({ text: result, today })
  expect(format(again, options), 'formatting twice').toEqual([])
  return result
}

describe('instructions', () => {
  it.each([
    [
      'keywords in upper case',
      'from a as b\nrun x\nonbuild copy a b\nhealthcheck cmd x\n',
      'FROM a AS b\nRUN x\nONBUILD COPY a b\nHEALTHCHECK CMD x\n',
    ],
    [
      'one blank between words',
      'FROM   a  AS   b\nCOPY  --link   --chown=1   a  b   c/\nEXPOSE  80   443\n',
      'FROM a AS b\nCOPY --link --chown=1 a b c/\nEXPOSE 80 443\n',
    ],
    [
      'pairs',
      'FROM a\nENV  A=1   B="x  y"\nLABEL   k="v"\nARG  X=1    Y\n',
      'FROM a\nENV A=1 B="x  y"\nLABEL k="v"\nARG X=1 Y\n',
    ],
    ['the old form keeps its value', 'FROM a\nENV   A   b   c\n', 'FROM a\nENV A b   c\n'],
    [
      'JSON arrays',
      'FROM a\nCMD [ "a" ,"b","c d" ]\nSHELL   ["x","-c"]\n',
      'FROM a\nCMD ["a", "b", "c d"]\nSHELL ["x", "-c"]\n',
    ],
    ['shell text stays', "FROM a\nRUN echo   a    'b   c'\n", "FROM a\nRUN echo   a    'b   c'\n"],
    ['no indentation, no blanks at the end', '  FROM a  \n\tRUN x\t\n', 'FROM a\nRUN x\n'],
    ['unknown instructions stay', 'FROM a\nfoo   bar\n', 'FROM a\nfoo   bar\n'],
    ['mistakes stay', 'FROM a\nENV   A\n', 'FROM a\nENV   A\n'],
  ])('%s', (_, before, after) => {
    expect(formatted(before)).toBe(after)
  })
})

describe('continued lines', () => {
  it.each([
    ['are indented by one step', 'FROM a\nRUN x && \\\ny && \\\n  z\n', 'FROM a\nRUN x && \\\n    y && \\\n      z\n'],
    [
      'keep how they lie to each other',
      'FROM a\nRUN if x; then \\\n  y; \\\n    z; \\\n  fi\n',
      'FROM a\nRUN if x; then \\\n    y; \\\n      z; \\\n    fi\n',
    ],
    [
      'take comments along',
      'FROM a\nRUN x \\\n# about y\n  y \\\n      # about z\n  z\n',
      'FROM a\nRUN x \\\n    # about y\n    y \\\n    # about z\n    z\n',
    ],
    ['lose blank lines between', 'FROM a\nRUN x \\\n\n  y\n', 'FROM a\nRUN x \\\n    y\n'],
    [
      'have one blank before the backslash and none behind',
      'FROM a\nRUN x     \\   \n    y\n',
      'FROM a\nRUN x \\\n    y\n',
    ],
    [
      'stay where a string goes on',
      'FROM a\nRUN echo "a   \\\n  b" && \\\n  c\n',
      'FROM a\nRUN echo "a   \\\n  b" && \\\n    c\n',
    ],
    [
      'stay where a word goes on',
      'FROM a\nRUN apt-get ins\\\ntall x && \\\n  y\n',
      'FROM a\nRUN apt-get ins\\\ntall x && \\\n    y\n',
    ],
    ['stay in the old form of ENV', 'FROM a\nENV A b \\\n  c\n', 'FROM a\nENV A b \\\n  c\n'],
    [
      'of pairs are indented',
      'FROM a\nENV A=1 \\\n  B=2\nLABEL a="1" \\\n      b="2"\n',
      'FROM a\nENV A=1 \\\n    B=2\nLABEL a="1" \\\n    b="2"\n',
    ],
    ['stay behind a quote in a comment', "FROM a\nRUN x # it's \\\n  y\n", "FROM a\nRUN x # it's \\\n  y\n"],
    [
      'of flags are indented',
      'FROM a\nRUN --mount=type=cache,target=/x \\\n  --network=none \\\n  x\n',
      'FROM a\nRUN --mount=type=cache,target=/x \\\n    --network=none \\\n    x\n',
    ],
    [
      'of another shell stay',
      'FROM a\nSHELL ["python", "-c"]\nRUN x \\\n  y\n',
      'FROM a\nSHELL ["python", "-c"]\nRUN x \\\n  y\n',
    ],
  ])('%s', (_, before, after) => {
    expect(formatted(before)).toBe(after)
  })

  it('are indented with tabs where the editor has tabs', () => {
    expect(formatted('FROM a\nRUN x \\\n  y \\\n      z\n', tabs)).toBe('FROM a\nRUN x \\\n\ty \\\n\t\tz\n')
  })
})

describe('lines', () => {
  it.each([
    ['one blank line at most', 'FROM a\n\n\n\nRUN x\n  \n\nRUN y\n', 'FROM a\n\nRUN x\n\nRUN y\n'],
    [
      'one above a stage, with its comments',
      'FROM a\nRUN x\n# stage\n# two\nFROM b\nRUN y\nFROM c\n',
      'FROM a\nRUN x\n\n# stage\n# two\nFROM b\nRUN y\n\nFROM c\n',
    ],
    ['none forced above the first stage', '# x\nARG A\nFROM a\n', '# x\nARG A\nFROM a\n'],
    ['none at the top and at the end', '\n\nFROM a\n\n\n', 'FROM a\n'],
    ['a line break at the end', 'FROM a', 'FROM a\n'],
    ['no second one behind blanks', 'FROM a\n   ', 'FROM a\n'],
    ['comments at the margin', 'FROM a\n   # x   \nRUN y\n', 'FROM a\n# x\nRUN y\n'],
    [
      'directives in one form',
      '#syntax = docker/dockerfile:1\n#  escape=`\nFROM a\n',
      '# syntax=docker/dockerfile:1\n# escape=`\nFROM a\n',
    ],
    [
      'no comment becomes a directive',
      '\n# escape=`\nFROM a\nRUN x \\\n  y\n',
      '\n# escape=`\nFROM a\nRUN x \\\n    y\n',
    ],
    ['CRLF stays', 'from a\r\nRUN x \\\r\n y\r\nFROM b', 'FROM a\r\nRUN x \\\r\n    y\r\n\r\nFROM b\r\n'],
    ['a byte order mark stays', '\ufefffrom a\n', '\ufeffFROM a\n'],
    ['empty files stay', '', ''],
    ['files without instructions stay', '# only\n\n\n# comments', '# only\n\n\n# comments'],
  ])('%s', (_, before, after) => {
    expect(formatted(before)).toBe(after)
  })
})

describe('heredocs', () => {
  it('keep their bodies and terminators', () => {
    const body = '   x  \\\n\n\n\techo   "$Y"   \n'
    expect(formatted(`from a\nrun   <<EOF\n${body}EOF\ncopy  <<-X   /a\n${body}\tX\n`)).toBe(
      `FROM a\nRUN <<EOF\n${body}EOF\nCOPY <<-X /a\n${body}\tX\n`,
    )
  })

  it('that never end get no line break', () => {
    expect(formatted('from a\nRUN <<EOF\n  x')).toBe('FROM a\nRUN <<EOF\n  x')
  })
})

describe('a range', () => {
  it('changes its own lines only', () => {
    const { file, ranges, text } = marked('from a\nrun ⟦x \\\n y⟧\nrun z\n')
    expect(applied(text, formatRange(file, ranges[0]!, spaces))).toBe('from a\nRUN x \\\n    y\nrun z\n')
  })
})

describe('typing', () => {
  function typed(source: string): string {
    const { file, cursor, text } = marked(source)
    return applied(text, formatTyped(file, cursor, spaces))
  }

  it('a line break behind a backslash indents the next line', () => {
    expect(typed('FROM a\nRUN x && \\\n‸')).toBe('FROM a\nRUN x && \\\n    ')
    expect(typed('FROM a\nRUN x && \\\n  y && \\\n‸')).toBe('FROM a\nRUN x && \\\n  y && \\\n  ')
    expect(typed('FROM a\nRUN x && \\\n‸\nRUN z\n')).toBe('FROM a\nRUN x && \\\n    \nRUN z\n')
  })

  it('a line break behind an instruction formats it', () => {
    expect(typed('FROM a\ncopy  a   b\n‸\nrun z\n')).toBe('FROM a\nCOPY a b\n\nrun z\n')
  })

  it('nothing happens in heredocs and comments', () => {
    expect(typed('FROM a\nRUN <<EOF\n  x\n‸\nEOF\n')).toBe('FROM a\nRUN <<EOF\n  x\n\nEOF\n')
    expect(typed('from a\n# x\n‸\n')).toBe('from a\n# x\n\n')
  })
})
