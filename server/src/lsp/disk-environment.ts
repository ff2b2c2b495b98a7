/** What a server on Node.js knows of the machine: the clock, the folders around Dockerfiles, configuration files. */
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { createSettingsOf, type FoundSettings } from '../host/find-configuration.ts'
import { createFolderContexts } from '../host/folder-context.ts'
import { createRegistryTags } from '../host/registry-tags.ts'
import type { BuildContext } from '../lint/build-context.ts'
import { rules } from '../rules/index.ts'
import type { Environment, FoundConfiguration } from './language-server.ts'

/** A listing blocks the server, so it is shorter than that of the command line. */
const bounds = { entries: 10_000, milliseconds: 250 }

const noConfiguration: FoundConfiguration = { settings: undefined, uri: undefined, problems: [] }

export function diskEnvironment(): Environment {
  let contextOf = createFolderContexts(bounds)
  const contexts = new Map<string, BuildContext | undefined>()
  const finders = new Map<string | undefined, ReturnType<typeof createSettingsOf>>()
  const configurations = new Map<string, Promise<FoundConfiguration>>()

  const findConfiguration = async (uri: string, given: string | undefined): Promise<FoundConfiguration> => {
    const file = filePath(uri)
    if (file === undefined && given === undefined) return noConfiguration
    let finder = finders.get(given)
    if (!finder) {
      finder = createSettingsOf(rules, given)
      finders.set(given, finder)
    }
    return toConfiguration(await finder(file ?? path.resolve('Dockerfile')))
  }

  return {
    today: () => new Date().toISOString().slice(0, 10),
    buildContext: (uri) => {
      if (contexts.has(uri)) return contexts.get(uri)
      const file = filePath(uri)
      const context = file === undefined ? undefined : contextOf(file)
      contexts.set(uri, context)
      return context
    },
    configuration: (uri, given) => {
      const key = `${given ?? ''}\n${uri}`
      const known = configurations.get(key)
      if (known) return known
      const found = findConfiguration(uri, given)
      configurations.set(key, found)
      return found
    },
    registryTags: createRegistryTags(),
    pathIn: (folder, name) => {
      const root = filePath(folder)
      return root === undefined ? undefined : path.resolve(root, name)
    },
    refresh: () => {
      contextOf = createFolderContexts(bounds)
      contexts.clear()
      finders.clear()
      configurations.clear()
    },
  }
}

function toConfiguration({ settings, loaded }: FoundSettings): FoundConfiguration {
  if (!loaded) return noConfiguration
  const problems = loaded.problems.map(({ path: file, message, line, column, start, end }) => ({
    uri: pathToFileURL(path.resolve(file)).href,
    message,
    line,
    column,
    length: end - start,
  }))
  return { settings, uri: pathToFileURL(path.resolve(loaded.path)).href, problems }
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
