/** Analyzes open documents anew when a file that their answers depend on changes on disk. */
import { DidChangeWatchedFilesNotification } from 'vscode-languageserver'
import type { Feature } from '../language-server.ts'

const watched = ['**/dockerfile-coach.{yaml,yml}', '**/.hadolint.{yaml,yml}', '**/{.dockerignore,*.dockerignore}']

export const watchedFiles: Feature = {
  register(server) {
    server.onReady(() => {
      if (!server.client.workspace?.didChangeWatchedFiles?.dynamicRegistration) return
      const watchers = watched.map((globPattern) => ({ globPattern }))
      void server.connection.client.register(DidChangeWatchedFilesNotification.type, { watchers })
    })
    server.connection.onDidChangeWatchedFiles(() => server.invalidate())
  },
}
