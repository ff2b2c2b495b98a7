/** The folder around a Dockerfile: its configuration file, its build context, and comments that silence rules. */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ClientCapabilities, CodeAction, Diagnostic } from 'vscode-languageserver/node'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { type Client, kill, startClient } from './client.ts'

const text = 'FROM debian:13\nMAINTAINER someone@example.org\n'
let folder: string
let uri: string
let client: Client | undefined

beforeEach(() => {
  folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'dockerfile-coach-lsp-')))
  uri = pathToFileURL(path.join(folder, 'Dockerfile')).href
})

afterEach(() => {
  kill(client)
  client = undefined
  fs.rmSync(folder, { recursive: true, force: true })
})

function write(name: string, content: string): string {
  fs.writeFileSync(path.join(folder, name), content)
  return pathToFileURL(path.join(folder, name)).href
}

async function problems(content = text): Promise<Diagnostic[]> {
  client!.open(uri, content)
  return (await client!.publication((params) => params.uri === uri)).diagnostics
}

function severityOf(diagnostics: readonly Diagnostic[], rule: string): number | undefined {
  return diagnostics.find(({ code }) => code === rule)?.severity
}

describe('the configuration file', () => {
  it('of the folder holds for a Dockerfile, and editor settings come on top', async () => {
    write('dockerfile-coach.yaml', 'rules:\n  maintainer-deprecated: error\n')
    client = await startClient()
    expect(severityOf(await problems(), 'maintainer-deprecated')).toBe(1)
    const before = client.published.length
    const settings = { dockerfileCoach: { rules: { 'maintainer-deprecated': 'hint' } } }
    await client.connection.sendNotification('workspace/didChangeConfiguration', { settings })
    const { diagnostics } = await client.publication((params) => params.uri === uri, before)
    expect(severityOf(diagnostics, 'maintainer-deprecated')).toBe(4)
  })

  it('is read anew when it changes on disk', async () => {
    client = await startClient()
    expect(severityOf(await problems(), 'maintainer-deprecated')).toBe(2)
    const config = write('dockerfile-coach.yaml', 'rules:\n  maintainer-deprecated: off\n')
    const before = client.published.length
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: config, type: 1 }] })
    const { diagnostics } = await client.publication((params) => params.uri === uri, before)
    expect(severityOf(diagnostics, 'maintainer-deprecated')).toBeUndefined()
  })

  it('shows its own mistakes in itself, until they are mended', async () => {
    const config = write('dockerfile-coach.yaml', 'rules:\n  maintaner-deprecated: off\n')
    client = await startClient()
    await problems()
    const { diagnostics } = await client.publication((params) => params.uri === config)
    expect(diagnostics).toMatchObject([
      {
        severity: 1,
        range: { start: { line: 1, character: 2 } },
        message: expect.stringContaining('maintaner-deprecated'),
      },
    ])
    write('dockerfile-coach.yaml', 'rules:\n  maintainer-deprecated: off\n')
    const before = client.published.length
    client.save(uri)
    expect((await client.publication((params) => params.uri === config, before)).diagnostics).toEqual([])
  })

  it('can be named by a setting', async () => {
    const other = path.join(folder, 'other.yaml')
    fs.writeFileSync(other, 'rules:\n  maintainer-deprecated: info\n')
    client = await startClient({ initializationOptions: { configPath: other } })
    expect(severityOf(await problems(), 'maintainer-deprecated')).toBe(3)
  })

  it('of hadolint is understood', async () => {
    write('.hadolint.yaml', 'ignored:\n  - DL4000\n')
    client = await startClient()
    expect(severityOf(await problems(), 'maintainer-deprecated')).toBeUndefined()
  })
})

describe('a fix that writes another file', () => {
  const workspaceEdit = { documentChanges: true, resourceOperations: ['create' as const], changeAnnotationSupport: {} }

  async function ignoreFileFix(capabilities: ClientCapabilities): Promise<CodeAction | undefined> {
    write('package.json', '{}')
    fs.mkdirSync(path.join(folder, 'node_modules'))
    client = await startClient({ capabilities })
    const diagnostics = await problems('FROM node:24\nCOPY . .\n')
    const problem = diagnostics.find(({ code }) => code === 'missing-dockerignore')!
    const params = { textDocument: { uri }, range: problem.range, context: { diagnostics, only: ['quickfix'] } }
    const actions: CodeAction[] = (await client.connection.sendRequest('textDocument/codeAction', params)) ?? []
    return actions.find(({ title }) => title.startsWith('Create a `.dockerignore`'))
  }

  it('creates it beside the Dockerfile, after the user has confirmed', async () => {
    const action = await ignoreFileFix({ workspace: { workspaceEdit } })
    const file = pathToFileURL(path.join(folder, '.dockerignore')).href
    expect(action?.edit?.documentChanges).toMatchObject([
      { kind: 'create', uri: file, options: { overwrite: false }, annotationId: 'fix' },
      { textDocument: { uri: file, version: null }, edits: [{ newText: expect.stringContaining('node_modules') }] },
    ])
    expect(action?.edit?.changeAnnotations).toMatchObject({ fix: { needsConfirmation: true } })
  })

  it('is not offered by clients that cannot create files', async () => {
    expect(await ignoreFileFix({ workspace: { workspaceEdit: { documentChanges: true } } })).toBeUndefined()
  })
})

describe('comments that silence rules', () => {
  async function actionsAt(content: string, word: string): Promise<CodeAction[]> {
    client = await startClient()
    const diagnostics = await problems(content)
    const position = TextDocument.create(uri, 'dockerfile', 1, content).positionAt(content.indexOf(word))
    const range = { start: position, end: position }
    const params = { textDocument: { uri }, range, context: { diagnostics, only: ['quickfix'] } }
    return (await client.connection.sendRequest('textDocument/codeAction', params)) ?? []
  }

  function applied(content: string, action: CodeAction | undefined): string {
    const edits = action?.edit?.changes?.[uri] ?? []
    return TextDocument.applyEdits(TextDocument.create(uri, 'dockerfile', 1, content), edits)
  }

  it('are offered for the line and for the file, bound to the diagnostic', async () => {
    const actions = await actionsAt(text, 'MAINTAINER')
    const line = actions.find(({ title }) => title === 'Ignore maintainer-deprecated on this line')
    expect(line?.diagnostics).toMatchObject([{ code: 'maintainer-deprecated' }])
    expect(applied(text, line)).toBe(
      text.replace('MAINTAINER', '# dockerfile-coach ignore=maintainer-deprecated\nMAINTAINER'),
    )
    const file = actions.find(({ title }) => title === 'Ignore maintainer-deprecated in this file')
    expect(applied(text, file)).toBe(`# dockerfile-coach ignore-file=maintainer-deprecated\n${text}`)
  })

  it('that silence nothing are hints with a fix', async () => {
    const content = 'FROM debian:13\n# dockerfile-coach ignore=maintainer-deprecated\nRUN true\n'
    const actions = await actionsAt(content, 'maintainer')
    const published = client!.published.at(-1)?.diagnostics
    expect(published).toContainEqual(expect.objectContaining({ code: 'unused-suppression', severity: 4, tags: [1] }))
    const fix = actions.find(({ title }) => title === 'Remove the comment')
    expect(applied(content, fix)).toBe('FROM debian:13\nRUN true\n')
    expect(actions.map(({ title }) => title).join()).not.toContain('Ignore unused')
  })
})
