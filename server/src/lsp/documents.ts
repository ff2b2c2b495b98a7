/** The open documents by their language, so that a feature for Dockerfiles never sees an ignore file. */
import type {
  DidChangeTextDocumentParams,
  DidCloseTextDocumentParams,
  DidOpenTextDocumentParams,
  DidSaveTextDocumentParams,
  Disposable,
  NotificationHandler,
  TextDocuments,
} from 'vscode-languageserver'
import type { TextDocument } from 'vscode-languageserver-textdocument'

type TextDocumentConnection = Parameters<TextDocuments<TextDocument>['listen']>[0]

/** Lets ignore files go to `ignoreFiles` and all other documents to `dockerfiles`. */
export function listenByLanguage(
  connection: TextDocumentConnection,
  dockerfiles: TextDocuments<TextDocument>,
  ignoreFiles: TextDocuments<TextDocument>,
): void {
  const open = new Set<string>()
  const forDockerfiles = new Handlers()
  const forIgnoreFiles = new Handlers()
  dockerfiles.listen(forDockerfiles)
  ignoreFiles.listen(forIgnoreFiles)
  const handlersOf = (uri: string): Handlers => (open.has(uri) ? forIgnoreFiles : forDockerfiles)

  connection.onDidOpenTextDocument((params) => {
    const { uri, languageId } = params.textDocument
    if (isIgnoreFile(uri, languageId)) open.add(uri)
    handlersOf(uri).opened?.(params)
  })
  connection.onDidChangeTextDocument((params) => handlersOf(params.textDocument.uri).changed?.(params))
  connection.onDidSaveTextDocument((params) => handlersOf(params.textDocument.uri).saved?.(params))
  connection.onDidCloseTextDocument((params) => {
    const { uri } = params.textDocument
    handlersOf(uri).closed?.(params)
    open.delete(uri)
  })
}

/** By the language that the client names, else by the file's name: not every editor knows ignore files. */
function isIgnoreFile(uri: string, languageId: string): boolean {
  if (languageId === 'dockerignore') return true
  return languageId !== 'dockerfile' && /(?:^|[/.])(?:dockerignore|containerignore)$/.test(uri)
}

/** A connection that only remembers what is to be called. */
class Handlers implements TextDocumentConnection {
  opened: NotificationHandler<DidOpenTextDocumentParams> | undefined
  changed: NotificationHandler<DidChangeTextDocumentParams> | undefined
  saved: NotificationHandler<DidSaveTextDocumentParams> | undefined
  closed: NotificationHandler<DidCloseTextDocumentParams> | undefined

  onDidOpenTextDocument(handler: NotificationHandler<DidOpenTextDocumentParams>): Disposable {
    this.opened = handler
    return nothing
  }

  onDidChangeTextDocument(handler: NotificationHandler<DidChangeTextDocumentParams>): Disposable {
    this.changed = handler
    return nothing
  }

  onDidSaveTextDocument(handler: NotificationHandler<DidSaveTextDocumentParams>): Disposable {
    this.saved = handler
    return nothing
  }

  onDidCloseTextDocument(handler: NotificationHandler<DidCloseTextDocumentParams>): Disposable {
    this.closed = handler
    return nothing
  }

  onWillSaveTextDocument(): Disposable {
    return nothing
  }

  onWillSaveTextDocumentWaitUntil(): Disposable {
    return nothing
  }
}

const nothing: Disposable = { dispose: () => {} }
