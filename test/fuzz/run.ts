/** Fuzzes for some minutes; prints what failed, and writes each flaw, minimized, to a folder. See scripts/fuzz.mjs. */
import fs from 'node:fs'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { minimized } from './minimize.ts'
import type { Failure } from './outcome.ts'
import { hash } from './random.ts'
import { chosenTargets, runOf } from './runs.ts'
import { readSeeds } from './seeds.ts'
import type { Message, Order } from './worker.ts'

export interface FuzzOptions {
  readonly root: string
  readonly shared: string | undefined
  readonly minutes: number
  readonly seed: number
  /** Names of targets; all when empty. */
  readonly only: readonly string[]
  readonly jobs: number
  /** Where failing texts are written to. */
  readonly folder: string
}

/** A run may take so long; longer is a hang. */
const limit = 1_000

/** A flaw that was found, and how often. */
interface Found {
  readonly target: string
  readonly text: string
  readonly failure: Failure
  times: number
}

export interface FuzzOutcome {
  readonly seed: number
  /** The runs of each target. */
  readonly runs: Readonly<Record<string, number>>
  /** The keys of the different flaws. */
  readonly flaws: readonly { readonly target: string; readonly key: string }[]
}

export async function fuzz(options: FuzzOptions): Promise<FuzzOutcome> {
  const found = new Map<string, Found>()
  const counts = new Map<string, number>()
  const note = (target: string, text: string, failure: Failure): void => {
    const known = found.get(failure.key)
    if (known && known.text.length <= text.length) known.times++
    else found.set(failure.key, { target, text, failure, times: 1 + (known?.times ?? 0) })
  }
  console.log(`fuzzing for ${options.minutes} minutes with seed ${options.seed}`)
  const until = Date.now() + options.minutes * 60_000
  const jobs = Array.from({ length: options.jobs }, (_, job) => runMany(options, job, until, counts, note))
  await Promise.all(jobs)
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
  for (const [target, count] of [...counts].sort()) console.log(`${target.padEnd(14)} ${count} runs`)
  console.log(`${total} runs with seed ${options.seed}: ${found.size} flaws`)
  const single = new SingleRuns(options)
  for (const each of found.values()) await report(each, single, options.folder)
  await single.stop()
  const flaws = [...found.values()].map(({ target, failure }) => ({ target, key: failure.key }))
  return { seed: options.seed, runs: Object.fromEntries(counts), flaws }
}

/** Runs inputs in a thread until the time is over; a thread that hangs is replaced. */
async function runMany(
  options: FuzzOptions,
  job: number,
  until: number,
  counts: Map<string, number>,
  note: (target: string, text: string, failure: Failure) => void,
): Promise<void> {
  const { seed, only, jobs } = options
  const seeds = readSeeds(options.root, options.shared)
  let from = job
  while (Date.now() < until) {
    const { worker, progress } = startWorker(options)
    worker.on('message', (message: Message) => {
      if (message.type === 'done') counts.set(message.target, (counts.get(message.target) ?? 0) + 1)
      if (message.type === 'failed') note(message.target, message.text, message.failure)
    })
    const order: Order = { type: 'many', seed, from, step: jobs, only }
    worker.postMessage(order)
    const end = await stalledOrOver(worker, progress, until)
    await worker.terminate()
    if (end === 'over') return
    from = Atomics.load(progress, 0)
    const { target, text } = runOf(chosenTargets(only), seeds, seed, from)
    const failure = typeof end === 'object' ? end : await confirmedHang(options, target.name, text)
    if (failure) note(target.name, text, failure)
    from += jobs
  }
}

function startWorker({ root, shared }: FuzzOptions): { worker: Worker; progress: Int32Array } {
  const progress = new Int32Array(new SharedArrayBuffer(8))
  const worker = new Worker(new URL('./worker.mjs', import.meta.url), { workerData: { root, shared, progress } })
  return { worker, progress }
}

/** Watches the beginning of the present run from outside. */
function stalledOrOver(worker: Worker, progress: Int32Array, until: number): Promise<'stalled' | 'over' | Failure> {
  return new Promise((resolve) => {
    const end = (result: 'stalled' | 'over' | Failure): void => {
      clearInterval(timer)
      resolve(result)
    }
    const timer = setInterval(() => {
      if (Date.now() > until) end('over')
      else if (sinceBegin(progress) > limit) end('stalled')
    }, 50)
    worker.once('error', (error) => end({ key: `the thread ended: ${error.message}`, message: error.stack ?? '' }))
  })
}

function sinceBegin(progress: Int32Array): number {
  const began = Atomics.load(progress, 1)
  return began === 0 ? 0 : (Date.now() & 0x7fffffff) - began
}

/** A busy machine makes a run late; a hang is one that is late every time. */
async function confirmedHang(options: FuzzOptions, target: string, text: string): Promise<Failure | undefined> {
  const single = new SingleRuns(options)
  try {
    for (let times = 0; times < 3; times++)
      if ((await single.run(target, text))?.key !== hangKey(target)) return undefined
    return { key: hangKey(target), message: `it takes over ${limit} ms` }
  } finally {
    await single.stop()
  }
}

function hangKey(target: string): string {
  return `${target}: hang`
}

/** Runs one text after the other in a thread that is replaced when it hangs. */
class SingleRuns {
  private readonly options: FuzzOptions
  private thread: ReturnType<typeof startWorker> | undefined

  constructor(options: FuzzOptions) {
    this.options = options
  }

  async run(target: string, text: string): Promise<Failure | undefined> {
    if (!this.thread) {
      const fresh = startWorker(this.options)
      await new Promise((resolve) => fresh.worker.once('message', resolve))
      this.thread = fresh
    }
    const { worker, progress } = this.thread
    const order: Order = { type: 'one', target, text }
    const result = await new Promise<Failure | undefined>((resolve) => {
      Atomics.store(progress, 1, 0)
      const timer = setInterval(() => {
        if (sinceBegin(progress) <= limit) return
        clearInterval(timer)
        resolve({ key: hangKey(target), message: `it takes over ${limit} ms` })
      }, 20)
      worker.once('message', (message: Message) => {
        clearInterval(timer)
        resolve(message.type === 'ran' ? message.failure : undefined)
      })
      worker.postMessage(order)
    })
    if (result?.key === hangKey(target)) await this.stop()
    return result
  }

  async stop(): Promise<void> {
    await this.thread?.worker.terminate()
    this.thread = undefined
  }
}

async function report({ target, text, failure, times }: Found, single: SingleRuns, folder: string): Promise<void> {
  const smallest = await minimized(
    text,
    async (candidate) => (await single.run(target, candidate))?.key === failure.key,
  )
  const file = path.join(folder, `${target}-${hash(failure.key + smallest).toString(16)}.json`)
  fs.mkdirSync(folder, { recursive: true })
  fs.writeFileSync(file, `${JSON.stringify({ target, text: smallest, failure: failure.key }, undefined, 2)}\n`)
  console.log(`\n${failure.key}, ${times} times; ${file}`)
  console.log(JSON.stringify(smallest.slice(0, 600)))
  console.log(failure.message.replaceAll(/^(.{400}).*$/gm, '$1…'))
}
