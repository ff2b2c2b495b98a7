/** The rules of this family, in the order of the catalogue. */

import type { Rule } from '../../lint/rule.ts'
import { copyRelativeWithoutWorkdir } from './copy-relative-without-workdir.ts'
import { envSelfReference } from './env-self-reference.ts'
import { overriddenInstruction } from './overridden-instruction.ts'
import { relativeWorkdir } from './relative-workdir.ts'
import { shellFormCommand } from './shell-form-command.ts'

export const runtimeRules: readonly Rule[] = [
  shellFormCommand,
  overriddenInstruction,
  relativeWorkdir,
  copyRelativeWithoutWorkdir,
  envSelfReference,
]
