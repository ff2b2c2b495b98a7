/** Restricted Mode: workspace trust is on and nobody trusted the folder. */
import * as assert from 'node:assert/strict'
import * as vscode from 'vscode'
import { until } from '../../until.ts'

describe('in Restricted Mode', () => {
  before(async () => {
    const folder = vscode.workspace.workspaceFolders![0]!.uri
    await vscode.window.showTextDocument(
      await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder, 'Dockerfile')),
    )
  })

  it('the extension is active all the same, and its server answers', async () => {
    assert.equal(vscode.workspace.isTrusted, false)
    await until('activation', () => vscode.extensions.getExtension('dockerfile-coach.dockerfile-coach')?.isActive)
    await until('the server', async () => (await vscode.commands.getCommands(true)).includes('dockerfile-coach.fixAll'))
  })
})
