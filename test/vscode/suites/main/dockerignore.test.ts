/** Ignore files in the editor: problems with a fix that resolves them, hover, completion. */
import * as assert from 'node:assert/strict'
import * as vscode from 'vscode'
import { problemOf } from '../../problems.ts'
import { until } from '../../until.ts'

const uri = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, 'ignored/.dockerignore')
const text = '*.log\ndebug.log\nsrc\n'
let document: vscode.TextDocument

describe('an ignore file', () => {
  before(async () => {
    const write = (name: string, content: string) =>
      vscode.workspace.fs.writeFile(vscode.Uri.joinPath(uri, '..', name), new TextEncoder().encode(content))
    await write('src/app.ts', '')
    await write('debug.log', '')
    await write('.dockerignore', text)
    document = await vscode.workspace.openTextDocument(uri)
    await vscode.window.showTextDocument(document)
  })

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor')
    await vscode.workspace.fs.delete(vscode.Uri.joinPath(uri, '..'), { recursive: true })
  })

  it('has its language, and problems at their lines', async () => {
    assert.equal(document.languageId, 'dockerignore')
    const problem = await until('a problem', () => problemOf(uri, 'ignore-pattern-shadowed'))
    assert.equal(document.getText(problem.range), 'debug.log')
  })

  it('is mended by a quick fix', async () => {
    const problem = await until('a problem', () => problemOf(uri, 'ignore-pattern-shadowed'))
    const fix = await until('a quick fix', async () => {
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        uri,
        problem.range,
        vscode.CodeActionKind.QuickFix.value,
      )
      return actions.find(({ title }) => title === 'Remove `debug.log`')
    })
    assert.ok(await vscode.workspace.applyEdit(fix.edit!))
    assert.equal(document.getText(), '*.log\nsrc\n')
    await until('no such problem', () => !problemOf(uri, 'ignore-pattern-shadowed'))
  })

  it('says on hover what a line fits', async () => {
    const shown = await until('a hover', async () => {
      const position = new vscode.Position(0, 2)
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', uri, position)
      return hovers.flatMap(({ contents }) => contents.map((part) => (typeof part === 'string' ? part : part.value)))[0]
    })
    assert.match(shown, /It fits \*\*1 file\*\*: `debug\.log`/)
  })

  it('completes paths and lines', async () => {
    const edit = new vscode.WorkspaceEdit()
    edit.insert(uri, new vscode.Position(2, 0), 'sr')
    edit.delete(uri, new vscode.Range(1, 0, 2, 0))
    await vscode.workspace.applyEdit(edit)
    const labels = await until('completions', async () => {
      const position = new vscode.Position(1, 2)
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        uri,
        position,
      )
      const found = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label))
      return found.includes('src/') && found
    })
    assert.ok(labels.includes('**/.env'))
  })
})
