/**
 * Every request that the language server announces, at some places of a document, on a server in this very thread.
 * What it answers must lie in the document, between its characters; what it logs as an error is a failure.
 */
import { PassThrough } from 'node:stream'
import {
  type ClientCapabilities,
  createConnection,
  createProtocolConnection,
  ErrorCodes,
  type InitializeResult,
  type Position,
  ProposedFeatures,
  type ProtocolConnection,
  ResponseError,
  type ServerCapabilities,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { buildRecordsRequest, outlineRequest, statusRequest } from '../../client/src/protocol.ts'
import { fixAllCommand } from '../../server/src/lsp/features/commands.ts'
import type { Environment } from '../../server/src/lsp/language-server.ts'
import { serve } from '../../server/src/lsp/server.ts'
import { partsCharacter } from './checks.ts'
import { contextOf } from './context.ts'
import { hash } from './random.ts'
import type { Target } from './targets.ts'

export const protocolTargets: readonly Target[] = [
  { name: 'protocol', kind: 'dockerfile', weight: 4, run: (text, next) => askAll(text, 'dockerfile', next) },
  { name: 'protocol-ignore', kind: 'ignore', weight: 1, run: (text, next) => askAll(text, 'dockerignore', next) },
]

interface Session {
  readonly connection: ProtocolConnection
  readonly capabilities: ServerCapabilities
  /** What the server logged as errors since it was last emptied. */
  readonly errors: string[]
}

let session: Promise<Session> | undefined
let opened = 0
/** The document that is open; its context depends on its text. */
let current = TextDocument.create('', 'dockerfile', 0, '')

/** As an editor that can do everything. */
const client: ClientCapabilities = {
  workspace: { workspaceEdit: { documentChanges: true } },
  textDocument: {
    codeAction: {
      dataSupport: true,
      resolveSupport: { properties: ['edit'] },
      codeActionLiteralSupport: { codeActionKind: { valueSet: [] } },
    },
    completion: { completionItem: { snippetSupport: true, insertReplaceSupport: true } },
    rename: { prepareSupport: true },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    foldingRange: { lineFoldingOnly: false },
  },
}

async function start(): Promise<Session> {
  const [toServer, toClient] = [new PassThrough(), new PassThrough()]
  const environment: Environment = {
    today: () => '2026-11-20',
    buildContext: () => contextOf(current.getText()),
    configuration: async () => ({ settings: undefined, uri: undefined, problems: [] }),
    pathIn: (folder, path) => `${folder}/${path}`,
    dockerfiles: () => [],
    runtime: 'the fuzzer',
    refresh: () => {},
  }
  serve(createConnection(ProposedFeatures.all, toServer, toClient), environment)
  const connection = createProtocolConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer))
  const errors: string[] = []
  connection.onNotification('window/logMessage', ({ type, message }: { type: number; message: string }) => {
    // A fix that is refused by its check is not shown to anybody.
    if (type === 1 && !message.includes('is not offered')) errors.push(message)
  })
  const checkOnTheWay = (check: () => void): void => {
    try {
      check()
    } catch (error) {
      errors.push(error instanceof Error ? error.message : String(error))
    }
  }
  connection.onNotification('textDocument/publishDiagnostics', (params) => {
    if (params.uri === current.uri) checkOnTheWay(() => checkRanges(current, params, 'a diagnostic'))
  })
  connection.onRequest('workspace/applyEdit', (params) => {
    checkOnTheWay(() => checkWorkspaceEdit(current, params))
    return { applied: true }
  })
  connection.listen()
  const { capabilities }: InitializeResult = await connection.sendRequest('initialize', {
    processId: null,
    rootUri: null,
    capabilities: client,
    initializationOptions: { extension: true },
  })
  await connection.sendNotification('initialized', {})
  return { connection, capabilities, errors }
}

