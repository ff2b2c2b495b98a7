/** Finds the configuration of a Dockerfile: the nearest file upwards. YAML is loaded only when there is one. */

import fs from 'node:fs'
import path from 'node:path'
import { type EffectiveSettings, emptyConfiguration, settingsFor } from '../lint/configuration.ts'
import type { Rule } from '../lint/rule.ts'
import { configurationNames, hadolintNames, type LoadedConfiguration } from './configuration-files.ts'

/** The settings for a Dockerfile, with the file that they come from. */
export interface FoundSettings {
  readonly settings: EffectiveSettings
  readonly loaded: LoadedConfiguration | undefined
}

/**
 * Gives the settings of Dockerfiles: of the given configuration file, or of the nearest one upwards, up to the root of
 * the repository. What is read is remembered as long as the function lives. Never rejects.
 */
export function createSettingsOf(
  rules: readonly Rule[],
  given?: string,
): (dockerfile: string) => Promise<FoundSettings> {
  const byFolder = new Map<string, Promise<LoadedConfiguration | undefined>>()
  const only = given === undefined ? undefined : load(given, rules)
  const none: FoundSettings = { settings: settingsFor(emptyConfiguration, undefined, rules), loaded: undefined }
  const common = new Map<LoadedConfiguration, FoundSettings>()
  const nearest = (folder: string): Promise<LoadedConfiguration | undefined> => {
    const known = byFolder.get(folder)
    if (known) return known
    const file = configurationIn(folder)
    const parent = path.dirname(folder)
    const isRoot = parent === folder || fs.existsSync(`${folder}${path.sep}.git`)
    const found = file !== undefined ? load(file, rules) : isRoot ? Promise.resolve(undefined) : nearest(parent)
    byFolder.set(folder, found)
    return found
  }
  return async (dockerfile) => {
    const file = path.resolve(dockerfile)
    const loaded = await (only ?? nearest(path.dirname(file)))
    if (!loaded) return none
    // Without overrides, the settings of all files are one.
    const isCommon = loaded.configuration.overrides.length === 0
    const known = isCommon ? common.get(loaded) : undefined
    if (known) return known
    const relative = path.relative(path.dirname(path.resolve(loaded.path)), file)
    const inside = !relative.startsWith('..') && !path.isAbsolute(relative)
    const inner = inside ? relative.split(path.sep).join('/') : undefined
    const found = { settings: settingsFor(loaded.configuration, inner, rules), loaded }
    if (isCommon) common.set(loaded, found)
    return found
  }
}

async function load(file: string, rules: readonly Rule[]): Promise<LoadedConfiguration> {
  return (await import('./load-configuration.ts')).loadConfiguration(file, rules)
}

/** The configuration file of a folder; ours comes before hadolint's. */
export function configurationIn(folder: string): string | undefined {
  // This is asked for every folder: joining paths costs as much as the look.
  const name = [...configurationNames, ...hadolintNames].find((each) => fs.existsSync(`${folder}${path.sep}${each}`))
  return name && path.join(folder, name)
}
