/** Shows on stderr how far a long run is, when stderr is a terminal. */

export interface Progress {
  /** One more file is done. */
  step(): void
  /** Takes the line away, before something else is written. */
  clear(): void
}

/** Milliseconds before the first line, and between two. */
const patience = 500
const interval = 100

export function createProgress(): Progress {
  if (!process.stderr.isTTY) return { step: () => {}, clear: () => {} }
  let files = 0
  let due = performance.now() + patience
  let shown = false
  return {
    step: () => {
      files++
      const now = performance.now()
      if (now < due) return
      due = now + interval
      process.stderr.write(`\r\u001b[K${files} files checked…`)
      shown = true
    },
    clear: () => {
      if (shown) process.stderr.write('\r\u001b[K')
      shown = false
    },
  }
}
