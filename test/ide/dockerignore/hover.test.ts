/** Hover in ignore files: the pattern's meaning, what it fits, and which other lines decide. */
import { expect, it } from 'vitest'
import { ignoreHover } from '../../../server/src/ide/dockerignore/hover.ts'
import { openIgnoreFile } from '../../../server/src/ide/dockerignore/ignore-file.ts'
import { contextOf, marked, withMarks } from '../marked.ts'

const files = ['src/a.ts', 'src/b.log', 'a.log', 'node_modules/x/y.js', 'we`ird *name*.txt']

/** Hovers at `‸`. */
function at(source: string, complete = true) {
  const { text, cursor } = marked(source)
  const context = { ...contextOf(Object.fromEntries(files.map((file) => [file, '']))), complete }
  const hover = ignoreHover(openIgnoreFile(text, context), cursor)
  return hover && { marked: withMarks(text, [hover.range]), markdown: hover.markdown }
}

it.each([
  ['*.l‸og\n', '⟦*.log⟧\n', 'It fits **1 file**: `a.log`.'],
  ['**/*.log‸', '⟦**/*.log⟧', 'It fits **2 files**: `a.log`, `src/b.log`.'],
  ['node_mod‸ules/\n', '⟦node_modules/⟧\n', 'It fits **1 folder**, with 2 below: `node_modules/`.'],
  ['src‸\n', '⟦src⟧\n', 'It fits **1 folder**, with 2 below: `src/`.'],
  ['no‸thing\n', '⟦nothing⟧\n', 'It fits nothing in this folder.'],
  ['we*‸\n', '⟦we*⟧\n', 'It fits **1 file**: ``we`ird *name*.txt``.'],
])('%j', (source, range, text) => {
  const hover = at(source)
  expect(hover?.marked).toBe(range)
  expect(hover?.markdown.split('\n\n')[1]).toBe(text)
})

it('says what the pattern means', () => {
  expect(at('‸**/*.lo?\n')?.markdown.split('\n\n')[0]).toBe(
    'Keeps out of images, together with everything below it, what fits `*.lo?`, at any depth of the build context. ' +
      '`*` stands for any characters of one name. `?` stands for one character.',
  )
  expect(at('*\n!s‸rc\n')?.markdown).toMatch(/^Takes back what lines above keep out and fits `src`, from the root/)
})

it('names the lines that decide otherwise', () => {
  expect(at('src‸\n!src/*.ts\n')?.markdown).toContain('But line 2 takes back 1.')
  expect(at('sr‸c\n!src\n')?.markdown).toContain('But line 2 takes back all of them.')
})

it('knows when it has not seen everything', () => {
  expect(at('*.l‸og\n', false)?.markdown).toContain('It fits at least **1 file**')
  expect(at('no‸thing\n', false)?.markdown).toContain('It fits nothing among the files that were listed.')
})

it('has nothing to say in comments, blank lines and invalid patterns', () => {
  for (const source of ['# so‸me\na\n', 'a\n‸\nb\n', '[‸b\n']) expect(at(source)).toBeUndefined()
})

it('needs no folder', () => {
  expect(ignoreHover(openIgnoreFile('*.log\n', undefined), 1)?.markdown).not.toContain('It fits')
})
