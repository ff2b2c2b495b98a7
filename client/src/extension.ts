/** The extension in the Node extension host: starts the language server as a process of its own, registers commands. */
import * as vscode from 'vscode'
import { LanguageClient, type ServerOptions, TransportKind } from 'vscode-languageclient/node'
import { builderName } from './build/builder-name.ts'
import { registerBuild } from './build/index.ts'
import { clientId, clientName, clientOptions, startClient } from './language-client.ts'
import { createServerRestarts } from './server-restarts.ts'

let client: LanguageClient | undefined

export function activate(context: vscode.ExtensionContext): void {
  const outputChannel = vscode.window.createOutputChannel(clientName, { log: true })
  context.subscriptions.push(outputChannel)
  const server = { module: context.asAbsolutePath('dist/server.js'), transport: TransportKind.ipc }
  const serverOptions: ServerOptions = { run: server, debug: server }
  const restarts = createServerRestarts()
  client = new LanguageClient(clientId, clientName, serverOptions, clientOptions(outputChannel, restarts))
  startClient(context, client, restarts, builderName)
  registerBuild(context, client)
}

export async function deactivate(): Promise<void> {
  if (client?.isRunning()) await client.stop()
}
