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

/** The edits without what they have in common with the text, so that a preview and the cursor see what changes. */
export function toTextEdits(document: TextDocument, edits: readonly Edit[]): TextEdit[] {
  const text = document.getText()
  return edits.map((edit) => {
    const { start, end, text: newText } = smallest(text, edit)
    return { range: { start: document.positionAt(start), end: document.positionAt(end) }, newText }
  })
}

/** Line breaks and halves of characters are left together. */
function smallest(text: string, { start, end, text: newText }: Edit): Edit {
  const isWhole = (code: number): boolean => code !== 10 && code !== 13 && (code < 0xd800 || code > 0xdfff)
  const shared = Math.min(end - start, newText.length)
  const isSame = (before: number, after: number): boolean => {
    const code = text.charCodeAt(before)
    return code === newText.charCodeAt(after) && isWhole(code)
  }
  let head = 0
  while (head < shared && isSame(start + head, head)) head++
  let tail = 0
  while (tail < shared - head && isSame(end - tail - 1, newText.length - tail - 1)) tail++
  return { start: start + head, end: end - tail, text: newText.slice(head, newText.length - tail) }
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
