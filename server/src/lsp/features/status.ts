/** Tells the extension what is active: the server, the configuration file that holds for a resource, ShellCheck. */
import {
  type ServerStatus,
  type StatusParams,
  statusChangedNotification,
  statusRequest,
} from '../../../../client/src/protocol.ts'
import { version } from '../../../../package.json'
import { rules } from '../../rules/index.ts'
import { configurationOf } from '../analyze.ts'
import type { Feature, FoundConfiguration, LanguageServer } from '../language-server.ts'
import type { Settings } from '../settings.ts'

export const status: Feature = {
  register(server) {
    server.connection.onRequest(statusRequest, async ({ uri = '' }: StatusParams): Promise<ServerStatus> => {
      const settings = await server.settings(uri)
      const configuration = await configurationOf(server, uri, settings)
      return {
        version,
        runtime: server.environment.runtime,
        rules: rules.length,
        configuration:
          configuration.uri === undefined
            ? undefined
            : { uri: configuration.uri, mistakes: configuration.problems.length },
        shellCheck: await shellCheckInWords(server, settings, configuration),
      }
    })
    server.onInvalidated(() => {
      if (server.hasExtension) void server.connection.sendNotification(statusChangedNotification)
    })
  },
}

async function shellCheckInWords(
  server: LanguageServer,
  settings: Settings,
  configuration: FoundConfiguration,
): Promise<string | undefined> {
  const { shellCheck } = server.environment
  if (!shellCheck) return undefined
  if (!settings.shellcheck.enable || configuration.settings?.shellcheck === false) return 'ShellCheck is off'
  if (!server.isTrusted) return 'no ShellCheck in Restricted Mode'
  const found = await shellCheck(settings.shellcheck.path)
  if ('version' in found) return `ShellCheck ${found.version}`
  // A path is nobody's business but that of who set it.
  return /[\\/]/.test(found.failure) ? 'ShellCheck does not run' : found.failure
}
