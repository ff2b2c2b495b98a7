/** What a server on Node.js knows of the machine: the clock and the folders around Dockerfiles. */
import { fileURLToPath } from 'node:url'
import { createFolderContexts } from '../host/folder-context.ts'
import type { BuildContext } from '../lint/build-context.ts'
import type { Environment } from './language-server.ts'

/** A listing blocks the server, so it is shorter than that of the command line. */
const bounds = { entries: 10_000, milliseconds: 250 }

export function diskEnvironment(): Environment {
  let contextOf = createFolderContexts(bounds)
  const contexts = new Map<string, BuildContext | undefined>()
  return {
    today: () => new Date().toISOString().slice(0, 10),
    buildContext: (uri) => {
      if (contexts.has(uri)) return contexts.get(uri)
      const path = filePath(uri)
      const context = path === undefined ? undefined : contextOf(path)
      contexts.set(uri, context)
      return context
    },
    refresh: () => {
      contextOf = createFolderContexts(bounds)
      contexts.clear()
    },
  }
}

/** The path of a document on disk; undefined for untitled and virtual ones. */
function filePath(uri: string): string | undefined {
  if (!uri.startsWith('file:')) return undefined
  try {
    return fileURLToPath(uri)
  } catch {
    return undefined
  }
}
