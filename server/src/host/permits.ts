/// <reference lib="es2024.sharedmemory" />
/** A limit on how many things go on at once, in one thread or in several. */

export interface Permits {
  /** Waits for a permit, does the work, and gives the permit back. */
  use<T>(work: () => Promise<T>): Promise<T>
}

/** Processes of ShellCheck at a time, in all threads together. */
export const shellCheckProcesses = 2

/** The memory that threads share to keep the same limit. */
export function sharedPermits(count: number): SharedArrayBuffer {
  const memory = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)
  new Int32Array(memory)[0] = count
  return memory
}

export function createPermits(memory: SharedArrayBuffer): Permits {
  const free = new Int32Array(memory)
  const take = async (): Promise<void> => {
    for (;;) {
      const available = Atomics.load(free, 0)
      if (available > 0 && Atomics.compareExchange(free, 0, available, available - 1) === available) return
      if (available === 0) await Atomics.waitAsync(free, 0, 0).value
    }
  }
  return {
    use: async (work) => {
      await take()
      try {
        return await work()
      } finally {
        Atomics.add(free, 0, 1)
        Atomics.notify(free, 0, 1)
      }
    },
  }
}
