/** The rules of this family, in the order of the catalogue. */

import type { Rule } from '../../lint/rule.ts'
import { backtickSubstitution } from './backtick-substitution.ts'
import { bashismInSh } from './bashism-in-sh.ts'
import { cdWithoutCheck } from './cd-without-check.ts'
import { deprecatedEgrep } from './deprecated-egrep.ts'
import { heredocWithoutErrexit } from './heredoc-without-errexit.ts'
import { pipeWithoutPipefail } from './pipe-without-pipefail.ts'
import { pointlessCommand } from './pointless-command.ts'
import { replacedBinSh } from './replaced-bin-sh.ts'
import { rmVariableRoot } from './rm-variable-root.ts'
import { unquotedCommandSubstitution } from './unquoted-command-substitution.ts'
import { unquotedVariable } from './unquoted-variable.ts'
import { wgetAndCurl } from './wget-and-curl.ts'
import { wgetNoisy } from './wget-noisy.ts'

export const shellRules: readonly Rule[] = [
  pipeWithoutPipefail,
  heredocWithoutErrexit,
  bashismInSh,
  unquotedVariable,
  unquotedCommandSubstitution,
  rmVariableRoot,
  cdWithoutCheck,
  pointlessCommand,
  wgetAndCurl,
  wgetNoisy,
  replacedBinSh,
  deprecatedEgrep,
  backtickSubstitution,
]
