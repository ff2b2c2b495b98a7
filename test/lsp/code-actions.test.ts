/** What a problem offers over the protocol besides its own fix: all of its rule, its documentation, a preview. */
import { afterEach, describe, expect, it } from 'vitest'
import type { ClientCapabilities, CodeAction, Range, WorkspaceEdit } from 'vscode-languageserver/node'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { type Client, kill, startClient } from './client.ts'

const uri = 'file:///project/Dockerfile'
let client: Client | undefined

afterEach(() => {
  kill(client)
  client = undefined
})

async function actionsAt(text: string, word: string, options: Parameters<typeof startClient>[0] = {}) {
  client = await startClient(options)
  client.open(uri, text)
  const { diagnostics } = await client.publication((params) => params.uri === uri)
  const document = TextDocument.create(uri, 'dockerfile', 1, text)
  const start = document.positionAt(text.indexOf(word))
  const range: Range = { start, end: start }
  const params = { textDocument: { uri }, range, context: { diagnostics, only: ['quickfix'] } }
  const actions: CodeAction[] = (await client.connection.sendRequest('textDocument/codeAction', params)) ?? []
  return actions
}

function applied(text: string, edit: WorkspaceEdit | undefined): string {
  const document = TextDocument.create(uri, 'dockerfile', 1, text)
  const [change] = edit?.documentChanges ?? []
  const edits = edit?.changes?.[uri] ?? (change && 'edits' in change ? change.edits : [])
  return TextDocument.applyEdits(document, edits as Parameters<typeof TextDocument.applyEdits>[1])
}

const twice = 'FROM debian:13\nRUN apt-get install curl\nRUN true\nRUN apt-get install git\n'
const once = 'FROM debian:13\nRUN apt-get install curl\n'
const title = 'Fix all in this file: apt-install-without-yes'

describe('"fix all" of a rule', () => {
  it('is offered with its edit to clients that resolve nothing', async () => {
    const action = (await actionsAt(twice, 'install')).find((each) => each.title === title)
    expect(applied(twice, action?.edit)).toBe(twice.replaceAll('install', 'install -y'))
  })

  it('is computed on demand for clients that resolve, and refused for another version', async () => {
    const textDocument: ClientCapabilities['textDocument'] = {
      codeAction: { dataSupport: true, resolveSupport: { properties: ['edit'] } },
    }
    const action = (await actionsAt(twice, 'install', { capabilities: { textDocument } })).find(
      (each) => each.title === title,
    )
    expect(action?.edit).toBeUndefined()
    const resolved: CodeAction = await client!.connection.sendRequest('codeAction/resolve', action!)
    expect(applied(twice, resolved.edit)).toBe(twice.replaceAll('install', 'install -y'))
    client!.change(uri, 2, [{ text: `# changed\n${twice}` }])
    const stale: CodeAction = await client!.connection.sendRequest('codeAction/resolve', action!)
    expect(stale.edit).toBeUndefined()
  })

  it('is not offered for a problem that is alone', async () => {
    expect((await actionsAt(once, 'install')).map((action) => action.title)).not.toContain(title)
  })
})

describe('an unsafe fix', () => {
  const text = 'FROM debian:13\nRUN cd /srv && echo hello > index.html\n'

  it('is not preferred, and has to be confirmed where the client can ask', async () => {
    const workspaceEdit = { documentChanges: true, changeAnnotationSupport: {} }
    const actions = await actionsAt(text, 'cd', { capabilities: { workspace: { workspaceEdit } } })
    const unsafe = actions.find((action) => action.edit && !action.isPreferred)
    expect(unsafe?.edit?.changeAnnotations).toEqual({ fix: { label: unsafe?.title, needsConfirmation: true } })
    const [change] = unsafe?.edit?.documentChanges ?? []
    const edits = change && 'edits' in change ? change.edits : []
    expect(new Set(edits.map((edit) => 'annotationId' in edit && edit.annotationId))).toEqual(new Set(['fix']))
  })

  it('is a plain edit elsewhere', async () => {
    const unsafe = (await actionsAt(text, 'cd')).find((action) => action.edit && !action.isPreferred)
    expect(unsafe?.edit?.changes?.[uri]).toBeDefined()
  })
})

describe('the documentation of a rule', () => {
  const find = (actions: CodeAction[]) =>
    actions.find((action) => action.title === 'Show documentation of apt-install-without-yes')

  it('is shown by the extension, which asks for the page', async () => {
    const action = find(await actionsAt(once, 'install', { initializationOptions: { extension: true } }))
    expect(action?.command).toMatchObject({
      command: 'dockerfileCoach.explainRule',
      arguments: ['apt-install-without-yes'],
    })
    expect(action?.diagnostics).toMatchObject([{ code: 'apt-install-without-yes' }])
    const ask = (rule: string) => client!.connection.sendRequest('dockerfileCoach/ruleDocumentation', { rule })
    expect(await ask('DL3014')).toMatchObject({
      rule: 'apt-install-without-yes',
      markdown: expect.stringMatching(
        /^# apt-install-without-yes\n[\s\S]*## Before\n\n```dockerfile\n[\s\S]*## After\n/,
      ),
    })
    expect(await ask('constructor')).toBeNull()
  })

  it('is opened as a page by other clients that can show one', async () => {
    const capabilities = { window: { showDocument: { support: true } } }
    const action = find(await actionsAt(once, 'install', { capabilities }))
    const shown: unknown[] = []
    client!.connection.onRequest('window/showDocument', (params) => {
      shown.push(params)
      return { success: true }
    })
    expect(await client!.connection.sendRequest('workspace/executeCommand', action!.command!)).toBe(true)
    expect(shown).toMatchObject([{ uri: expect.stringMatching(/\/apt-install-without-yes\.md$/), external: true }])
  })

  it('is not offered where nothing can show it', async () => {
    expect(find(await actionsAt(once, 'install'))).toBeUndefined()
  })
})
