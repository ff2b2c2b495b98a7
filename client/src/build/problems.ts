/** The problems that builds leave: at exact places, with the step's last lines, gone when the place is edited. */
import * as vscode from 'vscode'
import type { BuildFailure, LocatedFailure, ProtocolRange } from '../protocol.ts'

export const buildSource = 'dockerfile-coach build'

export interface BuildProblems extends vscode.Disposable {
  show(document: vscode.TextDocument, diagnostics: readonly vscode.Diagnostic[]): void
  clear(uri: vscode.Uri): void
}

/** A collection of diagnostics that follow the text: moved by edits above them, removed by edits in their lines. */
export function createProblems(name: string): BuildProblems {
  const collection = vscode.languages.createDiagnosticCollection(name)
  const listener = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
    const known = collection.get(document.uri)
    if (!known?.length || contentChanges.length === 0) return
    collection.set(
      document.uri,
      known.flatMap((diagnostic) => afterChanges(diagnostic, contentChanges) ?? []),
    )
  })
  return {
    show: (document, diagnostics) => collection.set(document.uri, diagnostics),
    clear: (uri) => collection.delete(uri),
    dispose() {
      listener.dispose()
      collection.dispose()
    },
  }
}

function afterChanges(
  diagnostic: vscode.Diagnostic,
  changes: readonly vscode.TextDocumentContentChangeEvent[],
): vscode.Diagnostic | undefined {
  let shift = 0
  for (const { range, text } of changes) {
    if (range.start.line <= diagnostic.range.end.line && range.end.line >= diagnostic.range.start.line) return undefined
    if (range.end.line < diagnostic.range.start.line)
      shift += text.split('\n').length - 1 - (range.end.line - range.start.line)
  }
  if (shift === 0) return diagnostic
  const { start, end } = diagnostic.range
  const moved = new vscode.Diagnostic(
    new vscode.Range(start.line + shift, start.character, end.line + shift, end.character),
    diagnostic.message,
    diagnostic.severity,
  )
  return Object.assign(moved, {
    source: diagnostic.source,
    code: diagnostic.code,
    relatedInformation: diagnostic.relatedInformation,
  })
}

/** How many of the step's last lines are shown below a problem. */
const relatedLines = 10

/** A failed build as a diagnostic; at the first line where the failure is about no place in the file. */
export function failureDiagnostic(
  document: vscode.TextDocument,
  failure: BuildFailure,
  place: LocatedFailure | null,
): vscode.Diagnostic {
  const range = place ? toRange(place.range) : document.lineAt(0).range
  const message = failure.advice ? `${failure.message}. ${failure.advice}` : failure.message
  const diagnostic = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Error)
  diagnostic.source = buildSource
  diagnostic.code = failure.kind
  const location = new vscode.Location(document.uri, place ? toRange(place.instruction) : range)
  diagnostic.relatedInformation = failure.output
    .slice(-relatedLines)
    .map((line) => new vscode.DiagnosticRelatedInformation(location, line))
  return diagnostic
}

export function toRange({ start, end }: ProtocolRange): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character)
}
