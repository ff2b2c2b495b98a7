/** Messages of the extension. VS Code reads links in them, also such that run commands; so all text goes through `inert`. */
import * as vscode from 'vscode'
import { inert } from './inert.ts'

export function showInformation(message: string, ...actions: string[]): Thenable<string | undefined> {
  return vscode.window.showInformationMessage(inert(message), ...actions)
}

export function showWarning(message: string, ...actions: string[]): Thenable<string | undefined> {
  return vscode.window.showWarningMessage(inert(message), ...actions)
}

export function showError(message: string, ...actions: string[]): Thenable<string | undefined> {
  return vscode.window.showErrorMessage(inert(message), ...actions)
}

/** Where a task tells how far it is. */
export type TellProgress = (message: string) => void

/** Shows a notification while a task runs. */
export function withNotification<T>(title: string, task: (tell: TellProgress) => Thenable<T>): Thenable<T> {
  const options = { location: vscode.ProgressLocation.Notification, title: inert(title) }
  return vscode.window.withProgress(options, (progress) =>
    task((message) => progress.report({ message: inert(message) })),
  )
}

/** The same with a button that cancels. */
export function withCancellableNotification<T>(
  title: string,
  task: (tell: TellProgress, cancellation: vscode.CancellationToken) => Thenable<T>,
): Thenable<T> {
  const options = { location: vscode.ProgressLocation.Notification, title: inert(title), cancellable: true }
  return vscode.window.withProgress(options, (progress, cancellation) =>
    task((message) => progress.report({ message: inert(message) }), cancellation),
  )
}
