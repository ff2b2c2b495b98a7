/** The rules of this family, in the order of the catalogue. */

import type { Rule } from '../../lint/rule.ts'
import { addForPlainCopy } from './add-for-plain-copy.ts'
import { addRemoteWithoutChecksum } from './add-remote-without-checksum.ts'
import { archiveLeftInLayer } from './archive-left-in-layer.ts'
import { cacheMountAvailable } from './cache-mount-available.ts'
import { cacheMountUnsafe } from './cache-mount-unsafe.ts'
import { chmodInRun } from './chmod-in-run.ts'
import { chownInRun } from './chown-in-run.ts'
import { cleanupInLaterLayer } from './cleanup-in-later-layer.ts'
import { consecutiveRuns } from './consecutive-runs.ts'
import { copyBeforeInstall } from './copy-before-install.ts'
import { copyIgnoredFile } from './copy-ignored-file.ts'
import { copyMissingSource } from './copy-missing-source.ts'
import { copyThenExtract } from './copy-then-extract.ts'
import { dockerignoreIncomplete } from './dockerignore-incomplete.ts'
import { installWithoutUpdate } from './install-without-update.ts'
import { lostShellState } from './lost-shell-state.ts'
import { missingDockerignore } from './missing-dockerignore.ts'
import { missingSyntaxDirective } from './missing-syntax-directive.ts'
import { updateWithoutInstall } from './update-without-install.ts'
import { volatileValueEarly } from './volatile-value-early.ts'
import { workdirInsteadOfCd } from './workdir-instead-of-cd.ts'

export const layersRules: readonly Rule[] = [
  consecutiveRuns,
  updateWithoutInstall,
  installWithoutUpdate,
  cleanupInLaterLayer,
  archiveLeftInLayer,
  copyBeforeInstall,
  volatileValueEarly,
  cacheMountAvailable,
  cacheMountUnsafe,
  workdirInsteadOfCd,
  lostShellState,
  copyThenExtract,
  addForPlainCopy,
  addRemoteWithoutChecksum,
  chownInRun,
  chmodInRun,
  missingSyntaxDirective,
  missingDockerignore,
  dockerignoreIncomplete,
  copyIgnoredFile,
  copyMissingSource,
]
