/**
 * A build of the engine that counts its work: every function that is entered, every turn of a loop, and what the
 * built-in functions on arrays and texts walk over. Counts depend on the input alone, so they can be asserted.
 */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { type AnyNode, type Node, parse } from 'acorn'
import { build } from 'esbuild'

export interface Counted<T> {
  readonly result: T
  /** Steps in all. */
  readonly steps: number
  /** Steps by function. */
  readonly byFunction: ReadonlyMap<string, number>
}

export interface CountingEngine<Modules> {
  readonly modules: Modules
  count<T>(work: () => T): Counted<T>
}

/** Bundles modules below server/src with counters; `modules` has the exports of all of them. */
export async function countingEngine<Modules>(names: readonly string[]): Promise<CountingEngine<Modules>> {
  const root = path.resolve(import.meta.dirname, '../..')
  const { outputFiles } = await build({
    stdin: {
      contents: names.map((name) => `export * from './server/src/${name}'`).join('\n'),
      resolveDir: root,
      loader: 'ts',
    },
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    format: 'esm',
    write: false,
    logLevel: 'error',
  })
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'dockerfile-coach-counted-'))
  const file = path.join(folder, 'engine.mjs')
  const { text, functions } = withCounters(outputFiles[0].text)
  fs.writeFileSync(file, text)
  const modules: Modules & { readonly __counts: Float64Array } = await import(pathToFileURL(file).href)
  fs.rmSync(folder, { recursive: true })
  const { __counts: counts } = modules
  return {
    modules,
    count: (work) => {
      counts.fill(0)
      const restore = countBuiltIns(counts)
      try {
        const result = work()
        const byFunction = new Map<string, number>()
        let steps = 0
        for (const [index, name] of functions.entries()) {
          if (counts[index] === 0) continue
          byFunction.set(name, (byFunction.get(name) ?? 0) + counts[index])
          steps += counts[index]
        }
        return { result, steps, byFunction }
      } finally {
        restore()
      }
    },
  }
}

/** The first counter is that of the built-in functions, which count for whoever calls them. */
function withCounters(source: string): { text: string; functions: string[] } {
  const functions = ['built-in functions']
  const insertions: { at: number; text: string }[] = []
  const counted = (node: Node, index: number): void => {
    if (node.type === 'BlockStatement') insertions.push({ at: node.start + 1, text: `__counts[${index}]++;` })
    else {
      insertions.push({ at: node.start, text: `{__counts[${index}]++;` })
      insertions.push({ at: node.end, text: '}' })
    }
  }
  const walk = (node: AnyNode, index: number, name: string): void => {
    let own = index
    if (isFunction(node)) {
      const ownName = nameOf(node) ?? name
      own = functions.push(`${ownName} (${moduleOf(source, node.start)})`) - 1
      if (node.body.type === 'BlockStatement') counted(node.body, own)
      else {
        // An object or a list of expressions has to stay one expression.
        insertions.push({ at: node.body.start, text: `(__counts[${own}]++,` }, { at: node.body.end, text: ')' })
      }
    } else if (isLoop(node)) counted(node.body, own)
    for (const [key, child] of Object.entries(node)) {
      const childName = nameOfChild(node, key) ?? name
      for (const each of Array.isArray(child) ? child : [child]) if (isNode(each)) walk(each, own, childName)
    }
  }
  walk(parse(source, { ecmaVersion: 'latest', sourceType: 'module' }), 0, 'the module')
  // Where two go to the same place, what closes comes before what opens.
  insertions.sort((a, b) => a.at - b.at || Number(b.text.length === 1) - Number(a.text.length === 1))
  const parts: string[] = []
  let position = 0
  for (const { at, text } of insertions) {
    parts.push(source.slice(position, at), text)
    position = at
  }
  parts.push(source.slice(position))
  const head = `export const __counts = new Float64Array(${functions.length});`
  return { text: head + parts.join(''), functions }
}

