/** What no client should send, and what a hasty one does: the server goes on, and what it publishes is never stale. */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { CancellationTokenSource, type Diagnostic, LSPErrorCodes } from 'vscode-languageserver/node'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { type Client, exitOf, kill, startClient } from './client.ts'

const uri = 'file:///project/Dockerfile'
const text = 'FROM debian:12\nMAINTAINER someone@example.org\nRUN apt-get update && apt-get install curl\n'
const program = path.resolve(import.meta.dirname, '../../dist/server.js')
const clients: Client[] = []

async function start(...options: Parameters<typeof startClient>): Promise<Client> {
  const client = await startClient(...options)
  clients.push(client)
  return client
}

afterEach(() => {
  for (const client of clients.splice(0)) kill(client)
})

/** The diagnostics of a text that a server has just been given. */
async function fresh(client: Client, content: string): Promise<Diagnostic[]> {
  const other = `file:///fresh/${client.published.length}/Dockerfile`
  client.open(other, content)
  const { diagnostics } = await client.publication((params) => params.uri === other)
  client.close(other)
  return diagnostics
}

describe('edits', () => {
  const far = { line: 99, character: 99 }
  const zero = { line: 0, character: 0 }
  it.each([
    ['behind the end', { start: far, end: far }],
    ['backwards', { start: { line: 1, character: 3 }, end: zero }],
    ['of negative places', { start: { line: -1, character: -5 }, end: { line: 0, character: -1 } }],
    [
      'of broken places',
      { start: { line: 0.5, character: Number.MAX_SAFE_INTEGER }, end: { line: 1e300, character: 0 } },
    ],
    ['without places', {}],
    ['of null', null],
  ])('%s leave a server that goes on', async (_, range) => {
    const client = await start()
    client.open(uri, text)
    await client.publication((params) => params.version === 1)
    client.change(uri, 2, [{ range, text: 'RUN true\n' } as never])
    client.change(uri, 3, [{ text }])
    const { diagnostics } = await client.publication((params) => params.version === 3)
    expect(diagnostics).toEqual(await fresh(client, text))
  })

  it('of documents that are not open change nothing', async () => {
    const client = await start()
    client.change('file:///nowhere/Dockerfile', 1, [{ text }])
    client.save('file:///nowhere/Dockerfile')
    client.close('file:///nowhere/Dockerfile')
    await fresh(client, text)
    expect(
      client.published.filter((params) => params.uri.includes('nowhere') && params.diagnostics.length > 0),
    ).toEqual([])
  })

  it('with versions out of order are applied as they come', async () => {
    const client = await start()
    client.open(uri, text, 7)
    client.change(uri, 3, [{ range: { start: zero, end: zero }, text: '# one\n' }])
    client.change(uri, 3, [{ range: { start: zero, end: zero }, text: '# two\n' }])
    client.change(uri, 2, [{ range: { start: zero, end: zero }, text: '# three\n' }])
    const { diagnostics } = await client.publication((params) => params.version === 2)
    expect(diagnostics).toEqual(await fresh(client, `# three\n# two\n# one\n${text}`))
  })

  it('that come when the document is closed already leave nothing behind', async () => {
    const client = await start()
    client.open(uri, text)
    client.close(uri)
    client.change(uri, 2, [{ text: `${text}${text}` }])
    client.save(uri)
    client.open(uri, text, 1)
    client.close(uri)
    await fresh(client, text)
    expect(client.published.findLast((params) => params.uri === uri)?.diagnostics ?? []).toEqual([])
  })

  it('of a document that was opened twice are of the second text', async () => {
    const client = await start()
    client.open(uri, 'FROM scratch\n', 1)
    client.open(uri, text, 5)
    client.change(uri, 6, [{ range: { start: zero, end: zero }, text: '# note\n' }])
    const { diagnostics } = await client.publication((params) => params.version === 6)
    expect(diagnostics).toEqual(await fresh(client, `# note\n${text}`))
  })
})

