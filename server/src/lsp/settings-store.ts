/** Settings per resource: asked of clients that answer `workspace/configuration`, taken from what they push otherwise. */
import type { Connection, InitializeParams } from 'vscode-languageserver'
import { defaultSettings, readSettings, type Settings } from './settings.ts'

export interface SettingsStore {
  /** Learns from the handshake whether the client can be asked, and takes its `initializationOptions`. */
  initialize(params: InitializeParams): void
  /** The settings that hold for a resource; the last ones known where the client gives no answer. */
  get(uri: string): Promise<Settings>
  /** Takes what `workspace/didChangeConfiguration` brought, and forgets the answers of the client. */
  change(pushed: unknown): void
  forget(uri: string): void
  clear(): void
}

export function createSettingsStore(connection: Connection): SettingsStore {
  const answers = new Map<string, Promise<Settings>>()
  let common = defaultSettings
  let canAsk = false

  const ask = async (uri: string): Promise<Settings> => {
    try {
      return readSettings(await connection.workspace.getConfiguration({ scopeUri: uri, section: 'dockerfileCoach' }))
    } catch {
      answers.delete(uri)
      return common
    }
  }

  return {
    initialize: (params) => {
      canAsk = params.capabilities.workspace?.configuration === true
      common = readSettings(params.initializationOptions)
    },
    get: (uri) => {
      if (!canAsk) return Promise.resolve(common)
      const known = answers.get(uri)
      if (known) return known
      const answer = ask(uri)
      answers.set(uri, answer)
      return answer
    },
    change: (pushed) => {
      const section = sectionOf(pushed)
      if (section !== undefined) common = readSettings(section)
      answers.clear()
    },
    forget: (uri) => {
      answers.delete(uri)
    },
    clear: () => answers.clear(),
  }
}

/** Clients push either `{ dockerfileCoach: … }` or nothing at all. */
function sectionOf(pushed: unknown): unknown {
  if (typeof pushed !== 'object' || pushed === null || !('dockerfileCoach' in pushed)) return undefined
  return pushed.dockerfileCoach
}
