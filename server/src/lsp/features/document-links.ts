/** Links to registry pages, files of the build context, rules and addresses. */
import type { DocumentLink } from 'vscode-languageserver'
import { type DocumentLink as Link, documentLinks as linksOf } from '../../ide/document-links.ts'
import { openFile } from '../analyze.ts'
import type { Feature, LanguageServer } from '../language-server.ts'
import { toRange } from '../ranges.ts'
import { contextUri } from '../workspace-edit.ts'
import { rulePage } from './rule-documentation.ts'

export const documentLinks: Feature = {
  capabilities: () => ({ documentLinkProvider: { resolveProvider: false } }),
  register(server) {
    server.connection.onDocumentLinks(async ({ textDocument }, token) => {
      const document = server.documents.get(textDocument.uri)
      const open = document && (await openFile(server, document))
      if (!document || !open || token.isCancellationRequested) return null
      return linksOf(open.file).flatMap(({ range, target, tooltip }): DocumentLink[] => {
        const uri = addressOf(server, target, (path) => contextUri(document.uri, open.input.context, path))
        return uri === undefined ? [] : [{ range: toRange(document, range), target: uri, tooltip }]
      })
    })
  },
}

function addressOf(
  server: LanguageServer,
  target: Link['target'],
  fileAddress: (path: string) => string | undefined,
): string | undefined {
  if ('url' in target) return target.url
  return 'rule' in target ? rulePage(server, target.rule) : fileAddress(target.path)
}
