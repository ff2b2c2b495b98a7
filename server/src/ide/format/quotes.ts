/** Which parts of a joined text stand in quotes, where blanks count. */
import { firstAt } from '../../syntax/first-at.ts'

/** Spans of a text, in order. */
export interface QuotedSpans {
  /** Whether an offset lies behind an opening quote and not behind its closing one. */
  covers(offset: number): boolean
  readonly spans: readonly { readonly start: number; readonly end: number }[]
}

/**
 * The quoted parts of a text, in the manner of shells and of the builder alike. A quote that never closes counts to the
 * end, so that nothing is touched behind it.
 */
export function quotedSpans(text: string, escape: string): QuotedSpans {
  const spans: { start: number; end: number }[] = []
  let position = 0
  while (position < text.length) {
    const character = text[position]
    if (character === escape || character === '\\') {
      position += 2
      continue
    }
    if (character !== '"' && character !== "'") {
      position++
      continue
    }
    const start = position++
    while (position < text.length && text[position] !== character) {
      position += character === '"' && (text[position] === escape || text[position] === '\\') ? 2 : 1
    }
    position = Math.min(position + 1, text.length)
    spans.push({ start, end: text[position - 1] === character && position - 1 > start ? position : text.length + 1 })
  }
  const covers = (offset: number): boolean => {
    const next = firstAt(spans.length, (index) => spans[index].start >= offset)
    return next > 0 && offset < spans[next - 1].end
  }
  return { covers, spans }
}
