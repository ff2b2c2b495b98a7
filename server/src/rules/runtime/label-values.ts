/** `empty-label` and `invalid-label-…`: labels whose values are not what their key promises. One rule a type. */

import spdxIds from 'spdx-license-ids/index.json' with { type: 'json' }
import type { LabelType } from '../../lint/configuration.ts'
import { labelRules, labels } from '../../lint/label-schema.ts'
import type { Rule } from '../../lint/rule.ts'

interface ValueType {
  readonly id: string
  readonly alias: string
  readonly type: LabelType
  /** What a value has to be, after "is no". */
  readonly name: string
  readonly why: string
  readonly label: string
  readonly bad: string
  readonly good: string
  readonly accepts: (value: string) => boolean
}

const types: readonly ValueType[] = [
  {
    id: 'invalid-label-url',
    alias: 'DL3052',
    type: 'url',
    name: 'address',
    why: 'Registries and scanners make a link of it.',
    label: 'org.opencontainers.image.source',
    bad: 'the repository',
    good: 'https://git.example.com/app',
    accepts: isAddress,
  },
  {
    id: 'invalid-label-date',
    alias: 'DL3053',
    type: 'rfc3339',
    name: 'time as RFC 3339 has it (`2026-11-20T12:00:00Z`)',
    why: 'Programs compare it with other times.',
    label: 'org.opencontainers.image.created',
    bad: '20 November 2026',
    good: '2026-11-20T12:00:00Z',
    accepts: isTime,
  },
  {
    id: 'invalid-label-license',
    alias: 'DL3054',
    type: 'spdx',
    name: 'license expression of SPDX (`MIT`, `Apache-2.0 OR MIT`)',
    why: 'Scanners read it to tell whether the image may be used.',
    label: 'org.opencontainers.image.licenses',
    bad: 'Apache License 2',
    good: 'Apache-2.0',
    accepts: isLicense,
  },
  {
    id: 'invalid-label-hash',
    alias: 'DL3055',
    type: 'hash',
    name: 'Git hash',
    why: 'It leads from the image back to the commit that it was built of.',
    label: 'org.opencontainers.image.revision',
    bad: 'main',
    good: '43c572f1272b6b3171dd1db9e41b7027128ce080',
    accepts: (value) => /^([0-9a-f]{7,40}|[0-9a-f]{64})$/.test(value),
  },
  {
    id: 'invalid-label-version',
    alias: 'DL3056',
    type: 'semver',
    name: 'semantic version (`1.4.2`)',
    why: 'Programs sort images by it.',
    label: 'org.opencontainers.image.version',
    bad: 'new',
    good: '1.4.2',
    accepts: isVersion,
  },
  {
    id: 'invalid-label-email',
    alias: 'DL3058',
    type: 'email',
    name: 'e-mail address',
    why: 'Whoever finds a fault in the image writes to it.',
    label: 'maintainer',
    bad: 'Ada',
    good: 'ada@example.com',
    accepts: (value) => /^[^\s@<>]{1,64}@[^\s@<>.]+(\.[^\s@<>.]+)+$/.test(value),
  },
]

/** One rule for each type of value. */
export const labelValueRules: readonly Rule[] = types.map(labelValue)

function labelValue({ id, alias, type, name, why, label, bad, good, accepts }: ValueType): Rule {
  return {
    id,
    family: 'runtime',
    aliases: [alias],
    severity: 'off',
    docs: {
      summary: `A label whose value has to be ${article(name)} and is not`,
      why: `${why} The labels and their types are those of the setting \`label-schema\`, else those that the OCI's image specification defines${type === 'email' ? ' and `maintainer`' : ''}.`,
      lesson: 'LABEL (parts 3 and 5)',
      bad: `FROM debian:13\nLABEL ${label}="${bad}"\n`,
      good: `FROM debian:13\nLABEL ${label}="${good}"\n`,
    },
    check(file, report) {
      const schema = labelRules(file, id)
      for (const { key, pair, value } of labels(file)) {
        const wanted = schema.types.get(key) ?? (!schema.isConfigured && key === 'maintainer' ? 'email' : undefined)
        if (wanted !== type || value === undefined || accepts(value)) continue
        report({ range: pair.valueRange, message: `\`${value}\` is no ${name}, which \`${key}\` has to be` })
      }
    },
  }
}

function article(name: string): string {
  return /^[aeiou]/.test(name) ? `an ${name}` : `a ${name}`
}

function isAddress(value: string): boolean {
  return /^[a-z][a-z0-9+.-]{0,20}:\/\/[^\s/?#]\S*$/i.test(value)
}

function isTime(value: string): boolean {
  const match = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/.exec(value)
  if (!match) return false
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number)
  return month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month) && hour < 24 && minute < 60 && second <= 60
}

function daysOf(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

/** https://semver.org, with a `v` in front where people write one. */
function isVersion(value: string): boolean {
  const number = '(0|[1-9]\\d*)'
  const part = '[0-9A-Za-z-]+'
  const pattern = new RegExp(`^v?${number}\\.${number}\\.${number}(-${part}(\\.${part})*)?(\\+${part}(\\.${part})*)?$`)
  return value.length <= 256 && pattern.test(value)
}

let licenses: ReadonlySet<string> | undefined

/** Identifiers with AND, OR and WITH between them, and parentheses around; exceptions are not looked up. */
function isLicense(value: string): boolean {
  licenses ??= new Set(spdxIds.map((id) => id.toLowerCase()))
  const words = value
    .replace(/([()])/g, ' $1 ')
    .trim()
    .split(/\s+/)
  let depth = 0
  let wantsName = true
  for (const word of words) {
    if (word === '(' && wantsName) depth++
    else if (word === ')' && !wantsName && depth > 0) depth--
    else if (/^(AND|OR|WITH)$/i.test(word) && !wantsName) wantsName = true
    else if (wantsName && isLicenseName(word)) wantsName = false
    else return false
  }
  return depth === 0 && !wantsName
}

function isLicenseName(word: string): boolean {
  const name = word.toLowerCase().replace(/\+$/, '')
  return (
    licenses?.has(name) ||
    /^(documentref-[\w.-]+:)?licenseref-[\w.-]+$/.test(name) ||
    /-exception(-\d+(\.\d+)*)?$/.test(name)
  )
}
