/** The language server over stdio: handshake, documents, settings, errors and its end. */
import { spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { TextDocumentSyncKind } from 'vscode-languageserver/node'
import { type Client, exitOf, kill, startClient } from './client.ts'

const uri = 'file:///project/Dockerfile'
let client: Client | undefined

afterEach(() => {
  kill(client)
  client = undefined
})

describe('the handshake', () => {
  it('announces incremental synchronisation, quick fixes and "fix all"', async () => {
    client = await startClient()
    const { capabilities, serverInfo } = client.initialized
    expect(serverInfo?.name).toBe('Dockerfile Coach')
    expect(capabilities.textDocumentSync).toMatchObject({ openClose: true, change: TextDocumentSyncKind.Incremental })
    expect(capabilities.codeActionProvider).toEqual({
      codeActionKinds: ['quickfix', 'refactor.rewrite', 'source.fixAll.dockerfileCoach'],
      resolveProvider: true,
    })
  })

  it('asks to be told of new settings', async () => {
    client = await startClient()
    client.open(uri, 'FROM debian:12\n')
    await client.publication((params) => params.uri === uri)
    expect(client.requested).toContain('client/registerCapability')
  })
})

describe('documents', () => {
  it('publishes for a document that is opened, with its version', async () => {
    client = await startClient()
    client.open(uri, 'FROM debian:12\n', 7)
    expect((await client.publication((params) => params.uri === uri)).version).toBe(7)
  })

  it('publishes for untitled documents', async () => {
    client = await startClient()
    client.open('untitled:Untitled-1', 'FROM debian:12\n')
    await client.publication((params) => params.uri === 'untitled:Untitled-1')
  })

  it('publishes once for a burst of changes, for the last version', async () => {
    client = await startClient()
    client.open(uri, '')
    await client.publication((params) => params.version === 1)
    for (let version = 2; version <= 1001; version++) {
      const position = { line: 0, character: version - 2 }
      client.change(uri, version, [{ range: { start: position, end: position }, text: 'x' }])
    }
    await client.publication((params) => params.version === 1001)
    const versions = client.published.map((params) => params.version ?? 0)
    expect(versions).toEqual([...versions].sort((one, other) => one - other))
    expect(versions.length).toBeLessThan(20)
  })

  it('clears the diagnostics of a document that is closed, and publishes nothing after that', async () => {
    client = await startClient()
    client.open(uri, 'FROM debian:12\n')
    await client.publication((params) => params.version === 1)
    client.change(uri, 2, [{ text: 'FROM debian:13\n' }])
    client.close(uri)
    await client.publication((params) => params.version === undefined)
    await sleep(200)
    expect(client.published.at(-1)).toEqual({ uri, diagnostics: [] })
    expect(client.published.map((params) => params.version)).not.toContain(2)
  })

  it('takes edits whose ranges lie outside the text', async () => {
    client = await startClient()
    client.open(uri, 'FROM debian:12\n')
    const range = { start: { line: 90, character: 900 }, end: { line: 91, character: 0 } }
    client.change(uri, 2, [{ range, text: 'RUN true\n' }])
    await client.publication((params) => params.version === 2)
  })
})

describe('settings', () => {
  it('are asked for per document, and asked for anew when they change', async () => {
    const asked: (string | undefined)[] = []
    client = await startClient({
      configuration: (scopeUri) => {
        asked.push(scopeUri)
        return {}
      },
    })
    client.open(uri, 'FROM debian:12\n')
    await client.publication((params) => params.uri === uri)
    client.open('file:///other/Dockerfile', 'FROM debian:12\n')
    await client.publication((params) => params.uri === 'file:///other/Dockerfile')
    expect(asked).toEqual([uri, 'file:///other/Dockerfile'])

    const before = client.published.length
    await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null })
    await client.publication((params) => params.uri === uri, before)
    await client.publication((params) => params.uri === 'file:///other/Dockerfile', before)
    expect(asked).toHaveLength(4)
  })

  it('can leave typing alone: `run: onSave` publishes on open and on save only', async () => {
    client = await startClient({ configuration: () => ({ run: 'onSave' }) })
    client.open(uri, 'FROM debian:12\n')
    await client.publication((params) => params.version === 1)
    client.change(uri, 2, [{ text: 'FROM debian:13\n' }])
    await sleep(200)
    expect(client.published.map((params) => params.version)).toEqual([1])
    client.save(uri)
    await client.publication((params) => params.version === 2)
  })

  it('are pushed by clients that cannot be asked', async () => {
    client = await startClient({ initializationOptions: { run: 'onSave' } })
    client.open(uri, 'FROM debian:12\n')
    await client.publication((params) => params.version === 1)
    client.change(uri, 2, [{ text: 'FROM debian:13\n' }])
    await sleep(200)
    expect(client.published.map((params) => params.version)).toEqual([1])
    await client.connection.sendNotification('workspace/didChangeConfiguration', {
      settings: { dockerfileCoach: { run: 'onType' } },
    })
    await client.publication((params) => params.version === 2)
    client.change(uri, 3, [{ text: 'FROM debian:13-slim\n' }])
    await client.publication((params) => params.version === 3)
  })

  it('of a wrong type are ignored', async () => {
    client = await startClient({ configuration: () => ({ run: 3, rules: [], shellcheck: 'yes', fixUnsafe: {} }) })
    client.open(uri, 'FROM debian:12\n')
    await client.publication((params) => params.version === 1)
    client.change(uri, 2, [{ text: 'FROM debian:13\n' }])
    await client.publication((params) => params.version === 2)
  })
})

describe('errors', () => {
  it('answers nothing for documents that are not open', async () => {
    client = await startClient()
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }
    const params = { textDocument: { uri: 'file:///nowhere/Dockerfile' }, range, context: { diagnostics: [] } }
    expect(await client.connection.sendRequest('textDocument/codeAction', params)).toBeNull()
    const command = { command: 'dockerfile-coach.fixAll', arguments: ['file:///nowhere/Dockerfile'] }
    expect(await client.connection.sendRequest('workspace/executeCommand', command)).toBe(false)
  })

  it('refuses unknown methods and commands, and goes on', async () => {
    client = await startClient()
    await expect(client.connection.sendRequest('textDocument/noSuchThing', {})).rejects.toThrow(/Unhandled method/)
    const command = { command: 'constructor', arguments: [] }
    await expect(client.connection.sendRequest('workspace/executeCommand', command)).rejects.toThrow(/unknown command/)
    client.open(uri, 'FROM debian:12\n')
    await client.publication((params) => params.uri === uri)
  })
})

describe('the end', () => {
  it('exits with 0 after shutdown and exit', async () => {
    client = await startClient()
    expect(await client.stop()).toBe(0)
  })

  it('exits with 1 on exit without shutdown', async () => {
    client = await startClient()
    const exit = exitOf(client.process)
    await client.connection.sendNotification('exit')
    expect(await exit).toBe(1)
  })

  it('exits when the client goes away without a word', async () => {
    client = await startClient()
    const exit = exitOf(client.process)
    client.process.stdin?.end()
    expect(await exit).toBe(1)
  })

  it('says how it is called when no transport is given', async () => {
    const child = spawn(process.execPath, ['dist/server.js'], { stdio: ['ignore', 'ignore', 'pipe'] })
    let message = ''
    child.stderr.on('data', (data) => {
      message += data
    })
    expect(await exitOf(child)).toBe(2)
    expect(message).toMatch(/^usage: dockerfile-coach-language-server --stdio/)
  })
})
