/** The parts that hovers are made of. */

import { codeBlock } from '../markdown.ts'

/** `*Lesson: …* · [Reference](…)`: the last line of a hover; either may be missing. */
export function footer(lesson: string | undefined, url: string | undefined): string {
  return [lesson && `*Lesson: ${lesson}*`, url && `[Reference](${url})`].filter(Boolean).join(' · ')
}

/** Paragraphs, the empty ones left out. */
export function paragraphs(...parts: readonly (string | undefined | false)[]): string {
  return parts.filter(Boolean).join('\n\n')
}

/** A list, a line an item; the empty ones left out. */
export function bullets(items: readonly (string | undefined | false)[]): string {
  return items
    .filter(Boolean)
    .map((item) => `- ${item}`)
    .join('\n')
}

/** An example in a block, under its own word. */
export function example(text: string): string {
  return `For example:\n\n${codeBlock(text)}`
}
