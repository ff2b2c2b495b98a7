/** Starts a language server again that ended by itself, and says so; gives up when that goes on. */
import * as vscode from 'vscode'
import { type BaseLanguageClient, CloseAction, ErrorAction, type ErrorHandler, State } from 'vscode-languageclient'
import { showError, showWarning } from './notifications.ts'
import { createRestartPolicy } from './restart-policy.ts'

export interface ServerRestarts extends vscode.Disposable {
  /** For the options of the client. */
  readonly errorHandler: ErrorHandler
  /** Starts the client whose options have the handler. */
  start(client: BaseLanguageClient): void
  /** Stops what runs or waits, and starts anew. */
  restart(client: BaseLanguageClient): Promise<void>
}

export function createServerRestarts(): ServerRestarts {
  const policy = createRestartPolicy()
  let timer: ReturnType<typeof setTimeout> | undefined
  let started: BaseLanguageClient | undefined
  const start = (client: BaseLanguageClient): void => {
    started = client
    client.start().catch((error) => client.outputChannel.error(`the language server did not start: ${error}`))
  }
  return {
    errorHandler: {
      error: (_error, _message, count) => ({
        action: count !== undefined && count <= 3 ? ErrorAction.Continue : ErrorAction.Shutdown,
        handled: true,
      }),
      // The client would start it at once; between `DoNotRestart` and our start it knows that there is no server.
      closed() {
        const delay = policy.ended(performance.now())
        if (delay === undefined) {
          const message = 'The language server ended again and again, and is not started any more: nothing is checked.'
          void offerRestart(message)
          return { action: CloseAction.DoNotRestart, message, handled: true }
        }
        const message = `The language server ended unexpectedly. It is started again in ${delay / 1000} s.`
        void offerOutput(message)
        clearTimeout(timer)
        timer = setTimeout(() => {
          if (started?.state === State.Stopped || started?.state === State.StartFailed) start(started)
        }, delay)
        return { action: CloseAction.DoNotRestart, message, handled: true }
      },
    },
    start,
    async restart(client) {
      clearTimeout(timer)
      policy.forget()
      // One that does not answer any more is left behind; the client ends its process.
      if (client.isRunning()) await client.stop().catch((error) => client.outputChannel.error(String(error)))
      await client.start()
    },
    dispose: () => clearTimeout(timer),
  }
}

async function offerRestart(message: string): Promise<void> {
  const chosen = await showError(message, 'Restart', 'Show Output')
  if (chosen === 'Restart') await vscode.commands.executeCommand('dockerfileCoach.restartServer')
  if (chosen === 'Show Output') await vscode.commands.executeCommand('dockerfileCoach.showOutput')
}

async function offerOutput(message: string): Promise<void> {
  const chosen = await showWarning(message, 'Show Output')
  if (chosen) await vscode.commands.executeCommand('dockerfileCoach.showOutput')
}
