/** Expands the body of a VS Code snippet as the editor does when every placeholder is left at its default. */

/**
 * The text of a snippet body: placeholders and choices at their first value, repeated tab stops like the first one with
 * a value, escapes removed, `$0` empty. Throws on what no snippet of this project uses (variables, transforms).
 */
export function expandSnippet(body: string | readonly string[]): string {
  const source = typeof body === 'string' ? body : body.join('\n')
  const defaults = new Map<string, string>()
  expand(source, defaults)
  return expand(source, defaults)
}

/** The tab stop numbers of a body, in order of appearance. */
export function tabStops(body: string | readonly string[]): number[] {
  const source = typeof body === 'string' ? body : body.join('\n')
  return [...source.replaceAll(/\\[\\$}]/g, '').matchAll(/\$\{?(\d+)/g)].map((match) => Number(match[1]))
}

function expand(source: string, defaults: Map<string, string>): string {
  let text = ''
  let at = 0
  while (at < source.length) {
    const character = source[at]
    if (character === '\\' && '\\$}'.includes(source[at + 1] ?? ' ')) {
      text += source[at + 1]
      at += 2
    } else if (character !== '$') {
      text += character
      at++
    } else {
      const stop = tabStop(source, at, defaults)
      text += stop.text
      at = stop.end
    }
  }
  return text
}

function tabStop(source: string, start: number, defaults: Map<string, string>): { text: string; end: number } {
  const match = /\$(?:(\d+)|\{(\d+)([:|}]))/y
  match.lastIndex = start
  const found = match.exec(source)
  if (!found) throw new Error(`Neither an escape nor a tab stop: ${source.slice(start, start + 40)}`)
  const number = found[1] ?? found[2]
  if (found[3] === undefined || found[3] === '}') return { text: defaults.get(number) ?? '', end: match.lastIndex }
  const end = closing(source, match.lastIndex)
  const inner = source.slice(match.lastIndex, found[3] === '|' ? end - 1 : end)
  if (found[3] === '|' && source[end - 1] !== '|') throw new Error(`A choice without its end: ${inner}`)
  const text = found[3] === ':' ? expand(inner, defaults) : firstChoice(inner)
  if (!defaults.has(number)) defaults.set(number, text)
  return { text, end: end + 1 }
}

/** The offset of the brace that closes a placeholder; nested placeholders and escapes are stepped over. */
function closing(source: string, start: number): number {
  let depth = 1
  for (let at = start; at < source.length; at++) {
    if (source[at] === '\\') at++
    else if (source[at] === '$' && source[at + 1] === '{') depth++
    else if (source[at] === '}' && --depth === 0) return at
  }
  throw new Error(`A placeholder without its end: ${source.slice(start, start + 40)}`)
}

function firstChoice(choices: string): string {
  return (choices.match(/^(?:\\.|[^\\,])*/)?.[0] ?? '').replaceAll(/\\(.)/g, '$1')
}
