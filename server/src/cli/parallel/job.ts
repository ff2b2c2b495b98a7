/** What is done with each of many files, as plain data that also travels to worker threads. */

import type { FoundFile } from '../../host/find-dockerfiles.ts'
import type { CheckSettings } from '../check/settings.ts'
import type { FixSettings } from '../fix/settings.ts'
import type { FileOutcome } from '../outcome.ts'

export type Job =
  | { readonly kind: 'check'; readonly settings: CheckSettings }
  | { readonly kind: 'fix'; readonly settings: FixSettings }

/** Does the job on some files; gives their outcomes in the same order, and never rejects. */
export type FileWork = (files: readonly FoundFile[]) => Promise<readonly FileOutcome[]>

/** Loads what a job needs, and nothing of the other. */
export async function loadWork(job: Job): Promise<FileWork> {
  if (job.kind === 'fix') return (await import('../fix/fix-file.ts')).createFixer(job.settings)
  const [{ createChecker }, { loadFormat }] = await Promise.all([
    import('../check/check-file.ts'),
    import('../formats/index.ts'),
  ])
  return createChecker(job.settings, await loadFormat(job.settings))
}
