/** Checking a workspace over stdio: what is published for files that are not open, when it goes away, progress, cancelling. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FileChangeType } from 'vscode-languageserver/node'
import { type LintWorkspaceAnswer, lintWorkspaceRequest } from '../../client/src/protocol.ts'
import { type Client, kill, startClient } from './client.ts'

const wrong = 'FROM debian:13\nMAINTAINER me@example.org\n'
let folder: string
let client: Client | undefined

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'dockerfile-coach-workspace-'))
})
afterEach(() => {
  kill(client)
  client = undefined
  rmSync(folder, { recursive: true, force: true })
})

function write(name: string, content: string | Uint8Array): string {
  const file = path.join(folder, name)
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, content)
  return pathToFileURL(file).href
}

async function lint(started: Client): Promise<LintWorkspaceAnswer> {
  return started.connection.sendRequest(lintWorkspaceRequest, { folders: [pathToFileURL(folder).href] })
}

/** The codes that were last published for a file; undefined when nothing was. */
function shown(started: Client, uri: string): unknown[] | undefined {
  return started.published.findLast((params) => params.uri === uri)?.diagnostics.map(({ code }) => code)
}

describe('the Dockerfiles of a workspace', () => {
  it('are judged under their own settings, without those that git does not see', async () => {
    const api = write('api/Dockerfile', wrong)
    const web = write('web/prod.Dockerfile', wrong)
    const ignored = write('out/Dockerfile', wrong)
    write('.git/HEAD', '')
    write('.gitignore', 'out\n')
    write('web/dockerfile-coach.yaml', 'rules:\n  maintainer-deprecated: off\n')
    client = await startClient()
    const answer = await lint(client)
    expect(answer).toMatchObject({ files: 2, failures: [], cancelled: false })
    expect(answer.counts.warning).toBeGreaterThan(0)
    expect(shown(client, api)).toContain('maintainer-deprecated')
    expect(shown(client, web)).not.toContain('maintainer-deprecated')
    expect(shown(client, ignored)).toBeUndefined()
  })

  it('that cannot be read are named, and the others judged', async () => {
    const binary = write('a/Dockerfile', new Uint8Array(500).fill(1))
    const fine = write('b/Dockerfile', wrong)
    client = await startClient()
    const answer = await lint(client)
    expect(answer.failures).toEqual([`${binary} is a binary file`])
    expect(answer.files).toBe(1)
    expect(shown(client, fine)).toContain('maintainer-deprecated')
  })

  it('that are open are left to the editor', async () => {
    const uri = write('Dockerfile', wrong)
    client = await startClient()
    client.open(uri, 'FROM debian:13\nUSER nobody\nCMD ["true"]\n', 5)
    await client.publication((params) => params.version === 5)
    const answer = await lint(client)
    expect(answer.counts).toMatchObject({ error: 0, warning: 0 })
    expect(client.published.filter((params) => params.version === undefined)).toEqual([])
  })
})

describe('what is shown of a closed file goes away', () => {
  it('when it is opened, and again closed', async () => {
    const uri = write('Dockerfile', wrong)
    client = await startClient()
    await lint(client)
    client.open(uri, 'FROM debian:13\nUSER nobody\nCMD ["true"]\n', 1)
    await client.publication((params) => params.version === 1)
    expect(shown(client, uri)).not.toContain('maintainer-deprecated')
    client.close(uri)
    await sleep(150)
    expect(shown(client, uri)).toEqual([])
  })

  it('when it changes on disk', async () => {
    const [uri, other] = [write('a/Dockerfile', wrong), write('b/Dockerfile', wrong)]
    client = await startClient()
    await lint(client)
    const changes = [{ uri, type: FileChangeType.Changed }]
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes })
    await client.publication((params) => params.uri === uri && params.diagnostics.length === 0)
    expect(shown(client, other)).toContain('maintainer-deprecated')
  })

  it('when it is not there the next time', async () => {
    const uri = write('a/Dockerfile', wrong)
    client = await startClient()
    await lint(client)
    rmSync(path.join(folder, 'a'), { recursive: true })
    expect((await lint(client)).files).toBe(0)
    expect(shown(client, uri)).toEqual([])
  })
})

describe('a long run', () => {
  const many = 400
  const capabilities = { window: { workDoneProgress: true } }

  beforeEach(() => {
    for (let index = 0; index < many; index++) write(`${index}/Dockerfile`, `${wrong}RUN echo ${index}\n`)
  })

  /** Starts a client that shows progress, and gives what it is told. */
  async function startWithProgress(onReport: (token: unknown, started: Client) => void = () => {}) {
    const told: { kind: string; message?: string; cancellable?: boolean }[] = []
    const started = await startClient({ capabilities })
    client = started
    started.connection.onRequest('window/workDoneProgress/create', () => null)
    started.connection.onNotification('$/progress', ({ token, value }: { token: unknown; value: (typeof told)[0] }) => {
      told.push(value)
      if (value.kind === 'report') onReport(token, started)
    })
    return { started, told }
  }

  it('says how far it is', async () => {
    const { started, told } = await startWithProgress()
    expect((await lint(started)).files).toBe(many)
    expect(told[0]).toMatchObject({ kind: 'begin', cancellable: true })
    expect(told.at(-1)?.kind).toBe('end')
    expect(told.find(({ kind }) => kind === 'report')?.message).toMatch(/^\d+ done, \d+ problems$/)
  })

  it('ends when its progress is cancelled', async () => {
    const { started, told } = await startWithProgress((token, { connection }) => {
      void connection.sendNotification('window/workDoneProgress/cancel', { token })
    })
    const answer = await lint(started)
    expect(answer.cancelled).toBe(true)
    expect(answer.files).toBeLessThan(many)
    expect(told.at(-1)?.kind).toBe('end')
  })

  it('gives others their turn, and ends when it is asked for anew', async () => {
    const { started } = await startWithProgress()
    const first = lint(started)
    const second = lint(started)
    const hover = started.connection.sendRequest('textDocument/hover', {
      textDocument: { uri: 'file:///nowhere/Dockerfile' },
      position: { line: 0, character: 0 },
    })
    expect(await Promise.race([hover.then(() => 'hover'), second.then(() => 'second')])).toBe('hover')
    expect((await first).cancelled).toBe(true)
    expect((await second).files).toBe(many)
  })
})

it('is a command for clients without requests of their own', async () => {
  const uri = write('Dockerfile', wrong)
  client = await startClient()
  const params = { command: 'dockerfile-coach.lintWorkspace', arguments: [[pathToFileURL(folder).href]] }
  expect(await client.connection.sendRequest('workspace/executeCommand', params)).toMatchObject({ files: 1 })
  expect(shown(client, uri)).toContain('maintainer-deprecated')
})
