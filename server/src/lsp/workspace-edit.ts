/** Turns edits by offset into the protocol's. */
import type { TextDocumentEdit, TextEdit, WorkspaceEdit } from 'vscode-languageserver'
import type { TextDocument } from 'vscode-languageserver-textdocument'
import type { BuildContext } from '../lint/build-context.ts'
import type { Edit, Fix } from '../lint/rule.ts'
import type { LanguageServer } from './language-server.ts'

/** An edit of an open document; it names the version it was computed for where the client can check it. */
export function toWorkspaceEdit(server: LanguageServer, document: TextDocument, edits: readonly Edit[]): WorkspaceEdit {
  const { uri, version } = document
  const textEdits = toTextEdits(document, edits)
  return server.client.workspace?.workspaceEdit?.documentChanges
    ? { documentChanges: [{ textDocument: { uri, version }, edits: textEdits }] }
    : { changes: { [uri]: textEdits } }
}

export function toTextEdits(document: TextDocument, edits: readonly Edit[]): TextEdit[] {
  return edits.map((edit) => ({
    range: { start: document.positionAt(edit.start), end: document.positionAt(edit.end) },
    newText: edit.text,
  }))
}

/**
 * The edit of a fix, other files included. An unsafe fix, and one that writes other files, has to be confirmed by the
 * user where the client can ask. Undefined where the client cannot create files, or no place for them is known.
 */
export function fixEdit(
  server: LanguageServer,
  document: TextDocument,
  fix: Fix,
  context: BuildContext | undefined,
): WorkspaceEdit | undefined {
  const capabilities = server.client.workspace?.workspaceEdit
  const files = fix.files ?? []
  if (files.length === 0 && fix.safety === 'safe') return toWorkspaceEdit(server, document, fix.edits)
  if (files.length > 0 && !(capabilities?.documentChanges && capabilities.resourceOperations?.includes('create'))) {
    return undefined
  }
  if (!capabilities?.documentChanges) return toWorkspaceEdit(server, document, fix.edits)

  const asks = capabilities.changeAnnotationSupport !== undefined
  const annotationId = asks ? 'fix' : undefined
  const own: TextDocumentEdit = {
    textDocument: { uri: document.uri, version: document.version },
    edits: toTextEdits(document, fix.edits).map((edit) => (annotationId ? { ...edit, annotationId } : edit)),
  }
  const documentChanges: NonNullable<WorkspaceEdit['documentChanges']> = fix.edits.length > 0 ? [own] : []
  for (const { path, text, creates } of files) {
    const uri = contextUri(document.uri, context, path)
    if (uri === undefined) return undefined
    if (creates) {
      documentChanges.push({ kind: 'create', uri, options: { overwrite: false, ignoreIfExists: false }, annotationId })
    }
    const end = creates ? { line: 0, character: 0 } : endOf(server, uri, context?.read(path) ?? '')
    const edit: TextEdit = { range: { start: { line: 0, character: 0 }, end }, newText: text }
    documentChanges.push({
      textDocument: { uri, version: server.documents.get(uri)?.version ?? null },
      edits: [annotationId ? { ...edit, annotationId } : edit],
    })
  }
  if (!annotationId) return { documentChanges }
  return { documentChanges, changeAnnotations: { [annotationId]: { label: fix.title, needsConfirmation: true } } }
}

/** The URI of a file of the build context. */
export function contextUri(uri: string, context: BuildContext | undefined, path: string): string | undefined {
  if (context?.dockerfile === undefined) return undefined
  const up = '../'.repeat(context.dockerfile.split('/').length - 1)
  try {
    return new URL(`./${up}${path.split('/').map(encodeURIComponent).join('/')}`, uri).href
  } catch {
    return undefined
  }
}

function endOf(server: LanguageServer, uri: string, text: string): { line: number; character: number } {
  const lines = (server.documents.get(uri)?.getText() ?? text).split(/\r\n|\n|\r/)
  return { line: lines.length - 1, character: lines[lines.length - 1].length }
}
