/**
 * 10,000 edits in 200 open documents, with requests between, on a server with a real folder: what lives after a garbage
 * collection is counted, and does not grow.
 */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { PassThrough } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import v8 from 'node:v8'
import vm from 'node:vm'
import { afterAll, expect, it } from 'vitest'
import {
  createConnection,
  createProtocolConnection,
  ProposedFeatures,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { LintFile } from '../../server/src/lint/lint-file.ts'
import { diskEnvironment } from '../../server/src/lsp/disk-environment.ts'
import { serve } from '../../server/src/lsp/server.ts'
import { clearShellCache, shellCacheSize } from '../../server/src/syntax/shell.ts'

const edits = 10_000
const documents = 200
/** One question after so many edits. */
const pause = 4
/** Every tenth document is an ignore file. */
const isIgnoreFile = (index: number): boolean => index % 10 === 9

v8.setFlagsFromString('--expose-gc')
const collectGarbage: () => void = vm.runInNewContext('gc')

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'dockerfile-coach-soak-'))
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))
fs.writeFileSync(path.join(folder, 'dockerfile-coach.yaml'), 'rules:\n  maintainer-deprecated: error\n')

interface Live {
  readonly megabytes: number
  readonly lintFiles: number
  readonly textDocuments: number
}

/** What is alive. Scripts are remembered up to a bound that is asserted on its own; they would hide what grows. */
function live(): Live {
  clearShellCache()
  collectGarbage()
  return {
    megabytes: process.memoryUsage().heapUsed / 1e6,
    lintFiles: Number(v8.queryObjects(LintFile)),
    textDocuments: Number(v8.queryObjects(TextDocument.create('', '', 0, '').constructor)),
  }
}

async function startServer(): Promise<{ connection: ProtocolConnection; published: Map<string, number> }> {
  const [toServer, toClient] = [new PassThrough(), new PassThrough()]
  serve(createConnection(ProposedFeatures.all, toServer, toClient), diskEnvironment())
  const connection = createProtocolConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer))
  const published = new Map<string, number>()
  connection.onNotification('textDocument/publishDiagnostics', ({ uri, version, diagnostics }) => {
    published.set(uri, diagnostics.length > 0 ? version : 0)
  })
  connection.listen()
  const capabilities = { textDocument: { codeAction: { dataSupport: true, resolveSupport: { properties: ['edit'] } } } }
  const initializationOptions = { shellcheck: { enable: false } }
  await connection.sendRequest('initialize', { processId: null, rootUri: null, capabilities, initializationOptions })
  await connection.sendNotification('initialized', {})
  return { connection, published }
}

/** A place that no document was at before. */
function place(index: number, round: number): string {
  const parent = path.join(folder, `${round}-${index}`)
  fs.mkdirSync(parent)
  fs.writeFileSync(path.join(parent, 'package.json'), '{}')
  return pathToFileURL(path.join(parent, isIgnoreFile(index) ? '.dockerignore' : 'Dockerfile')).href
}

/** Names, scripts and patterns that were not there before, for each number. */
function textOf(index: number, number: number): string {
  if (isIgnoreFile(index)) return `*.log${number}\n!keep-${number}.log\n**/node_modules${number}\n`
  return [
    `FROM example/image-${number}:1 AS build`,
    `ARG VERSION_${number}=1`,
    'MAINTAINER someone@example.org',
    `RUN apt-get install tool-${number} && cd /src/${number} && make "$VERSION_${number}"`,
    'COPY package.json ./',
    'FROM debian:13',
    'COPY --from=build /src /app',
    `RUN curl -fsSL https://example.org/${number} | sh`,
    '',
  ].join('\n')
}

const methods = [
  'hover',
  'completion',
  'codeAction',
  'documentSymbol',
  'definition',
  'formatting',
  'semanticTokens/full',
]

it('keeps nothing of what was typed, and nothing of what was closed', { timeout: 120_000 }, async () => {
  const { connection, published } = await startServer()
  let number = 0
  const openAll = async (round: number): Promise<string[]> => {
    const uris = Array.from({ length: documents }, (_, index) => place(index, round))
    for (const [index, uri] of uris.entries()) {
      const languageId = isIgnoreFile(index) ? 'dockerignore' : 'dockerfile'
      const text = textOf(index, number++)
      await connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } })
    }
    return uris
  }
  const edit = async (uris: readonly string[], count: number): Promise<void> => {
    for (let i = 0; i < count; i++) {
      const index = number % documents
      const textDocument = { uri: uris[index], version: ++number }
      const position = { line: 3, character: 20 }
      const context = { diagnostics: [] }
      const options = { tabSize: 4, insertSpaces: true }
      const params = { textDocument, position, range: { start: position, end: position }, context, options }
      await connection.sendNotification('textDocument/didChange', {
        textDocument,
        contentChanges: [{ text: textOf(index, number) }],
      })
      const method = methods[(number / pause) % methods.length]
      if (method) await connection.sendRequest(`textDocument/${method}`, params)
    }
    // The quiet period passes, and all is published.
    await sleep(200)
  }
  const closeAll = async (uris: readonly string[]): Promise<void> => {
    for (const uri of uris) await connection.sendNotification('textDocument/didClose', { textDocument: { uri } })
    await connection.sendRequest('textDocument/hover', {
      textDocument: { uri: uris[0] },
      position: { line: 0, character: 0 },
    })
    published.clear()
  }

  // Tables are made when somebody first asks.
  const first = await openAll(0)
  await edit(first, 1_000)
  await closeAll(first)
  const before = live()

  const uris = await openAll(1)
  const samples: Live[] = []
  for (let done = 0; done < edits; done += edits / 4) {
    await edit(uris, edits / 4)
    const { scripts, characters } = shellCacheSize()
    expect(scripts).toBeLessThanOrEqual(6_000)
    expect(characters).toBeLessThanOrEqual(1_000_000)
    expect(uris.filter((uri) => (published.get(uri) ?? 0) <= 1)).toEqual([])
    samples.push(live())
  }
  await closeAll(uris)
  const after = live()
  const figures = samples.map(({ megabytes }) => megabytes.toFixed(1)).join(', ')
  console.log(`heap in MB: ${before.megabytes.toFixed(1)}; open ${figures}; closed ${after.megabytes.toFixed(1)}`)

  const [start, ...later] = samples
  for (const { lintFiles, textDocuments, megabytes } of later) {
    expect(lintFiles).toBeLessThanOrEqual(documents)
    expect(textDocuments).toBeLessThanOrEqual(documents + 1)
    expect(megabytes).toBeLessThan(start.megabytes + 2)
  }
  expect(after.lintFiles).toBe(0)
  expect(after.textDocuments).toBeLessThanOrEqual(1)
  expect(after.megabytes).toBeLessThan(before.megabytes + 2)
  connection.dispose()
})
