/**
 * No regular expression takes more than linear time: recheck decides it by automata where it can, and else counts the
 * steps on hostile texts that it grows. What it found safe is remembered beside this file, as it takes a minute for
 * all of them; UPDATE=1 looks at all of them again and writes the file.
 */
import fs from 'node:fs'
import path from 'node:path'
import { type AnyNode, parse } from 'acorn'
import { transform } from 'esbuild'
import { check } from 'recheck'
import { describe, expect, it } from 'vitest'

const root = path.resolve(import.meta.dirname, '../..')
const remembered = path.join(import.meta.dirname, 'regular-expressions.txt')

/** Files that hand their patterns no more than so many characters, for which the square of that is not much. */
const bounded: Readonly<Record<string, number>> = {
  'client/src/build/failure-reasons.ts': 8_000,
  'client/src/build/environment.ts': 8_000,
}

interface Pattern {
  readonly file: string
  readonly source: string
  readonly flags: string
}

describe('regular expressions', () => {
  it('take linear time', { timeout: 600_000 }, async () => {
    const all = (await literals()).sort((a, b) => (lineOf(a) < lineOf(b) ? -1 : 1))
    const known = process.env.UPDATE ? new Set<string>() : new Set(fs.readFileSync(remembered, 'utf8').split('\n'))
    const safe = new Set<string>()
    const flaws: string[] = []
    for (const pattern of all) {
      const flaw = known.has(lineOf(pattern)) ? undefined : await flawOf(pattern)
      if (flaw === undefined) safe.add(lineOf(pattern))
      else flaws.push(`${pattern.file}: ${lineOf(pattern)} ${flaw}`)
    }
    if (process.env.UPDATE) fs.writeFileSync(remembered, `${[...safe].join('\n')}\n`)
    expect(flaws).toEqual([])
  })

  it('are not made of texts', async () => {
    const made = (await modules()).flatMap(({ file, code, tree }) =>
      nodesOf(tree).flatMap((node) =>
        isRegExpCall(node) && !isOfConstants(node, tree) ? [`${file}: ${code.slice(node.start, node.end)}`] : [],
      ),
    )
    expect(made).toEqual([])
  })

  it('are found, and are found out', async () => {
    expect((await literals()).length).toBeGreaterThan(500)
    expect(await flawOf({ file: 'x.ts', source: '^(a+)+$', flags: '' })).toMatch(/exponential/)
    expect(await flawOf({ file: 'x.ts', source: '\\s+$', flags: '' })).toMatch(/polynomial/)
    expect(await flawOf({ file: 'x.ts', source: '^[a-z]+\\s*$', flags: '' })).toBeUndefined()
  })
})

function lineOf({ source, flags }: Pattern): string {
  return `/${source}/${flags}`
}

async function flawOf({ file, source, flags }: Pattern): Promise<string | undefined> {
  const found = await check(source, flags, { timeout: 60_000 })
  if (found.status === 'safe') return undefined
  if (found.status === 'unknown') return `is not decided: ${found.error.kind}`
  const { complexity, attack } = found
  if (complexity.type === 'polynomial' && complexity.degree <= 2 && Object.hasOwn(bounded, file)) return undefined
  return `${complexity.summary} on ${attack.pattern}`
}

interface Module {
  readonly file: string
  readonly code: string
  readonly tree: AnyNode
}

/** What is shipped of this project, without its types. */
async function modules(): Promise<Module[]> {
  const files = ['server/src', 'client/src'].flatMap((folder) =>
    fs
      .readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `${folder}/${name}`),
  )
  return Promise.all(
    files.map(async (file) => {
      const { code } = await transform(fs.readFileSync(path.join(root, file), 'utf8'), { loader: 'ts' })
      return { file, code, tree: parse(code, { ecmaVersion: 'latest', sourceType: 'module' }) }
    }),
  )
}

async function literals(): Promise<Pattern[]> {
  const found = new Map<string, Pattern>()
  for (const { file, tree } of await modules()) {
    for (const node of nodesOf(tree)) {
      if (node.type !== 'Literal' || !node.regex) continue
      const pattern = { file, source: node.regex.pattern, flags: node.regex.flags }
      found.set(`${lineOf(pattern)} ${Object.hasOwn(bounded, file)}`, pattern)
    }
  }
  return [...found.values()]
}

function isRegExpCall(node: AnyNode): boolean {
  const isCall = node.type === 'NewExpression' || node.type === 'CallExpression'
  return isCall && node.callee.type === 'Identifier' && node.callee.name === 'RegExp'
}

/** Whether a pattern is put together from constants of its module alone. */
function isOfConstants(call: AnyNode, tree: AnyNode): boolean {
  if (call.type !== 'NewExpression' && call.type !== 'CallExpression') return false
  const constants = new Set(
    nodesOf(tree).flatMap((node) =>
      node.type === 'VariableDeclarator' && node.id.type === 'Identifier' && node.init?.type === 'Literal'
        ? [node.id.name]
        : [],
    ),
  )
  return call.arguments.every((argument) =>
    nodesOf(argument).every((node) => node.type !== 'Identifier' || constants.has(node.name)),
  )
}

function nodesOf(tree: AnyNode): AnyNode[] {
  const nodes: AnyNode[] = []
  const open: unknown[] = [tree]
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value !== 'object' || value === null) continue
    if ('type' in value) nodes.push(value as AnyNode)
    for (const child of Object.values(value)) if (typeof child === 'object' && child !== null) open.push(child)
  }
  return nodes
}
