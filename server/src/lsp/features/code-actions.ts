/** Offers fixes for the problems in a range, and "fix all" as a source action. Fixes are computed anew for each request. */
import { type CodeAction, CodeActionKind, type CodeActionParams, type Diagnostic } from 'vscode-languageserver'
import type { TextDocument } from 'vscode-languageserver-textdocument'
import { type AnalysisContext, fixAll, fixesAt, type OfferedFix } from '../analyze.ts'
import { abortedBy } from '../cancellation.ts'
import type { Feature, LanguageServer } from '../language-server.ts'
import { toWorkspaceEdit } from '../workspace-edit.ts'

/** The kind of "fix all", for `editor.codeActionsOnSave`. */
export const fixAllKind = `${CodeActionKind.SourceFixAll}.dockerfileCoach`

export const codeActions: Feature = {
  capabilities: () => ({ codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, fixAllKind] } }),
  register(server) {
    server.connection.onCodeAction(async (params, token) => {
      const document = server.documents.get(params.textDocument.uri)
      if (!document) return null
      const { uri, version } = document
      const settings = await server.settings(uri)
      if (server.documents.get(uri) !== document) return null
      const context: AnalysisContext = { uri, settings, today: server.environment.today(), signal: abortedBy(token) }
      const actions: CodeAction[] = []
      if (wants(params, CodeActionKind.QuickFix)) {
        const start = document.offsetAt(params.range.start)
        const end = document.offsetAt(params.range.end)
        const fixes = await fixesAt(document.getText(), { start, end }, context)
        actions.push(...fixes.map((fix) => toCodeAction(server, document, fix, params.context.diagnostics)))
      }
      if (wants(params, fixAllKind)) {
        const edits = await fixAll(document.getText(), context)
        if (edits.length > 0) {
          const edit = toWorkspaceEdit(server, document, edits)
          actions.push({ title: 'Fix all problems that Dockerfile Coach can fix', kind: fixAllKind, edit })
        }
      }
      // The text has changed meanwhile: offsets no longer fit it, and the client asks again.
      return document.version === version ? actions : null
    })
  },
}

/** Whether the client asked for this kind or for a kind above it. Source actions are given only when asked for. */
function wants(params: CodeActionParams, kind: string): boolean {
  const { only } = params.context
  if (!only) return !kind.startsWith(CodeActionKind.Source)
  return only.some((asked) => asked === '' || kind === asked || kind.startsWith(`${asked}.`))
}

function toCodeAction(
  server: LanguageServer,
  document: TextDocument,
  fix: OfferedFix,
  diagnostics: readonly Diagnostic[],
): CodeAction {
  const start = document.positionAt(fix.problem.range.start)
  const resolved = diagnostics.filter(
    ({ code, range }) =>
      code === fix.problem.rule && range.start.line === start.line && range.start.character === start.character,
  )
  return {
    title: fix.title,
    kind: CodeActionKind.QuickFix,
    isPreferred: fix.preferred,
    diagnostics: resolved,
    edit: toWorkspaceEdit(server, document, fix.edits),
  }
}
