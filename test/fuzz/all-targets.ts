/** Every target of the fuzzer. */
import { pureTargets, type Target } from './targets.ts'

export const targets: readonly Target[] = [...pureTargets]
