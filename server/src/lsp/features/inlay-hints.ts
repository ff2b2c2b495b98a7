/** Inlay hints; each kind is off until its setting is on. */
import { inlayHints as hintsOf } from '../../ide/inlay-hints.ts'
import { openFile } from '../analyze.ts'
import type { Feature } from '../language-server.ts'

export const inlayHints: Feature = {
  capabilities: () => ({ inlayHintProvider: true }),
  register(server) {
    server.connection.languages.inlayHint.on(async ({ textDocument, range }, token) => {
      const document = server.documents.get(textDocument.uri)
      const open = document && (await openFile(server, document))
      if (!document || !open || token.isCancellationRequested) return null
      const [start, end] = [document.offsetAt(range.start), document.offsetAt(range.end)]
      return hintsOf(open.file, open.settings.inlayHints)
        .filter(({ offset }) => start <= offset && offset <= end)
        .map(({ offset, label, tooltip }) => ({
          position: document.positionAt(offset),
          label,
          tooltip,
          paddingLeft: true,
        }))
    })
    server.onInvalidated(() => {
      if (server.client.workspace?.inlayHint?.refreshSupport) void server.connection.languages.inlayHint.refresh()
    })
  },
}
