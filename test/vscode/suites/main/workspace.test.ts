/** Commands about the workspace: check all of it, its configuration, a rule by choice, what to tell when something is wrong. */
import * as assert from 'node:assert/strict'
import * as vscode from 'vscode'
import { problemOf, problemsOf } from '../../problems.ts'
import { until } from '../../until.ts'

const root = vscode.workspace.workspaceFolders![0]!.uri
const closed = vscode.Uri.joinPath(root, 'closed/Dockerfile')
const configuration = vscode.Uri.joinPath(root, 'dockerfile-coach.yaml')

function write(uri: vscode.Uri, text: string): Thenable<void> {
  return vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text))
}

/** Runs a command and takes away the messages that it waits for. */
async function run(command: string, ...commandArguments: unknown[]): Promise<void> {
  let ended = false
  const running = vscode.commands.executeCommand(command, ...commandArguments).then(() => {
    ended = true
  })
  await until(`the end of ${command}`, async () => {
    await vscode.commands.executeCommand('notifications.clearAll')
    return ended
  })
  await running
}

describe('the workspace', () => {
  before(async () => {
    await write(closed, 'FROM debian:13\nMAINTAINER me@example.org\n')
  })

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors')
    await vscode.workspace.fs.delete(vscode.Uri.joinPath(root, 'closed'), { recursive: true })
  })

  it('is checked as a whole: problems of files that are not open', async () => {
    assert.deepEqual(problemsOf(closed), [])
    await run('dockerfileCoach.lintWorkspace')
    await until('a problem', () => problemOf(closed, 'maintainer-deprecated'))
  })

  it('forgets them when the file changes', async () => {
    await write(closed, 'FROM debian:13\nLABEL a="b"\n')
    await until('no problems', () => problemsOf(closed).length === 0)
  })

  it('has a configuration that is made once, and holds at once', async () => {
    const document = await vscode.workspace.openTextDocument(closed)
    await vscode.window.showTextDocument(document)
    await vscode.commands.executeCommand('dockerfileCoach.openConfiguration')
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), configuration.toString())
    assert.match(vscode.window.activeTextEditor!.document.getText(), /^rules: \{\}$/m)
    try {
      await write(configuration, 'rules:\n  maintainer-deprecated: error\n')
      await write(closed, 'FROM debian:13\nMAINTAINER me@example.org\n')
      await until('the severity of the configuration', () => {
        const problem = problemOf(closed, 'maintainer-deprecated')
        return problem?.severity === vscode.DiagnosticSeverity.Error
      })
      await vscode.window.showTextDocument(document)
      await vscode.commands.executeCommand('dockerfileCoach.openConfiguration')
      assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), configuration.toString())
    } finally {
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor')
      await vscode.workspace.fs.delete(configuration)
    }
  })

  it('has rules to choose from, which are explained in a page', async () => {
    void vscode.commands.executeCommand('dockerfileCoach.explainRule')
    await until('the page', async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem')
      const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs)
      return tabs.some(({ label }) => label.startsWith('Preview '))
    })
  })

  it('has debug information without paths and free text', async () => {
    const settings = vscode.workspace.getConfiguration('dockerfileCoach')
    await settings.update('configPath', '/home/somebody/secret.yaml', vscode.ConfigurationTarget.Workspace)
    await settings.update('run', 'onSave', vscode.ConfigurationTarget.Workspace)
    try {
      await run('dockerfileCoach.copyDebugInformation')
      const text = await vscode.env.clipboard.readText()
      assert.match(text, /^Dockerfile Coach \d+\.\d+\.\d+\nVS Code \d/)
      assert.match(text, /^server: running, \d+\.\d+\.\d+ on Node\.js \S+ on \S+ \S+, \d+ rules$/m)
      assert.match(text, /^builder: /m)
      assert.match(text, /^- dockerfileCoach\.configPath: set \(workspace\)$/m)
      assert.match(text, /^- dockerfileCoach\.run: onSave \(workspace\)$/m)
      assert.doesNotMatch(text, /somebody|\/home|\/tmp|secret/)
    } finally {
      await settings.update('configPath', undefined, vscode.ConfigurationTarget.Workspace)
      await settings.update('run', undefined, vscode.ConfigurationTarget.Workspace)
    }
  })
})
