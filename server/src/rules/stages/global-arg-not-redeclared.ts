/** `global-arg-not-redeclared`: an ARG of above the first FROM, used in a stage that does not declare it. */

import { casedLike, insertOnTop } from '../../lint/insert-lines.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Finding, Fix, Rule } from '../../lint/rule.ts'
import { expandedWords, mayBeSet, variableUses } from '../../lint/word-expansion.ts'
import { fileRange } from '../../syntax/joined-text.ts'
import type { Stage } from '../../syntax/stages.ts'
import type { Instruction, Range } from '../../syntax/tree.ts'

export const globalArgNotRedeclared: Rule = {
  id: 'global-arg-not-redeclared',
  family: 'stages',
  severity: 'warning',
  fixable: 'safe',
  docs: {
    summary: 'An ARG from above the first FROM is used in a stage that does not declare it',
    why: 'An ARG above the first FROM is for FROM lines only. In a stage it is empty until `ARG NAME`, without a value, brings it in.',
    lesson: 'ARG and ENV (part 3)',
    bad: 'ARG VERSION=1.2.3\nFROM alpine:3.22\nLABEL version=$VERSION\n',
    good: 'ARG VERSION=1.2.3\nFROM alpine:3.22\nARG VERSION\nLABEL version=$VERSION\n',
  },
  check(file, report) {
    const { globalArgs } = file.graph
    if (globalArgs.size === 0) return
    const uses = [...wordUses(file), ...shellUses(file)].sort((a, b) => a.range.start - b.range.start)
    const firsts = new Map<string, Instruction>()
    for (const use of uses) {
      const stage = file.stageOf(use.instruction)
      if (!stage) continue
      const key = `${stage.index} ${use.name}`
      const first = firsts.get(key) ?? use.instruction
      firsts.set(key, first)
      report(finding(file, stage, use, first))
    }
  },
}

interface Use {
  readonly name: string
  readonly range: Range
  readonly instruction: Instruction
  /** By BuildKit, which says UndefinedVar. */
  readonly isExpanded: boolean
}

function* wordUses(file: LintFile): Generator<Use> {
  for (const word of expandedWords(file)) {
    if (word.isGlobal) continue
    for (const { name, range } of variableUses(word)) {
      if (isMissing(file, word.instruction, name)) {
        yield { name, range, instruction: word.instruction, isExpanded: word.instruction.keyword !== 'EXPOSE' }
      }
    }
  }
}

/** Variables of RUN scripts that the script itself does not set. */
function* shellUses(file: LintFile): Generator<Use> {
  for (const instruction of file.tree.instructions) {
    if (instruction.keyword !== 'RUN') continue
    const seen = new Set<string>()
    for (const script of file.scripts(instruction)) {
      const assigned = new Set(script.tree.variables.filter((use) => use.assigned).map(({ name }) => name))
      for (const { name, guarded, start, end } of script.tree.variables) {
        if (guarded || assigned.has(name) || seen.has(name) || !isMissing(file, instruction, name)) continue
        seen.add(name)
        const range = fileRange(script.source, start + script.offset, end + script.offset)
        yield { name, range, instruction, isExpanded: false }
      }
    }
  }
}

function isMissing(file: LintFile, instruction: Instruction, name: string): boolean {
  return file.graph.globalArgs.has(name) && !mayBeSet(file, { instruction, isGlobal: false }, name)
}

function finding(file: LintFile, stage: Stage, { name, range, isExpanded }: Use, first: Instruction): Finding {
  return {
    range,
    aliases: isExpanded ? ['UndefinedVar'] : [],
    message: `\`${name}\` is empty here: an ARG above the first FROM has to be declared again in the stage, with \`ARG ${name}\``,
    fixes: () => [declare(file, stage, first, name)],
  }
}

/** Above the first instruction of the stage that needs it: what comes before keeps its cache. */
function declare(file: LintFile, stage: Stage, first: Instruction, name: string): Fix {
  return {
    title: `Declare \`ARG ${name}\` in the stage`,
    safety: 'safe',
    edits: [insertOnTop(file, first, [`${casedLike(file, stage.from, 'ARG')} ${name}`])],
    effect: { rewrites: [], inserts: 1 },
  }
}
