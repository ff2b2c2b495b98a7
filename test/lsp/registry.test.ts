/** Tags of a registry on loopback: asked for only by setting, and never waited for too long. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { CompletionItem, TextEdit } from 'vscode-languageserver/node'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { type Client, kill, startClient } from './client.ts'

const uri = 'untitled:Dockerfile'
let client: Client | undefined
let server: Server
let host: string
let requests: number

beforeEach(async () => {
  requests = 0
  server = createServer((request, response) => {
    requests++
    if (request.url?.includes('/slow/')) return
    response.end(JSON.stringify({ tags: ['1.0', '2.0'] }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterEach(() => {
  kill(client)
  client = undefined
  server.closeAllConnections()
  server.close()
})

async function complete(text: string, initializationOptions?: Record<string, unknown>): Promise<CompletionItem[]> {
  client = await startClient({ initializationOptions })
  client.open(uri, text)
  const position = TextDocument.create(uri, 'dockerfile', 1, text).positionAt(text.length)
  return client.connection.sendRequest('textDocument/completion', { textDocument: { uri }, position })
}

it('is not asked by default', async () => {
  expect(await complete(`FROM ${host}/team/app:`)).toEqual([])
  expect(requests).toBe(0)
})

it('gives its tags when the setting is on, in FROM and in --from', async () => {
  const settings = { registry: { tags: true } }
  const items = await complete(`FROM ${host}/team/app:`, settings)
  expect(items.map(({ label, detail }) => `${label} ${detail}`)).toEqual(['2.0 in the registry', '1.0 in the registry'])
  kill(client)
  const text = `FROM a\nCOPY --from=${host}/team/app:1`
  const [item] = (await complete(text, settings)).filter(({ label }) => label === '1.0')
  const document = TextDocument.create(uri, 'dockerfile', 1, text)
  expect(TextDocument.applyEdits(document, [item!.textEdit as TextEdit])).toBe(`${text}.0`)
})

it('is not waited for when it is slow', async () => {
  const start = Date.now()
  expect(await complete(`FROM ${host}/slow/app:`, { registry: { tags: true } })).toEqual([])
  expect(Date.now() - start).toBeLessThan(8_000)
})
