/** Every target of the fuzzer. */
import { protocolTargets } from './protocol-target.ts'
import { pureTargets, type Target } from './targets.ts'
import { textTargets } from './text-targets.ts'

export const targets: readonly Target[] = [...pureTargets, ...textTargets, ...protocolTargets]
