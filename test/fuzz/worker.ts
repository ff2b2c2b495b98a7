/** A thread that runs targets; the one that started it ends it when a run takes too long. */
import { parentPort, workerData } from 'node:worker_threads'
import { targets } from './all-targets.ts'
import { type Failure, failureOf } from './outcome.ts'
import { chosenTargets, runOf } from './runs.ts'
import { readSeeds } from './seeds.ts'

export interface WorkerData {
  readonly root: string
  readonly shared: string | undefined
  /** Number of the run that is on, and when it began (milliseconds, modulo 2^31). */
  readonly progress: Int32Array
}

export type Message =
  | { readonly type: 'ready' }
  | { readonly type: 'done'; readonly target: string }
  | { readonly type: 'failed'; readonly target: string; readonly text: string; readonly failure: Failure }
  | { readonly type: 'ran'; readonly failure: Failure | undefined }

export type Order =
  | {
      readonly type: 'many'
      readonly seed: number
      readonly from: number
      readonly step: number
      readonly only: readonly string[]
    }
  | { readonly type: 'one'; readonly target: string; readonly text: string }

const port = parentPort!
const { root, shared, progress } = workerData as WorkerData

port.on('message', async (order: Order) => {
  if (order.type === 'one') {
    const target = targets.find(({ name }) => name === order.target)!
    begin(0)
    const failure = await failureOf(target, order.text, () => begin(0))
    send({ type: 'ran', failure })
    return
  }
  const seeds = readSeeds(root, shared)
  const chosen = chosenTargets(order.only)
  for (let number = order.from; ; number += order.step) {
    const { target, text } = runOf(chosen, seeds, order.seed, number)
    begin(number)
    const failure = await failureOf(target, text, () => begin(number))
    if (failure) send({ type: 'failed', target: target.name, text, failure })
    send({ type: 'done', target: target.name })
  }
})

send({ type: 'ready' })

function send(message: Message): void {
  port.postMessage(message)
}

function begin(number: number): void {
  Atomics.store(progress, 0, number)
  Atomics.store(progress, 1, Date.now() & 0x7fffffff)
}
