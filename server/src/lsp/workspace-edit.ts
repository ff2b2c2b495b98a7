/** Turns edits by offset into the protocol's. */
import type { TextEdit, WorkspaceEdit } from 'vscode-languageserver'
import type { TextDocument } from 'vscode-languageserver-textdocument'
import type { Edit } from '../lint/rule.ts'
import type { LanguageServer } from './language-server.ts'

/** An edit of an open document; it names the version it was computed for where the client can check it. */
export function toWorkspaceEdit(server: LanguageServer, document: TextDocument, edits: readonly Edit[]): WorkspaceEdit {
  const { uri, version } = document
  const textEdits: TextEdit[] = edits.map((edit) => ({
    range: { start: document.positionAt(edit.start), end: document.positionAt(edit.end) },
    newText: edit.text,
  }))
  return server.client.workspace?.workspaceEdit?.documentChanges
    ? { documentChanges: [{ textDocument: { uri, version }, edits: textEdits }] }
    : { changes: { [uri]: textEdits } }
}
