/** The extension itself: found, started by a Dockerfile and not by anything else, its files recognised, its server answering. */
import * as assert from 'node:assert/strict'
import * as vscode from 'vscode'
import { until } from '../../until.ts'

const id = 'dockerfile-coach.dockerfile-coach'

function file(name: string): vscode.Uri {
  return vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, name)
}

async function languageOf(name: string): Promise<string> {
  return (await vscode.workspace.openTextDocument(file(name))).languageId
}

describe('the extension', () => {
  it('is installed, and does nothing before a Dockerfile is open', () => {
    assert.equal(vscode.extensions.getExtension(id)?.isActive, false)
  })

  it('is activated by a Dockerfile', async () => {
    const document = await vscode.workspace.openTextDocument(file('Dockerfile'))
    await vscode.window.showTextDocument(document)
    assert.equal(document.languageId, 'dockerfile')
    await until('activation', () => vscode.extensions.getExtension(id)?.isActive)
  })

  it('recognises the names of Dockerfiles', async () => {
    for (const name of ['Dockerfile.dev', 'app.Dockerfile', 'web.dockerfile', 'Containerfile', 'Containerfile.dev']) {
      assert.equal(await languageOf(name), 'dockerfile', name)
    }
  })

  it('recognises the names of ignore files, also of those that belong to a Dockerfile', async () => {
    const names = [
      '.dockerignore',
      'Dockerfile.dockerignore',
      'app.Dockerfile.dockerignore',
      'Containerfile.dev.dockerignore',
    ]
    for (const name of names) assert.equal(await languageOf(name), 'dockerignore', name)
  })

  it('has a language server that answers, and that is restarted by a command', async () => {
    const ask = () => vscode.commands.executeCommand('dockerfile-coach.fixAll', 'file:///nowhere/Dockerfile')
    const answered = async () => (await serverCommandExists()) && (await ask()) === false
    await until('an answer', answered)
    await vscode.commands.executeCommand('dockerfileCoach.restartServer')
    await until('an answer after the restart', answered)
  })

  it('shows its output', async () => {
    await vscode.commands.executeCommand('dockerfileCoach.showOutput')
    const shown = () => vscode.window.visibleTextEditors.some(({ document }) => document.uri.scheme === 'output')
    await until('the output', shown)
    await vscode.commands.executeCommand('workbench.action.closePanel')
  })
})

async function serverCommandExists(): Promise<boolean> {
  return (await vscode.commands.getCommands(true)).includes('dockerfile-coach.fixAll')
}
