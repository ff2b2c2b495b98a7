/** Folding ranges. */
import { FoldingRangeKind } from 'vscode-languageserver'
import { folds } from '../../ide/folding.ts'
import { openFile } from '../analyze.ts'
import type { Feature } from '../language-server.ts'

const kinds = { region: FoldingRangeKind.Region, comment: FoldingRangeKind.Comment } as const

export const folding: Feature = {
  capabilities: () => ({ foldingRangeProvider: true }),
  register(server) {
    server.connection.onFoldingRanges(async ({ textDocument }, token) => {
      const document = server.documents.get(textDocument.uri)
      const open = document && (await openFile(server, document))
      if (!open || token.isCancellationRequested) return null
      const limit = server.client.textDocument?.foldingRange?.rangeLimit ?? Number.POSITIVE_INFINITY
      return folds(open.file)
        .slice(0, limit)
        .map(({ startLine, endLine, kind }) => ({ startLine, endLine, kind: kind && kinds[kind] }))
    })
  },
}
