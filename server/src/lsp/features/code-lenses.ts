/** The lens with the number of problems and "fix all". */
import { type CodeLens, CodeLensRefreshRequest } from 'vscode-languageserver'
import { problemLens } from '../../ide/code-lenses.ts'
import { analyze } from '../analyze.ts'
import type { Feature } from '../language-server.ts'
import { toRange } from '../ranges.ts'
import { fixAllCommand } from './commands.ts'

export const codeLenses: Feature = {
  capabilities: () => ({ codeLensProvider: { resolveProvider: false } }),
  register(server) {
    server.connection.onCodeLens(async ({ textDocument }, token): Promise<CodeLens[] | null> => {
      const document = server.documents.get(textDocument.uri)
      const analysis = document && (await analyze(server, document))
      if (!document || !analysis || token.isCancellationRequested) return null
      if (!analysis.settings.codeLens.problems) return []
      const lens = problemLens(analysis.result, analysis.settings.fixUnsafe ? 'unsafe' : 'safe')
      if (!lens) return []
      const command = lens.fixes
        ? { title: lens.title, command: fixAllCommand, arguments: [document.uri] }
        : { title: lens.title, command: '' }
      return [{ range: toRange(document, lens.range), command }]
    })
    server.onInvalidated(() => {
      if (server.client.workspace?.codeLens?.refreshSupport)
        void server.connection.sendRequest(CodeLensRefreshRequest.type)
    })
  },
}
