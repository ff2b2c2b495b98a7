/** The fix engine: what it lets pass, and what it never does. */
import { describe, expect, test } from 'vitest'
import { insert, remove, replace } from '../../server/src/lint/edits.ts'
import { checkFix, fixAll } from '../../server/src/lint/fix.ts'
import { type LintResult, lint } from '../../server/src/lint/lint.ts'
import { LintFile, type LintInput } from '../../server/src/lint/lint-file.ts'
import type { Edit, Effect, Fix, Rule } from '../../server/src/lint/rule.ts'

const today = '2026-11-20'

function failureOf(text: string, edits: readonly Edit[], effect?: Effect): string | undefined {
  const input = { text, today }
  return checkFix(new LintFile(input), { title: 'Fix it', safety: 'safe', edits, effect }, input).failure
}

/** The edit that puts a text in the place of another one, which the file has once. */
function change(text: string, from: string, to: string): Edit {
  const start = text.indexOf(from)
  return replace({ start, end: start + from.length }, to)
}

describe('a single fix', () => {
  const text = 'FROM debian:13\n# tools\nRUN apt-get update\nCMD ["a", "b"]\n'
  const { tree } = new LintFile({ text, today })
  const [from, run, cmd] = tree.instructions

  test('that rewrites what its edits touch is right', () => {
    expect(failureOf(text, [change(text, 'update', 'update -q')])).toBeUndefined()
  })

  test('must change something, inside the file, without overlaps', () => {
    expect(failureOf(text, [])).toBe('it changes nothing')
    expect(failureOf(text, [change(text, 'update', 'update')])).toBe('it changes nothing')
    expect(failureOf(text, [insert(1_000, 'x')])).toContain('outside')
    expect(failureOf(text, [change(text, 'apt-get', 'a'), change(text, 'get update', 'b')])).toContain('overlap')
  })

  test('must not make a syntax error', () => {
    expect(failureOf(text, [change(text, 'apt-get update', '<<EOF\napt-get update')])).toContain('a syntax error')
  })

  test('must not touch what it does not declare', () => {
    const edits = [change(text, 'update', 'update -q'), change(text, 'debian:13', 'debian:12')]
    expect(failureOf(text, edits, { rewrites: [run] })).toContain('changes `FROM debian:13`')
    expect(failureOf(text, edits, { rewrites: [run, from] })).toBeUndefined()
  })

  test('must have the number of instructions that it declares', () => {
    const edit = insert(run.start, 'USER root\n')
    expect(failureOf(text, [edit], { rewrites: [run] })).toContain('leaves 4')
    expect(failureOf(text, [edit], { inserts: 1 })).toBeUndefined()
    expect(failureOf(text, [remove({ start: cmd.start, end: text.length })], { removes: [cmd] })).toBeUndefined()
  })

  test('must find again what it moves', () => {
    const gone = remove({ start: cmd.start, end: text.length })
    expect(failureOf(text, [gone, insert(run.start, 'CMD ["a", "b"]\n')], { moves: [cmd] })).toBeUndefined()
    expect(failureOf(text, [gone, insert(run.start, 'CMD ["a", "c"]\n')], { moves: [cmd] })).toContain('was to move')
  })

  test('must keep comments, unless it declares them', () => {
    const edit = change(text, '# tools\n', '')
    expect(failureOf(text, [edit])).toBe('it loses the comment `# tools`')
    expect(failureOf(text, [edit], { comments: [text.indexOf('# tools')] })).toBeUndefined()
  })

  test('must keep directives and the escape character', () => {
    const directed = '# syntax=docker/dockerfile:1\n# escape=`\nFROM debian:13\n'
    expect(failureOf(directed, [change(directed, '# syntax=docker/dockerfile:1\n', '')])).toContain('`syntax`')
    expect(failureOf(directed, [change(directed, '# escape=`\n', '')])).toContain('escape character')
  })

  test('must keep arrays', () => {
    expect(failureOf(text, [change(text, '"a"', 'a')])).toBe('it breaks a JSON array')
  })

  test('must keep line ends and the byte order mark', () => {
    const windows = `\ufeff${text.replaceAll('\n', '\r\n')}`
    expect(failureOf(windows, [insert(windows.indexOf('RUN'), 'USER root\n')], { inserts: 1 })).toContain('line ends')
    expect(failureOf(windows, [insert(windows.indexOf('RUN'), 'USER root\r\n')], { inserts: 1 })).toBeUndefined()
    expect(failureOf(windows, [remove({ start: 0, end: 1 })])).toContain('byte order mark')
    expect(failureOf(text, [insert(text.indexOf('RUN'), 'USER root\r\n')], { inserts: 1 })).toContain('line ends')
    // A file of one line has no line ends to keep.
    expect(failureOf('FROM debian:13', [insert(14, '\r\nUSER 1')], { inserts: 1 })).toBeUndefined()
  })
})

