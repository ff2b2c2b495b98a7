/** The rules of this family, in the order of the catalogue. */

import type { Rule } from '../../lint/rule.ts'
import { addForPlainCopy } from './add-for-plain-copy.ts'
import { addRemoteWithoutChecksum } from './add-remote-without-checksum.ts'
import { archiveLeftInLayer } from './archive-left-in-layer.ts'
import { chmodInRun } from './chmod-in-run.ts'
import { chownInRun } from './chown-in-run.ts'
import { cleanupInLaterLayer } from './cleanup-in-later-layer.ts'
import { consecutiveRuns } from './consecutive-runs.ts'
import { copyThenExtract } from './copy-then-extract.ts'
import { lostShellState } from './lost-shell-state.ts'
import { updateWithoutInstall } from './update-without-install.ts'
import { workdirInsteadOfCd } from './workdir-instead-of-cd.ts'

export const layersRules: readonly Rule[] = [
  consecutiveRuns,
  updateWithoutInstall,
  cleanupInLaterLayer,
  archiveLeftInLayer,
  workdirInsteadOfCd,
  lostShellState,
  copyThenExtract,
  addForPlainCopy,
  addRemoteWithoutChecksum,
  chownInRun,
  chmodInRun,
]