type FunctionNode = Extract<AnyNode, { type: 'FunctionDeclaration' | 'FunctionExpression' | 'ArrowFunctionExpression' }>
type LoopNode = Extract<AnyNode, { type: `${'For' | 'ForIn' | 'ForOf' | 'While' | 'DoWhile'}Statement` }>

function isFunction(node: AnyNode): node is FunctionNode {
  return /^(Arrow)?Function(Declaration|Expression)$/.test(node.type)
}

function isLoop(node: AnyNode): node is LoopNode {
  return /^(For|ForIn|ForOf|While|DoWhile)Statement$/.test(node.type)
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value
}

function nameOf(node: FunctionNode): string | undefined {
  return node.type === 'ArrowFunctionExpression' ? undefined : node.id?.name
}

/** What a function is called that stands in a declaration, a property or a method. */
function nameOfChild(node: AnyNode, key: string): string | undefined {
  if (node.type === 'VariableDeclarator' && key === 'init' && node.id.type === 'Identifier') return node.id.name
  const isMember = node.type === 'Property' || node.type === 'MethodDefinition' || node.type === 'PropertyDefinition'
  return isMember && key === 'value' && node.key.type === 'Identifier' ? node.key.name : undefined
}

/** esbuild writes the path of each module above it. */
function moduleOf(source: string, offset: number): string {
  const at = source.lastIndexOf('\n// ', offset)
  return at < 0 ? '' : source.slice(at + 4, source.indexOf('\n', at + 1))
}

/** Lets the functions that walk over arrays and texts count how far they walk; gives what takes that back. */
function countBuiltIns(counts: Float64Array): () => void {
  const add = (steps: number): void => {
    counts[0] += steps
  }
  const undo: (() => void)[] = []
  const replace = (owner: object, name: string, steps: (self: never, args: never[], result: never) => number): void => {
    const descriptor = Object.getOwnPropertyDescriptor(owner, name)!
    const original = descriptor.value as (...args: never[]) => never
    Object.defineProperty(owner, name, {
      ...descriptor,
      value: function counted(this: never, ...args: never[]) {
        const result = original.apply(this, args)
        counts[0] += steps(this, args, result)
        return result
      },
    })
    undo.push(() => Object.defineProperty(owner, name, descriptor))
  }
  const wholeArray = (self: readonly unknown[]): number => self.length
  for (const name of ['includes', 'indexOf', 'lastIndexOf', 'join', 'sort', 'reverse', 'shift', 'unshift', 'fill']) {
    replace(Array.prototype, name, wholeArray)
  }
  replace(Array.prototype, 'slice', (_, __, result: readonly unknown[]) => result.length)
  replace(Array.prototype, 'concat', (_, __, result: readonly unknown[]) => result.length)
  replace(
    Array.prototype,
    'splice',
    (self: readonly unknown[], args: number[], result: readonly unknown[]) =>
      Math.max(0, self.length - (args[0] < 0 ? self.length + args[0] : args[0])) + result.length,
  )
  const wholeText = (self: string): number => self.length / 16
  for (const name of ['split', 'toLowerCase', 'toUpperCase', 'repeat', 'padEnd', 'trim', 'trimStart', 'trimEnd']) {
    replace(String.prototype, name, wholeText)
  }
  replace(
    String.prototype,
    'indexOf',
    (self: string, args: readonly (string | number | undefined)[], result: number) =>
      Math.max(0, (result < 0 ? self.length : result) - Number(args[1] ?? 0)) / 16,
  )
  replace(String.prototype, 'includes', (self: string, args: readonly string[]) => {
    const at = originalIndexOf.call(self, args[0])
    return (at < 0 ? self.length : at) / 16
  })
  replace(RegExp.prototype, 'exec', (self: RegExp, [text]: readonly string[], result: RegExpExecArray | null) => {
    // A search that goes on where the last one ended has only walked over what lies between; that is counted there.
    if (result) return ((self.global || self.sticky ? 0 : result.index) + result[0].length) / 16
    return self.source.startsWith('^') && !self.multiline ? 0 : String(text).length / 16
  })
  add(0)
  return () => {
    for (const each of undo) each()
  }
}

const originalIndexOf = String.prototype.indexOf
