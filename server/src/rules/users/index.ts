/** The rules of this family, in the order of the catalogue. */

import type { Rule } from '../../lint/rule.ts'
import { copyOwnedByRoot } from './copy-owned-by-root.ts'
import { curlWithoutFail } from './curl-without-fail.ts'
import { highUidWithoutNoLogInit } from './high-uid-without-no-log-init.ts'
import { insecureDownload } from './insecure-download.ts'
import { nonNumericUser } from './non-numeric-user.ts'
import { pipeToShell } from './pipe-to-shell.ts'
import { privilegedCommandAsUser } from './privileged-command-as-user.ts'
import { rootHomeUnreadable } from './root-home-unreadable.ts'
import { runsAsRoot } from './runs-as-root.ts'
import { secretFileCopied } from './secret-file-copied.ts'
import { secretInArgOrEnv } from './secret-in-arg-or-env.ts'
import { secretLiteralRule } from './secret-literal.ts'
import { sshServer } from './ssh-server.ts'
import { sudo } from './sudo.ts'
import { worldWritable } from './world-writable.ts'

export const usersRules: readonly Rule[] = [
  runsAsRoot,
  nonNumericUser,
  rootHomeUnreadable,
  copyOwnedByRoot,
  privilegedCommandAsUser,
  sudo,
  worldWritable,
  secretInArgOrEnv,
  secretFileCopied,
  secretLiteralRule,
  curlWithoutFail,
  insecureDownload,
  pipeToShell,
  highUidWithoutNoLogInit,
  sshServer,
]
