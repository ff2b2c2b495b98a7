/** Variables, quotes and escapes as BuildKit expands them; the values are what a real build gave. */
import { describe, expect, test } from 'vitest'
import { type ExpandOptions, expandWord, lexWords, variableReferences } from '../../server/src/syntax/expand.ts'

const variables: Readonly<Record<string, string>> = { A: 'a', EMPTY: '', PATH: '/bin:/usr/bin', FILE: 'x.tar.gz' }

function expand(text: string, options: ExpandOptions = {}) {
  return expandWord(text, (name) => (Object.hasOwn(variables, name) ? variables[name] : undefined), options)
}

describe('values', () => {
  test.each([
    ['$A', 'a'],
    ['${A}b', 'ab'],
    ['$Ab', ''],
    ['x$NONE-y', 'x-y'],
    ['\\$A', '$A'],
    ['"$A b"', 'a b'],
    ["'$A b'", '$A b'],
    ['"\\$A \\" \\x"', '$A " \\x'],
    ['a\\ b', 'a b'],
    ['$', '$'],
    ['a$', 'a$'],
    ['$1', ''],
    ['${A:-x}', 'a'],
    ['${EMPTY:-x}', 'x'],
    ['${EMPTY-x}', ''],
    ['${NONE-x}', 'x'],
    ['${A:+x}', 'x'],
    ['${EMPTY:+x}', ''],
    ['${EMPTY+x}', 'x'],
    ['${NONE:-${A}b}', 'ab'],
    ['${NONE:-"a b"}', 'a b'],
    ['${FILE%.*}', 'x.tar'],
    ['${FILE%%.*}', 'x'],
    ['${FILE#*.}', 'tar.gz'],
    ['${FILE##*.}', 'gz'],
    ['${PATH/bin/x}', '/x:/usr/bin'],
    ['${PATH//bin/x}', '/x:/usr/x'],
    ['${FILE/?.t/y.t}', 'y.tar.gz'],
    ['${A:?m}', 'a'],
  ])('%s is %s', (text, value) => {
    const expansion = expand(text)
    expect(expansion.error).toBeUndefined()
    expect(expansion.value).toBe(value)
  })

  test('with a backtick as the escape character', () => {
    expect(expand('C:\\a `$A', { escape: '`' }).value).toBe('C:\\a $A')
  })

  test('unset variables can stay as they are written', () => {
    expect(expand('$NONE ${NONE} ${NONE:-x} $A', { keepUnset: true }).value).toBe('$NONE ${NONE} x a')
  })

  test('quotes can be characters', () => {
    expect(expand('it\'s "$A"', { ignoreQuotes: true }).value).toBe('it\'s "a"')
  })
})

describe('what is refused', () => {
  test.each([
    ['"a', 'double-quote'],
    ["it's", 'single-quote'],
    ['${A', "missing '}'"],
    ['${', "missing '}'"],
    ['${}', 'bad substitution'],
    ['${:-x}', 'bad substitution'],
    ['${A^}', 'unsupported modifier (^)'],
    ['${A:0}', 'unsupported modifier (:0)'],
    ['${NONE:?why}', 'NONE: why'],
    ['${NONE?}', 'not allowed to be unset'],
    ['${A/b}', "missing '/'"],
  ])('%s: %s', (text, part) => expect(expand(text).error).toContain(part))
})

describe('references', () => {
  test('have their places, names and modifiers', () => {
    const text = 'a$A ${B:-$C} \\$D \'$E\' "${F#x}"'
    expect(variableReferences(text).map((use) => [text.slice(use.start, use.end), use.name, use.modifier])).toEqual([
      ['$A', 'A', ''],
      ['${B:-$C}', 'B', ':-'],
      ['$C', 'C', ''],
      ['${F#x}', 'F', '#'],
    ])
  })

  test('name what has no value and no default', () => {
    expect(expand('$A $X ${Y:-y} ${Z%z}').unset).toEqual(['X', 'Z'])
  })
})

test('words end at unquoted white space; quotes, escapes and variables stay where they are wanted', () => {
  expect(lexWords('a "b c" d\\ e $PATH')).toEqual(['a', 'b c', 'd e', '$PATH'])
  expect(lexWords('a "b c" d\\ e', { rawQuotes: true, rawEscapes: true })).toEqual(['a', '"b c"', 'd\\ e'])
  expect(lexWords('a "b')).toEqual([])
  expect(lexWords('')).toEqual([])
})
