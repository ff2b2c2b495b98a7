/** Refactorings over the protocol: what is offered at a cursor, with its edit, and when nothing is. */
import { afterEach, describe, expect, it } from 'vitest'
import { type CodeAction, type CodeActionContext, CodeActionTriggerKind } from 'vscode-languageserver/node'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { type Client, kill, startClient } from './client.ts'

const uri = 'file:///project/Dockerfile'
const text = 'FROM debian:13\nENV APP=/srv/app\nRUN mkdir $APP && touch $APP/a\nCMD ["sh"]\n'
let client: Client | undefined

afterEach(() => {
  kill(client)
  client = undefined
})

async function actionsAt(word: string, context: Partial<CodeActionContext> = {}): Promise<CodeAction[]> {
  client ??= await startClient()
  client.open(uri, text)
  await client.publication((params) => params.uri === uri)
  const start = TextDocument.create(uri, 'dockerfile', 1, text).positionAt(text.indexOf(word))
  const params = { textDocument: { uri }, range: { start, end: start }, context: { diagnostics: [], ...context } }
  const actions: CodeAction[] = (await client.connection.sendRequest('textDocument/codeAction', params)) ?? []
  return actions.filter(({ kind }) => kind === 'refactor.rewrite')
}

describe('refactorings', () => {
  it('are offered at a chain of commands, with an edit', async () => {
    const actions = await actionsAt('mkdir', { only: ['refactor'] })
    const heredoc = actions.find(({ title }) => title === 'Write the commands one a line, as a heredoc')
    const document = TextDocument.create(uri, 'dockerfile', 1, text)
    expect(TextDocument.applyEdits(document, heredoc?.edit?.changes?.[uri] ?? [])).toBe(
      'FROM debian:13\nENV APP=/srv/app\nRUN <<EOF\nset -e\nmkdir $APP\ntouch $APP/a\nEOF\nCMD ["sh"]\n',
    )
  })

  it('have to be confirmed when they change the image', async () => {
    const workspaceEdit = { documentChanges: true, changeAnnotationSupport: {} }
    client = await startClient({ capabilities: { workspace: { workspaceEdit } } })
    const [inline] = await actionsAt('APP=')
    expect(inline.title).toContain('Inline `APP`')
    expect(Object.values(inline.edit?.changeAnnotations ?? {})).toMatchObject([{ needsConfirmation: true }])
  })

  it('are not offered to a client that asks on its own, or for something else', async () => {
    expect(await actionsAt('mkdir', { triggerKind: CodeActionTriggerKind.Automatic })).toEqual([])
    expect(await actionsAt('mkdir', { only: ['quickfix'] })).toEqual([])
  })
})