/** Flags each word `bad`; the fix is given. */
function ruleWith(fixOf: (start: number) => Fix | undefined): Rule {
  return {
    id: 'bad-word',
    family: 'layers',
    severity: 'warning',
    docs: { summary: '', why: '', bad: '', good: '' },
    check(file, report) {
      for (const match of file.text.matchAll(/bad/g)) {
        const fix = fixOf(match.index)
        report({
          range: { start: match.index, end: match.index + 3 },
          message: `bad ${match.index}`,
          fixes: fix ? [fix] : [],
        })
      }
    },
  }
}

const replaceWith =
  (word: string, safety: Fix['safety'] = 'safe') =>
  (start: number): Fix => ({
    title: `Write ${word}`,
    safety,
    edits: [replace({ start, end: start + 3 }, word)],
  })

test('a fix whose problem is still there is refused', () => {
  const input = { text: 'FROM debian:13\nRUN bad\n', today }
  const fix: Fix = { title: 'x', safety: 'safe', edits: [insert(input.text.length - 1, ' x')] }
  expect(
    checkFix(
      new LintFile(input),
      fix,
      input,
      ruleWith(() => fix),
    ).failure,
  ).toBe('the problem is still there')
})

test('a rule that fails on the fixed file refuses its fix', () => {
  const input = { text: 'FROM debian:13\nRUN bad\n', today }
  const fix = replaceWith('good')(19)
  const rule: Rule = {
    ...ruleWith(() => fix),
    check(file, report) {
      if (file.text.includes('good')) throw new Error('no')
      report({ range: { start: 0, end: 1 }, message: 'x' })
    },
  }
  expect(checkFix(new LintFile(input), fix, input, rule).failure).toContain('the rule fails')
})

describe('all fixes', () => {
  const run =
    (rule: Rule) =>
    (input: LintInput): LintResult =>
      lint(input, [rule])

  test('are applied together, and counted', () => {
    const input = { text: 'FROM debian:13\nRUN bad\nRUN bad bad\n', today }
    const result = fixAll(input, run(ruleWith(replaceWith('good'))), { safety: 'safe' })
    expect(result.text).toBe('FROM debian:13\nRUN good\nRUN good good\n')
    expect(result.applied.get('bad-word')).toBe(3)
    expect(result.failures).toEqual([])
  })

  test('are only the safe ones, if nothing else is asked for, and only those of the rules', () => {
    const input = { text: 'FROM debian:13\nRUN bad\n', today }
    const unsafe = run(ruleWith(replaceWith('good', 'unsafe')))
    expect(fixAll(input, unsafe, { safety: 'safe' }).text).toBe(input.text)
    expect(fixAll(input, unsafe, { safety: 'unsafe' }).text).toContain('good')
    expect(fixAll(input, unsafe, { safety: 'unsafe', rules: new Set(['other']) }).text).toBe(input.text)
  })

  test('stop after some rounds when a fix brings its own problem back', () => {
    const input = { text: 'FROM debian:13\nRUN bad\n', today }
    const result = fixAll(input, run(ruleWith(replaceWith('bad bad'))), { safety: 'safe' })
    expect(result.text.length).toBeLessThan(20_000)
  })

  test('end where a fix goes back and forth', () => {
    const input = { text: 'FROM debian:13\nRUN bad\n', today }
    const swap = ruleWith(replaceWith('odd'))
    const back: Rule = {
      ...swap,
      id: 'odd-word',
      check(file, report) {
        for (const match of file.text.matchAll(/odd/g)) {
          const range = { start: match.index, end: match.index + 3 }
          report({ range, message: 'odd', fixes: [{ title: 'x', safety: 'safe', edits: [replace(range, 'bad')] }] })
        }
      },
    }
    const result = fixAll(input, (of) => lint(of, [swap, back]), { safety: 'safe' })
    expect(['FROM debian:13\nRUN bad\n', 'FROM debian:13\nRUN odd\n']).toContain(result.text)
  })

  test('leave out one that is wrong, and name it', () => {
    const input = { text: 'FROM debian:13\n# bad\nRUN bad\n', today }
    const result = fixAll(input, run(ruleWith(replaceWith('good'))), { safety: 'safe' })
    expect(result.text).toBe('FROM debian:13\n# bad\nRUN good\n')
    expect(result.failures.map(({ rule }) => rule)).toEqual(['bad-word'])
  })

  test('keep the line ends of a file that loses its only line break on the way', () => {
    const input = { text: 'FROM debian:13\r\nRUN bad', today }
    const rule: Rule = {
      ...ruleWith(() => undefined),
      check(file, report) {
        const [, second] = file.tree.instructions
        const range = { start: 0, end: 4 }
        const gone = { start: 14, end: file.text.length }
        if (second?.keyword === 'RUN') {
          const fix: Fix = { title: 'x', safety: 'safe', edits: [remove(gone)], effect: { removes: [second] } }
          report({ range, message: 'a', fixes: [fix] })
        } else if (!second) {
          const edits = [insert(14, `${file.newline}USER 1`)]
          report({ range, message: 'b', fixes: [{ title: 'x', safety: 'safe', edits, effect: { inserts: 1 } }] })
        }
      },
    }
    expect(fixAll(input, run(rule), { safety: 'safe' }).text).toBe('FROM debian:13\r\nUSER 1')
  })
})
