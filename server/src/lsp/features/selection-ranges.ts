/** Selection ranges: what "expand selection" takes next. */
import type { SelectionRange } from 'vscode-languageserver'
import type { TextDocument } from 'vscode-languageserver-textdocument'
import { selectionRanges as rangesAt } from '../../ide/selection-ranges.ts'
import type { Range } from '../../syntax/tree.ts'
import { openFile } from '../analyze.ts'
import type { Feature } from '../language-server.ts'
import { toRange } from '../ranges.ts'

export const selectionRanges: Feature = {
  capabilities: () => ({ selectionRangeProvider: true }),
  register(server) {
    server.connection.onSelectionRanges(async ({ textDocument, positions }, token) => {
      const document = server.documents.get(textDocument.uri)
      const open = document && (await openFile(server, document))
      if (!document || !open || token.isCancellationRequested) return null
      return positions.map((position) => chain(document, rangesAt(open.file, document.offsetAt(position))))
    })
  },
}

/** The innermost range, with the others as its parents. */
function chain(document: TextDocument, ranges: readonly Range[]): SelectionRange {
  let parent: SelectionRange | undefined
  for (let i = ranges.length - 1; i > 0; i--) parent = { range: toRange(document, ranges[i]), parent }
  return { range: toRange(document, ranges[0]), parent }
}
