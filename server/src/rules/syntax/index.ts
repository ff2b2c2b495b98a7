/** The rules of this family, in the order of the catalogue. */

import type { Rule } from '../../lint/rule.ts'
import { maintainerDeprecated } from './maintainer-deprecated.ts'

export const syntaxRules: readonly Rule[] = [maintainerDeprecated]