describe('a burst of a thousand edits with requests between', () => {
  const line = fc.constantFrom(
    'FROM debian:12\n',
    'MAINTAINER a\n',
    'RUN apt-get install curl\n',
    'RUN a \\\n',
    'RUN <<E\n',
    'E\n',
    '😀\r\n',
  )
  const edit = fc.record({ from: fc.nat(400), length: fc.nat(80), text: fc.oneof(line, fc.string({ maxLength: 6 })) })

  it('ends with what a fresh server says of the final text', async () => {
    const [client, other] = [await start(), await start()]
    let run = 0
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1000, maxLength: 1000, size: 'max' }), async (edits) => {
        const document = `file:///burst/${run++}/Dockerfile`
        let copy = TextDocument.create(document, 'dockerfile', 1, text)
        client.open(document, text)
        const answers: Promise<unknown>[] = []
        for (const [index, { from, length, text: replacement }] of edits.entries()) {
          const start = copy.positionAt(from)
          const end = copy.positionAt(from + length)
          const change = { range: { start, end }, text: replacement }
          copy = TextDocument.update(copy, [change], copy.version + 1)
          client.change(document, copy.version, [change])
          if (index % 50 !== 0) continue
          const params = {
            textDocument: { uri: document },
            position: start,
            range: { start, end },
            context: { diagnostics: [] },
          }
          for (const method of ['hover', 'codeAction', 'documentSymbol', 'completion']) {
            // A request about a text that has changed meanwhile may be refused.
            answers.push(client.connection.sendRequest(`textDocument/${method}`, params).catch(refusedFor))
          }
        }
        await Promise.all(answers)
        const last = await client.publication((params) => params.uri === document && params.version === copy.version)
        expect(last.diagnostics).toEqual(await fresh(other, copy.getText()))
        client.close(document)
      }),
      { numRuns: 4 },
    )
  })
})

/** Only these reasons are no failure of the server. */
function refusedFor(error: { code?: number }): null {
  expect([LSPErrorCodes.ContentModified, LSPErrorCodes.RequestCancelled, LSPErrorCodes.ServerCancelled]).toContain(
    error.code,
  )
  return null
}

describe('requests', () => {
  it('that are cancelled are answered, and the server goes on', async () => {
    const client = await start()
    client.open(uri, text.repeat(200))
    const tokens = Array.from({ length: 100 }, (_, line) => {
      const cancellation = new CancellationTokenSource()
      const range = { start: { line, character: 0 }, end: { line, character: 1 } }
      const params = { textDocument: { uri }, range, context: { diagnostics: [] } }
      const answer = client.connection.sendRequest('textDocument/codeAction', params, cancellation.token)
      if (line % 10 !== 0) cancellation.cancel()
      return answer.catch(refusedFor)
    })
    expect(await Promise.all(tokens)).toHaveLength(100)
    expect(await fresh(client, text)).not.toEqual([])
  })

  it('before the handshake are refused or answered with nothing', async () => {
    const raw = startRaw()
    raw.send({
      jsonrpc: '2.0',
      id: 1,
      method: 'textDocument/hover',
      params: { textDocument: { uri }, position: { line: 0, character: 0 } },
    })
    const answer = await raw.answer(1)
    expect(answer.error ?? answer.result).not.toBe(undefined)
    raw.stop()
  })

  it('for a second handshake are no end', async () => {
    const client = await start()
    client.open(uri, text)
    const params = { processId: null, rootUri: null, capabilities: {} }
    await client.connection.sendRequest('initialize', params).catch(() => null)
    await client.connection.sendNotification('initialized', {})
    expect(await fresh(client, text)).not.toEqual([])
  })

  it('with parameters of a wrong shape are refused', async () => {
    const client = await start()
    client.open(uri, text)
    const wrong = [null, [], {}, { textDocument: null }, { textDocument: { uri: 5 }, position: 'here' }]
    for (const params of wrong) {
      for (const method of [
        'hover',
        'completion',
        'codeAction',
        'documentSymbol',
        'rename',
        'formatting',
        'definition',
      ]) {
        await client.connection.sendRequest(`textDocument/${method}`, params).catch(() => null)
      }
    }
    expect(await fresh(client, text)).not.toEqual([])
  })

  it('and notifications that nobody knows are left alone', async () => {
    const client = await start()
    await client.connection.sendNotification('textDocument/noSuchThing', { uri })
    await client.connection.sendNotification('$/noSuchThing', {})
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: 'nonsense', type: 9 }],
    })
    await expect(client.connection.sendRequest('$/noSuchThing', {})).rejects.toThrow()
    expect(await fresh(client, text)).not.toEqual([])
  })

  it('after shutdown are refused; without exit the server ends with its client', async () => {
    const client = await start()
    await client.connection.sendRequest('shutdown')
    await sleep(100)
    expect(client.process.exitCode).toBeNull()
    const exit = exitOf(client.process)
    client.process.stdin?.end()
    expect(await exit).not.toBeNull()
  })
})

