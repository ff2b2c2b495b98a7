/** What the Node and the web entry of the extension share: the client's options and the commands about the server. */
import * as vscode from 'vscode'
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient'
import { registerNewDockerfile } from './new-dockerfile.ts'
import { trustedNotification } from './protocol.ts'
import { registerRuleDocumentation } from './rule-documentation.ts'
import type { ServerRestarts } from './server-restarts.ts'
import { type BuilderName, registerStatus } from './status.ts'
import { registerWorkspaceCommands } from './workspace-commands.ts'

/** Also the section of the settings, from which the client reads `dockerfileCoach.trace.server`. */
export const clientId = 'dockerfileCoach'
export const clientName = 'Dockerfile Coach'

/** What the server knows: Dockerfiles, and the ignore files beside them. */
const languages = ['dockerfile', 'dockerignore']

/**
 * Options for a client that serves Dockerfiles of every kind that can be edited: on disk, untitled, and in the virtual
 * file systems of the workspace. Old versions that a source control view shows side by side are left alone.
 */
export function clientOptions(
  outputChannel: vscode.LogOutputChannel,
  { errorHandler }: ServerRestarts,
): LanguageClientOptions {
  const folderSchemes = vscode.workspace.workspaceFolders?.map(({ uri }) => uri.scheme) ?? []
  const schemes = new Set(['file', 'untitled', 'vscode-vfs', ...folderSchemes])
  return {
    documentSelector: [...schemes].flatMap((scheme) => languages.map((language) => ({ language, scheme }))),
    initializationOptions: () => ({ extension: true, trusted: vscode.workspace.isTrusted }),
    outputChannel,
    errorHandler,
    markdown: { isTrusted: false, supportHtml: false },
  }
}

/** Starts the client and registers the commands about it. Activation does not wait for the server. */
export function startClient(
  context: vscode.ExtensionContext,
  client: BaseLanguageClient,
  restarts: ServerRestarts,
  builderName?: BuilderName,
): void {
  context.subscriptions.push(
    restarts,
    vscode.commands.registerCommand('dockerfileCoach.restartServer', () => restarts.restart(client)),
    vscode.commands.registerCommand('dockerfileCoach.showOutput', () => client.outputChannel.show(true)),
    vscode.commands.registerCommand('dockerfileCoach.fixAll', fixAll),
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      if (client.isRunning()) void client.sendNotification(trustedNotification)
    }),
    registerRuleDocumentation(client),
    registerNewDockerfile(client),
    registerWorkspaceCommands(client),
    registerStatus(context, client, builderName),
  )
  restarts.start(client)
}

/** Applies the source action of the active editor, as `editor.codeActionsOnSave` does. */
async function fixAll(): Promise<void> {
  await vscode.commands.executeCommand('editor.action.codeAction', {
    kind: 'source.fixAll.dockerfileCoach',
    apply: 'first',
  })
}
