/** Commands about the workspace as a whole: lint all of its Dockerfiles, open its configuration. */
import * as vscode from 'vscode'
import type { BaseLanguageClient } from 'vscode-languageclient'
import { showInformation, showWarning } from './notifications.ts'
import {
  type LintWorkspaceAnswer,
  type LintWorkspaceParams,
  lintWorkspaceRequest,
  type ServerStatus,
  type StatusParams,
  statusRequest,
} from './protocol.ts'
import { configurationStart, lintSummary } from './words.ts'

export function registerWorkspaceCommands(client: BaseLanguageClient): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand('dockerfileCoach.lintWorkspace', () => lintWorkspace(client)),
    vscode.commands.registerCommand('dockerfileCoach.openConfiguration', () => openConfiguration(client)),
  )
}

/** The server shows how far it is, with a way to cancel it. */
async function lintWorkspace(client: BaseLanguageClient): Promise<void> {
  const folders = vscode.workspace.workspaceFolders ?? []
  if (folders.length === 0) {
    void showWarning('Open a folder first.')
    return
  }
  const params: LintWorkspaceParams = { folders: folders.map(({ uri }) => uri.toString()) }
  const answer = await client.sendRequest<LintWorkspaceAnswer>(lintWorkspaceRequest, params)
  if (answer.cancelled) return
  for (const failure of answer.failures) client.outputChannel.appendLine(failure)
  void showResult(client, answer)
}

async function showResult(client: BaseLanguageClient, answer: LintWorkspaceAnswer): Promise<void> {
  const { error, warning, info, hint } = answer.counts
  const [problems, output] = ['Show Problems', 'Show Output']
  const buttons = [
    ...(error + warning + info + hint > 0 ? [problems] : []),
    ...(answer.failures.length > 0 ? [output] : []),
  ]
  const chosen = await showInformation(lintSummary(answer), ...buttons)
  if (chosen === problems) await vscode.commands.executeCommand('workbench.actions.view.problems')
  if (chosen === output) client.outputChannel.show(true)
}

/** Opens the file that holds for the active editor; creates one in the workspace folder where none does. */
async function openConfiguration(client: BaseLanguageClient): Promise<void> {
  const active = vscode.window.activeTextEditor?.document.uri
  const folder = (active && vscode.workspace.getWorkspaceFolder(active)) ?? vscode.workspace.workspaceFolders?.[0]
  const resource =
    active && folder && vscode.workspace.getWorkspaceFolder(active) ? active : folder && inFolder(folder, 'Dockerfile')
  if (!folder || !resource) {
    void showWarning('Open a folder first: the configuration is a file in it.')
    return
  }
  const params: StatusParams = { uri: resource.toString() }
  const { configuration } = await client.sendRequest<ServerStatus>(statusRequest, params)
  const file = configuration ? vscode.Uri.parse(configuration.uri) : await createConfiguration(folder)
  await vscode.window.showTextDocument(file)
}

async function createConfiguration(folder: vscode.WorkspaceFolder): Promise<vscode.Uri> {
  const file = inFolder(folder, 'dockerfile-coach.yaml')
  const edit = new vscode.WorkspaceEdit()
  edit.createFile(file, { ignoreIfExists: true, contents: new TextEncoder().encode(configurationStart) })
  await vscode.workspace.applyEdit(edit)
  return file
}

function inFolder({ uri }: vscode.WorkspaceFolder, name: string): vscode.Uri {
  return vscode.Uri.joinPath(uri, name)
}
