/** Worker threads that do a job on batches of files; a file that kills its worker costs only itself. */

import { type ResourceLimits, Worker } from 'node:worker_threads'
import type { FoundFile } from '../../host/find-dockerfiles.ts'
import { type FileOutcome, noOutcome } from '../outcome.ts'
import { batches } from './batches.ts'
import type { Job } from './job.ts'

/** What a worker is asked. */
export interface Batch {
  readonly files: readonly FoundFile[]
}

/** What it answers. */
export interface BatchOutcome {
  readonly outcomes: readonly FileOutcome[]
}

/** Files that travel together: enough to make the messages cheap, few enough to share the work evenly. */
const batchSize = 32

/** The outcomes in the order of the files. */
export async function* runInWorkers(
  files: Iterable<FoundFile>,
  job: Job,
  threads: number,
): AsyncGenerator<FileOutcome> {
  const pool = createPool(job, threads)
  try {
    const waiting: Promise<readonly FileOutcome[]>[] = []
    for (const batch of batches(files, batchSize)) {
      waiting.push(pool.run(batch))
      // Some batches in hand keep every worker busy; more would only fill the memory.
      if (waiting.length >= threads * 3) yield* await waiting.shift()!
    }
    for (const outcomes of waiting) yield* await outcomes
  } finally {
    await pool.close()
  }
}

interface Pool {
  /** Never rejects. */
  run(files: readonly FoundFile[]): Promise<readonly FileOutcome[]>
  /** Begins no further batch, and waits for those that are under way: no file is left half done. */
  close(): Promise<void>
}

interface Task {
  readonly files: readonly FoundFile[]
  readonly resolve: (outcomes: readonly FileOutcome[]) => void
}

function createPool(job: Job, size: number): Pool {
  const idle: Worker[] = []
  const all = new Set<Worker>()
  const queue: Task[] = []
  const running = new Set<Promise<void>>()

  const run = (files: readonly FoundFile[]): Promise<readonly FileOutcome[]> =>
    new Promise((resolve) => {
      queue.push({ files, resolve })
      serve()
    })

  const serve = (): void => {
    while (queue.length > 0) {
      const worker = idle.pop() ?? (all.size < size ? start() : undefined)
      if (!worker) return
      give(worker, queue.shift()!)
    }
  }

  const start = (): Worker => {
    const worker = startWorker(job, smallHeap)
    all.add(worker)
    return worker
  }

  const give = (worker: Worker, task: Task): void => {
    const work = ask(worker, task.files)
      .then(
        (outcomes) => {
          idle.push(worker)
          return outcomes
        },
        () => {
          all.delete(worker)
          serve()
          return oneByOne(job, task.files)
        },
      )
      .then((outcomes) => {
        running.delete(work)
        task.resolve(outcomes)
        serve()
      })
    running.add(work)
  }

  return {
    run,
    close: async () => {
      queue.length = 0
      await Promise.all(running)
      await Promise.all([...all].map((worker) => worker.terminate()))
    },
  }
}

/**
 * Small heaps, since there is one for each core, and what a file needs dies with it; the young generation fits into the
 * processor's caches.
 */
const smallHeap: ResourceLimits = { maxYoungGenerationSizeMb: 6, maxOldGenerationSizeMb: 160 }

function startWorker(job: Job, resourceLimits?: ResourceLimits): Worker {
  return new Worker(new URL('./cli-worker.js', import.meta.url), { workerData: job, resourceLimits })
}

/** The outcomes of a batch; rejects when the worker ends over it. */
function ask(worker: Worker, files: readonly FoundFile[]): Promise<readonly FileOutcome[]> {
  return new Promise((resolve, reject) => {
    let reason: unknown = new Error('its worker ended')
    const onMessage = ({ outcomes }: BatchOutcome): void => {
      forget()
      resolve(outcomes)
    }
    const onError = (error: unknown): void => {
      reason = error
    }
    const onExit = (): void => {
      forget()
      reject(reason)
    }
    const forget = (): void => {
      worker.off('message', onMessage).off('error', onError).off('exit', onExit)
    }
    worker.on('message', onMessage).on('error', onError).on('exit', onExit)
    worker.postMessage({ files } satisfies Batch)
  })
}

/** The files of a batch that ended its worker, each in a worker of its own with a heap as large as it needs. */
async function oneByOne(job: Job, files: readonly FoundFile[]): Promise<readonly FileOutcome[]> {
  const outcomes: FileOutcome[] = []
  for (const file of files) {
    const worker = startWorker(job)
    try {
      outcomes.push(...(await ask(worker, [file])))
    } catch (error) {
      outcomes.push(lost(file.path, error instanceof Error ? error.message : String(error)))
    }
    await worker.terminate()
  }
  return outcomes
}

function lost(path: string, reason: string): FileOutcome {
  return { ...noOutcome(path), internalErrors: [{ path, rule: '', message: reason, fatal: true }] }
}
