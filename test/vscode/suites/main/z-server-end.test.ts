/** The language server is killed: it comes back, and where it is killed again and again only a person brings it back. */
import * as assert from 'node:assert/strict'
import * as vscode from 'vscode'
import { problemOf } from '../../problems.ts'
import { serverProcesses } from '../../processes.ts'
import { until } from '../../until.ts'

describe('a language server that is killed', () => {
  let document: vscode.TextDocument

  before(async () => {
    document = await vscode.workspace.openTextDocument({
      language: 'dockerfile',
      content: 'FROM debian:13\nMAINTAINER me\n',
    })
    await vscode.window.showTextDocument(document)
    await until('a diagnostic', () => problemOf(document.uri, 'maintainer-deprecated'))
  })

  it('is started again, with its diagnostics, and says so', async () => {
    const killed = await kill()
    await until('no diagnostics without a server', () => problemOf(document.uri, 'maintainer-deprecated') === undefined)
    await until('another server', () => serverProcesses().some((pid) => pid !== killed))
    await until('the diagnostics', () => problemOf(document.uri, 'maintainer-deprecated'))
    await until('the message', async () => /ended unexpectedly\. It is started again in 0\.5 s/.test(await output()))
  })

  it('is judging what is typed since', async () => {
    const edit = new vscode.WorkspaceEdit()
    edit.delete(document.uri, document.lineAt(1).rangeIncludingLineBreak)
    edit.insert(document.uri, new vscode.Position(0, 0), '# a comment\n')
    assert.ok(await vscode.workspace.applyEdit(edit))
    await until('no such problem', () => problemOf(document.uri, 'maintainer-deprecated') === undefined)
  })

  it('is left alone when it is killed again and again, which a message says', async () => {
    for (let times = 2; times <= 5; times++) await kill()
    await until('the last word', async () => /is not started any more/.test(await output()))
    // Longer than the longest wait before a start.
    await new Promise((resolve) => setTimeout(resolve, 5000))
    assert.deepEqual(serverProcesses(), [])
  })

  it('comes back by its command', async () => {
    await vscode.commands.executeCommand('dockerfileCoach.restartServer')
    const edit = new vscode.WorkspaceEdit()
    edit.insert(document.uri, new vscode.Position(document.lineCount, 0), 'MAINTAINER me\n')
    assert.ok(await vscode.workspace.applyEdit(edit))
    await until('the diagnostics', () => problemOf(document.uri, 'maintainer-deprecated'))
    assert.equal(serverProcesses().length, 1)
  })
})

/** Kills the server as soon as there is one; gives its process id. */
async function kill(): Promise<number> {
  const [pid] = await until('a server', () => {
    const found = serverProcesses()
    return found.length > 0 && found
  })
  process.kill(pid!, 'SIGKILL')
  await until('its end', () => !serverProcesses().includes(pid!))
  return pid!
}

/** What the extension wrote to its output so far. */
async function output(): Promise<string> {
  await vscode.commands.executeCommand('dockerfileCoach.showOutput')
  const shown = await until('the output', () =>
    vscode.workspace.textDocuments.find(
      ({ uri }) => uri.scheme === 'output' && uri.path.includes('dockerfile-coach.dockerfile-coach'),
    ),
  )
  return shown.getText()
}
