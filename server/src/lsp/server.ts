/** The language server without a transport: `main.ts` hands it a connection over stdio or IPC, `web.ts` one of a web worker. */
import {
  type ClientCapabilities,
  type Connection,
  DidChangeConfigurationNotification,
  type InitializeParams,
  type InitializeResult,
  type ServerCapabilities,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { trustedNotification } from '../../../client/src/protocol.ts'
import { listenByLanguage } from './documents.ts'
import { features } from './features/index.ts'
import type { Environment, LanguageServer } from './language-server.ts'
import { createSettingsStore } from './settings-store.ts'

/** Serves a client until it disconnects. */
export function serve(connection: Connection, environment: Environment): void {
  const documents = new TextDocuments(TextDocument)
  const ignoreFiles = new TextDocuments(TextDocument)
  const settings = createSettingsStore(connection)
  const readyListeners: (() => void)[] = []
  const invalidationListeners: (() => void)[] = []
  const fileListeners: ((uris: readonly string[]) => void)[] = []
  let client: ClientCapabilities = {}
  let hasExtension = false
  let isTrusted = true

  const server: LanguageServer = {
    connection,
    documents,
    ignoreFiles,
    environment,
    get client() {
      return client
    },
    get hasExtension() {
      return hasExtension
    },
    get isTrusted() {
      return isTrusted
    },
    settings: settings.get,
    onReady: (listener) => readyListeners.push(listener),
    onInvalidated: (listener) => invalidationListeners.push(listener),
    onFilesChanged: (listener) => fileListeners.push(listener),
    filesChanged: (uris) => {
      for (const listener of fileListeners) listener(uris)
    },
    invalidate: () => {
      environment.refresh()
      for (const listener of invalidationListeners) listener()
    },
    logError: (what, error) => {
      connection.console.error(`${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
    },
  }

  connection.onInitialize((params: InitializeParams): InitializeResult => {
    client = params.capabilities
    hasExtension = params.initializationOptions?.extension === true
    isTrusted = params.initializationOptions?.trusted !== false
    settings.initialize(params)
    const capabilities: ServerCapabilities = {
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    }
    for (const feature of features) Object.assign(capabilities, feature.capabilities?.(client))
    return { capabilities, serverInfo: { name: 'Dockerfile Coach' } }
  })

  connection.onInitialized(() => {
    if (client.workspace?.didChangeConfiguration?.dynamicRegistration) {
      void connection.client.register(DidChangeConfigurationNotification.type, { section: 'dockerfileCoach' })
    }
    if (client.workspace?.workspaceFolders) {
      connection.workspace.onDidChangeWorkspaceFolders(() => {
        settings.clear()
        server.invalidate()
      })
    }
    for (const listener of readyListeners) listener()
  })

  connection.onNotification(trustedNotification, () => {
    isTrusted = true
    server.invalidate()
  })
  connection.onDidChangeConfiguration((change) => {
    settings.change(change.settings)
    server.invalidate()
  })
  documents.onDidClose(({ document }) => settings.forget(document.uri))
  ignoreFiles.onDidClose(({ document }) => settings.forget(document.uri))

  for (const feature of features) feature.register(server)
  listenByLanguage(connection, documents, ignoreFiles)
  connection.listen()
}
