/** What goes wrong around a server that runs: files and folders that go away, folders without end, a clock that is set back. */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Diagnostic, FileChangeType } from 'vscode-languageserver/node'
import { type LintWorkspaceAnswer, lintWorkspaceRequest } from '../../client/src/protocol.ts'
import { type Client, kill, startClient } from './client.ts'

const text = 'FROM debian:13\nMAINTAINER someone@example.org\nCOPY nowhere /x\n'
let folder: string
const clients: Client[] = []

beforeEach(() => {
  folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'dockerfile-coach-faults-')))
})
afterEach(() => {
  for (const client of clients.splice(0)) kill(client)
  fs.rmSync(folder, { recursive: true, force: true })
})

async function start(...options: Parameters<typeof startClient>): Promise<Client> {
  const client = await startClient(...options)
  clients.push(client)
  return client
}

function write(name: string, content = ''): string {
  const file = path.join(folder, name)
  fs.mkdirSync(path.dirname(file), { recursive: true })
  fs.writeFileSync(file, content)
  return pathToFileURL(file).href
}

function severityOf(diagnostics: readonly Diagnostic[], rule: string): number | undefined {
  return diagnostics.find(({ code }) => code === rule)?.severity
}

describe('while a document is open', () => {
  it('its configuration goes away: the defaults hold, once the server is told or the document is saved', async () => {
    const uri = write('Dockerfile', text)
    const config = write('dockerfile-coach.yaml', 'rules:\n  maintainer-deprecated: error\n')
    const client = await start()
    client.open(uri, text)
    const published = async (version: number) =>
      (await client.publication((params) => params.uri === uri && params.version === version)).diagnostics
    expect(severityOf(await published(1), 'maintainer-deprecated')).toBe(1)

    fs.rmSync(path.join(folder, 'dockerfile-coach.yaml'))
    client.change(uri, 2, [{ text: `${text}\n` }])
    expect(severityOf(await published(2), 'maintainer-deprecated')).toBe(1)
    let before = client.published.length
    client.save(uri)
    const saved = await client.publication((params) => params.uri === uri, before)
    expect(severityOf(saved.diagnostics, 'maintainer-deprecated')).toBe(2)

    write('dockerfile-coach.yaml', 'rules:\n  maintainer-deprecated: hint\n')
    before = client.published.length
    const changes = [{ uri: config, type: FileChangeType.Created }]
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes })
    const told = await client.publication((params) => params.uri === uri, before)
    expect(severityOf(told.diagnostics, 'maintainer-deprecated')).toBe(4)
  })

  it('its folder goes away: the text is still judged', async () => {
    const uri = write('app/Dockerfile', text)
    write('app/package.json', '{}')
    const client = await start()
    client.open(uri, text)
    await client.publication((params) => params.version === 1)
    fs.rmSync(path.join(folder, 'app'), { recursive: true })
    client.save(uri)
    client.change(uri, 2, [{ text }])
    const { diagnostics } = await client.publication((params) => params.uri === uri && params.version === 2)
    expect(severityOf(diagnostics, 'maintainer-deprecated')).toBe(2)
    // Of a folder that cannot be read nothing is said.
    expect(severityOf(diagnostics, 'copy-missing-source')).toBeUndefined()
  })
})

it('a folder with very many files: the look at it stops, and the log says so once', async () => {
  for (let i = 0; i < 10_500; i++) fs.closeSync(fs.openSync(path.join(folder, `${i}`), 'w'))
  const uri = write('Dockerfile', text)
  const client = await start()
  const logged: string[] = []
  client.connection.onNotification('window/logMessage', ({ message }: { message: string }) => {
    logged.push(message)
  })
  client.open(uri, text)
  const { diagnostics } = await client.publication((params) => params.version === 1)
  expect(severityOf(diagnostics, 'maintainer-deprecated')).toBe(2)
  expect(severityOf(diagnostics, 'copy-missing-source')).toBeUndefined()
  client.change(uri, 2, [{ text: `${text}\n` }])
  await client.publication((params) => params.version === 2)
  await client.connection.sendRequest('textDocument/documentSymbol', { textDocument: { uri } })
  expect(logged.filter((message) => message.includes('stopped after'))).toEqual([
    `The listing of ${folder} stopped after 10000 entries. Nothing is said of files that may be absent.`,
  ])
})

describe('a clock that goes backwards', () => {
  /** Each look at the wall clock gives an hour less than the last one. */
  const backwards = `
    const RealDate = Date
    let lost = 0
    globalThis.Date = class extends RealDate {
      constructor(...parts) {
        if (parts.length > 0) super(...parts)
        else super(Date.now())
      }
      static now() {
        lost += 3_600_000
        return RealDate.now() - lost
      }
    }
    process.on('exit', () => require('node:fs').writeFileSync(__dirname + '/lost', String(lost)))
  `

  it('changes no answer, and holds nothing up', async () => {
    const uris = Array.from({ length: 40 }, (_, i) => write(`${i}/Dockerfile`, text.repeat(1 + (i % 3))))
    write('backwards.cjs', backwards)
    const usual = await start()
    const options = process.env.NODE_OPTIONS
    process.env.NODE_OPTIONS = `${options ?? ''} --require=${path.join(folder, 'backwards.cjs')}`
    const odd = await start().finally(() => {
      if (options === undefined) delete process.env.NODE_OPTIONS
      else process.env.NODE_OPTIONS = options
    })
    const answers = [usual, odd].map(async (client) => {
      const uri = uris[0]!
      client.open(uri, text)
      for (let version = 2; version <= 50; version++) client.change(uri, version, [{ text: `${text}# ${version}\n` }])
      const { diagnostics } = await client.publication((params) => params.uri === uri && params.version === 50)
      const workspace: LintWorkspaceAnswer = await client.connection.sendRequest(lintWorkspaceRequest, {
        folders: [pathToFileURL(folder).href],
      })
      const position = { line: 0, character: 8 }
      const hover = await client.connection.sendRequest('textDocument/hover', { textDocument: { uri }, position })
      return { diagnostics, workspace, hover }
    })
    const [expected, found] = await Promise.all(answers)
    expect(found).toEqual(expected)
    expect(found!.workspace.files).toBe(40)
    expect(await odd.stop()).toBe(0)
    expect(Number(fs.readFileSync(path.join(folder, 'lost'), 'utf8'))).toBeGreaterThan(0)
  })
})
