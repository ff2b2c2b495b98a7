/** The rules of this family, in the order of the catalogue. */

import type { Rule } from '../../lint/rule.ts'
import { blankName } from './blank-name.ts'
import { copyMultipleSourcesWithoutSlash } from './copy-multiple-sources-without-slash.ts'
import { duplicateFlag } from './duplicate-flag.ts'
import { emptyContinuationLine } from './empty-continuation-line.ts'
import { exposeProtocolCasing } from './expose-protocol-casing.ts'
import { flagNeedsValue } from './flag-needs-value.ts'
import { fromAsCasing } from './from-as-casing.ts'
import { heredocAsDestination } from './heredoc-as-destination.ts'
import { inconsistentInstructionCasing } from './inconsistent-instruction-casing.ts'
import { instructionBeforeFrom } from './instruction-before-from.ts'
import { invalidExpose } from './invalid-expose.ts'
import { invalidFlagValue } from './invalid-flag-value.ts'
import { invalidHealthcheck } from './invalid-healthcheck.ts'
import { invalidImageReference } from './invalid-image-reference.ts'
import { invalidJsonArray } from './invalid-json-array.ts'
import { invalidMount } from './invalid-mount.ts'
import { invalidOnbuild } from './invalid-onbuild.ts'
import { invalidShell } from './invalid-shell.ts'
import { invalidStageName } from './invalid-stage-name.ts'
import { invalidStopSignal } from './invalid-stop-signal.ts'
import { invalidSubstitution } from './invalid-substitution.ts'
import { legacyKeyValue } from './legacy-key-value.ts'
import { maintainerDeprecated } from './maintainer-deprecated.ts'
import { misplacedDirective } from './misplaced-directive.ts'
import { missingArgument } from './missing-argument.ts'
import { noFrom } from './no-from.ts'
import {
  duplicateDirective,
  invalidEscapeDirective,
  lineTooLong,
  missingEquals,
  missingValue,
  nestedJsonArray,
} from './parse-errors.ts'
import { tooManyArguments } from './too-many-arguments.ts'
import { trailingComment } from './trailing-comment.ts'
import { unclosedQuote } from './unclosed-quote.ts'
import { unknownFlag } from './unknown-flag.ts'
import { unknownInstruction } from './unknown-instruction.ts'
import { unterminatedHeredoc } from './unterminated-heredoc.ts'
import { urlInCopy } from './url-in-copy.ts'

export const syntaxRules: readonly Rule[] = [
  unknownInstruction,
  missingArgument,
  tooManyArguments,
  missingValue,
  missingEquals,
  blankName,
  nestedJsonArray,
  unknownFlag,
  duplicateFlag,
  flagNeedsValue,
  invalidFlagValue,
  invalidMount,
  noFrom,
  instructionBeforeFrom,
  invalidImageReference,
  invalidStageName,
  unterminatedHeredoc,
  heredocAsDestination,
  urlInCopy,
  unclosedQuote,
  invalidSubstitution,
  invalidJsonArray,
  trailingComment,
  misplacedDirective,
  duplicateDirective,
  invalidEscapeDirective,
  lineTooLong,
  invalidOnbuild,
  invalidStopSignal,
  invalidShell,
  invalidHealthcheck,
  emptyContinuationLine,
  inconsistentInstructionCasing,
  fromAsCasing,
  legacyKeyValue,
  maintainerDeprecated,
  invalidExpose,
  exposeProtocolCasing,
  copyMultipleSourcesWithoutSlash,
]
