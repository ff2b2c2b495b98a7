/** Suppression comments: where they are put, that they silence, and that unused ones are found and removed. */
import { describe, expect, it } from 'vitest'
import { ignoreInFile, ignoreOnLine, unusedSuppressionProblems } from '../../server/src/ide/suppress.ts'
import { applyEdits } from '../../server/src/lint/edits.ts'
import { checkFix } from '../../server/src/lint/fix.ts'
import { lint } from '../../server/src/lint/lint.ts'
import type { Edit, Rule } from '../../server/src/lint/rule.ts'
import { parseDockerfile } from '../../server/src/syntax/parse.ts'

const rule: Rule = {
  id: 'no-curl',
  aliases: ['DL9001'],
  family: 'packages',
  severity: 'warning',
  docs: { summary: '', why: '', bad: '', good: '' },
  check(file, report) {
    for (const match of file.text.matchAll(/(?<!no-)curl/g)) {
      report({ range: { start: match.index, end: match.index + 4 }, message: 'curl' })
    }
  },
}
const off: Rule = { ...rule, id: 'no-wget', aliases: [], severity: 'off' }
const today = '2026-01-01'

function apply(text: string, edit: Edit | undefined): string {
  return applyEdits(text, edit ? [edit] : []) ?? text
}

const places: Record<string, [before: string, after: string]> = {
  'above the instruction': ['FROM a\nRUN curl\n', 'FROM a\n# dockerfile-coach ignore=no-curl\nRUN curl\n'],
  'above continued lines, never in them': [
    'FROM a\nRUN x && \\\n  # why\n  curl\n',
    'FROM a\n# dockerfile-coach ignore=no-curl\nRUN x && \\\n  # why\n  curl\n',
  ],
  'above a heredoc': ['FROM a\nRUN <<E\ncurl\nE\n', 'FROM a\n# dockerfile-coach ignore=no-curl\nRUN <<E\ncurl\nE\n'],
  'behind the directives': [
    '# syntax=docker/dockerfile:1\n# escape=`\nFROM curl\n',
    '# syntax=docker/dockerfile:1\n# escape=`\n# dockerfile-coach ignore=no-curl\nFROM curl\n',
  ],
  'behind a byte order mark': ['\ufeffFROM curl\n', '\ufeff# dockerfile-coach ignore=no-curl\nFROM curl\n'],
  'with the line ends and the indentation of the file': [
    'FROM a\r\n  RUN curl\r\n',
    'FROM a\r\n  # dockerfile-coach ignore=no-curl\r\n  RUN curl\r\n',
  ],
  'in an existing comment, in front of its reason': [
    'FROM a\n# dockerfile-coach ignore=x,y because\n# more\nRUN curl\n',
    'FROM a\n# dockerfile-coach ignore=x,y,no-curl because\n# more\nRUN curl\n',
  ],
  'beside a comment of another tool': [
    'FROM a\n# hadolint ignore=DL1\nRUN curl\n',
    'FROM a\n# hadolint ignore=DL1\n# dockerfile-coach ignore=no-curl\nRUN curl\n',
  ],
}

describe('ignore on this line', () => {
  it.each(Object.entries(places))('puts the comment %s', (_, [before, after]) => {
    const edit = ignoreOnLine(parseDockerfile(before), before.indexOf('curl'), rule.id)
    expect(apply(before, edit)).toBe(after)
    expect(lint({ text: after, today }, [rule]).problems).toEqual([])
  })

  it('has nothing to offer where there is no instruction', () => {
    expect(ignoreOnLine(parseDockerfile('# curl\nFROM a\n'), 2, rule.id)).toBeUndefined()
  })
})

describe('ignore in this file', () => {
  it.each([
    ['FROM curl\n', '# dockerfile-coach ignore-file=no-curl\nFROM curl\n'],
    ['# licence\nFROM curl\n', '# dockerfile-coach ignore-file=no-curl\n# licence\nFROM curl\n'],
    [
      '\ufeff# check=skip=X\r\n\r\nFROM curl\r\n',
      '\ufeff# check=skip=X\r\n# dockerfile-coach ignore-file=no-curl\r\n\r\nFROM curl\r\n',
    ],
    [
      '# escape=`\nFROM a\n# dockerfile-coach ignore-file=x why\nRUN curl',
      '# escape=`\nFROM a\n# dockerfile-coach ignore-file=x,no-curl why\nRUN curl',
    ],
  ])('%j', (before, after) => {
    const tree = parseDockerfile(before)
    const text = apply(before, ignoreInFile(tree, rule.id))
    expect(text).toBe(after)
    expect(parseDockerfile(text).directives).toHaveLength(tree.directives.length)
    expect(lint({ text, today }, [rule]).problems).toEqual([])
  })
})

describe('unused suppressions', () => {
  const unused = (text: string) => {
    const result = lint({ text, today }, [rule, off])
    const problems = unusedSuppressionProblems(result.file, result.unusedSuppressions, {
      ran: [rule],
      all: [rule, off],
    })
    return { result, problems }
  }
  it.each([
    ['FROM a\n# dockerfile-coach ignore=no-curl\nRUN x\n', 'FROM a\nRUN x\n'],
    [
      'FROM a\n# dockerfile-coach ignore=no-wget,DL9001 why\nRUN x\n',
      'FROM a\n# dockerfile-coach ignore=no-wget why\nRUN x\n',
    ],
    ['FROM a\nRUN x \\\n  # hadolint ignore=DL9001\n  y\n', 'FROM a\nRUN x \\\n  y\n'],
    ['\ufeff# dockerfile-coach ignore-file=no-crul\r\nFROM a\r\nRUN curl\r\n', '\ufeffFROM a\r\nRUN curl\r\n'],
    ['FROM a\n# dockerfile-coach ignore=no-curl', 'FROM a\n'],
  ])('%j', (before, after) => {
    const { result, problems } = unused(before)
    expect(problems).toHaveLength(1)
    expect(checkFix(result.file, problems[0]!.fixes![0]!, { text: before, today })).toEqual({
      text: after,
      failure: undefined,
    })
    expect(unused(after).problems).toEqual([])
  })

  it.each([
    'FROM a\n# dockerfile-coach ignore=no-curl\nRUN curl\n',
    'FROM a\n# dockerfile-coach ignore=no-wget\nRUN x\n',
    'FROM a\n# hadolint ignore=DL3008,SC2086\nRUN x\n',
    'FROM a\n# dockerfile-coach ignore=SC2086\nRUN x\n',
  ])('holds nothing against %j', (text) => {
    expect(unused(text).problems).toEqual([])
  })

  it('says which name was meant', () => {
    expect(unused('# dockerfile-coach ignore-file=no-crul\nFROM a\n').problems[0]!.message).toBe(
      'there is no rule `no-crul`; did you mean `no-curl`?',
    )
  })
})
