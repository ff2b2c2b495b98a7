/** Commands that any editor can send with `workspace/executeCommand`; the editor's own commands call these. */
import { ErrorCodes, ResponseError } from 'vscode-languageserver'
import { fixAllEdit } from '../../ide/quick-fixes.ts'
import { analyze } from '../analyze.ts'
import type { Feature, LanguageServer } from '../language-server.ts'
import { toWorkspaceEdit } from '../workspace-edit.ts'
import { lintWorkspaceCommand, lintWorkspaceFolders } from './lint-workspace.ts'
import { openRulePage, openRulePageCommand } from './rule-documentation.ts'

type Command = (server: LanguageServer, argument: unknown) => Promise<unknown>

export const fixAllCommand = 'dockerfile-coach.fixAll'

const commandsByName: Readonly<Record<string, Command>> = {
  [fixAllCommand]: fixAllInDocument,
  [openRulePageCommand]: openRulePage,
  [lintWorkspaceCommand]: lintWorkspaceFolders,
}

export const commands: Feature = {
  capabilities: () => ({ executeCommandProvider: { commands: Object.keys(commandsByName) } }),
  register(server) {
    server.connection.onExecuteCommand((params) => {
      const command = Object.hasOwn(commandsByName, params.command) ? commandsByName[params.command] : undefined
      if (!command) return new ResponseError(ErrorCodes.InvalidParams, `unknown command ${params.command}`)
      return command(server, params.arguments?.[0])
    })
  },
}

/** Takes the URI of an open document; gives whether the client applied the edit. */
async function fixAllInDocument(server: LanguageServer, uri: unknown): Promise<boolean> {
  const document = typeof uri === 'string' ? server.documents.get(uri) : undefined
  const analysis = document && (await analyze(server, document))
  if (!analysis) return false
  const { input, settings, lintSettings, version } = analysis
  const edit = fixAllEdit(input, lintSettings, { safety: settings.fixUnsafe ? 'unsafe' : 'safe' })
  if (!edit || document.version !== version) return false
  const workspaceEdit = toWorkspaceEdit(server, document, [edit])
  return (await server.connection.workspace.applyEdit({ label: 'Fix all', edit: workspaceEdit })).applied
}
