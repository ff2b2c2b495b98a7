/** Answers that depend on a text alone, remembered by it: the files of one project are built on few images. */

/** Texts that are remembered for each question; all are forgotten when there are more. */
const limit = 4_000

/** Longer texts are no names, and are seldom asked about twice. */
const longest = 200

/** The same function, with its answers remembered; they are not to be changed. */
export function rememberedByText<T>(answer: (text: string) => T): (text: string) => T {
  let known = new Map<string, T>()
  return (text) => {
    if (text.length > longest) return answer(text)
    const found = known.get(text)
    if (found !== undefined || known.has(text)) return found as T
    const fresh = answer(text)
    if (known.size >= limit) known = new Map()
    known.set(text, fresh)
    return fresh
  }
}
