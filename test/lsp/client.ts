/** A small client of the language server over stdio: what an editor does, and a record of what the server sends. */
import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  type ClientCapabilities,
  type ConfigurationParams,
  createProtocolConnection,
  type InitializeResult,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
  type TextDocumentContentChangeEvent,
} from 'vscode-languageserver/node'

const program = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../dist/server.js')

export interface ClientOptions {
  capabilities?: ClientCapabilities
  initializationOptions?: Readonly<Record<string, unknown>>
  /** Answers `workspace/configuration` for a resource; announces that it can when given. */
  configuration?: (scopeUri: string | undefined) => unknown
}

export interface Client {
  connection: ProtocolConnection
  process: ChildProcess
  initialized: InitializeResult
  /** Everything published so far, in order. */
  published: PublishDiagnosticsParams[]
  /** Methods of the requests that the server made, in order. */
  requested: string[]
  open(uri: string, text: string, version?: number): void
  change(uri: string, version: number, changes: TextDocumentContentChangeEvent[]): void
  save(uri: string): void
  close(uri: string): void
  /** The next publication that fits; also looks at those that are already there, from index `from`. */
  publication(fits: (params: PublishDiagnosticsParams) => boolean, from?: number): Promise<PublishDiagnosticsParams>
  /** Shuts the server down as the protocol wants it; gives its exit code. */
  stop(): Promise<number | null>
}

/** Starts a server and shakes hands with it. */
export async function startClient(options: ClientOptions = {}): Promise<Client> {
  const child = spawn(process.execPath, [program, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] })
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  )
  const published: PublishDiagnosticsParams[] = []
  const requested: string[] = []
  const waiting = new Set<() => void>()

  connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
    published.push(params)
    for (const look of [...waiting]) look()
  })
  connection.onRequest('client/registerCapability', () => {
    requested.push('client/registerCapability')
    return null
  })
  connection.onRequest('workspace/configuration', (params: ConfigurationParams) => {
    requested.push('workspace/configuration')
    return params.items.map(({ scopeUri }) => options.configuration?.(scopeUri) ?? null)
  })
  connection.listen()

  const capabilities: ClientCapabilities = {
    ...options.capabilities,
    workspace: {
      ...options.capabilities?.workspace,
      configuration: options.configuration !== undefined,
      didChangeConfiguration: { dynamicRegistration: true },
    },
  }
  const initialized: InitializeResult = await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities,
    // ShellCheck answers later and is not installed everywhere: only the tests about it switch it on.
    initializationOptions: { shellcheck: { enable: false }, ...options.initializationOptions },
  })
  await connection.sendNotification('initialized', {})

  // A test may be over, and its server gone, before a last notification is on its way.
  const notify = (method: string, params: unknown): void => {
    connection.sendNotification(method, params).catch(() => {})
  }

  return {
    connection,
    process: child,
    initialized,
    published,
    requested,
    open: (uri, text, version = 1) => {
      const textDocument = { uri, languageId: 'dockerfile', version, text }
      notify('textDocument/didOpen', { textDocument })
    },
    change: (uri, version, contentChanges) => {
      notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges })
    },
    save: (uri) => notify('textDocument/didSave', { textDocument: { uri } }),
    close: (uri) => notify('textDocument/didClose', { textDocument: { uri } }),
    publication: (fits, from = 0) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(look)
          reject(new Error(`not published within 5 s; there is ${JSON.stringify(published.slice(from))}`))
        }, 5000)
        const look = (): void => {
          const found = published.slice(from).find(fits)
          if (!found) return
          clearTimeout(timer)
          waiting.delete(look)
          resolve(found)
        }
        waiting.add(look)
        look()
      }),
    stop: async () => {
      const exit = exitOf(child)
      await connection.sendRequest('shutdown')
      await connection.sendNotification('exit')
      return exit
    },
  }
}

/** The exit code of a process; null when a signal ended it. */
export function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('exit', (code) => resolve(code)))
}

/** Ends a server that a failed test has left behind. */
export function kill(client: Client | undefined): void {
  if (client && client.process.exitCode === null) client.process.kill('SIGKILL')
}
