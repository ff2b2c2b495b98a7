/** From a keystroke to a checked fix: diagnostics, quick fix, fix all, undo, and fixes on save. */
import * as assert from 'node:assert/strict'
import * as vscode from 'vscode'
import { problemOf, problemsOf } from '../../problems.ts'
import { until } from '../../until.ts'

const uri = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, 'Dockerfile')
const original =
  'FROM debian:12\nMAINTAINER someone@example.org\nRUN true\nRUN apt-get update && apt-get install curl\n'
let document: vscode.TextDocument

function has(rule: string): boolean {
  return problemOf(document.uri, rule) !== undefined
}

function quickFixes(range: vscode.Range): Thenable<vscode.CodeAction[]> {
  const kind = vscode.CodeActionKind.QuickFix.value
  return vscode.commands.executeCommand('vscode.executeCodeActionProvider', document.uri, range, kind)
}

async function setText(text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit()
  const all = new vscode.Range(new vscode.Position(0, 0), document.lineAt(document.lineCount - 1).range.end)
  edit.replace(document.uri, all, text)
  assert.ok(await vscode.workspace.applyEdit(edit))
}

describe('diagnostics and fixes', () => {
  before(async () => {
    document = await vscode.workspace.openTextDocument(uri)
  })

  beforeEach(async () => {
    await vscode.window.showTextDocument(document)
    await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup')
    if (document.getText() !== original) await setText(original)
    await until('both problems', () => has('maintainer-deprecated') && has('apt-install-without-yes'))
  })

  it('marks the words that are wrong', () => {
    const problem = problemOf(document.uri, 'apt-install-without-yes')
    assert.equal(document.getText(problem!.range), 'install')
    assert.equal(problem!.severity, vscode.DiagnosticSeverity.Warning)
  })

  it('offers a quick fix that resolves its problem, and undo brings the problem back', async () => {
    const problem = problemOf(document.uri, 'apt-install-without-yes')!
    const fix = await until('a quick fix', async () => (await quickFixes(problem.range))[0])
    assert.ok(fix.isPreferred)
    assert.ok(await vscode.workspace.applyEdit(fix.edit!))
    assert.match(document.getText(), /apt-get install -y curl/)
    await until('the problem to go', () => !has('apt-install-without-yes'))
    assert.ok(has('maintainer-deprecated'), 'the other problem stays')
    await vscode.commands.executeCommand('undo')
    assert.equal(document.getText(), original)
    await until('the problem to come back', () => has('apt-install-without-yes'))
  })

  it('fixes all problems by its command; one undo takes all of it back', async () => {
    await until('fixed text', async () => {
      await vscode.commands.executeCommand('dockerfileCoach.fixAll')
      return document.getText() !== original
    })
    assert.match(document.getText(), /^LABEL /m)
    assert.match(document.getText(), /install -y/)
    await until('no such problem', () => !has('maintainer-deprecated'))
    await vscode.commands.executeCommand('undo')
    assert.equal(document.getText(), original)
  })

  it('fixes on save when the editor is told to', async () => {
    const config = vscode.workspace.getConfiguration('editor', document.uri)
    const onSave = { 'source.fixAll.dockerfileCoach': 'explicit' }
    await config.update('codeActionsOnSave', onSave, vscode.ConfigurationTarget.Workspace)
    try {
      await setText(`${original}# edited\n`)
      await until('problems of the edited text', () => has('apt-install-without-yes'))
      assert.ok(await document.save())
      assert.match(document.getText(), /install -y curl.*\n# edited\n$/)
    } finally {
      await config.update('codeActionsOnSave', undefined, vscode.ConfigurationTarget.Workspace)
      await setText(original)
      await document.save()
    }
  })

  it('follows the settings without a restart', async () => {
    const config = vscode.workspace.getConfiguration('dockerfileCoach', document.uri)
    await config.update('rules', { 'maintainer-deprecated': 'off' }, vscode.ConfigurationTarget.Workspace)
    await until('the rule to be off', () => !has('maintainer-deprecated'))
    assert.ok(has('apt-install-without-yes'))
    await config.update('rules', undefined, vscode.ConfigurationTarget.Workspace)
    await until('the rule to be on', () => has('maintainer-deprecated'))
  })

  it('judges untitled documents', async () => {
    const untitled = await vscode.workspace.openTextDocument({ language: 'dockerfile', content: original })
    await until('diagnostics', () => problemsOf(untitled.uri).length >= 2)
  })
})