async function askAll(text: string, languageId: string, next: () => void): Promise<void> {
  session ??= start()
  const { connection, capabilities, errors } = await session
  errors.length = 0
  const uri = `file:///fuzz/${opened++}/${languageId === 'dockerfile' ? 'Dockerfile' : '.dockerignore'}`
  const document = TextDocument.create(uri, languageId, 1, text)
  current = document
  await connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } })
  const ask = async (method: string, params: object): Promise<unknown> => {
    next()
    const answer: unknown = await connection.sendRequest(method, { textDocument: { uri }, ...params }).catch(refusal)
    checkRanges(document, answer, method)
    return answer
  }
  try {
    await askAboutDocument(capabilities, document, ask, connection)
    const seed = hash(text)
    for (let i = 0; i < 10; i++) {
      const offset = i < 2 ? text.length * i : ((seed + Math.imul(i, 0x9e3779b1)) >>> 0) % (text.length + 1)
      // No editor has its cursor within a character.
      if (!partsCharacter(text, offset)) await askAt(capabilities, document.positionAt(offset), ask, connection)
    }
  } finally {
    await connection.sendNotification('textDocument/didClose', { textDocument: { uri } })
  }
  if (errors.length > 0) throw new Error(errors[0])
}

/** A request may be refused, with a reason for people; a failure of the server is none. */
function refusal(error: unknown): null {
  if (error instanceof ResponseError && error.code !== ErrorCodes.InternalError) return null
  throw error
}

type Ask = (method: string, params: object) => Promise<unknown>

async function askAboutDocument(
  can: ServerCapabilities,
  document: TextDocument,
  ask: Ask,
  connection: ProtocolConnection,
): Promise<void> {
  const whole = { start: { line: 0, character: 0 }, end: document.positionAt(document.getText().length) }
  const options = { tabSize: 4, insertSpaces: true }
  if (can.documentSymbolProvider) await ask('textDocument/documentSymbol', {})
  if (can.foldingRangeProvider) await ask('textDocument/foldingRange', {})
  if (can.documentLinkProvider) await ask('textDocument/documentLink', {})
  if (can.codeLensProvider) await ask('textDocument/codeLens', {})
  if (can.inlayHintProvider) await ask('textDocument/inlayHint', { range: whole })
  if (can.documentFormattingProvider) checkEdits(document, await ask('textDocument/formatting', { options }))
  if (can.documentRangeFormattingProvider) {
    checkEdits(document, await ask('textDocument/rangeFormatting', { range: whole, options }))
  }
  if (can.diagnosticProvider) await ask('textDocument/diagnostic', {})
  if (can.semanticTokensProvider) {
    checkTokens(document, await ask('textDocument/semanticTokens/full', {}))
    checkTokens(document, await ask('textDocument/semanticTokens/range', { range: whole }))
  }
  await ask(outlineRequest, { uri: document.uri, text: document.getText() })
  await ask(buildRecordsRequest, {
    uri: document.uri,
    text: document.getText(),
    target: undefined,
    steps: [],
    layers: [],
  })
  await ask(statusRequest, { uri: document.uri })
  await ask('workspace/executeCommand', { command: fixAllCommand, arguments: [document.uri] })
  const contexts = [{ diagnostics: [] }, { diagnostics: [], only: ['source'] }]
  if (!can.codeActionProvider) return
  for (const context of contexts) {
    const actions = await ask('textDocument/codeAction', { range: whole, context })
    for (const action of listOf(actions)) {
      checkWorkspaceEdit(document, action)
      if ('data' in action) checkWorkspaceEdit(document, await connection.sendRequest('codeAction/resolve', action))
    }
  }
}

async function askAt(
  can: ServerCapabilities,
  position: Position,
  ask: Ask,
  connection: ProtocolConnection,
): Promise<void> {
  const range = { start: position, end: position }
  if (can.hoverProvider) await ask('textDocument/hover', { position })
  if (can.completionProvider) {
    const answer = await ask('textDocument/completion', { position })
    const items = listOf(answer && typeof answer === 'object' && 'items' in answer ? answer.items : answer)
    if (can.completionProvider.resolveProvider && items[0])
      await connection.sendRequest('completionItem/resolve', items[0])
  }
  if (can.signatureHelpProvider) checkSignatures(await ask('textDocument/signatureHelp', { position }))
  if (can.definitionProvider) await ask('textDocument/definition', { position })
  if (can.referencesProvider) await ask('textDocument/references', { position, context: { includeDeclaration: true } })
  if (can.documentHighlightProvider) await ask('textDocument/documentHighlight', { position })
  if (can.selectionRangeProvider) await ask('textDocument/selectionRange', { positions: [position] })
  if (can.linkedEditingRangeProvider) await ask('textDocument/linkedEditingRange', { position })
  if (can.renameProvider && (await ask('textDocument/prepareRename', { position }))) {
    await ask('textDocument/rename', { position, newName: 'other' })
  }
  if (can.documentOnTypeFormattingProvider) {
    const { firstTriggerCharacter: ch } = can.documentOnTypeFormattingProvider
    await ask('textDocument/onTypeFormatting', { position, ch, options: { tabSize: 4, insertSpaces: true } })
  }
  if (can.codeActionProvider) await ask('textDocument/codeAction', { range, context: { diagnostics: [] } })
}

