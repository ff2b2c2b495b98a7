/** The extension itself: found, started by a Dockerfile and not by anything else, its files recognised, its server answering. */
import * as assert from 'node:assert/strict'
import { builtinModules } from 'node:module'
import * as vscode from 'vscode'
import { problemsOf } from '../../problems.ts'
import { serverProcesses } from '../../processes.ts'
import { until } from '../../until.ts'
import { watch } from './watch.ts'

const id = 'dockerfile-coach.dockerfile-coach'

function file(name: string): vscode.Uri {
  return vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, name)
}

async function languageOf(name: string): Promise<string> {
  return (await vscode.workspace.openTextDocument(file(name))).languageId
}

/** When the first problems of a file come, in milliseconds from now. */
function firstProblems(uri: vscode.Uri): Promise<number> {
  const begin = performance.now()
  return new Promise((resolve) => {
    const listener = vscode.languages.onDidChangeDiagnostics(() => {
      if (problemsOf(uri).length === 0) return
      listener.dispose()
      resolve(Math.round(performance.now() - begin))
    })
  })
}

describe('the extension', () => {
  it('is installed, and does nothing before a Dockerfile is open', async () => {
    const other = await vscode.workspace.openTextDocument({ language: 'yaml', content: 'services: {}\n' })
    await vscode.window.showTextDocument(other)
    // There are Dockerfiles in the folder, and a file of another language is open: enough time to do something wrong.
    await new Promise((resolve) => setTimeout(resolve, 1000))
    assert.equal(vscode.extensions.getExtension(id)?.isActive, false)
    assert.deepEqual(serverProcesses(), [])
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor')
  })

  it('is activated by a Dockerfile, which is judged at once', async () => {
    const watched = watch('client.cjs')
    const first = firstProblems(file('Dockerfile'))
    const document = await vscode.workspace.openTextDocument(file('Dockerfile'))
    await vscode.window.showTextDocument(document)
    assert.equal(document.languageId, 'dockerfile')
    await until('activation', () => vscode.extensions.getExtension(id)?.isActive)
    watched.stop()
    console.log(`      first diagnostics ${await first} ms after opening, with activation and start of the server`)
    // What takes time on every machine: files that are read while everybody waits, and code that is not needed yet.
    assert.deepEqual(watched.files, [])
    assert.deepEqual(watched.programs, [])
    const others = watched.modules.filter((name) => !builtinModules.includes(name.replace(/^node:/, '')))
    assert.deepEqual(others, [], 'all code is in one file')
  })

  it('judges the next Dockerfile much faster', async () => {
    const first = firstProblems(file('app.Dockerfile'))
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(file('app.Dockerfile')))
    console.log(`      first diagnostics of the next Dockerfile ${await first} ms after opening`)
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
