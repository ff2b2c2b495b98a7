/** Links to registry pages, files of the build context, rules and addresses. */
import type { DocumentLink } from 'vscode-languageserver'
import { documentLinks as linksOf } from '../../ide/document-links.ts'
import { openFile } from '../analyze.ts'
import type { Feature } from '../language-server.ts'
import { toRange } from '../ranges.ts'
import { contextUri } from '../workspace-edit.ts'

export const documentLinks: Feature = {
  capabilities: () => ({ documentLinkProvider: { resolveProvider: false } }),
  register(server) {
    server.connection.onDocumentLinks(async ({ textDocument }, token) => {
      const document = server.documents.get(textDocument.uri)
      const open = document && (await openFile(server, document))
      if (!document || !open || token.isCancellationRequested) return null
      return linksOf(open.file).flatMap(({ range, target, tooltip }): DocumentLink[] => {
        const uri = 'url' in target ? target.url : contextUri(document.uri, open.input.context, target.path)
        return uri === undefined ? [] : [{ range: toRange(document, range), target: uri, tooltip }]
      })
    })
  },
}
