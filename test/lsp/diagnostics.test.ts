/** Diagnostics and fixes over the protocol: exact places, nothing stale, and edits that do what they say. */
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import type { CodeAction, Diagnostic, TextEdit } from 'vscode-languageserver/node'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { type Client, kill, startClient } from './client.ts'

const uri = 'file:///project/Dockerfile'
const text = 'FROM debian:12\nMAINTAINER someone@example.org\nRUN apt-get update && apt-get install curl\n'
const severities = { rules: { 'apt-install-without-yes': 'error' } }
let client: Client | undefined

afterEach(() => {
  kill(client)
  client = undefined
})

/** Rule and place of each diagnostic. */
function places(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map(
    ({ code, range: { start, end } }) => `${code} ${start.line}:${start.character}-${end.line}:${end.character}`,
  )
}

async function diagnosticsOf(server: Client, content: string, version = 1): Promise<Diagnostic[]> {
  server.open(uri, content, version)
  return (await server.publication((params) => params.version === version)).diagnostics
}

async function actions(server: Client, diagnostics: Diagnostic[], only: string[]): Promise<CodeAction[]> {
  const range = diagnostics[0]?.range ?? { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }
  const params = { textDocument: { uri }, range, context: { diagnostics, only } }
  return (await server.connection.sendRequest('textDocument/codeAction', params)) ?? []
}

function applied(content: string, edits: TextEdit[] | undefined): string {
  return TextDocument.applyEdits(TextDocument.create(uri, 'dockerfile', 1, content), edits ?? [])
}

describe('diagnostics', () => {
  it('have the range, the rule and the severity of the problem', async () => {
    client = await startClient()
    const diagnostics = await diagnosticsOf(client, text)
    expect(places(diagnostics)).toContain('apt-install-without-yes 2:30-2:37')
    expect(diagnostics.find(({ code }) => code === 'maintainer-deprecated')).toMatchObject({
      source: 'Dockerfile Coach',
      severity: 2,
      codeDescription: { href: expect.stringMatching(/\/maintainer-deprecated\.md$/) },
      range: { start: { line: 1, character: 0 } },
    })
  })

  it('follow the settings of their folder', async () => {
    client = await startClient({ configuration: (scope) => (scope === uri ? severities : {}) })
    const find = ({ code }: Diagnostic) => code === 'apt-install-without-yes'
    expect((await diagnosticsOf(client, text)).find(find)?.severity).toBe(1)
    client.open('file:///other/Dockerfile', text)
    const other = await client.publication((params) => params.uri === 'file:///other/Dockerfile')
    expect(other.diagnostics.find(find)?.severity).toBe(2)
  })

  it('go when their rule is turned off while the document is open', async () => {
    client = await startClient()
    expect(places(await diagnosticsOf(client, text)).join()).toMatch(/maintainer-deprecated/)
    const before = client.published.length
    const settings = { dockerfileCoach: { rules: { 'maintainer-deprecated': 'off' } } }
    await client.connection.sendNotification('workspace/didChangeConfiguration', { settings })
    const { diagnostics } = await client.publication((params) => params.version === 1, before)
    expect(places(diagnostics).join()).not.toMatch(/maintainer-deprecated/)
    expect(places(diagnostics).join()).toMatch(/apt-install-without-yes/)
  })

  it('count UTF-16 code units, in every kind of line end', async () => {
    client = await startClient()
    const content = 'FROM debian:12\r\nRUN echo "🐳 é" && apt-get install curl\r\n'
    expect(places(await diagnosticsOf(client, content))).toContain('apt-install-without-yes 1:27-1:34')
  })
})

describe('code actions', () => {
  it('offer the fix of a problem, bound to its diagnostic', async () => {
    client = await startClient()
    const diagnostics = await diagnosticsOf(client, text)
    const problem = diagnostics.find(({ code }) => code === 'apt-install-without-yes')!
    const [fix] = await actions(client, [problem], ['quickfix'])
    expect(fix).toMatchObject({ kind: 'quickfix', isPreferred: true, diagnostics: [problem] })
    expect(applied(text, fix?.edit?.changes?.[uri])).toBe(text.replace('install curl', 'install -y curl'))
  })

  it('name the version of the document for clients that can check it', async () => {
    client = await startClient({ capabilities: { workspace: { workspaceEdit: { documentChanges: true } } } })
    const diagnostics = await diagnosticsOf(client, text, 5)
    const [fix] = await actions(client, diagnostics, ['quickfix'])
    expect(fix?.edit?.documentChanges).toMatchObject([{ textDocument: { uri, version: 5 } }])
  })

  it('fix everything at once, and have nothing left to offer after that', async () => {
    client = await startClient()
    await diagnosticsOf(client, text)
    const [all] = await actions(client, [], ['source.fixAll'])
    const fixed = applied(text, all?.edit?.changes?.[uri])
    expect(fixed).toMatch(/^LABEL /m)
    expect(fixed).toMatch(/install -y/)
    client.change(uri, 2, [{ text: fixed }])
    await client.publication((params) => params.version === 2)
    expect(await actions(client, [], ['source.fixAll'])).toEqual([])
  })
})

describe('a burst of edits', () => {
  const line = fc.constantFrom(
    'FROM debian:12\n',
    'MAINTAINER someone\n',
    'RUN apt-get install curl\n',
    'RUN apt-get install -y curl \\\n',
    '# note\n',
    'RUN <<EOF\n',
    'EOF\n',
    '🐳\r\n',
  )
  const edit = fc.record({ from: fc.nat(200), length: fc.nat(60), text: fc.oneof(line, fc.string({ maxLength: 6 })) })

  it('ends with what a fresh server says of the final text', async () => {
    const bursting = await startClient()
    client = bursting
    let run = 0
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 8 }), fc.array(edit, { maxLength: 40 }), async (lines, edits) => {
        run++
        const document = `file:///burst/${run}/Dockerfile`
        let copy = TextDocument.create(document, 'dockerfile', 1, lines.join(''))
        bursting.open(document, copy.getText())
        for (const { from, length, text: replacement } of edits) {
          const start = copy.positionAt(Math.min(from, copy.getText().length))
          const end = copy.positionAt(Math.min(from + length, copy.getText().length))
          const change = { range: { start, end }, text: replacement }
          copy = TextDocument.update(copy, [change], copy.version + 1)
          bursting.change(document, copy.version, [change])
        }
        const last = await bursting.publication((params) => params.uri === document && params.version === copy.version)
        const fresh = `file:///fresh/${run}/Dockerfile`
        bursting.open(fresh, copy.getText())
        const expected = await bursting.publication((params) => params.uri === fresh)
        // Related places name their document, which is another one here.
        expect(last.diagnostics).toEqual(JSON.parse(JSON.stringify(expected.diagnostics).replaceAll(fresh, document)))
        bursting.close(document)
        bursting.close(fresh)
      }),
      { numRuns: 60 },
    )
  })
})
