/** Every rule, in the order of the catalogue. A rule is a value of one file; nothing registers itself. */

import type { Rule } from '../lint/rule.ts'
import { layersRules } from './layers/index.ts'
import { packagesRules } from './packages/index.ts'
import { runtimeRules } from './runtime/index.ts'
import { shellRules } from './shell/index.ts'
import { stagesRules } from './stages/index.ts'
import { syntaxRules } from './syntax/index.ts'
import { usersRules } from './users/index.ts'

export const rules: readonly Rule[] = [
  ...syntaxRules,
  ...stagesRules,
  ...layersRules,
  ...packagesRules,
  ...usersRules,
  ...runtimeRules,
  ...shellRules,
]

/** A rule by its id or any of its other names, in any case; undefined for a name that no rule has. */
export function findRule(name: string): Rule | undefined {
  const wanted = name.toLowerCase()
  return rules.find((rule) => [rule.id, ...(rule.aliases ?? [])].some((known) => known.toLowerCase() === wanted))
}
