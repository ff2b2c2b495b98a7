/** Shows a report in a panel beside the Dockerfile; one panel is used for all. */
import { randomBytes } from 'node:crypto'
import * as vscode from 'vscode'
import { inert } from '../inert.ts'
import { type Report, reportHtml } from './report.ts'

export interface ReportPanel extends vscode.Disposable {
  show(dockerfile: vscode.Uri, report: Report): void
}

export function createReportPanel(): ReportPanel {
  let panel: vscode.WebviewPanel | undefined
  let shown: vscode.Uri | undefined
  return {
    show(dockerfile, report) {
      shown = dockerfile
      if (!panel) {
        panel = vscode.window.createWebviewPanel(
          'dockerfileCoach.report',
          'Image',
          { viewColumn: vscode.ViewColumn.Beside, preserveFocus: false },
          { enableScripts: true, localResourceRoots: [], enableForms: false },
        )
        panel.onDidDispose(() => {
          panel = undefined
        })
        panel.webview.onDidReceiveMessage((message: { line?: unknown }) => {
          if (shown && typeof message?.line === 'number') void reveal(shown, message.line)
        })
      }
      panel.title = inert(report.build.image)
      panel.webview.html = reportHtml(report, randomBytes(16).toString('hex'))
      panel.reveal(undefined, false)
    },
    dispose: () => panel?.dispose(),
  }
}

async function reveal(dockerfile: vscode.Uri, line: number): Promise<void> {
  const document = await vscode.workspace.openTextDocument(dockerfile)
  if (line < 0 || line >= document.lineCount) return
  const selection = document.lineAt(line).range
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One, selection })
}
