/** Renames stages and variables. */
import { ErrorCodes, ResponseError } from 'vscode-languageserver'
import { rename as renameAt, renameTarget } from '../../ide/rename.ts'
import { openFile } from '../analyze.ts'
import type { Feature } from '../language-server.ts'
import { toRange } from '../ranges.ts'
import { toWorkspaceEdit } from '../workspace-edit.ts'

export const rename: Feature = {
  capabilities: (client) => ({
    renameProvider: client.textDocument?.rename?.prepareSupport ? { prepareProvider: true } : true,
  }),
  register(server) {
    server.connection.onPrepareRename(async ({ textDocument, position }) => {
      const document = server.documents.get(textDocument.uri)
      const open = document && (await openFile(server, document))
      if (!document || !open) return null
      const target = renameTarget(open.file, document.offsetAt(position))
      if ('refusal' in target) return refused(target.refusal)
      return { range: toRange(document, target.range), placeholder: target.name }
    })
    server.connection.onRenameRequest(async ({ textDocument, position, newName }) => {
      const document = server.documents.get(textDocument.uri)
      const open = document && (await openFile(server, document))
      if (!document || !open) return null
      const result = renameAt(open.file, document.offsetAt(position), newName)
      return 'refusal' in result ? refused(result.refusal) : toWorkspaceEdit(server, document, result.edits)
    })
  },
}

/** Shown to the user where the name was typed. */
function refused(message: string): ResponseError<void> {
  return new ResponseError(ErrorCodes.InvalidRequest, message)
}
