/** The extension in the web extension host: the language server is a web worker. */
import * as vscode from 'vscode'
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  LanguageClient,
  type MessageTransports,
} from 'vscode-languageclient/browser'
import { clientId, clientName, clientOptions, startClient } from './language-client.ts'
import { createServerRestarts } from './server-restarts.ts'

let client: LanguageClient | undefined
let worker: Worker | undefined

export function activate(context: vscode.ExtensionContext): void {
  const outputChannel = vscode.window.createOutputChannel(clientName, { log: true })
  context.subscriptions.push(outputChannel)
  const server = vscode.Uri.joinPath(context.extensionUri, 'dist/web/server.js').toString(true)
  const restarts = createServerRestarts()
  client = new LanguageClient(clientId, clientName, () => connect(server), clientOptions(outputChannel, restarts))
  startClient(context, client, restarts)
}

export async function deactivate(): Promise<void> {
  if (client?.isRunning()) await client.stop()
  worker?.terminate()
}

/** Starts the server anew; a worker does not end by itself as a process does. */
async function connect(server: string): Promise<MessageTransports> {
  worker?.terminate()
  worker = new Worker(server)
  return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) }
}
