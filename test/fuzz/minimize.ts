/** Makes a failing text as small as it gets while it still fails in the same way. */

/** Milliseconds that are spent on one text: for a hang each attempt takes its whole time. */
const budget = 30_000

/** `fails` says whether a text still shows the failure. The result holds nothing of the words that do not matter. */
export async function minimized(text: string, fails: (text: string) => Promise<boolean>): Promise<string> {
  const until = Date.now() + budget
  const stillFails = async (candidate: string): Promise<boolean> => Date.now() < until && fails(candidate)
  let smallest = await withoutParts(text.split(/(?<=\n)/), stillFails)
  smallest = await withoutParts(smallest.split(/(?<=\s)|(?=\s)/), stillFails)
  if (smallest.length < 4_000) smallest = await withoutParts(smallest.split(''), stillFails)
  return withPlainWords(smallest, stillFails)
}

/** Leaves out ever smaller runs of parts. */
async function withoutParts(parts: string[], fails: (text: string) => Promise<boolean>): Promise<string> {
  let left = parts
  for (let size = Math.ceil(left.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < left.length; ) {
      const fewer = [...left.slice(0, from), ...left.slice(from + size)]
      if (fewer.length < left.length && (await fails(fewer.join('')))) left = fewer
      else from += size
    }
  }
  return left.join('')
}

/** Replaces words one by one by letters. */
async function withPlainWords(text: string, fails: (text: string) => Promise<boolean>): Promise<string> {
  let result = text
  for (const word of new Set(text.match(/[A-Za-z]{2,}/g))) {
    for (const plain of ['a', 'x'.repeat(word.length)]) {
      const candidate = result.replaceAll(word, plain)
      if (candidate === result || !(await fails(candidate))) continue
      result = candidate
      break
    }
  }
  return result
}
