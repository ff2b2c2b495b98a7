/** The `browser` entry in the web extension host, on a virtual file system: no Node.js anywhere. */
import * as vscode from 'vscode'
import { until } from '../../until.ts'

function equal(actual: unknown, expected: unknown): void {
  if (actual !== expected) throw new Error(`${String(actual)} is not ${String(expected)}`)
}

describe('in the web extension host', () => {
  it('is active by its web entry, and its server answers from a web worker', async () => {
    const folder = vscode.workspace.workspaceFolders![0]!.uri
    const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder, 'Dockerfile'))
    await vscode.window.showTextDocument(document)
    equal(document.uri.scheme, 'memfs')
    await until('activation', () => vscode.extensions.getExtension('dockerfile-coach.dockerfile-coach')?.isActive)
    await until('the server', async () => (await vscode.commands.getCommands(true)).includes('dockerfile-coach.fixAll'))
    const ask = () => vscode.commands.executeCommand('dockerfile-coach.fixAll', 'memfs:/nowhere/Dockerfile')
    equal(await ask(), false)
    await vscode.commands.executeCommand('dockerfileCoach.restartServer')
    equal(await ask(), false)
  })
})
