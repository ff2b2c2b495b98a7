/** Semantic tokens, whole, by range, and as differences to the last answer. */
import { SemanticTokensBuilder } from 'vscode-languageserver'
import type { TextDocument } from 'vscode-languageserver-textdocument'
import {
  type SemanticToken,
  type TokenType,
  tokenModifiers,
  semanticTokens as tokensOf,
  tokenTypes,
} from '../../ide/semantic-tokens.ts'
import { openFile } from '../analyze.ts'
import type { Feature } from '../language-server.ts'

export const semanticTokens: Feature = {
  capabilities: () => ({
    semanticTokensProvider: {
      legend: { tokenTypes: [...tokenTypes], tokenModifiers: [...tokenModifiers] },
      full: { delta: true },
      range: true,
    },
  }),
  register(server) {
    const builders = new WeakMap<TextDocument, SemanticTokensBuilder>()
    const { languages } = server.connection
    const builderOf = (document: TextDocument): SemanticTokensBuilder => {
      const known = builders.get(document) ?? new SemanticTokensBuilder()
      builders.set(document, known)
      return known
    }
    languages.semanticTokens.on(async ({ textDocument }, token) => {
      const document = server.documents.get(textDocument.uri)
      const open = document && (await openFile(server, document))
      if (!document || !open || token.isCancellationRequested) return { data: [] }
      const builder = new SemanticTokensBuilder()
      builders.set(document, builder)
      push(builder, document, open.file.tree.lineStarts, tokensOf(open.file))
      return builder.build()
    })
    languages.semanticTokens.onDelta(async ({ textDocument, previousResultId }, token) => {
      const document = server.documents.get(textDocument.uri)
      const open = document && (await openFile(server, document))
      if (!document || !open || token.isCancellationRequested) return { data: [] }
      const builder = builderOf(document)
      builder.previousResult(previousResultId)
      push(builder, document, open.file.tree.lineStarts, tokensOf(open.file))
      return builder.buildEdits()
    })
    languages.semanticTokens.onRange(async ({ textDocument, range }, token) => {
      const document = server.documents.get(textDocument.uri)
      const open = document && (await openFile(server, document))
      if (!document || !open || token.isCancellationRequested) return { data: [] }
      const [start, end] = [document.offsetAt(range.start), document.offsetAt(range.end)]
      const builder = new SemanticTokensBuilder()
      const inside = tokensOf(open.file).filter((each) => each.start < end && each.end > start)
      push(builder, document, open.file.tree.lineStarts, inside)
      return builder.build()
    })
  },
}

/** Tokens come in file order, so the line is found by going on from the last one. */
function push(
  builder: SemanticTokensBuilder,
  document: TextDocument,
  lineStarts: readonly number[],
  tokens: readonly SemanticToken[],
): void {
  // A lone carriage return ends a line for editors, and none for the builder.
  const isPlain = lineStarts.length === document.lineCount
  let line = 0
  for (const { start, end, type, declaration } of tokens) {
    while (line + 1 < lineStarts.length && lineStarts[line + 1] <= start) line++
    const modifiers = declaration ? 1 : 0
    if (isPlain) {
      builder.push(line, start - lineStarts[line], end - start, typeIndex[type], modifiers)
      continue
    }
    let from = start
    for (const part of document.getText().slice(start, end).split('\r')) {
      const place = document.positionAt(from)
      if (part !== '') builder.push(place.line, place.character, part.length, typeIndex[type], modifiers)
      from += part.length + 1
    }
  }
}

const typeIndex = Object.fromEntries(tokenTypes.map((type, index) => [type, index])) as Record<TokenType, number>
