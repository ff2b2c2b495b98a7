/** The `browser` entry in the web extension host, on a virtual file system: no Node.js anywhere. */
import * as vscode from 'vscode'
import { problemOf } from '../../problems.ts'
import { until } from '../../until.ts'

function equal(actual: unknown, expected: unknown): void {
  if (actual !== expected) throw new Error(`${String(actual)} is not ${String(expected)}`)
}

describe('in the web extension host', () => {
  let document: vscode.TextDocument

  before(async () => {
    const folder = vscode.workspace.workspaceFolders![0]!.uri
    document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder, 'Dockerfile'))
    await vscode.window.showTextDocument(document)
  })

  it('checks a Dockerfile of a virtual workspace in a web worker', async () => {
    equal(document.uri.scheme, 'memfs')
    const problem = await until('a diagnostic', () => problemOf(document.uri, 'apt-install-without-yes'))
    equal(document.getText(problem.range), 'install')
  })

  it('goes on after a restart of its server', async () => {
    await vscode.commands.executeCommand('dockerfileCoach.restartServer')
    const edit = new vscode.WorkspaceEdit()
    edit.insert(document.uri, new vscode.Position(0, 0), '# a comment\n')
    equal(await vscode.workspace.applyEdit(edit), true)
    await until(
      'the diagnostic on its new line',
      () => problemOf(document.uri, 'maintainer-deprecated')?.range.start.line === 2,
    )
  })
})
