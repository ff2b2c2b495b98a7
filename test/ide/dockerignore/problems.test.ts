/** Problems in ignore files: where they are, what they say, and what their fixes make of the file. */
import { describe, expect, it } from 'vitest'
import { openIgnoreFile } from '../../../server/src/ide/dockerignore/ignore-file.ts'
import type { IgnoreProblem } from '../../../server/src/ide/dockerignore/problem.ts'
import { ignoreProblems } from '../../../server/src/ide/dockerignore/problems.ts'
import { applyEdits } from '../../../server/src/lint/edits.ts'
import { contextOf } from '../marked.ts'

function problemsIn(text: string, files?: readonly string[]): readonly IgnoreProblem[] {
  const context = files && contextOf({ ...Object.fromEntries(files.map((file) => [file, 'x'])), '.dockerignore': text })
  return ignoreProblems(openIgnoreFile(text, context))
}

/** `id severity "marked text"` for each problem. */
function shortly(text: string, files?: readonly string[]): string[] {
  return problemsIn(text, files).map(
    ({ id, severity, range }) => `${id} ${severity} ${JSON.stringify(text.slice(range.start, range.end))}`,
  )
}

/** The text after the preferred fix of the only problem. */
function fixed(text: string, files?: readonly string[], index = 0): string | undefined {
  const problems = problemsIn(text, files)
  expect(problems).toHaveLength(1)
  return applyEdits(text, problems[0].fixes[index].edits)
}

describe('invalid patterns', () => {
  it('are errors that name the line and its flaw', () => {
    const [problem] = problemsIn('a\n  [b\nc\n')
    expect(problem).toMatchObject({ id: 'ignore-pattern-invalid', severity: 'error', range: { start: 4, end: 6 } })
    expect(problem.message).toMatch(/^`\[b` makes every build fail/)
  })

  it.each([
    ['[b\n', '\\[b\n'],
    ['src\\\n', 'src\n'],
    ['!\nkeep\n', 'keep\n'],
  ])('%j becomes %j', (text, after) => {
    expect(fixed(text)).toBe(after)
  })
})

describe('patterns that fit nothing', () => {
  it('are hints', () => {
    expect(shortly('old-stuff\nsrc\n', ['src/a.ts'])).toEqual(['ignore-pattern-unmatched hint "old-stuff"'])
  })

  it('with a misspelt name are mended', () => {
    expect(problemsIn('fixtuers\n', ['fixtures/a.json'])[0].message).toContain('do you mean `fixtures`?')
    expect(fixed('fixtuers\n', ['fixtures/a.json'])).toBe('fixtures\n')
    expect(fixed('a\nfixtuers', ['a', 'fixtures/a.json'], 1)).toBe('a')
  })

  it('are none where many projects have the line as a precaution', () => {
    expect(shortly('.git\n**/node_modules\n*.pem\n.env\n!.env.example\n', ['src/a.ts'])).toEqual([])
  })

  it('are not looked for without a folder, or with a part of one', () => {
    expect(shortly('old-stuff\n')).toEqual([])
    const context = { ...contextOf({ 'a.txt': '' }), complete: false }
    expect(ignoreProblems(openIgnoreFile('old-stuff\n', context))).toEqual([])
  })
})

describe('shadowed patterns', () => {
  it.each([
    ['*.log\ndebug.log\n', 'debug.log'],
    ['debug.log\n*.log\n', 'debug.log'],
    ['**/*.log\n*.log\n', '*.log'],
    ['docs\ndocs/internal\n', 'docs/internal'],
    ['docs\ndocs/**/*.md\n', 'docs/**/*.md'],
    ['tmp\ntmp\n', 'tmp'],
    ['tmp/\n./tmp\n', './tmp'],
    ['*\nsrc\n', 'src'],
    ['a?c\nabc\n', 'abc'],
    ['[a-c]x\nbx\n', 'bx'],
    ['**\n**/a\n', '**/a'],
  ])('%j: %s', (text, shadowed) => {
    expect(shortly(text)).toEqual([`ignore-pattern-shadowed hint ${JSON.stringify(shadowed)}`])
  })

  it.each([
    ['debug.log\n*.txt\n'],
    ['src/*.log\n*.log\n'],
    ['docs/internal\n!docs\ndocs/inter*\n'],
    ['*\n!src\nsrc/gen\n'],
    ['[a-c]x\ndx\n'],
    // A line that reaches another one only through its folder is not tried once the folder is kept out.
    ['f\n!f/x\nf\n'],
  ])('none in %j', (text) => {
    expect(shortly(text)).toEqual([])
  })

  it('may be undone by a later exception', () => {
    expect(shortly('secret\n!secret\n')).toEqual(['ignore-pattern-shadowed info "secret"'])
    expect(problemsIn('secret\n!secret\n')[0].message).toBe(
      '`secret` has no effect: `!secret` in line 2 takes all of it back',
    )
  })

  it('name the line that decides, and go with it', () => {
    const text = '# logs\r\n*.log\r\ndebug.log\r\nsrc\r\n'
    const [problem] = problemsIn(text)
    expect(problem.message).toBe('`debug.log` has no effect: `*.log` in line 2 keeps out the same and more')
    expect(problem.related?.range).toEqual({ start: 8, end: 13 })
    expect(problem.tags).toEqual(['unnecessary'])
    expect(fixed(text)).toBe('# logs\r\n*.log\r\nsrc\r\n')
  })
})

