/** Analyzes open documents anew when a file that their answers depend on changes on disk. */
import { DidChangeWatchedFilesNotification, FileChangeType, WatchKind } from 'vscode-languageserver'
import type { Feature } from '../language-server.ts'

/** Files whose text counts. */
const read = [
  '**/dockerfile-coach.{yaml,yml}',
  '**/.hadolint.{yaml,yml}',
  '**/{.dockerignore,*.dockerignore,.containerignore}',
]

/** Open ones are judged by what is in the editor; of the others, what was said is out of date. */
const dockerfiles = '**/{Dockerfile,Dockerfile.*,*.[Dd]ockerfile,Containerfile*}'

/** Of all others only the names count: which files the build context has. */
const listed = { globPattern: '**/*', kind: WatchKind.Create | WatchKind.Delete }

/** Milliseconds that a burst of changes is waited for, such as that of an installation. */
const quietPeriod = 300

function isDockerfile(uri: string): boolean {
  const name = uri.slice(uri.lastIndexOf('/') + 1)
  return /^(?:Dockerfile|Containerfile)|\.dockerfile$/i.test(name) && !name.endsWith('ignore')
}

export const watchedFiles: Feature = {
  register(server) {
    let timer: ReturnType<typeof setTimeout> | undefined
    server.onReady(() => {
      if (!server.client.workspace?.didChangeWatchedFiles?.dynamicRegistration) return
      const watchers = [...[...read, dockerfiles].map((globPattern) => ({ globPattern })), listed]
      void server.connection.client.register(DidChangeWatchedFilesNotification.type, { watchers })
    })
    server.connection.onDidChangeWatchedFiles(({ changes }) => {
      server.filesChanged(changes.map(({ uri }) => uri))
      if (changes.every(({ uri, type }) => type === FileChangeType.Changed && isDockerfile(uri))) return
      clearTimeout(timer)
      timer = setTimeout(() => server.invalidate(), quietPeriod)
    })
    server.connection.onShutdown(() => clearTimeout(timer))
  },
}
