/** The parser against BuildKit's own on real files and on small cases, and what must hold of any text. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { toAst } from '../../server/src/syntax/ast.ts'
import { parseDockerfile } from '../../server/src/syntax/parse.ts'
import { readScopes } from '../../server/src/syntax/scope.ts'
import { readStages } from '../../server/src/syntax/stages.ts'
import { losslessFailure } from '../syntax/lossless.ts'
import { mutations } from '../syntax/mutate.ts'
import { corpusFiles, type ParserCase, type ReferenceNode, rows } from './reference.ts'

const files = corpusFiles()

/** What has to agree of an instruction. */
function key(node: ReferenceNode): unknown {
  return {
    cmd: node.cmd.toUpperCase(),
    line: node.line,
    endLine: node.endLine,
    args: node.args ?? [],
    flags: node.flags ?? [],
    json: node.json ?? false,
    heredocs: (node.heredocs ?? []).map((doc) => [doc.Name, doc.Expand, doc.Chomp, doc.FileDescriptor, doc.Content]),
  }
}

function keys(nodes: readonly ReferenceNode[]): string {
  return JSON.stringify(nodes.map(key), undefined, 1)
}

test('every file of the corpus is segmented as BuildKit does it', () => {
  const different: string[] = []
  for (const { file, text, nodes, escape } of files) {
    const ast = toAst(parseDockerfile(text))
    if (ast.escape !== escape || keys(ast.nodes) !== keys(nodes)) different.push(file)
  }
  expect(files.length).toBeGreaterThan(1800)
  expect(different).toEqual([])
})

describe("BuildKit's parser cases", () => {
  const cases = rows<ParserCase>('cases/buildkit-parser.jsonl')
  const known = new Set(
    [...readFileSync(new URL('../syntax/differences.md', import.meta.url), 'utf8').matchAll(/^- `([^`]+)`/gm)].map(
      (match) => match[1],
    ),
  )

  test('all but the listed differences agree', () => {
    const different = cases.filter(({ dockerfile, ast, ok }) => {
      const own = toAst(parseDockerfile(dockerfile))
      if (ast.nodes === null) return ok || own.error === undefined
      return own.escape !== ast.escape || keys(own.nodes) !== keys(ast.nodes)
    })
    expect(different.map(({ id }) => id).filter((id) => !known.has(id))).toEqual([])
    expect(cases.length - different.length).toBeGreaterThanOrEqual(150)
  })

  test('the list of differences holds no case that agrees', () => {
    const ids = new Set(cases.map(({ id }) => id))
    expect([...known].filter((id) => !ids.has(id))).toEqual([])
  })
})

test('the tokens of every file give back its text', () => {
  for (const { file, text } of files) expect(losslessFailure(text), file).toBeUndefined()
})

test('20,000 damaged files are read without a throw and without a loss', () => {
  const texts = files.map(({ text }) => text).filter((text) => text.length < 6000)
  for (const text of mutations(texts, 20_000)) {
    const failure = losslessFailure(text)
    if (failure) expect.fail(`${failure}\n${JSON.stringify(text)}`)
    const file = parseDockerfile(text)
    readScopes(file, readStages(file))
    toAst(file)
  }
}, 240_000)
