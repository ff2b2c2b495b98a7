/** Reads the text of a `dockerfile-coach.yaml`. */

import {
  builders,
  type Configuration,
  emptyConfiguration,
  type LabelSchema,
  type LabelType,
  labelTypes,
  type Override,
  type RuleSetting,
  type RuleSettings,
  ruleLevels,
  thresholds,
} from './configuration.ts'
import {
  type ConfigurationProblem,
  entriesOf,
  isMapping,
  itemsOf,
  openYaml,
  readBoolean,
  readChoice,
  readKeys,
  readNumber,
  readString,
  readStrings,
  unknownName,
  type Value,
} from './configuration-yaml.ts'
import type { Rule, RuleOption, Severity } from './rule.ts'

export interface ReadConfiguration {
  /** What could be read; the rest is as if it were not there. */
  readonly configuration: Configuration
  readonly problems: readonly ConfigurationProblem[]
}

/** Reads a configuration. Never throws: what is wrong is a problem with its place. */
export function readConfiguration(text: string, rules: readonly Rule[]): ReadConfiguration {
  const { root, problems } = openYaml(text)
  const found: { -readonly [key in keyof Configuration]: Configuration[key] } = { ...emptyConfiguration }
  readKeys(root, 'the configuration', {
    extends: (value) => {
      found.extends = readStrings(value, '`extends`', { single: true })
    },
    rules: (value) => {
      found.rules = readRules(value, rules)
    },
    overrides: (value) => {
      found.overrides = readOverrides(value, rules)
    },
    'trusted-registries': (value) => {
      found.trustedRegistries = readStrings(value, '`trusted-registries`')
    },
    'label-schema': (value) => {
      found.labelSchema = readLabelSchema(value, labelType)
    },
    'strict-labels': (value) => {
      found.strictLabels = readBoolean(value, '`strict-labels`')
    },
    builder: (value) => {
      found.builder = readChoice(value, '`builder`', builders)
    },
    'fail-on': (value) => {
      found.failOn = readChoice(value, '`fail-on`', thresholds)
    },
    suppressions: (value) => {
      found.suppressions = readBoolean(value, '`suppressions`')
    },
    shellcheck: (value) => {
      found.shellcheck = readBoolean(value, '`shellcheck`')
    },
  })
  return { configuration: found, problems }
}

function labelType(value: Value, what: string): LabelType | undefined {
  return readChoice(value, what, labelTypes)
}

/** Names of labels with their types; `read` reads a type. */
export function readLabelSchema(
  value: Value,
  read: (value: Value, what: string) => LabelType | undefined,
): LabelSchema {
  const schema: Record<string, LabelType> = {}
  for (const { key, value: child } of entriesOf(value, '`label-schema`')) {
    const type = read(child, `the type of the label \`${key}\``)
    if (type !== undefined) schema[key] = type
  }
  return schema
}

function readOverrides(value: Value, rules: readonly Rule[]): readonly Override[] {
  const items = itemsOf(value)
  if (!items) {
    value.reader.complain(value.range, '`overrides` is a list of mappings with `files` and `rules`')
    return []
  }
  return items.map((item) => {
    let files: readonly string[] = []
    let settings: RuleSettings = {}
    let hasFiles = false
    readKeys(item, 'an override', {
      files: (child) => {
        hasFiles = true
        files = readStrings(child, '`files`', { single: true })
      },
      rules: (child) => {
        settings = readRules(child, rules)
      },
    })
    if (!hasFiles) item.reader.complain(item.range, 'an override says with `files` which paths it is for')
    return { files, rules: settings }
  })
}

/** The settings of rules, under the ids of all rules that have the name. */
function readRules(value: Value, rules: readonly Rule[]): RuleSettings {
  const settings: Record<string, RuleSetting> = {}
  for (const { key, keyValue, value: child } of entriesOf(value, '`rules`')) {
    const named = namedRules(key, rules)
    const shellcheck = shellcheckName(key)
    if (named.length === 0 && shellcheck === undefined) {
      keyValue.reader.complain(keyValue.range, unknownName(`rule \`${key}\``, key, allNames(rules)))
    }
    for (const rule of named) settings[rule.id] = readRule(child, key, rule)
    if (shellcheck !== undefined) settings[shellcheck] = readRule(child, key, undefined)
  }
  return settings
}

function readRule(value: Value, name: string, rule: Rule | undefined): RuleSetting {
  if (!isMapping(value)) return { severity: readLevel(value, name, rule), options: {} }
  let severity: Severity | 'off' | undefined
  const options: Record<string, unknown> = {}
  const readers: Record<string, (child: Value) => void> = {
    severity: (child) => {
      severity = readLevel(child, name, rule)
    },
  }
  for (const [option, type] of Object.entries(rule?.options ?? {})) {
    readers[option] = (child) => {
      const read = readOption(child, `\`${option}\` of \`${name}\``, type)
      if (read !== undefined) options[option] = read
    }
  }
  readKeys(value, `\`${name}\``, readers)
  return { severity, options }
}

function readLevel(value: Value, name: string, rule: Rule | undefined): Severity | 'off' | undefined {
  const level = readChoice(value, `the severity of \`${name}\``, ruleLevels)
  if (level !== 'on') return level
  return rule === undefined || rule.severity === 'off' ? 'info' : rule.severity
}

function readOption(value: Value, what: string, { type }: RuleOption): unknown {
  switch (type) {
    case 'boolean':
      return readBoolean(value, what)
    case 'number':
      return readNumber(value, what)
    case 'text':
      return readString(value, what)
    case 'texts':
      return readStrings(value, what)
  }
}

/** The rules that have a name, in any case. */
export function namedRules(name: string, rules: readonly Rule[]): readonly Rule[] {
  const wanted = name.toLowerCase()
  return rules.filter((rule) => [rule.id, ...(rule.aliases ?? [])].some((known) => known.toLowerCase() === wanted))
}

function allNames(rules: readonly Rule[]): readonly string[] {
  return rules.flatMap((rule) => [rule.id, ...(rule.aliases ?? [])])
}

/** `SC2086` and `shellcheck/SC2086` as they are reported. */
export function shellcheckName(name: string): string | undefined {
  const code = /^(?:shellcheck\/)?(SC\d{4})$/i.exec(name)?.[1]
  return code === undefined ? undefined : `shellcheck/${code.toUpperCase()}`
}
