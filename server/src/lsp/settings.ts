/** The settings of the language server: their type, their defaults, and reading them from whatever a client sends. */

export type RuleSetting = 'error' | 'warning' | 'info' | 'hint' | 'off'

/** The `dockerfileCoach` section, as far as the server uses it. */
export interface Settings {
  /** Severity by rule id, on top of the configuration file. */
  rules: Readonly<Record<string, RuleSetting>>
  /** When diagnostics are computed. */
  run: 'onType' | 'onSave'
  /** The configuration file to use in place of the nearest one; empty for the nearest. */
  configPath: string
  shellcheck: {
    enable: boolean
    /** The program; empty for the one on PATH. */
    path: string
  }
  /** Whether "fix all" also takes fixes that may change what the image does. */
  fixUnsafe: boolean
  /** Each kind of inlay hint has its own switch. */
  inlayHints: {
    stageNumbers: boolean
    baseImages: boolean
    users: boolean
  }
  registry: {
    /** Whether registries may be asked for tags. */
    tags: boolean
  }
  codeLens: {
    /** The number of problems above the file, with "fix all". */
    problems: boolean
  }
}

export const defaultSettings: Settings = {
  rules: {},
  run: 'onType',
  configPath: '',
  shellcheck: { enable: true, path: '' },
  fixUnsafe: false,
  inlayHints: { stageNumbers: false, baseImages: false, users: false },
  registry: { tags: false },
  codeLens: { problems: true },
}

/** Gives settings for any value: what is missing or of the wrong type has its default. */
export function readSettings(value: unknown): Settings {
  const section = asObject(value)
  const shellcheck = asObject(section.shellcheck)
  const inlayHints = asObject(section.inlayHints)
  const codeLens = asObject(section.codeLens)
  const registry = asObject(section.registry)
  return {
    rules: Object.fromEntries(
      Object.entries(asObject(section.rules)).filter((rule): rule is [string, RuleSetting] => isRuleSetting(rule[1])),
    ),
    run: section.run === 'onSave' ? 'onSave' : defaultSettings.run,
    configPath: asString(section.configPath, defaultSettings.configPath),
    shellcheck: {
      enable: asBoolean(shellcheck.enable, defaultSettings.shellcheck.enable),
      path: asString(shellcheck.path, defaultSettings.shellcheck.path),
    },
    fixUnsafe: asBoolean(section.fixUnsafe, defaultSettings.fixUnsafe),
    inlayHints: {
      stageNumbers: asBoolean(inlayHints.stageNumbers, defaultSettings.inlayHints.stageNumbers),
      baseImages: asBoolean(inlayHints.baseImages, defaultSettings.inlayHints.baseImages),
      users: asBoolean(inlayHints.users, defaultSettings.inlayHints.users),
    },
    registry: { tags: asBoolean(registry.tags, defaultSettings.registry.tags) },
    codeLens: { problems: asBoolean(codeLens.problems, defaultSettings.codeLens.problems) },
  }
}

const ruleSettings: readonly unknown[] = ['error', 'warning', 'info', 'hint', 'off'] satisfies RuleSetting[]

function isRuleSetting(value: unknown): value is RuleSetting {
  return ruleSettings.includes(value)
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}

function asString(value: unknown, fallback: string): string {
  return typeof value === 'string' ? value : fallback
}

function asBoolean(value: unknown, fallback: boolean): boolean {
  return typeof value === 'boolean' ? value : fallback
}