describe('a broken stream', () => {
  it('of messages that are no JSON is no end', async () => {
    const raw = startRaw()
    raw.write('Content-Length: 5\r\n\r\n{"a":')
    raw.write('Content-Length: 2\r\n\r\n[]')
    raw.write('Content-Length: 4\r\n\r\nnull')
    raw.send({
      jsonrpc: '2.0',
      id: 7,
      method: 'initialize',
      params: { processId: null, rootUri: null, capabilities: {} },
    })
    expect((await raw.answer(7)).result).toMatchObject({ serverInfo: { name: 'Dockerfile Coach' } })
    raw.stop()
  })

  it.runIf(existsSync('/proc/self/stat'))(
    'of something else ends the server, or is waited out without work',
    async () => {
      const raw = startRaw()
      raw.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
      raw.write('x'.repeat(1_000_000))
      await sleep(300)
      const before = cpuTime(raw.process.pid!)
      await sleep(500)
      const used = raw.process.exitCode === null ? cpuTime(raw.process.pid!) - before : 0
      // In ticks of a hundredth of a second.
      expect(used).toBeLessThan(25)
      raw.process.stdin!.end()
      expect(await raw.exit).not.toBe(undefined)
    },
  )
})

describe('two clients', () => {
  it('of one file have servers that know nothing of each other', async () => {
    const [one, other] = [await start(), await start()]
    one.open(uri, text)
    other.open(uri, 'FROM scratch\n')
    const [first, second] = await Promise.all(
      [one, other].map((client) => client.publication((params) => params.uri === uri)),
    )
    expect(first!.diagnostics).not.toEqual(second!.diagnostics)
    kill(one)
    expect(await fresh(other, text)).toEqual(first!.diagnostics)
  })
})

interface Answer {
  readonly id: number
  readonly result?: unknown
  readonly error?: unknown
}

/** A server without a client: its bytes are written by hand. */
function startRaw() {
  const child = spawn(process.execPath, [program, '--stdio'], { stdio: ['pipe', 'pipe', 'ignore'] })
  child.stdin.on('error', () => {})
  let output = ''
  child.stdout.on('data', (data) => {
    output += data
  })
  const write = (bytes: string): void => {
    child.stdin.write(bytes)
  }
  return {
    process: child,
    exit: exitOf(child),
    write,
    send: (message: object) => {
      const content = JSON.stringify(message)
      write(`Content-Length: ${Buffer.byteLength(content)}\r\n\r\n${content}`)
    },
    answer: async (id: number): Promise<Answer> => {
      for (let tries = 0; tries < 100; tries++) {
        for (const part of output.split(/Content-Length: \d+\r\n\r\n/)) {
          if (part.includes(`"id":${id}`)) return JSON.parse(part)
        }
        await sleep(50)
      }
      throw new Error(`no answer within 5 s; there is ${output}`)
    },
    stop: () => child.kill('SIGKILL'),
  }
}

/** User and system time of a process so far, in ticks; 0 where the system does not tell. */
function cpuTime(pid: number): number {
  if (!existsSync('/proc/self/stat')) return 0
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return Number(fields[11]) + Number(fields[12])
}
