/** "Add Dockerfile to This Project": asks what cannot be known, shows the edit before it is made, opens the result. */
import * as vscode from 'vscode'
import type { BaseLanguageClient } from 'vscode-languageclient'
import { inert } from './inert.ts'
import { showInformation, showWarning } from './notifications.ts'
import {
  type NewDockerfileAnswer,
  type NewDockerfileChoice,
  type NewDockerfileParams,
  newDockerfileRequest,
} from './protocol.ts'

/** Registers `dockerfileCoach.newDockerfile`, which takes the URI of a folder; without one it asks for it. */
export function registerNewDockerfile(client: BaseLanguageClient): vscode.Disposable {
  return vscode.commands.registerCommand('dockerfileCoach.newDockerfile', async (resource?: unknown) => {
    const folder = resource instanceof vscode.Uri ? resource : await askForFolder()
    if (!folder) return
    const params: NewDockerfileParams = { folder: folder.toString() }
    const answer = await client.sendRequest<NewDockerfileAnswer>(newDockerfileRequest, params)
    if (answer.refusal !== undefined) return refuse(answer.refusal, answer.existing)
    const choice = await choose(answer.choices)
    if (choice) await add(choice)
  })
}

async function askForFolder(): Promise<vscode.Uri | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? []
  if (folders.length > 1) return (await vscode.window.showWorkspaceFolderPick())?.uri
  if (folders.length === 0) void showWarning('Open the folder of the project first.')
  return folders[0]?.uri
}

async function refuse(message: string, existing: string | undefined): Promise<void> {
  const open = 'Open It'
  const buttons = existing === undefined ? [] : [open]
  if ((await showWarning(message, ...buttons)) === open && existing !== undefined) {
    await vscode.window.showTextDocument(vscode.Uri.parse(existing))
  }
}

async function choose(choices: readonly NewDockerfileChoice[]): Promise<NewDockerfileChoice | undefined> {
  if (choices.length === 1) return choices[0]
  const items = choices.map((choice) => ({ label: inert(choice.title), description: inert(choice.found), choice }))
  const title = 'What is the image of?'
  return (await vscode.window.showQuickPick(items, { title, matchOnDescription: true }))?.choice
}

/** Makes the files once the preview is confirmed. A file that has come to be meanwhile makes the whole edit fail. */
async function add({ title, found, files, notes }: NewDockerfileChoice): Promise<void> {
  const edit = new vscode.WorkspaceEdit()
  const annotation = { needsConfirmation: true, label: inert(`Dockerfile for ${title}`), description: inert(found) }
  const uris = files.map(({ uri }) => vscode.Uri.parse(uri))
  for (const [index, uri] of uris.entries()) {
    edit.createFile(uri, { overwrite: false, ignoreIfExists: false }, annotation)
    edit.insert(uri, new vscode.Position(0, 0), files[index]!.text, annotation)
  }
  if (!(await vscode.workspace.applyEdit(edit))) return
  // What was left out in the preview is not there.
  const made = await Promise.all(uris.map(openIfThere))
  for (const document of made) await document?.save()
  const dockerfile = made[0] ?? made[1]
  if (dockerfile) await vscode.window.showTextDocument(dockerfile)
  if (made[0] && notes.length > 0) void showInformation(notes.join(' '))
}

async function openIfThere(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  try {
    return await vscode.workspace.openTextDocument(uri)
  } catch {
    return undefined
  }
}
