/** Counts the characters that a piece of code looks at through the methods of strings and the steps of arrays. */

type Method = (this: unknown, ...args: unknown[]) => unknown

/** What one call costs: the characters that it goes over, at least one. */
const costs: Readonly<Record<string, (text: string, args: readonly unknown[], result: unknown) => number>> = {
  charCodeAt: () => 1,
  codePointAt: () => 1,
  startsWith: (_, [part]) => String(part).length,
  endsWith: (_, [part]) => String(part).length,
  slice: (_, __, result) => String(result).length,
  trim: (text) => text.length,
  toLowerCase: (text) => text.length,
  toUpperCase: (text) => text.length,
  split: (text) => text.length,
  replace: (text) => text.length,
  includes: (text, [part, from]) => distance(text, text.indexOf(String(part)), from),
  indexOf: (text, [, from], result) => distance(text, result as number, from),
  lastIndexOf: (text, _, result) => text.length - Math.max(0, result as number),
}

/** How far a search went: to what it found, else to the end. */
function distance(text: string, found: number, from: unknown): number {
  return (found < 0 ? text.length : found) - Math.max(0, Number(from ?? 0))
}

/** The number of steps that `run` takes. Everything is put back when it ends. */
export function countedWork(run: () => void): number {
  const prototype = String.prototype as unknown as Record<string, Method>
  const originals = Object.keys(costs).map((name) => [name, prototype[name]] as const)
  let steps = 0
  let counting = true
  for (const [name, original] of originals) {
    prototype[name] = function (...args) {
      const result = original.apply(this, args)
      if (counting) {
        counting = false
        steps += Math.max(1, costs[name](String(this), args, result))
        counting = true
      }
      return result
    }
  }
  try {
    run()
  } finally {
    for (const [name, original] of originals) prototype[name] = original
  }
  return steps
}
