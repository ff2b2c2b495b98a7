/** A workspace of two folders, one of which has settings of its own. */
import * as assert from 'node:assert/strict'
import * as vscode from 'vscode'
import { problemOf } from '../../problems.ts'
import { until } from '../../until.ts'

const [api, site] = vscode.workspace.workspaceFolders ?? []

describe('in a workspace of two folders', () => {
  it('judges the Dockerfile of each by the settings of its folder', async () => {
    assert.equal(api?.name, 'api')
    assert.equal(site?.name, 'web site')
    const one = vscode.Uri.joinPath(api.uri, 'Dockerfile')
    const other = vscode.Uri.joinPath(site.uri, 'Dockerfile')
    await vscode.workspace.openTextDocument(one)
    await vscode.workspace.openTextDocument(other)
    const warning = await until('the diagnostic of api', () => problemOf(one, 'maintainer-deprecated'))
    const error = await until('the diagnostic of web site', () => problemOf(other, 'maintainer-deprecated'))
    assert.equal(warning.severity, vscode.DiagnosticSeverity.Warning)
    assert.equal(warning.range.start.line, 1)
    assert.equal(error.severity, vscode.DiagnosticSeverity.Error)
    assert.equal(error.range.start.line, 2)
  })
})
