/** Does a job on files: few in this thread, many in worker threads; the outcomes come in the order of the files. */

import { setImmediate } from 'node:timers/promises'
import v8 from 'node:v8'
import type { FoundFile } from '../../host/find-dockerfiles.ts'
import type { FileOutcome } from '../outcome.ts'
import { batches } from './batches.ts'
import { type Job, loadWork } from './job.ts'

/** Milliseconds of work in this thread without a look at anything else. */
const restless = 20

/** Files that one thread does between two looks at the time. */
const batchSize = 16

/** Up to this many files one thread is done before another one has started. */
const fewFiles = 48

/** The outcomes, the same for any number of threads. */
export async function* runOverFiles(
  files: Iterator<FoundFile>,
  job: Job,
  threads: number,
): AsyncGenerator<FileOutcome> {
  const first: FoundFile[] = []
  let next = files.next()
  for (; !next.done && first.length < fewFiles; next = files.next()) first.push(next.value)
  if (!next.done) {
    first.push(next.value)
    leaveCoresToFiles()
  }
  if (next.done || threads === 1) {
    const work = await loadWork(job)
    let rested = performance.now()
    for (const batch of batches(chain(first, files), batchSize)) {
      yield* await work(batch)
      if (performance.now() - rested < restless) continue
      // Signals and the terminal get their turn.
      await setImmediate()
      rested = performance.now()
    }
    return
  }
  const { runInWorkers } = await import('./pool.ts')
  yield* runInWorkers(chain(first, files), job, threads)
}

function* chain<T>(first: readonly T[], rest: Iterator<T>): Generator<T> {
  yield* first
  for (let next = rest.next(); !next.done; next = rest.next()) yield next.value
}

/** By the major version of Node.js, what makes its V8 compile to machine code only what runs extremely often. */
const compileLess: Readonly<Record<string, readonly string[]>> = {
  20: ['--interrupt-budget=5000000'],
  22: ['--invocation-count-for-maglev=20000', '--invocation-count-for-turbofan=200000'],
  24: ['--invocation-count-for-maglev=20000', '--invocation-count-for-turbofan=200000'],
}

/**
 * Keeps V8's own threads off the cores, which the files need: its compilers do little, and garbage is collected by the
 * thread that makes it. On 1,860 files this saves a third to a half of the processor time, on 20,000 a tenth to a third.
 * Only versions in which this was measured; others may not know the flags.
 */
function leaveCoresToFiles(): void {
  const [major] = process.versions.node.split('.')
  if (!Object.hasOwn(compileLess, major)) return
  for (const flag of [...compileLess[major], '--no-parallel-scavenge']) v8.setFlagsFromString(flag)
}
