/** Formatting of a document, of a range, and while one types. */
import type { FormattingOptions } from 'vscode-languageserver'
import { type FormatOptions, format, formatRange, formatTyped } from '../../ide/format.ts'
import { openFile } from '../analyze.ts'
import type { Feature } from '../language-server.ts'
import { toOffsets } from '../ranges.ts'
import { toTextEdits } from '../workspace-edit.ts'

export const formatting: Feature = {
  capabilities: () => ({
    documentFormattingProvider: true,
    documentRangeFormattingProvider: true,
    documentOnTypeFormattingProvider: { firstTriggerCharacter: '\n' },
  }),
  register(server) {
    const { connection } = server
    connection.onDocumentFormatting(async ({ textDocument, options }, token) => {
      const document = server.documents.get(textDocument.uri)
      const open = document && (await openFile(server, document))
      if (!document || !open || token.isCancellationRequested) return null
      return toTextEdits(document, format(open.file, toFormatOptions(options)))
    })
    connection.onDocumentRangeFormatting(async ({ textDocument, range, options }, token) => {
      const document = server.documents.get(textDocument.uri)
      const open = document && (await openFile(server, document))
      if (!document || !open || token.isCancellationRequested) return null
      const offsets = toOffsets(document, range)
      return toTextEdits(document, formatRange(open.file, offsets, toFormatOptions(options)))
    })
    connection.onDocumentOnTypeFormatting(async ({ textDocument, position, options }, token) => {
      const document = server.documents.get(textDocument.uri)
      const open = document && (await openFile(server, document))
      if (!document || !open || token.isCancellationRequested) return null
      const offset = document.offsetAt(position)
      return toTextEdits(document, formatTyped(open.file, offset, toFormatOptions(options)))
    })
  },
}

function toFormatOptions({ tabSize, insertSpaces }: FormattingOptions): FormatOptions {
  return { tabSize: Number.isInteger(tabSize) && tabSize > 0 ? Math.min(tabSize, 16) : 4, insertSpaces }
}
