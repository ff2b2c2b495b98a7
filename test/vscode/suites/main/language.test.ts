/** The language features as a user meets them: through the editor's own commands. */
import * as assert from 'node:assert/strict'
import * as vscode from 'vscode'
import { until } from '../../until.ts'

const text = `ARG TAG=13
FROM debian:$TAG AS build
RUN apt-get update && apt-get install curl

FROM build
copy   --from=build /a /b
RUN apt-get install git
USER nobody
`
let document: vscode.TextDocument

function at(word: string, offset = 0): vscode.Position {
  return document.positionAt(document.getText().indexOf(word) + offset)
}

/** Asks a provider until it has something to say: it starts with the server. */
function ask<T>(command: string, ...args: unknown[]): Promise<T> {
  const answered = async (): Promise<T | undefined> => {
    const answer = await vscode.commands.executeCommand<T | undefined>(command, document.uri, ...args)
    return answer && !(Array.isArray(answer) && answer.length === 0) ? answer : undefined
  }
  return until(command, answered)
}

describe('language features', () => {
  before(async () => {
    document = await vscode.workspace.openTextDocument({ language: 'dockerfile', content: text })
    await vscode.window.showTextDocument(document)
    await until('diagnostics', () => vscode.languages.getDiagnostics(document.uri).length > 0)
  })

  after(async () => {
    await vscode.window.showTextDocument(document)
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor')
  })

  it('hover: the why of a problem, and what the word means', async () => {
    const hovers = await ask<vscode.Hover[]>('vscode.executeHoverProvider', at('install curl', 2))
    const shown = hovers.flatMap(({ contents }) =>
      contents.map((part) => (typeof part === 'string' ? part : part.value)),
    )
    const markdown = shown.join('\n')
    assert.match(markdown, /\*\*apt-install-without-yes\*\* — /)
    assert.match(markdown, /\*\*apt-get install\*\* — /)
    assert.match(markdown, /Lesson: /)
  })

  it('completion: instructions, flags and stages', async () => {
    const labels = async (position: vscode.Position): Promise<unknown[]> => {
      const list = await ask<vscode.CompletionList>('vscode.executeCompletionItemProvider', position)
      return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label))
    }
    assert.ok((await labels(at('\n\nFROM', 1))).includes('HEALTHCHECK'))
    assert.ok((await labels(at('--from=build', 7))).includes('build'))
    assert.ok((await labels(at('--from=build', 2))).includes('--chown'))
  })

  it('signature help', async () => {
    const help = await ask<vscode.SignatureHelp>('vscode.executeSignatureHelpProvider', at('/a /b', 3))
    assert.match(help.signatures[help.activeSignature]!.label, /^COPY \[<flag>…\] <source>… <destination>$/)
  })

  it('definition, references and highlights', async () => {
    const position = at('--from=build', 8)
    const [definition] = await ask<vscode.Location[]>('vscode.executeDefinitionProvider', position)
    assert.equal(document.getText(definition!.range), 'build')
    assert.equal(definition!.range.start.line, 1)
    const references = await ask<vscode.Location[]>('vscode.executeReferenceProvider', position)
    assert.deepEqual(references.map(({ range }) => range.start.line).sort(), [1, 4, 5])
    const highlights = await ask<vscode.DocumentHighlight[]>('vscode.executeDocumentHighlights', position)
    assert.equal(highlights.length, 3)
  })

  it('rename', async () => {
    const edit = await ask<vscode.WorkspaceEdit>('vscode.executeDocumentRenameProvider', at('build'), 'deps')
    assert.ok(await vscode.workspace.applyEdit(edit))
    assert.match(document.getText(), /AS deps\n[\s\S]*FROM deps\ncopy {3}--from=deps /)
    await vscode.commands.executeCommand('undo')
    assert.equal(document.getText(), text)
  })

  it('outline, folding, links and selection', async () => {
    const symbols = await ask<vscode.DocumentSymbol[]>('vscode.executeDocumentSymbolProvider')
    assert.deepEqual(
      symbols.map(({ name, children }) => `${name}: ${children.map((child) => child.name).join(' ')}`),
      ['ARG: ', 'build: RUN', 'build: COPY RUN USER'],
    )
    const folds = await ask<vscode.FoldingRange[]>('vscode.executeFoldingRangeProvider')
    assert.ok(folds.some(({ start, end }) => start === 4 && end === 7))
    const links = await ask<vscode.DocumentLink[]>('vscode.executeLinkProvider')
    assert.ok(links.some(({ target }) => target?.toString(true).startsWith('https://hub.docker.com/_/debian')))
    const [selection] = await ask<vscode.SelectionRange[]>('vscode.executeSelectionRangeProvider', [at('update')])
    assert.equal(document.getText(selection!.parent!.range), 'apt-get update')
  })

  it('semantic tokens', async () => {
    const legend = await ask<vscode.SemanticTokensLegend>('vscode.provideDocumentSemanticTokensLegend')
    const tokens = await ask<vscode.SemanticTokens>('vscode.provideDocumentSemanticTokens')
    assert.equal(legend.tokenTypes[tokens.data[3]!], 'keyword')
    assert.ok(tokens.data.length > 50)
  })

  it('formatting, which one undo takes back', async () => {
    const options = { tabSize: 4, insertSpaces: true }
    const edits = await ask<vscode.TextEdit[]>('vscode.executeFormatDocumentProvider', options)
    const edit = new vscode.WorkspaceEdit()
    edit.set(document.uri, edits)
    assert.ok(await vscode.workspace.applyEdit(edit))
    assert.match(document.getText(), /^COPY --from=build \/a \/b$/m)
    await vscode.commands.executeCommand('undo')
    assert.equal(document.getText(), text)
  })

  it('fixes all of one rule from a quick fix, and explains the rule', async () => {
    const range = new vscode.Range(at('install curl'), at('install curl'))
    const kind = vscode.CodeActionKind.QuickFix.value
    const action = await until('the action', async () => {
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        range,
        kind,
        20,
      )
      return actions.find(({ title }) => title === 'Fix all in this file: apt-install-without-yes')
    })
    assert.ok(await vscode.workspace.applyEdit(action.edit!))
    assert.equal(document.getText().match(/apt-get install -y/g)?.length, 2)
    await vscode.commands.executeCommand('undo')
    assert.equal(document.getText(), text)

    await vscode.commands.executeCommand('dockerfileCoach.explainRule', 'DL3014')
    const page = (): vscode.Tab | undefined =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .find(({ label }) => label.includes('apt-install-without-yes'))
    await vscode.window.tabGroups.close(await until('the page of the rule', page))
  })

  it('code lens and inlay hints follow their settings', async () => {
    const config = vscode.workspace.getConfiguration('dockerfileCoach')
    const lenses = await ask<vscode.CodeLens[]>('vscode.executeCodeLensProvider', 10)
    assert.ok(lenses.some(({ command }) => /^\d+ problems · fix all$/.test(command?.title ?? '')))
    await config.update('inlayHints.users', true, vscode.ConfigurationTarget.Workspace)
    try {
      const all = new vscode.Range(0, 0, document.lineCount, 0)
      const hints = await ask<vscode.InlayHint[]>('vscode.executeInlayHintProvider', all)
      assert.deepEqual(
        hints.map(({ label }) => label),
        ['user root', 'user nobody'],
      )
    } finally {
      await config.update('inlayHints.users', undefined, vscode.ConfigurationTarget.Workspace)
    }
  })
})
