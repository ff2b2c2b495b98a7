/** Where a call of a package manager keeps what it downloads: flags and variables may say another place. */

import { environmentValue } from './environment.ts'
import type { LintFile } from './lint-file.ts'
import type { PackageCall } from './package-calls.ts'

interface Settings {
  readonly flags: readonly string[]
  /** Variables, with the path below their value. */
  readonly variables: Readonly<Record<string, string>>
}

/** By the manager's id; source: the managers' documentation. */
const settings: Readonly<Record<string, Settings>> = {
  pip: { flags: ['--cache-dir'], variables: { PIP_CACHE_DIR: '', XDG_CACHE_HOME: '/pip' } },
  npm: { flags: ['--cache'], variables: { npm_config_cache: '', NPM_CONFIG_CACHE: '' } },
  'yarn-classic': { flags: ['--cache-folder'], variables: { YARN_CACHE_FOLDER: '' } },
  conda: { flags: [], variables: { CONDA_PKGS_DIRS: '' } },
  composer: { flags: [], variables: { COMPOSER_CACHE_DIR: '' } },
}

/** The folders; the manager's own list where nothing says otherwise, undefined where that cannot be told. */
export function cacheFolders(file: LintFile, { own, manager }: PackageCall): readonly string[] | undefined {
  if (!Object.hasOwn(settings, manager.id)) return manager.caches
  const { flags, variables } = settings[manager.id]
  const flag = own.flag(...flags)
  if (flag) return flag.value === undefined ? undefined : [flag.value]
  for (const [name, inside] of Object.entries(variables)) {
    const found = environmentValue(file, own, name)
    if (found.kind === 'unknown') return undefined
    if (found.kind === 'value' && found.value !== '') return [`${found.value}${inside}`]
  }
  return manager.caches
}
