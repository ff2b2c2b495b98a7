/** The JSON schema of `dockerfile-coach.yaml`, generated from the rules, for completion and checks in editors. */

import { builders, labelTypes, ruleLevels, thresholds } from './configuration.ts'
import type { Rule, RuleOption } from './rule.ts'

/** The schema as data; rules are known by their ids and by their other names. */
export function configurationSchema(rules: readonly Rule[]): unknown {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Configuration of Dockerfile Coach',
    type: 'object',
    additionalProperties: false,
    properties: {
      extends: {
        description: 'Configuration files that this one builds on. Paths start at the folder of this file.',
        ...textOrTexts,
      },
      rules: { description: 'Severity and options of rules, by any of their names.', $ref: '#/definitions/rules' },
      overrides: {
        description: 'Settings for some paths only. The later ones win.',
        type: 'array',
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['files'],
          properties: {
            files: {
              description: 'Patterns as in .gitignore, from the folder of the configuration file.',
              ...textOrTexts,
            },
            rules: { $ref: '#/definitions/rules' },
          },
        },
      },
      'trusted-registries': {
        description: 'Registries that base images may come from; `*` stands for any part of a host name.',
        type: 'array',
        items: text,
      },
      'label-schema': {
        description: 'Labels that an image has, with the type of their values.',
        type: ['object', 'null'],
        additionalProperties: { enum: labelTypes },
      },
      'strict-labels': { description: 'Whether labels outside the schema are problems.', type: 'boolean' },
      builder: { description: 'What builds an image. auto: the first one that is installed.', enum: builders },
      'fail-on': { description: 'The least severity that makes `check` end with status 1.', enum: thresholds },
      suppressions: { description: 'Whether comments in Dockerfiles can silence rules.', type: 'boolean' },
      shellcheck: { description: 'Whether ShellCheck judges the commands of RUN.', type: 'boolean' },
    },
    definitions: {
      level: {
        description: 'on: the default severity, or info for a rule that is off by default.',
        enum: [...ruleLevels, true, false],
      },
      rules: {
        type: ['object', 'null'],
        additionalProperties: false,
        properties: Object.fromEntries(rules.flatMap(ruleEntries)),
        patternProperties: {
          '^(?:shellcheck/)?[Ss][Cc][0-9]{4}$': { description: 'A code of ShellCheck.', ...levelOr({}) },
        },
      },
    },
  }
}

const text = { type: 'string', minLength: 1 }
const textOrTexts = { anyOf: [text, { type: 'array', items: text }] }

function ruleEntries(rule: Rule): readonly (readonly [string, unknown])[] {
  const { id, aliases = [], docs, severity, options = {} } = rule
  const own = { description: `${docs.summary}. Default: ${severity}.`, ...levelOr(options) }
  const names = aliases.map((alias) => [alias, { description: `Another name of ${id}.`, ...levelOr(options) }] as const)
  return [[id, own] as const, ...names]
}

function levelOr(options: Readonly<Record<string, RuleOption>>): object {
  const properties = Object.fromEntries(
    Object.entries(options).map(([name, { type, description }]) => [name, { description, ...optionTypes[type] }]),
  )
  const object = {
    type: 'object',
    additionalProperties: false,
    properties: { severity: { $ref: '#/definitions/level' }, ...properties },
  }
  return { anyOf: [{ $ref: '#/definitions/level' }, object] }
}

const optionTypes: Readonly<Record<RuleOption['type'], object>> = {
  boolean: { type: 'boolean' },
  number: { type: 'number' },
  text,
  texts: { type: 'array', items: text },
}
