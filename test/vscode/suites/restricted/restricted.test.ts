/** Restricted Mode: workspace trust is on and nobody trusted the folder. */
import * as assert from 'node:assert/strict'
import * as vscode from 'vscode'
import { problemOf } from '../../problems.ts'
import { until } from '../../until.ts'

describe('in Restricted Mode', () => {
  it('Dockerfiles are checked all the same', async () => {
    const folder = vscode.workspace.workspaceFolders![0]!.uri
    const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder, 'Dockerfile'))
    await vscode.window.showTextDocument(document)
    assert.equal(vscode.workspace.isTrusted, false)
    await until('a diagnostic', () => problemOf(document.uri, 'maintainer-deprecated'))
  })
})
