/** COPY and ADD sources that come from the build context. */

import { expandWord } from '../syntax/expand.ts'
import type { Instruction, Word } from '../syntax/tree.ts'
import type { LintFile } from './lint-file.ts'

export interface ContextSource {
  readonly instruction: Instruction
  readonly word: Word
  /** As the build sees it: variables put in, no quotes, no leading `./` or `/`; `.` for the whole context. */
  readonly path: string
}

/** The sources of a file's copies that are read from the build context; those with unknown variables are left out. */
export function contextSources(file: LintFile): readonly ContextSource[] {
  return file.once('context sources', () => {
    const sources: ContextSource[] = []
    for (const instruction of file.instructions('COPY', 'ADD')) {
      if (instruction.flags.some((flag) => flag.name === 'from')) continue
      const { heredocs } = instruction
      let next = 0
      for (const word of instruction.words.slice(0, -1)) {
        while (next < heredocs.length && heredocs[next].marker.end <= word.start) next++
        if (next < heredocs.length && heredocs[next].marker.start <= word.start) continue
        const path = pathOf(file, instruction, word)
        if (path !== undefined) sources.push({ instruction, word, path })
      }
    }
    return sources
  })
}

function pathOf(file: LintFile, instruction: Instruction, word: Word): string | undefined {
  const known = word.text.includes('$') ? file.scopes.expand(instruction, word.text) : undefined
  if (known && (known.error !== undefined || known.unset.length > 0)) return undefined
  const text = known?.value ?? (instruction.json ? word.text : unquoted(word.text, file.tree.escape))
  if (/^(https?|ftp|git|ssh):\/\/|^git@|^<</i.test(text)) return undefined
  const path = text.replace(/^(\.?\/)+/, '').replace(/(?<!\/)\/+$/, '')
  return path === '' ? '.' : path
}

function unquoted(text: string, escape: '\\' | '`'): string {
  return /["'\\`]/.test(text) ? expandWord(text, () => undefined, { escape, keepUnset: true }).value : text
}

/** Whether a copy takes the whole context. */
export function takesWholeContext({ path }: ContextSource): boolean {
  return path === '.' || path === '*' || path === './*'
}
