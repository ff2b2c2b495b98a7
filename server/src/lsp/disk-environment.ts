/** What a server on Node.js knows of the machine: the clock, the folders around Dockerfiles, configuration files. */
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { setBounded } from '../host/bounded-map.ts'
import { createSettingsOf, type FoundSettings } from '../host/find-configuration.ts'
import { lookForDockerfiles } from '../host/find-dockerfiles.ts'
import { createFolderContexts } from '../host/folder-context.ts'
import { createRegistryTags } from '../host/registry-tags.ts'
import { readTextFile } from '../host/text-file.ts'
import type { BuildContext } from '../lint/build-context.ts'
import { rules } from '../rules/index.ts'
import type { Environment, FoundConfiguration, FoundDockerfile, JudgedScripts } from './language-server.ts'

/** A listing blocks the server, so it is shorter than that of the command line. */
const bounds = { entries: 10_000, milliseconds: 250 }

/** Documents of which the context and the configuration are remembered; of a closed one nobody asks again. */
const keptDocuments = 1_000

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
      setBounded(contexts, uri, context, keptDocuments)
      return context
    },
    configuration: (uri, given) => {
      const key = `${given ?? ''}\n${uri}`
      const known = configurations.get(key)
      if (known) return known
      const found = findConfiguration(uri, given)
      setBounded(configurations, key, found, keptDocuments)
      return found
    },
    registryTags: createRegistryTags(),
    ...createScriptJudges(),
    pathIn: (folder, name) => {
      const root = filePath(folder)
      return root === undefined ? undefined : path.resolve(root, name)
    },
    dockerfiles: (folder) => dockerfilesIn(folder),
    runtime: `Node.js ${process.versions.node} on ${process.platform} ${process.arch}`,
    refresh: () => {
      contextOf = createFolderContexts(bounds)
      contexts.clear()
      finders.clear()
      configurations.clear()
    },
  }
}

function* dockerfilesIn(folder: string): Generator<FoundDockerfile | undefined> {
  const root = filePath(folder)
  if (root === undefined) return
  for (const found of lookForDockerfiles(root)) {
    if (!found) {
      yield undefined
      continue
    }
    const uri = pathToFileURL(found.path).href
    const content = 'failure' in found ? found : readTextFile(found.path)
    yield 'failure' in content ? { uri, failure: content.failure } : { uri, text: content.text }
  }
}

/** Judges scripts with the ShellCheck at a path; it is looked for when the first script is to be judged. */
function createScriptJudges(): Required<Pick<Environment, 'judgeScripts' | 'shellCheck'>> {
  const open = async (path: string) => {
    const [{ createShellCheck, findShellCheck }, { withShellCheck }] = await Promise.all([
      import('../host/shellcheck.ts'),
      import('../host/shellcheck-problems.ts'),
    ])
    const program = await findShellCheck(path)
    return { program, withShellCheck, judge: 'failure' in program ? undefined : createShellCheck(program) }
  }
  const opened = new Map<string, ReturnType<typeof open>>()
  const openOnce = (path: string): ReturnType<typeof open> => {
    const opening = opened.get(path) ?? open(path)
    opened.set(path, opening)
    return opening
  }
  const judgeScripts: Environment['judgeScripts'] = async (result, settings, path, signal): Promise<JudgedScripts> => {
    const { program, judge, withShellCheck } = await openOnce(path)
    // That ShellCheck is not installed is nothing to report, unless it was asked for by its path.
    if (!judge) return { problems: undefined, failures: path !== '' && 'failure' in program ? [program.failure] : [] }
    const { problems, failures } = await judge(result.file, signal)
    return { problems: problems.length > 0 ? withShellCheck(result, problems, settings) : undefined, failures }
  }
  return { judgeScripts, shellCheck: async (path) => (await openOnce(path)).program }
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
