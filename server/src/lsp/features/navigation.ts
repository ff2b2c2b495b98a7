/** Definition, references and highlights of stages and variables. */
import { type DocumentHighlight, DocumentHighlightKind, type Location } from 'vscode-languageserver'
import type { TextDocument } from 'vscode-languageserver-textdocument'
import { type Symbol, symbolAt } from '../../ide/symbols.ts'
import { openFile } from '../analyze.ts'
import type { Feature, LanguageServer } from '../language-server.ts'
import { toRange } from '../ranges.ts'

export const navigation: Feature = {
  capabilities: () => ({ definitionProvider: true, referencesProvider: true, documentHighlightProvider: true }),
  register(server) {
    const { connection } = server
    connection.onDefinition(async ({ textDocument, position }, token): Promise<Location[] | null> => {
      const found = await find(server, textDocument.uri, position)
      if (!found || token.isCancellationRequested) return null
      const { document, symbol } = found
      return symbol.definitions.map((range) => ({ uri: document.uri, range: toRange(document, range) }))
    })
    connection.onReferences(async ({ textDocument, position, context }, token): Promise<Location[] | null> => {
      const found = await find(server, textDocument.uri, position)
      if (!found || token.isCancellationRequested) return null
      const { document, symbol } = found
      return symbol.occurrences
        .filter(({ kind }) => context.includeDeclaration || kind !== 'declaration')
        .map((range) => ({ uri: document.uri, range: toRange(document, range) }))
    })
    connection.onDocumentHighlight(async ({ textDocument, position }, token): Promise<DocumentHighlight[] | null> => {
      const found = await find(server, textDocument.uri, position)
      if (!found || token.isCancellationRequested) return null
      const { document, symbol } = found
      return symbol.occurrences.map((occurrence) => ({
        range: toRange(document, occurrence),
        kind: occurrence.kind === 'read' ? DocumentHighlightKind.Read : DocumentHighlightKind.Write,
      }))
    })
  },
}

async function find(
  server: LanguageServer,
  uri: string,
  position: { line: number; character: number },
): Promise<{ document: TextDocument; symbol: Symbol } | undefined> {
  const document = server.documents.get(uri)
  const open = document && (await openFile(server, document))
  const symbol = document && open && symbolAt(open.file, document.offsetAt(position))
  return symbol && { document, symbol }
}
