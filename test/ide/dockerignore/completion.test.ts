/** Completion in ignore files: paths of the folder, lines of its ecosystems, and what each is put in the place of. */
import { describe, expect, it } from 'vitest'
import { ignoreCompletions } from '../../../server/src/ide/dockerignore/completion.ts'
import { openIgnoreFile } from '../../../server/src/ide/dockerignore/ignore-file.ts'
import { fitsPattern, parseDockerignore } from '../../../server/src/syntax/dockerignore.ts'
import { contextOf, marked } from '../marked.ts'

const files = ['package.json', 'src/a.ts', 'src/deep/b.ts', 'docs/[id].md', '#todo', 'a b .txt', 'node_modules/x/y.js']

function at(source: string, inFolder = true) {
  const { text, cursor } = marked(source)
  const context = inFolder ? contextOf(Object.fromEntries(files.map((file) => [file, '']))) : undefined
  return ignoreCompletions(openIgnoreFile(text, context), cursor).map((item) => ({
    ...item,
    result: text.slice(0, item.range.start) + item.text + text.slice(item.range.end),
  }))
}

function labels(source: string, kinds: readonly string[] = ['file', 'folder']): string[] {
  return at(source)
    .filter(({ kind }) => kinds.includes(kind))
    .map(({ label }) => label)
    .sort()
}

describe('paths', () => {
  it('are those of the folder that is typed', () => {
    expect(labels('‸')).toEqual(['#todo', 'a b .txt', 'docs/', 'node_modules/', 'package.json', 'src/'])
    expect(labels('src/‸')).toEqual(['a.ts', 'deep/'])
    expect(labels('./src/d‸')).toEqual(['a.ts', 'deep/'])
    expect(labels('/‸')).toContain('src/')
    expect(labels('*/‸')).toEqual(['[id].md', 'a.ts', 'deep/', 'x/'])
    expect(labels('nowhere/‸')).toEqual([])
  })

  it('behind two stars are the names of all folders', () => {
    expect(labels('**/‸')).toEqual(expect.arrayContaining(['b.ts', 'deep/', 'src/']))
  })

  it('leave out what other lines keep out, and behind `!` what they do not', () => {
    expect(labels('src\n‸')).not.toContain('src/')
    expect(labels('‸\nsrc\n')).not.toContain('src/')
    expect(labels('src/deep\n!‸')).toEqual(['src/'])
    expect(labels('src/deep\n!src/‸')).toEqual(['deep/'])
  })

  it('are written as patterns that fit them', () => {
    for (const item of at('‸').filter(({ kind }) => kind === 'file' || kind === 'folder')) {
      const [pattern] = parseDockerignore(item.result).patterns
      expect(fitsPattern(pattern, item.label.replace(/\/$/, '')), item.result).toBe(true)
    }
    expect(at('docs/‸').map(({ result }) => result)).toEqual(['docs/\\[id\\].md'])
  })

  it('take the place of the name at the cursor', () => {
    const [item] = at('src/a‸bc\n').filter(({ label }) => label === 'a.ts')
    expect([item.range, item.replaceEnd]).toEqual([{ start: 4, end: 5 }, 7])
  })
})

describe('lines', () => {
  it('are those of the ecosystems of the folder; what fits something comes first', () => {
    const lines = at('‸').filter(({ kind }) => kind === 'value')
    expect(lines[0]).toMatchObject({ label: '**/node_modules', detail: 'Node.js' })
    const details = new Set(lines.map(({ detail }) => detail))
    expect(details).toEqual(new Set(['Node.js', 'Secrets', 'Any project']))
  })

  it('that stand in the file are left out', () => {
    expect(labels('**/.env\n‸', ['value'])).not.toContain('**/.env')
    expect(labels('‸', ['value'])).toContain('**/.env')
  })

  it('behind `!` are exceptions', () => {
    expect(labels('!‸', ['value'])).toEqual(['**/.env.example'])
  })

  it('are there without a folder, of all ecosystems', () => {
    expect(new Set(at('‸', false).map(({ detail }) => detail)).size).toBeGreaterThan(8)
  })

  it('are for the start of a pattern', () => {
    expect(labels('src/‸', ['value'])).toEqual([])
    expect(labels('**/no‸', ['value'])).toContain('**/node_modules')
  })
})

it('has nothing to say in comments', () => {
  expect(at('# see ‸')).toEqual([])
})

it('answers anywhere in half-typed text', () => {
  for (const text of ['!', '!!', '[a', '\\', '/', '**', '!/', '../', '!\\#', '\uFEFFa', 'a\r\n']) {
    for (let offset = 0; offset <= text.length; offset++) {
      for (const { range } of at(`${text.slice(0, offset)}‸${text.slice(offset)}`)) {
        expect(range.start).toBeGreaterThanOrEqual(0)
        expect(range.end).toBe(offset)
      }
    }
  }
})
