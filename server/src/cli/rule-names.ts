/** Rules by the names that people give on the command line. */

import { nearest } from '../lint/nearest.ts'
import type { Rule, Severity } from '../lint/rule.ts'
import { rules } from '../rules/index.ts'
import { UsageError } from './exit-status.ts'
import { oneOf, severities } from './options.ts'

/** The severities of `--rule NAME=SEVERITY`, by rule id; a name stands for every rule that has it. */
export function readRuleSeverities(values: readonly string[]): Readonly<Record<string, Severity | 'off'>> {
  const byId: Record<string, Severity | 'off'> = {}
  for (const value of values) {
    const equals = value.indexOf('=')
    if (equals <= 0) throw new UsageError(`\`--rule ${value}\`: a rule is written NAME=SEVERITY`)
    const severity = oneOf('rule', value.slice(equals + 1), [...severities, 'off'] as const)
    for (const rule of rulesNamed(value.slice(0, equals))) byId[rule.id] = severity
  }
  return byId
}

/** The rules that have a name; throws `UsageError` when there is none. */
export function rulesNamed(name: string): readonly Rule[] {
  const wanted = name.toLowerCase()
  const found = rules.filter((rule) =>
    [rule.id, ...(rule.aliases ?? [])].some((known) => known.toLowerCase() === wanted),
  )
  if (found.length > 0) return found
  const guess = nearest(
    name,
    rules.flatMap((rule) => [rule.id, ...(rule.aliases ?? [])]),
  )
  throw new UsageError(`there is no rule \`${name}\`${guess === undefined ? '' : `; did you mean \`${guess}\`?`}`)
}
