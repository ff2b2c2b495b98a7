/** Which labels an image is to have, and of which kind their values are: as configured, else those of the OCI. */

import type { KeyValue } from '../syntax/tree.ts'
import type { LintFile } from './lint-file.ts'

/** The kinds of values; `text` and `rawtext` take anything. */
export type LabelKind = 'text' | 'rawtext' | 'url' | 'rfc3339' | 'spdx' | 'hash' | 'semver' | 'email'

export interface LabelSchema {
  readonly kinds: ReadonlyMap<string, LabelKind>
  /** Labels that every image has. */
  readonly required: readonly string[]
  /** Whether a label may be there, given its key. */
  allows(key: string): boolean
}

/** The labels that the OCI's image specification defines, with the kinds of their values. */
const openContainers: Readonly<Record<string, LabelKind>> = {
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
const kindNames = new Set<string>(['text', 'rawtext', 'url', 'rfc3339', 'spdx', 'hash', 'semver', 'email'])

/**
 * The schema of the option `label-schema`: `{ "labels": { KEY: KIND }, "strict": true }`, or the labels alone. Without
 * it, the OCI's labels are checked where they are used, and an image has to name its source.
 */
export function labelSchema(file: LintFile): LabelSchema {
  return file.once('label schema', () => {
    const option = file.option<Readonly<Record<string, unknown>>>('label-schema')
    const given = labelsOf(option)
    if (!given) {
      return {
        kinds: new Map(Object.entries(openContainers)),
        required: [`${reserved}source`],
        allows: (key) => !key.startsWith(reserved) || Object.hasOwn(openContainers, key),
      }
    }
    const kinds = new Map<string, LabelKind>()
    for (const [key, kind] of Object.entries(given)) if (isKind(kind)) kinds.set(key, kind)
    const strict = option?.strict === true
    return { kinds, required: [...kinds.keys()], allows: (key) => !strict || kinds.has(key) }
  })
}

function labelsOf(option: unknown): Readonly<Record<string, unknown>> | undefined {
  if (typeof option !== 'object' || option === null) return undefined
  const { labels } = option as { labels?: unknown }
  const given = typeof labels === 'object' && labels !== null ? labels : option
  return { ...given }
}

function isKind(kind: unknown): kind is LabelKind {
  return typeof kind === 'string' && kindNames.has(kind)
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
