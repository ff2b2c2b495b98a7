/** Which stages set a working directory. */

import type { LintFile } from '../../lint/lint-file.ts'
import type { Stage } from '../../syntax/stages.ts'

/** Whether a stage that this one is built on, in this file, has a WORKDIR. */
export function inheritsWorkdir(file: LintFile, stage: Stage): boolean {
  return stage.parent !== undefined && withWorkdir(file)[stage.parent.index]
}

/** By stage: whether it has a WORKDIR, its own or an inherited one. */
function withWorkdir(file: LintFile): readonly boolean[] {
  return file.once('stages with a WORKDIR', () => {
    const found: boolean[] = []
    for (const { parent, instructions } of file.stages) {
      found.push((parent && found[parent.index]) || instructions.some(({ keyword }) => keyword === 'WORKDIR'))
    }
    return found
  })
}
