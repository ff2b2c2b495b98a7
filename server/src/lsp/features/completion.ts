/** Completion. */
import {
  type CompletionItem,
  CompletionItemKind,
  CompletionItemTag,
  InsertReplaceEdit,
  InsertTextFormat,
  MarkupKind,
  TextEdit,
} from 'vscode-languageserver'
import type { TextDocument } from 'vscode-languageserver-textdocument'
import { otherTags, typedTag } from '../../ide/completion/images.ts'
import { type Completion, type CompletionKind, completions, imageDocumentation } from '../../ide/completion.ts'
import { analysisOf, type OpenFile, openFile } from '../analyze.ts'
import type { Feature, LanguageServer } from '../language-server.ts'
import { toRange } from '../ranges.ts'
import { completeIgnoreFile } from './dockerignore.ts'

export const completion: Feature = {
  capabilities: () => ({
    completionProvider: {
      triggerCharacters: [' ', '-', '=', ',', '$', '{', ':', '/', '#', '"', '['],
      resolveProvider: true,
    },
  }),
  register(server) {
    server.connection.onCompletion(async ({ textDocument, position }, token) => {
      const ignoreFile = server.ignoreFiles.get(textDocument.uri)
      if (ignoreFile) {
        const lines = completeIgnoreFile(server, ignoreFile, position)
        return lines.map((item, index) => toItem(server, ignoreFile, item, index))
      }
      const document = server.documents.get(textDocument.uri)
      const open = document && (await openFile(server, document))
      if (!document || !open || token.isCancellationRequested) return null
      const problems = () => analysisOf(document, open).result.problems
      const offset = document.offsetAt(position)
      const known = completions(open.file, offset, problems)
      const found = [...known, ...(await registryTags(server, open, offset, known))]
      if (document.version !== open.version || token.isCancellationRequested) return null
      return found.map((item, index) => toItem(server, document, item, index))
    })
    server.connection.onCompletionResolve((item) => {
      const image: unknown = item.data?.image
      const value = typeof image === 'string' ? imageDocumentation(image, server.environment.today()) : undefined
      return value === undefined ? item : { ...item, documentation: { kind: MarkupKind.Markdown, value } }
    })
  },
}

/** The tags of the registry, where the settings allow to ask it. */
async function registryTags(
  server: LanguageServer,
  { file, settings }: OpenFile,
  offset: number,
  known: readonly Completion[],
): Promise<readonly Completion[]> {
  const typed = settings.registry.tags && server.environment.registryTags ? typedTag(file, offset) : undefined
  if (!typed) return []
  const { registry, path } = typed.image
  const tags = await server.environment.registryTags?.({ registry, path })
  return tags ? otherTags(typed, known, tags) : []
}

const kinds: Readonly<Record<CompletionKind, CompletionItemKind>> = {
  keyword: CompletionItemKind.Keyword,
  flag: CompletionItemKind.Property,
  value: CompletionItemKind.EnumMember,
  stage: CompletionItemKind.Module,
  variable: CompletionItemKind.Variable,
  image: CompletionItemKind.Class,
  user: CompletionItemKind.Constant,
  file: CompletionItemKind.File,
  folder: CompletionItemKind.Folder,
  rule: CompletionItemKind.Reference,
  directive: CompletionItemKind.Snippet,
  label: CompletionItemKind.Field,
  port: CompletionItemKind.Value,
}

function toItem(server: LanguageServer, document: TextDocument, item: Completion, index: number): CompletionItem {
  const insert = toRange(document, item.range)
  const { completionItem } = server.client.textDocument?.completion ?? {}
  const replacesMore = item.replaceEnd !== undefined && item.replaceEnd > item.range.end
  const textEdit =
    completionItem?.insertReplaceSupport && replacesMore
      ? InsertReplaceEdit.create(item.text, insert, { ...insert, end: document.positionAt(item.replaceEnd ?? 0) })
      : TextEdit.replace(insert, item.text)
  return {
    label: item.label,
    kind: kinds[item.kind],
    textEdit,
    insertTextFormat: InsertTextFormat.PlainText,
    filterText: item.text.trim(),
    sortText: String(index).padStart(5, '0'),
    detail: item.detail,
    documentation:
      item.documentation === undefined ? undefined : { kind: MarkupKind.Markdown, value: item.documentation },
    tags: item.deprecated ? [CompletionItemTag.Deprecated] : undefined,
    data: item.image === undefined ? undefined : { image: item.image },
    // The extension's editor asks again for what goes behind the word; other editors do so by trigger characters.
    command:
      item.more && server.hasExtension ? { title: 'Suggest', command: 'editor.action.triggerSuggest' } : undefined,
  }
}
