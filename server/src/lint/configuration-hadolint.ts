/** Reads a `.hadolint.yaml`, and writes what it says as a `dockerfile-coach.yaml`. */

import { stringify } from 'yaml'
import {
  type Configuration,
  emptyConfiguration,
  type LabelType,
  type RuleSetting,
  type Threshold,
} from './configuration.ts'
import { namedRules, type ReadConfiguration, readLabelSchema, shellcheckName } from './configuration-file.ts'
import { openYaml, readBoolean, readChoice, readKeys, readStrings, type Value } from './configuration-yaml.ts'
import type { Rule, Severity } from './rule.ts'

export interface ReadHadolintConfiguration extends ReadConfiguration {
  /** Codes of rules that there are no counterparts of. */
  readonly unknown: readonly string[]
}

const levels = ['error', 'warning', 'info', 'style'] as const
const severityOfLevel: Readonly<Record<(typeof levels)[number], Severity>> = {
  error: 'error',
  warning: 'warning',
  info: 'info',
  style: 'hint',
}

/** How hadolint names the types of labels; it takes either spelling. */
const labelTypeNames: Readonly<Record<string, LabelType>> = {
  text: 'text',
  rawtext: 'text',
  url: 'url',
  semver: 'semver',
  rfc3339: 'rfc3339',
  spdx: 'spdx',
  hash: 'hash',
  'git-hash': 'hash',
  githash: 'hash',
  email: 'email',
}

/**
 * Reads hadolint's configuration; keys that only say how hadolint prints are stepped over. Never throws.
 * Source: https://github.com/hadolint/hadolint#configure
 */
export function readHadolintConfiguration(text: string, rules: readonly Rule[]): ReadHadolintConfiguration {
  const { root, problems } = openYaml(text)
  const found: { -readonly [key in keyof Configuration]: Configuration[key] } = { ...emptyConfiguration }
  const settings: Record<string, RuleSetting> = {}
  const ignored = new Set<string>()
  const unknown: string[] = []
  let noFail = false
  const set = (code: string, severity: Severity | 'off'): void => {
    const shellcheck = shellcheckName(code)
    const ids = namedRules(code, rules).map((rule) => rule.id)
    if (shellcheck !== undefined) ids.push(shellcheck)
    else if (ids.length === 0 && !unknown.includes(code)) unknown.push(code)
    for (const id of ids) settings[id] = { severity, options: {} }
  }
  const nothing = (): void => {}
  readKeys(root, 'the configuration of hadolint', {
    ignored: (value) => {
      for (const code of readStrings(value, '`ignored`')) ignored.add(code)
    },
    override: (value) => {
      readKeys(
        value,
        '`override`',
        Object.fromEntries(
          levels.map((level) => [
            level,
            (child: Value) => {
              for (const code of readStrings(child, `\`${level}\``)) set(code, severityOfLevel[level])
            },
          ]),
        ),
      )
    },
    trustedRegistries: (value) => {
      found.trustedRegistries = readStrings(value, '`trustedRegistries`')
    },
    'label-schema': (value) => {
      found.labelSchema = readLabelSchema(value, (child, what) => {
        const name = readChoice(child, what, Object.keys(labelTypeNames))
        return name === undefined ? undefined : labelTypeNames[name]
      })
    },
    'strict-labels': (value) => {
      found.strictLabels = readBoolean(value, '`strict-labels`')
    },
    'failure-threshold': (value) => {
      const level = readChoice(value, '`failure-threshold`', [...levels, 'ignore', 'none'] as const)
      if (level !== undefined) found.failOn = thresholdOf(level)
    },
    'no-fail': (value) => {
      noFail = readBoolean(value, '`no-fail`') ?? false
    },
    'disable-ignore-pragma': (value) => {
      const disabled = readBoolean(value, '`disable-ignore-pragma`')
      found.suppressions = disabled === undefined ? undefined : !disabled
    },
    format: nothing,
    'output-file': nothing,
    'no-color': nothing,
    verbose: nothing,
  })
  // What is ignored stays so, also when its severity is set.
  for (const code of ignored) set(code, 'off')
  found.rules = settings
  if (noFail) found.failOn = 'never'
  return { configuration: found, problems, unknown }
}

function thresholdOf(level: (typeof levels)[number] | 'ignore' | 'none'): Threshold {
  return level === 'ignore' || level === 'none' ? 'never' : severityOfLevel[level]
}

/** The text of a `dockerfile-coach.yaml` that says the same. */
export function toOwnConfiguration({ configuration, unknown }: ReadHadolintConfiguration): string {
  const { rules, trustedRegistries, labelSchema, strictLabels, failOn, suppressions } = configuration
  const settings = Object.entries(rules).map(([id, { severity }]) => [id, severity] as const)
  const content = {
    ...(settings.length > 0 && { rules: Object.fromEntries(settings) }),
    ...(trustedRegistries && { 'trusted-registries': trustedRegistries }),
    ...(labelSchema && { 'label-schema': labelSchema }),
    ...(strictLabels !== undefined && { 'strict-labels': strictLabels }),
    ...(failOn !== undefined && { 'fail-on': failOn }),
    ...(suppressions !== undefined && { suppressions }),
  }
  const comments = unknown.map((code) => `# ${code} has no counterpart.\n`).join('')
  const body = Object.keys(content).length === 0 ? '' : stringify(content)
  return `${comments}${body}`
}
