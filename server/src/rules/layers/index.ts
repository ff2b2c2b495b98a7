/** The rules of this family, in the order of the catalogue. */

import type { Rule } from '../../lint/rule.ts'
import { addForPlainCopy } from './add-for-plain-copy.ts'
import { consecutiveRuns } from './consecutive-runs.ts'
import { lostShellState } from './lost-shell-state.ts'
import { updateWithoutInstall } from './update-without-install.ts'
import { workdirInsteadOfCd } from './workdir-instead-of-cd.ts'

export const layersRules: readonly Rule[] = [
  consecutiveRuns,
  updateWithoutInstall,
  workdirInsteadOfCd,
  lostShellState,
  addForPlainCopy,
]
