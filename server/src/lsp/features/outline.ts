/** The outline of a document: stages with their instructions. */
import { type DocumentSymbol, type SymbolInformation, SymbolKind } from 'vscode-languageserver'
import type { TextDocument } from 'vscode-languageserver-textdocument'
import { type OutlineNode, outline as outlineOf } from '../../ide/outline.ts'
import { openFile } from '../analyze.ts'
import type { Feature } from '../language-server.ts'
import { toRange } from '../ranges.ts'

export const outline: Feature = {
  capabilities: () => ({ documentSymbolProvider: true }),
  register(server) {
    server.connection.onDocumentSymbol(async ({ textDocument }, token) => {
      const document = server.documents.get(textDocument.uri)
      const open = document && (await openFile(server, document))
      if (!document || !open || token.isCancellationRequested) return null
      const nodes = outlineOf(open.file)
      const isTree = server.client.textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport
      return isTree ? nodes.map((node) => toSymbol(document, node)) : nodes.flatMap((node) => toList(document, node))
    })
  },
}

const kinds: Readonly<Record<OutlineNode['kind'], SymbolKind>> = {
  stage: SymbolKind.Module,
  instruction: SymbolKind.Property,
  variable: SymbolKind.Variable,
  command: SymbolKind.Event,
  port: SymbolKind.Interface,
  label: SymbolKind.Field,
}

function toSymbol(document: TextDocument, node: OutlineNode): DocumentSymbol {
  return {
    name: node.name,
    detail: node.detail,
    kind: kinds[node.kind],
    range: toRange(document, node.range),
    selectionRange: toRange(document, node.selection),
    children: node.children.map((child) => toSymbol(document, child)),
  }
}

/** For clients that know no tree: the stage is the container's name. */
function toList(document: TextDocument, node: OutlineNode, container?: string): SymbolInformation[] {
  const location = { uri: document.uri, range: toRange(document, node.range) }
  const own: SymbolInformation = { name: node.name, kind: kinds[node.kind], location, containerName: container }
  return [own, ...node.children.flatMap((child) => toList(document, child, node.name))]
}
