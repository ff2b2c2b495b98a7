/** "Add Dockerfile to This Project": nothing before the preview is confirmed, then both files; never over another one. */
import * as assert from 'node:assert/strict'
import * as vscode from 'vscode'
import { problemsOf } from '../../problems.ts'
import { until } from '../../until.ts'

const folder = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, 'service')
const dockerfile = vscode.Uri.joinPath(folder, 'Dockerfile')

async function exists(name: string): Promise<boolean> {
  return vscode.workspace.fs.stat(vscode.Uri.joinPath(folder, name)).then(
    () => true,
    () => false,
  )
}

/** Ticks both files in the preview, which begin without a tick, and applies it. Nothing says when the preview is there. */
async function confirmAfter(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds))
  await vscode.commands.executeCommand('refactorPreview.focus')
  await vscode.commands.executeCommand('list.focusFirst')
  await vscode.commands.executeCommand('refactorPreview.toggleCheckedState')
  await vscode.commands.executeCommand('list.collapse')
  await vscode.commands.executeCommand('list.focusDown')
  await vscode.commands.executeCommand('refactorPreview.toggleCheckedState')
  await vscode.commands.executeCommand('refactorPreview.apply')
}

describe('a new Dockerfile', () => {
  before(async () => {
    const write = (name: string, content: string) =>
      vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, name), new TextEncoder().encode(content))
    await write('go.mod', 'module example.org/service\n\ngo 1.27\n')
    await write('main.go', 'package main\n\nfunc main() { http.ListenAndServe(":9000", nil) }\n')
  })

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors')
    await vscode.workspace.fs.delete(folder, { recursive: true })
  })

  it('is not made when its preview is discarded', async () => {
    let ended = false
    const command = vscode.commands.executeCommand('dockerfileCoach.newDockerfile', folder).then(
      () => (ended = true),
      (error) => assert.fail(String(error)),
    )
    await until('the command to end', async () => {
      await vscode.commands.executeCommand('refactorPreview.discard')
      return ended
    })
    await command
    assert.equal(await exists('Dockerfile'), false)
    assert.equal(await exists('.dockerignore'), false)
  })

  it('is made with its ignore file when the preview is confirmed, and opened', async () => {
    let patience = 500
    await until(
      'the file',
      async () => {
        const command = vscode.commands.executeCommand('dockerfileCoach.newDockerfile', folder)
        await confirmAfter(patience)
        await command
        patience *= 2
        return exists('Dockerfile')
      },
      60_000,
    )
    const document = vscode.window.activeTextEditor?.document
    assert.equal(document?.uri.toString(), dockerfile.toString())
    assert.equal(document?.isDirty, false)
    assert.match(document!.getText(), /go build .* -o \/out\/app \.\n/)
    assert.match(document!.getText(), /^EXPOSE 9000$/m)
    assert.ok(await exists('.dockerignore'))
    await until('the server to have judged it', () => vscode.languages.getDiagnostics(dockerfile).length === 0)
    assert.deepEqual(problemsOf(dockerfile), [])
  })

  it('does not take the place of another one', async () => {
    const before = await vscode.workspace.fs.readFile(dockerfile)
    const command = vscode.commands.executeCommand('dockerfileCoach.newDockerfile', folder)
    await until('the message to be closed', async () => {
      await vscode.commands.executeCommand('notifications.clearAll')
      return Promise.race([
        command.then(() => true),
        new Promise<false>((resolve) => setTimeout(() => resolve(false), 50)),
      ])
    })
    assert.deepEqual(await vscode.workspace.fs.readFile(dockerfile), before)
  })
})
