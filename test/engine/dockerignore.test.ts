/** The ignore matcher against the real builder: the files that reach the build are those that the matcher lets through. */
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { ignoreMatcher, parseDockerignore } from '../../server/src/syntax/dockerignore.ts'
import { contextWith, dockerOutput } from './engine.ts'

const files = [
  '.env',
  '.env.example',
  '.git/HEAD',
  'README.md',
  '[x].txt',
  'a.txt',
  'a1',
  'b.md',
  'dir/a.b',
  'dir/a1',
  'dir/foo',
  'dir/foo1',
  'dir/xfoo',
  'docs/deep/a.md',
  'docs/deep/keep.md',
  'docs/keep.md',
  'docs/readme.md',
  'foo',
  'foo1',
  'node_modules/x/index.js',
  'packages/p/index.js',
  'packages/p/node_modules/y.js',
  'sp ace.txt',
  'src/a.ts',
  'src/b.js',
  'src/deep/c.ts',
  'src/deep/er/d.txt',
  'xfoo',
  'über/ü.txt',
]

/** Ignore files, each for one point of the format. */
const ignoreFiles: Record<string, string> = {
  empty: '',
  'comment and blank lines': '# a.txt\n\n  \n #b.md\na.txt\n',
  'carriage returns': 'a.txt\r\nsrc\r\n',
  'byte order mark': '\uFEFFa.txt\n',
  'no newline at the end': 'a.txt',
  'a name only at the top': 'foo\n',
  'a name in a folder': 'dir/foo\n',
  'a name everywhere': '**/foo\n',
  'a folder': 'src\n',
  'a folder with slashes around it': '/src/\n',
  'a path with dots': './src/../docs//deep/.\n',
  'a path out of the context': '../a.txt\n/../b.md\n',
  'the whole context by a slash': '/\n.\n',
  star: '*\n',
  'star in one folder': 'src/*\n',
  'star in names': '*.md\n',
  'two stars': '**\n',
  'two stars and an ending': '**/*.md\n',
  'two stars in the middle': 'src/**/d.txt\n',
  'two stars at the end': 'docs/**\n',
  'two stars before a plain name': '**foo\n',
  'two stars before a name with a star': '**foo*\n',
  'two stars behind a name': 'sr**\n',
  'question mark': 'a?\n?oo1\n',
  'question mark for a slash': 'dir?foo\n',
  'set of characters': '[a-b].*\n',
  'negated set': '[^a-z].txt\n[^a]1\n',
  'escaped bracket': '\\[x\\].txt\n',
  'dot is no wildcard': 'dir/a?b\nREADME.m.\n',
  'exception at the top': '*\n!a.txt\n',
  'exception in a folder': '*\n!src\n',
  'exception for one file in a folder': 'docs\n!docs/keep.md\n',
  'exception with a star': 'docs\n!docs/*.md\n',
  'exception everywhere': '**/*.md\n!**/keep.md\n',
  'exception taken back': '*.md\n!README.md\nREADME.*\n',
  'exception before its rule': '!docs/keep.md\ndocs\n',
  'exception with blanks': '*.md\n! README.md\n',
  'exception with a leading slash': '*\n!/src/a.ts\n',
  'exception below two stars': '**\n!src/deep\n',
  'exception between two rules for one folder': '*\n!docs/keep.md\ndocs\n',
  'a folder taken back and a part of it ignored': '*\n!src\nsrc/deep\n!src/deep/er\n',
  'blank in a name': 'sp ace.txt\n',
  'letters beyond ASCII': 'über\n',
  'letters beyond ASCII with a mark': '?ber/?.txt\n',
  'the usual file of a Node.js project': 'node_modules\n**/node_modules\n.git\n.env*\n!.env.example\n*.md\n',
  'hash inside': 'a.txt#\n',
  'backslash between folders': 'src\\a.ts\n',
  'escape of a letter': 'a\\.txt\n',
  'caret in the middle': 'a^1\n',
}

describe.each(Object.entries(ignoreFiles))('%s', (_, text) => {
  test('sends what the matcher lets through', () => {
    const matcher = ignoreMatcher(parseDockerignore(text))
    expect(sent(text)).toEqual(files.filter((file) => !matcher.ignores(file)))
  })
})

describe.each(['[', 'a[b', '[]', '[a-]', '[z-a]', 'a\\', '!', '!/'])('%s', (text) => {
  test('is an error for both', () => {
    expect(parseDockerignore(text).errors).toHaveLength(1)
    expect(() => sent(text)).toThrow()
  })
})

function sent(ignore: string): string[] {
  const context = contextWith({ ...Object.fromEntries(files.map((file) => [file, ''])), '.dockerignore': ignore })
  const outside = contextWith({ Dockerfile: 'FROM scratch\nCOPY . /\n' })
  const result = path.join(outside, 'result')
  dockerOutput(
    'build',
    '--quiet',
    '--output',
    `type=local,dest=${result}`,
    '--file',
    path.join(outside, 'Dockerfile'),
    context,
  )
  return listing(result).filter((file) => file !== '.dockerignore')
}

function listing(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return entries.map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name))).sort()
}
