/** Hovers. */
import { MarkupKind } from 'vscode-languageserver'
import { hover as hoverAt } from '../../ide/hover.ts'
import { analyze } from '../analyze.ts'
import type { Feature } from '../language-server.ts'
import { toRange } from '../ranges.ts'
import { hoverIgnoreFile } from './dockerignore.ts'

export const hover: Feature = {
  capabilities: () => ({ hoverProvider: true }),
  register(server) {
    server.connection.onHover(async ({ textDocument, position }, token) => {
      const ignoreFile = server.ignoreFiles.get(textDocument.uri)
      if (ignoreFile) return hoverIgnoreFile(server, ignoreFile, position)
      const document = server.documents.get(textDocument.uri)
      const analysis = document && (await analyze(server, document))
      if (!document || !analysis || token.isCancellationRequested) return null
      const found = hoverAt(analysis.file, document.offsetAt(position), analysis.result.problems)
      if (!found) return null
      return { contents: { kind: MarkupKind.Markdown, value: found.markdown }, range: toRange(document, found.range) }
    })
  },
}
