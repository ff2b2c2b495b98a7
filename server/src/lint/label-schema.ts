/** Which labels an image is to have, and of which type their values are: as configured, else those of the OCI. */

import type { KeyValue } from '../syntax/tree.ts'
import type { LabelOptions, LabelType } from './configuration.ts'
import type { LintFile } from './lint-file.ts'

/** What a label rule goes by: a configured schema, or the one for images in general. */
export interface LabelRules {
  readonly types: ReadonlyMap<string, LabelType>
  readonly isConfigured: boolean
  /** Labels that every image has. */
  readonly required: readonly string[]
  /** Whether a label may be there, given its key. */
  allows(key: string): boolean
}

/** The labels that the OCI's image specification defines, with the types of their values. */
const openContainers: Readonly<Record<string, LabelType>> = {
  'org.opencontainers.image.created': 'rfc3339',
  'org.opencontainers.image.authors': 'text',
  'org.opencontainers.image.url': 'url',
  'org.opencontainers.image.documentation': 'url',
  'org.opencontainers.image.source': 'url',
  'org.opencontainers.image.version': 'semver',
  'org.opencontainers.image.revision': 'hash',
  'org.opencontainers.image.vendor': 'text',
  'org.opencontainers.image.licenses': 'spdx',
  'org.opencontainers.image.ref.name': 'text',
  'org.opencontainers.image.title': 'text',
  'org.opencontainers.image.description': 'text',
  'org.opencontainers.image.base.digest': 'text',
  'org.opencontainers.image.base.name': 'text',
}

const reserved = 'org.opencontainers.image.'

/**
 * The schema that the option of a rule gives: `{ "schema": { KEY: TYPE }, "strict": true }`. Without it, the OCI's
 * labels are checked where they are used, and an image has to name its source.
 */
export function labelRules(file: LintFile, rule: string): LabelRules {
  return file.once(`label schema of ${rule}`, () => {
    const option = file.option<Partial<LabelOptions>>(rule)
    const given = typeof option?.schema === 'object' && option.schema !== null ? option.schema : undefined
    if (!given) {
      return {
        types: new Map(Object.entries(openContainers)),
        isConfigured: false,
        required: [`${reserved}source`],
        allows: (key) => !key.startsWith(reserved) || Object.hasOwn(openContainers, key),
      }
    }
    const types = new Map(Object.entries(given))
    const strict = option?.strict === true
    return { types, isConfigured: true, required: [...types.keys()], allows: (key) => !strict || types.has(key) }
  })
}

/** A label of the file with its value as the image gets it; undefined where a variable decides it. */
export interface Label {
  readonly key: string
  readonly pair: KeyValue
  readonly value: string | undefined
}

/** The labels of a file's LABEL instructions, ONBUILD included, in file order. */
export function labels(file: LintFile): readonly Label[] {
  return file.once('labels', () => {
    const found: Label[] = []
    for (const instruction of file.instructions('LABEL')) {
      for (const pair of instruction.pairs) {
        const key = /["']/.test(pair.name) ? file.scopes.expand(instruction, pair.name).value : pair.name
        const { value, error, references } = file.scopes.expand(instruction, pair.value)
        const isKnown = error === undefined && references.length === 0
        found.push({ key, pair, value: isKnown ? value : undefined })
      }
    }
    return found
  })
}
