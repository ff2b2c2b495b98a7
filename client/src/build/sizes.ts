/** Shows behind each instruction what it cost in the last build: size, time, CACHED; until the file is edited. */
import * as vscode from 'vscode'
import type { InstructionRecord } from '../protocol.ts'
import { recordInWords } from './figures.ts'
import { toRange } from './problems.ts'
import { setting } from './settings.ts'

export interface BuildSizes extends vscode.Disposable {
  show(uri: vscode.Uri, records: readonly InstructionRecord[]): void
  clear(uri: vscode.Uri): void
}

export function createSizes(): BuildSizes {
  const shown = new Map<string, readonly InstructionRecord[]>()
  const changed = new vscode.EventEmitter<void>()
  const clear = (uri: vscode.Uri): void => {
    if (shown.delete(uri.toString())) changed.fire()
  }
  const disposables = [
    changed,
    vscode.languages.registerInlayHintsProvider(
      { language: 'dockerfile' },
      {
        onDidChangeInlayHints: changed.event,
        provideInlayHints(document, range) {
          if (setting<boolean>('build.showSizes', document.uri) === false) return []
          const records = shown.get(document.uri.toString()) ?? []
          return records
            .flatMap((record) => hintOf(document, record) ?? [])
            .filter(({ position }) => range.contains(position))
        },
      },
    ),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) clear(document.uri)
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('dockerfileCoach.build.showSizes')) changed.fire()
    }),
  ]
  return {
    show(uri, records) {
      shown.set(uri.toString(), records)
      changed.fire()
    },
    clear,
    dispose: () => vscode.Disposable.from(...disposables).dispose(),
  }
}

function hintOf(document: vscode.TextDocument, record: InstructionRecord): vscode.InlayHint | undefined {
  const words = recordInWords(record)
  const { start } = toRange(record.range)
  if (words === '' || start.line >= document.lineCount) return undefined
  const hint = new vscode.InlayHint(document.lineAt(start.line).range.end, words)
  hint.paddingLeft = true
  hint.tooltip = 'Of the last build: what this instruction adds to the image, and how long it took'
  return hint
}
