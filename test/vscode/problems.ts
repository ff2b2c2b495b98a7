/** Reads what the extension shows in the Problems panel. */
import * as vscode from 'vscode'

/** The diagnostics of Dockerfile Coach, with the id of their rule. */
export function problemsOf(uri: vscode.Uri): { rule: string; diagnostic: vscode.Diagnostic }[] {
  return vscode.languages
    .getDiagnostics(uri)
    .filter(({ source }) => source === 'Dockerfile Coach')
    .map((diagnostic) => ({ rule: ruleOf(diagnostic), diagnostic }))
}

/** The diagnostic of a rule; undefined when there is none. */
export function problemOf(uri: vscode.Uri, rule: string): vscode.Diagnostic | undefined {
  return problemsOf(uri).find((problem) => problem.rule === rule)?.diagnostic
}

/** A code with a link is an object in VS Code. */
function ruleOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code)
}