describe('exceptions without effect', () => {
  it('come before everything that they could take back', () => {
    expect(shortly('!a\nb\n')).toEqual(['ignore-exception-without-effect warning "!a"'])
    expect(shortly('!a\n')).toEqual(['ignore-exception-without-effect warning "!a"'])
  })

  it('are undone by a later line', () => {
    expect(shortly('*.md\n!README.md\nREADME*\n')).toEqual(['ignore-exception-without-effect warning "!README.md"'])
  })

  it('fit only what is not kept out', () => {
    expect(shortly('*.md\n!src\n', ['a.md', 'src/a.ts'])).toEqual(['ignore-exception-without-effect hint "!src"'])
  })

  it('do not reach below a folder that is not kept out itself', () => {
    const problems = problemsIn('**/*.log\n!logs\n', ['logs/a.log'])
    expect(problems.map(({ message }) => message)).toEqual([
      '`!logs` takes nothing back: what it fits is not kept out, and it says nothing of what lies below',
    ])
  })

  it('are none where they take something back', () => {
    expect(shortly('*\n!src\n!package.json\n', ['src/a.ts', 'package.json'])).toEqual([])
    expect(shortly('docs\n!docs/keep.md\n', ['docs/keep.md', 'docs/a.md'])).toEqual([])
  })
})

describe('misleading patterns', () => {
  it.each([
    [' # note\n', 'warning', '# note\n'],
    ['dist # built\n', 'warning', '# built\ndist\n'],
    ['src\\bin\\Debug\n', 'warning', 'src/bin/Debug\n'],
    ['/dist\n', 'hint', 'dist\n'],
    ['../other\n', 'warning', ''],
  ])('%j', (text, severity, after) => {
    expect(problemsIn(text)[0]).toMatchObject({ id: 'ignore-pattern-misleading', severity })
    expect(fixed(text)).toBe(after)
  })

  it('mean the topmost folder only', () => {
    const files = ['node_modules/a.js', 'packages/b/node_modules/c.js', 'a.log']
    expect(shortly('node_modules\n*.log\n', files)).toEqual([
      'ignore-pattern-misleading info "node_modules"',
      'dockerignore-incomplete info "node_modules"',
    ])
    expect(problemsIn('node_modules\n', files)[0].message).toContain('`packages/b/node_modules` is sent')
    expect(fixed('*.log\n', ['a.log', 'src/b.log'])).toBe('**/*.log\n')
    expect(shortly('*.log\nsrc\n', ['a.log', 'src/b.log'])).toEqual([])
  })

  it('are none where a file has that very name', () => {
    expect(shortly('a # b\n', ['a # b'])).toEqual([])
  })
})

describe('what is missing', () => {
  it('is named once, and added at the end', () => {
    const text = '*.log'
    const [problem] = problemsIn(text, ['.git/HEAD', '.env', 'sub/.env', 'id_rsa', 'a.log'])
    expect(problem).toMatchObject({ id: 'dockerignore-incomplete', severity: 'info', range: { start: 0, end: 5 } })
    expect(problem.message).toBe('Nothing keeps out `.git`, `.env`, `id_rsa`, which no image should hold')
    expect(fixed(text, ['.git/HEAD', '.env', 'sub/.env', 'id_rsa', 'a.log'])).toBe(
      '*.log\n**/.git\n**/.env\n**/id_rsa*\n',
    )
  })

  it('leaves examples alone, and adds their exception', () => {
    expect(shortly('', ['.env.example'])).toEqual([])
    expect(fixed('', ['.env.local', '.env.example'])).toBe('**/.env.*\n!**/.env.example\n')
  })

  it('is nothing where a line keeps it out, or a Dockerfile needs it', () => {
    expect(shortly('.git\n.env\n', ['.git/HEAD', '.env'])).toEqual([])
    const context = contextOf({ '.git/HEAD': 'x', Dockerfile: 'FROM alpine\nRUN git describe\n' })
    expect(ignoreProblems(openIgnoreFile('', context))).toEqual([])
  })

  it('has the line ends of the file', () => {
    expect(fixed('*.log\r\n', ['.env', 'a.log'])).toBe('*.log\r\n**/.env\r\n')
  })
})

it('gives one problem a line, in order', () => {
  const starts = problemsIn('/a\n/a\n!x\n[\n', ['b']).map(({ range }) => range.start)
  expect(starts).toEqual([...new Set(starts)].sort((a, b) => a - b))
})
