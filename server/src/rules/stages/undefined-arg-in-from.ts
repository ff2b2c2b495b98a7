/** `undefined-arg-in-from`: a FROM with a variable that no ARG above it declares. */

import { replace } from '../../lint/edits.ts'
import { insertAbove } from '../../lint/insert-lines.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import { nearest } from '../../lint/nearest.ts'
import type { Fix, Rule } from '../../lint/rule.ts'
import { type ExpandedWord, expandedWords, variableUses } from '../../lint/word-expansion.ts'
import type { VariableReference } from '../../syntax/expand.ts'
import { isPlatformArg } from '../../syntax/stages.ts'
import type { Range } from '../../syntax/tree.ts'

export const undefinedArgInFrom: Rule = {
  id: 'undefined-arg-in-from',
  family: 'stages',
  aliases: ['UndefinedArgInFrom'],
  severity: 'warning',
  fixable: 'unsafe',
  docs: {
    summary: 'FROM uses a variable that no ARG above the first FROM declares',
    why: 'FROM knows only arguments that are declared above the first FROM, and those for the platform. Any other is empty, whatever the build is given.',
    lesson: 'ARG and ENV (part 3)',
    bad: 'ARG NODE_VERSION=24\nFROM node:${NODE_VERSON}\n',
    good: 'ARG NODE_VERSION=24\nFROM node:${NODE_VERSION}\n',
  },
  check(file, report) {
    for (const word of fromWords(file)) {
      for (const use of variableUses(word)) {
        if (file.graph.globalArgs.has(use.name) || isPlatformArg(use.name)) continue
        const suggestion = nearest(use.name, [...file.graph.globalArgs.keys(), ...platformNames])
        const advice =
          suggestion === undefined ? 'declare it with `ARG` above the first FROM' : `did you mean \`${suggestion}\`?`
        report({
          range: use.range,
          message: `\`${use.name}\` is not declared above the first FROM; ${advice}`,
          fixes: () => argumentFixes(file, word, use, suggestion),
        })
      }
    }
  },
}

const platformNames = [
  'TARGETPLATFORM',
  'TARGETOS',
  'TARGETARCH',
  'TARGETVARIANT',
  'BUILDPLATFORM',
  'BUILDOS',
  'BUILDARCH',
  'BUILDVARIANT',
]

function fromWords(file: LintFile): readonly ExpandedWord[] {
  return expandedWords(file).filter(({ instruction }) => instruction.keyword === 'FROM')
}

function argumentFixes(
  file: LintFile,
  word: ExpandedWord,
  use: VariableReference & { readonly range: Range },
  suggestion: string | undefined,
): readonly Fix[] {
  if (suggestion !== undefined) {
    const name = word.place({ start: use.nameStart, end: use.nameEnd })
    return [{ title: `Write \`${suggestion}\``, safety: 'unsafe', edits: [replace(name, suggestion)] }]
  }
  // Without a default in the FROM line, a declaration alone leaves the name empty.
  const [first] = file.stages
  if (!/^:?[-+]$/.test(use.modifier) || !first) return []
  const edits = [insertAbove(file, first.from, [`ARG ${use.name}`])]
  return [{ title: `Declare \`ARG ${use.name}\``, safety: 'unsafe', edits, effect: { rewrites: [], inserts: 1 } }]
}
