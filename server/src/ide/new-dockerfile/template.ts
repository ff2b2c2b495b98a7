/** The contributed snippets as templates: what a snippet and a new Dockerfile say is one text. */

import dockerfileSnippets from '../../../../snippets/dockerfile.json' with { type: 'json' }
import dockerignoreSnippets from '../../../../snippets/dockerignore.json' with { type: 'json' }

interface StoredSnippet {
  readonly prefix: string | readonly string[]
  readonly body: readonly string[]
}

/** Values of tab stops, by number; one that is undefined keeps its default. */
export type Values = Readonly<Record<number, string | undefined>>

/** The text of a Dockerfile snippet with these values. */
export function dockerfileTemplate(prefix: string, values: Values = {}): string {
  return fill(bodyOf(dockerfileSnippets, prefix), values)
}

/** The text of a .dockerignore snippet. */
export function dockerignoreTemplate(prefix: string): string {
  return fill(bodyOf(dockerignoreSnippets, prefix), {})
}

/** The values that a tab stop offers, the preferred one first. */
export function choicesOf(prefix: string, stop: number): readonly string[] {
  for (const [, number, choices, value] of bodyOf(dockerfileSnippets, prefix).matchAll(tabStop)) {
    if (Number(number) !== stop) continue
    if (choices !== undefined) return choices.split(',')
    if (value !== undefined) return [value]
  }
  return []
}

function bodyOf(snippets: Readonly<Record<string, StoredSnippet>>, prefix: string): string {
  const found = Object.values(snippets).find((snippet) => [snippet.prefix].flat().includes(prefix))
  return `${found?.body.join('\n') ?? ''}\n`
}

/** An escape, or a tab stop with its choices or its default. */
const tabStop = /\\[\\$}]|\$\{(\d+)(?:\|([^|${}]*)\||:([^${}]*))?\}/g

function fill(body: string, values: Values): string {
  const defaults = new Map<string, string>()
  for (const [, number, choices, value] of body.matchAll(tabStop)) {
    const first = choices?.split(',')[0] ?? value
    if (number !== undefined && first !== undefined && !defaults.has(number)) defaults.set(number, first)
  }
  return body.replace(tabStop, (found, number: string | undefined) => {
    if (number === undefined) return found.slice(1)
    return values[Number(number)] ?? defaults.get(number) ?? ''
  })
}

/** The text with some of its lines replaced, wherever they stand; an empty replacement takes them out. */
export function withLines(text: string, replacements: Readonly<Record<string, readonly string[]>>): string {
  return text
    .split('\n')
    .flatMap((line) => (Object.hasOwn(replacements, line) ? replacements[line] : [line]))
    .join('\n')
}

/** The text with its last CMD or ENTRYPOINT in the exec form of these words. */
export function withCommand(text: string, words: readonly string[]): string {
  const command = `CMD [${words.map((each) => JSON.stringify(each)).join(', ')}]`
  return text.replace(/\n(?:CMD|ENTRYPOINT) \[[^\n]*\]\n$/, `\n${command}\n`)
}

/** The text without port and health check, for a program that is no server. */
export function withoutServer(text: string): string {
  return text.replace(/\nEXPOSE [^\n]*/, '').replace(/\nHEALTHCHECK [^\n]*\\\n[^\n]*/, '')
}

/** The text with another path in the address of its health check. */
export function withHealthPath(text: string, path: string): string {
  return text.replace(
    /^(HEALTHCHECK .*\\\n.*http:\/\/127\.0\.0\.1:\d+)\/[\w/.-]*/m,
    (_, before: string) => before + path,
  )
}
