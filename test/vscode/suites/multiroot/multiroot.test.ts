/** A workspace of two folders. */
import * as assert from 'node:assert/strict'
import * as vscode from 'vscode'

describe('in a workspace of two folders', () => {
  it('opens a Dockerfile of each', async () => {
    assert.deepEqual(
      vscode.workspace.workspaceFolders?.map(({ name }) => name),
      ['api', 'web site'],
    )
    for (const folder of vscode.workspace.workspaceFolders ?? []) {
      const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, 'Dockerfile'))
      assert.equal(vscode.workspace.getWorkspaceFolder(document.uri)?.name, folder.name)
      assert.equal(document.languageId, 'dockerfile')
    }
  })
})
