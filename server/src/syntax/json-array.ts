/** JSON arrays as the exec form uses them, with the place of each element. */

export interface JsonElement {
  readonly value: string
  /** Offsets of the element with its quotes, in the given text. */
  readonly start: number
  readonly end: number
}

export type JsonArrayResult =
  | { readonly kind: 'strings'; readonly elements: readonly JsonElement[] }
  /** Valid JSON, but an element is no string: BuildKit refuses it. */
  | { readonly kind: 'mixed' }
  /** No JSON array: BuildKit reads the text in shell form. */
  | { readonly kind: 'none' }

/** Reads a JSON array of strings that fills a text between two offsets. */
export function parseJsonArray(text: string, from: number, to: number): JsonArrayResult {
  let position = skipJsonSpace(text, from, to)
  if (text[position] !== '[' || position >= to) return { kind: 'none' }
  const slice = text.slice(position, to)
  let parsed: unknown
  try {
    parsed = JSON.parse(slice)
  } catch {
    return { kind: 'none' }
  }
  if (!Array.isArray(parsed)) return { kind: 'none' }
  // A null in the array becomes an empty Go value that is no string either.
  if (parsed.some((element) => typeof element !== 'string')) return { kind: 'mixed' }
  const elements: JsonElement[] = []
  position++
  for (const value of parsed as string[]) {
    while (text[position] !== '"') position++
    const start = position++
    while (text[position] !== '"') position += text[position] === '\\' ? 2 : 1
    position++
    elements.push({ value, start, end: position })
  }
  return { kind: 'strings', elements }
}

function skipJsonSpace(text: string, from: number, to: number): number {
  while (from < to && /\s/.test(text[from])) from++
  return from
}
