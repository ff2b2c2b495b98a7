/** The rules of this family, in the order of the catalogue. */

import type { Rule } from '../../lint/rule.ts'
import { argAtRuntime } from './arg-at-runtime.ts'
import { badLabelKey } from './bad-label-key.ts'
import { commandIgnored } from './command-ignored.ts'
import { copyRelativeWithoutWorkdir } from './copy-relative-without-workdir.ts'
import { debianFrontendPersisted } from './debian-frontend-persisted.ts'
import { duplicateLabel } from './duplicate-label.ts'
import { envSelfReference } from './env-self-reference.ts'
import { healthcheckToolMissing } from './healthcheck-tool-missing.ts'
import { invalidDefinitionDescription } from './invalid-definition-description.ts'
import { emptyLabel, missingLabel, missingLabels, superfluousLabel } from './label-presence.ts'
import { labelValueRules } from './label-values.ts'
import { missingHealthcheck } from './missing-healthcheck.ts'
import { overriddenInstruction } from './overridden-instruction.ts'
import { packageManagerAsCommand } from './package-manager-as-command.ts'
import { relativeWorkdir } from './relative-workdir.ts'
import { shellFormCommand } from './shell-form-command.ts'
import { undefinedVariable } from './undefined-variable.ts'
import { ungracefulStopSignal } from './ungraceful-stop-signal.ts'
import { unusedArg } from './unused-arg.ts'

export const runtimeRules: readonly Rule[] = [
  shellFormCommand,
  commandIgnored,
  overriddenInstruction,
  missingHealthcheck,
  healthcheckToolMissing,
  relativeWorkdir,
  copyRelativeWithoutWorkdir,
  undefinedVariable,
  unusedArg,
  argAtRuntime,
  envSelfReference,
  debianFrontendPersisted,
  packageManagerAsCommand,
  badLabelKey,
  missingLabel,
  superfluousLabel,
  emptyLabel,
  ...labelValueRules,
  duplicateLabel,
  ungracefulStopSignal,
  missingLabels,
  invalidDefinitionDescription,
]
