/** Turns the protocol's cancellation into the platform's. */
import type { CancellationToken } from 'vscode-languageserver'

/** A signal that is aborted as soon as the client cancels the request. */
export function abortedBy(token: CancellationToken): AbortSignal {
  const controller = new AbortController()
  if (token.isCancellationRequested) controller.abort()
  else token.onCancellationRequested(() => controller.abort())
  return controller.signal
}
