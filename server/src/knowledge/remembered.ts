/** Answers that depend on a text alone, remembered by it: the files of one project are built on few images. */

/** Texts that are remembered for each question; all are forgotten when there are more. */
const limit = 1_000

/** The same function, with its answers remembered; they are not to be changed. */
export function rememberedByText<T>(answer: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>()
  return (text) => {
    const found = known.get(text)
    if (found !== undefined || known.has(text)) return found as T
    const fresh = answer(text)
    if (known.size >= limit) known.clear()
    known.set(text, fresh)
    return fresh
  }
}