function listOf(value: unknown): object[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'object' && item !== null) : []
}

/** Throws unless every range of an answer lies in the document that it is about. */
function checkRanges(document: TextDocument, answer: unknown, method: string): void {
  const open: unknown[] = [answer]
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value !== 'object' || value === null) continue
    if ('uri' in value && typeof value.uri === 'string' && value.uri !== document.uri) continue
    if (isRange(value)) checkRange(document, value, method)
    for (const child of Object.values(value)) if (typeof child === 'object' && child !== null) open.push(child)
  }
}

interface ProtocolRange {
  readonly start: Position
  readonly end: Position
}

function isRange(value: object): value is ProtocolRange {
  return 'start' in value && 'end' in value && isPosition(value.start) && isPosition(value.end)
}

function isPosition(value: unknown): value is Position {
  return typeof value === 'object' && value !== null && 'line' in value && 'character' in value
}

function checkRange(document: TextDocument, { start, end }: ProtocolRange, method: string): void {
  for (const position of [start, end]) {
    const offset = document.offsetAt(position)
    const { line, character } = document.positionAt(offset)
    if (line !== position.line || character !== position.character) {
      throw new Error(`${method} names ${position.line}:${position.character}, which is no place of the document`)
    }
    if (partsCharacter(document.getText(), offset)) throw new Error(`${method} names a place within a character`)
  }
  if (document.offsetAt(end) < document.offsetAt(start)) throw new Error(`${method} gives a range that ends too early`)
}

/** Throws unless the edits can be applied together. */
function checkEdits(document: TextDocument, edits: unknown): void {
  TextDocument.applyEdits(document, listOf(edits) as Parameters<typeof TextDocument.applyEdits>[1])
}

function checkWorkspaceEdit(document: TextDocument, action: unknown): void {
  const edit = action && typeof action === 'object' && 'edit' in action ? action.edit : undefined
  if (!edit || typeof edit !== 'object') return
  const changes = 'changes' in edit ? Object.entries(edit.changes ?? {}) : []
  for (const [uri, edits] of changes) if (uri === document.uri) checkEdits(document, edits)
  for (const change of 'documentChanges' in edit ? listOf(edit.documentChanges) : []) {
    const isOwn = 'textDocument' in change && (change.textDocument as { uri: string }).uri === document.uri
    if (isOwn && 'edits' in change) checkEdits(document, change.edits)
  }
}

/** Tokens are deltas: five numbers each. They may neither overlap nor leave their line. */
function checkTokens(document: TextDocument, answer: unknown): void {
  const data = answer && typeof answer === 'object' && 'data' in answer ? (answer.data as number[]) : []
  let line = 0
  let character = 0
  let end = 0
  for (let i = 0; i < data.length; i += 5) {
    if (data[i] > 0) end = 0
    character = data[i] > 0 ? data[i + 1] : character + data[i + 1]
    line += data[i]
    if (character < end) throw new Error('two semantic tokens overlap')
    end = character + data[i + 2]
    checkRange(document, { start: { line, character }, end: { line, character: end } }, 'a semantic token')
  }
}

function checkSignatures(answer: unknown): void {
  const signatures = answer && typeof answer === 'object' && 'signatures' in answer ? listOf(answer.signatures) : []
  for (const signature of signatures as { label: string; parameters?: { label: [number, number] }[] }[]) {
    for (const { label } of signature.parameters ?? []) {
      if (label[0] > label[1] || label[1] > signature.label.length)
        throw new Error('a parameter lies outside its label')
    }
  }
}
