/** Analyzes open documents anew when a file that their answers depend on changes on disk. */
import { DidChangeWatchedFilesNotification, WatchKind } from 'vscode-languageserver'
import type { Feature } from '../language-server.ts'

/** Files whose text counts. */
const read = ['**/dockerfile-coach.{yaml,yml}', '**/.hadolint.{yaml,yml}', '**/{.dockerignore,*.dockerignore}']

/** Of all others only the names count: which files the build context has. */
const listed = { globPattern: '**/*', kind: WatchKind.Create | WatchKind.Delete }

/** Milliseconds that a burst of changes is waited for, such as that of an installation. */
const quietPeriod = 300

export const watchedFiles: Feature = {
  register(server) {
    let timer: ReturnType<typeof setTimeout> | undefined
    server.onReady(() => {
      if (!server.client.workspace?.didChangeWatchedFiles?.dynamicRegistration) return
      const watchers = [...read.map((globPattern) => ({ globPattern })), listed]
      void server.connection.client.register(DidChangeWatchedFilesNotification.type, { watchers })
    })
    server.connection.onDidChangeWatchedFiles(() => {
      clearTimeout(timer)
      timer = setTimeout(() => server.invalidate(), quietPeriod)
    })
    server.connection.onShutdown(() => clearTimeout(timer))
  },
}
