/** Configuration as typed settings: what a file says, how files are put together, and what holds for one Dockerfile. */

import ignore, { type Ignore } from 'ignore'
import type { Rule, Severity } from './rule.ts'

/** What a `dockerfile-coach.yaml` says; undefined is what it does not speak of. */
export interface Configuration {
  /** Files that it builds on, as written; the later ones win. */
  readonly extends: readonly string[]
  readonly rules: RuleSettings
  /** For some paths only; the later ones win. */
  readonly overrides: readonly Override[]
  readonly trustedRegistries: readonly string[] | undefined
  readonly labelSchema: LabelSchema | undefined
  readonly strictLabels: boolean | undefined
  readonly builder: Builder | undefined
  readonly failOn: Threshold | undefined
  readonly suppressions: boolean | undefined
  readonly shellcheck: boolean | undefined
}

/** By rule id, or `shellcheck/SCnnnn`. */
export type RuleSettings = Readonly<Record<string, RuleSetting>>

export interface RuleSetting {
  /** Undefined when only options are set. */
  readonly severity: Severity | 'off' | undefined
  readonly options: Readonly<Record<string, unknown>>
}

export interface Override {
  /** Patterns as in `.gitignore`, from the folder of the configuration file. */
  readonly files: readonly string[]
  readonly rules: RuleSettings
}

/** The type that each label's value must have. */
export type LabelSchema = Readonly<Record<string, LabelType>>

export const labelTypes = ['text', 'url', 'semver', 'rfc3339', 'spdx', 'hash', 'email'] as const
export type LabelType = (typeof labelTypes)[number]

export const builders = ['auto', 'docker', 'podman', 'buildah'] as const
export type Builder = (typeof builders)[number]

/** Problems of this severity or a higher one count as a failure. */
export const thresholds = ['error', 'warning', 'info', 'hint', 'never'] as const
export type Threshold = (typeof thresholds)[number]

/** What a rule can be set to; `on` is its default, or `info` for a rule that is off by default. */
export const ruleLevels = ['error', 'warning', 'info', 'hint', 'off', 'on'] as const

/** What the options of the rules that judge registries and labels hold; see `LintFile.option`. */
export interface RegistryOptions {
  readonly trusted: readonly string[]
}

export interface LabelOptions {
  readonly schema: LabelSchema
  /** Whether labels outside the schema are problems. */
  readonly strict: boolean
}

export const emptyConfiguration: Configuration = {
  extends: [],
  rules: {},
  overrides: [],
  trustedRegistries: undefined,
  labelSchema: undefined,
  strictLabels: undefined,
  builder: undefined,
  failOn: undefined,
  suppressions: undefined,
  shellcheck: undefined,
}

/** A configuration with another one on top. */
export function mergeConfigurations(base: Configuration, top: Configuration): Configuration {
  return {
    extends: [],
    rules: mergeRules(base.rules, top.rules),
    overrides: [...base.overrides, ...top.overrides],
    trustedRegistries: top.trustedRegistries ?? base.trustedRegistries,
    labelSchema: top.labelSchema ?? base.labelSchema,
    strictLabels: top.strictLabels ?? base.strictLabels,
    builder: top.builder ?? base.builder,
    failOn: top.failOn ?? base.failOn,
    suppressions: top.suppressions ?? base.suppressions,
    shellcheck: top.shellcheck ?? base.shellcheck,
  }
}

function mergeRules(base: RuleSettings, top: RuleSettings): RuleSettings {
  const merged: Record<string, RuleSetting> = { ...base }
  for (const [id, setting] of Object.entries(top)) {
    const below = merged[id]
    merged[id] = below
      ? { severity: setting.severity ?? below.severity, options: { ...below.options, ...setting.options } }
      : setting
  }
  return merged
}

/** What holds for one Dockerfile. */
export interface EffectiveSettings {
  /** By rule id; rules that are not here have their default. */
  readonly severities: Readonly<Record<string, Severity | 'off'>>
  /** Options by rule id, for `LintInput`. */
  readonly options: Readonly<Record<string, unknown>>
  readonly failOn: Threshold | undefined
  /** Whether suppression comments are heeded. */
  readonly suppressions: boolean
  readonly shellcheck: boolean | undefined
  readonly builder: Builder
}

/** hadolint's codes of the rules that configured registries and labels turn on. */
const registryRules = ['DL3026']
const superfluousLabelRules = ['DL3050']
const labelRules = ['DL3049', 'DL3051', 'DL3052', 'DL3053', 'DL3054', 'DL3055', 'DL3056', 'DL3058']

/**
 * The settings for a Dockerfile: `path` is relative to the configuration file's folder, with `/`; undefined when the
 * Dockerfile lies elsewhere, and overrides do not apply.
 */
export function settingsFor(
  configuration: Configuration,
  path: string | undefined,
  rules: readonly Rule[],
): EffectiveSettings {
  const { overrides, trustedRegistries, labelSchema, strictLabels } = configuration
  let settings = configuration.rules
  for (const override of overrides) {
    if (path !== undefined && matches(override.files, path)) settings = mergeRules(settings, override.rules)
  }
  const severities: Record<string, Severity | 'off'> = {}
  const options: Record<string, unknown> = {}
  const turnOn = (codes: readonly string[], value: RegistryOptions | LabelOptions): void => {
    for (const rule of rules) {
      if (!rule.aliases?.some((alias) => codes.includes(alias))) continue
      options[rule.id] = value
      if (rule.severity === 'off') severities[rule.id] = 'warning'
    }
  }
  if (trustedRegistries) turnOn(registryRules, { trusted: trustedRegistries })
  if (labelSchema) {
    const strict = strictLabels ?? false
    turnOn(strict ? [...labelRules, ...superfluousLabelRules] : labelRules, { schema: labelSchema, strict })
  }
  for (const [id, setting] of Object.entries(settings)) {
    if (setting.severity !== undefined) severities[id] = setting.severity
    if (Object.keys(setting.options).length > 0) options[id] = { ...asObject(options[id]), ...setting.options }
  }
  return {
    severities,
    options,
    failOn: configuration.failOn,
    suppressions: configuration.suppressions ?? true,
    shellcheck: configuration.shellcheck,
    builder: configuration.builder ?? 'auto',
  }
}

/** Compiled patterns, so that many Dockerfiles under one configuration compile them once. */
const compiled = new WeakMap<readonly string[], Ignore>()

function matches(patterns: readonly string[], path: string): boolean {
  const known = compiled.get(patterns)
  if (known) return known.ignores(path)
  const fresh = ignore().add([...patterns])
  compiled.set(patterns, fresh)
  return fresh.ignores(path)
}

function asObject(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {}
}
