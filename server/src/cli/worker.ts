/** A worker thread: takes batches of files, gives their outcomes. */

import { parentPort, workerData } from 'node:worker_threads'
import { loadWork } from './parallel/job.ts'
import type { Batch, BatchOutcome } from './parallel/pool.ts'

const loading = loadWork(workerData)

parentPort?.on('message', async ({ files }: Batch) => {
  const work = await loading
  parentPort?.postMessage({ outcomes: await work(files) } satisfies BatchOutcome)
})
