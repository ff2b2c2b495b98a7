/** Which variables the instructions of a file mention, in the spelling of any shell; a coarse answer that misses none. */

import type { Instruction } from '../syntax/tree.ts'
import type { LintFile } from './lint-file.ts'

/** `$NAME`, `${NAME…`, PowerShell's `$env:NAME` and cmd's `%NAME%`. */
const mention = /\$(?:\{[!#]?|env:|\{env:)?([A-Za-z_][A-Za-z0-9_]*)|%([A-Za-z_][A-Za-z0-9_]*)%/gi

/** The names that an instruction mentions, heredocs and ONBUILD included; also where the text is quoted or escaped. */
export function mentionedNames(file: LintFile, instruction: Instruction): ReadonlySet<string> {
  return file.onceFor('mentioned variables', instruction.index, () => {
    const outer = file.outer(instruction)
    const text = file.text.slice(outer.start, outer.end)
    if (!/[$%]/.test(text)) return none
    const names = new Set<string>()
    for (const match of text.matchAll(mention)) names.add(match[1] ?? match[2])
    return names
  })
}

const none: ReadonlySet<string> = new Set()
