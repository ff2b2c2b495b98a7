/** The rules of this family, in the order of the catalogue. */

import type { Rule } from '../../lint/rule.ts'
import { shellFormCommand } from './shell-form-command.ts'

export const runtimeRules: readonly Rule[] = [shellFormCommand]
