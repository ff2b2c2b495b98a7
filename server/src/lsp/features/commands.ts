/** Commands that any editor can send with `workspace/executeCommand`; the editor's own commands call these. */
import { ErrorCodes, ResponseError } from 'vscode-languageserver'
import { fixAll } from '../analyze.ts'
import { abortedBy } from '../cancellation.ts'
import type { Feature, LanguageServer } from '../language-server.ts'
import { toWorkspaceEdit } from '../workspace-edit.ts'

type Command = (server: LanguageServer, argument: unknown, signal: AbortSignal) => Promise<unknown>

const commandsByName: Readonly<Record<string, Command>> = {
  'dockerfile-coach.fixAll': fixAllInDocument,
}

export const commands: Feature = {
  capabilities: () => ({ executeCommandProvider: { commands: Object.keys(commandsByName) } }),
  register(server) {
    server.connection.onExecuteCommand((params, token) => {
      const command = Object.hasOwn(commandsByName, params.command) ? commandsByName[params.command] : undefined
      if (!command) return new ResponseError(ErrorCodes.InvalidParams, `unknown command ${params.command}`)
      return command(server, params.arguments?.[0], abortedBy(token))
    })
  },
}

/** Takes the URI of an open document; gives whether the client applied the edit. */
async function fixAllInDocument(server: LanguageServer, uri: unknown, signal: AbortSignal): Promise<boolean> {
  const document = typeof uri === 'string' ? server.documents.get(uri) : undefined
  if (!document) return false
  const { version } = document
  const settings = await server.settings(document.uri)
  if (server.documents.get(document.uri) !== document) return false
  const context = { uri: document.uri, settings, today: server.environment.today(), signal }
  const edits = await fixAll(document.getText(), context)
  if (edits.length === 0 || signal.aborted || document.version !== version) return false
  const edit = toWorkspaceEdit(server, document, edits)
  return (await server.connection.workspace.applyEdit({ label: 'Fix all', edit })).applied
}
