/** The rules of this family, in the order of the catalogue. */

import type { Rule } from '../../lint/rule.ts'
import { runsAsRoot } from './runs-as-root.ts'

export const usersRules: readonly Rule[] = [runsAsRoot]
