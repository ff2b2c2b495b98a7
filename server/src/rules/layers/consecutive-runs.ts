/** `consecutive-runs`: neighbouring RUNs of one command each, which could be one layer. */

import type { LintFile } from '../../lint/lint-file.ts'
import { scriptHeredoc } from '../../lint/merge-heredocs.ts'
import { isSafeJunction, junctionOf, mergeRuns, nextInstruction, sameFlags } from '../../lint/merge-runs.ts'
import { misplacedInstall } from '../../lint/misplaced-install.ts'
import type { Finding, Rule } from '../../lint/rule.ts'
import type { Instruction } from '../../syntax/tree.ts'

export const consecutiveRuns: Rule = {
  id: 'consecutive-runs',
  family: 'layers',
  aliases: ['DL3059'],
  severity: 'info',
  fixable: 'safe',
  docs: {
    summary: 'Neighbouring `RUN` instructions could be one layer',
    why: 'Each `RUN` makes a layer of its own. What one layer adds, a later one can hide but not take out of the image, and every layer costs a little when images are pulled.',
    lesson: 'Minimise layers (parts 1, 3 and 5)',
    bad: 'FROM debian:13\nRUN mkdir -p /srv/data\nRUN chmod 750 /srv/data\n',
    good: 'FROM debian:13\nRUN mkdir -p /srv/data && \\\n    chmod 750 /srv/data\n',
    exception:
      'Steps that change at different times may deserve layers of their own: a slow download that stays in the cache while the quick step behind it is being worked on.',
  },
  check(file, report) {
    for (const stage of file.stages) {
      const { instructions } = stage
      for (let i = 0; i < instructions.length; i++) {
        const chain = chainFrom(file, instructions[i])
        if (chain.length > 1) for (const finding of findings(file, chain, file.facts.isShipped(stage))) report(finding)
        i += chain.length - 1
      }
    }
  },
}

/** RUNs of a single command each, with equal flags, one right after the other. */
function chainFrom(file: LintFile, first: Instruction): readonly Instruction[] {
  const chain = [first]
  if (!isSingle(file, first)) return chain
  for (;;) {
    const last = chain[chain.length - 1]
    const next = nextInstruction(file, last)
    if (!next || !isSingle(file, next) || !sameFlags(last, next)) return chain
    if (last.heredocs.length > 0 !== next.heredocs.length > 0) return chain
    chain.push(next)
  }
}

/**
 * Whoever has grouped commands already has decided what belongs together. An install that should stand above the copy
 * of everything has to stay by itself, so that it can go there.
 */
function isSingle(file: LintFile, instruction: Instruction): boolean {
  if (instruction.keyword !== 'RUN') return false
  const stage = file.stageOf(instruction)
  if (stage && misplacedInstall(file, stage)?.install.run === instruction) return false
  if (instruction.json) return true
  const isHeredoc = instruction.heredocs.length > 0
  if (isHeredoc && !scriptHeredoc(file, instruction)) return false
  const [script] = file.scripts(instruction)
  const statements = script?.tree.statements ?? []
  // In a heredoc, `set -e` in front is no command of its own.
  const isErrexit = isHeredoc && script?.tree.commands[0]?.name === 'set' && statements.length > 1
  const [statement, ...others] = isErrexit ? statements.slice(1) : statements
  if (!statement || others.length > 0 || statement.members.length !== 1) return false
  return statement.members[0].kind === 'Command' || statement.members[0].kind === 'Pipeline'
}

function advice(runs: readonly Instruction[]): string {
  return runs.every(({ heredocs }) => heredocs.length > 0) ? 'put them into one heredoc' : 'join them with `&&`'
}

/** One finding for each part of the chain that merges in the same way. */
function* findings(file: LintFile, chain: readonly Instruction[], shipped: boolean): Generator<Finding> {
  const junctions = chain.slice(1).map((run, i) => junctionOf(file, chain[i], run))
  let start = 0
  while (start < junctions.length) {
    const safe = isSafeJunction(junctions[start])
    let end = start
    while (end + 1 < junctions.length && isSafeJunction(junctions[end + 1]) === safe) end++
    const runs = chain.slice(start, end + 2)
    const part = junctions.slice(start, end + 1)
    yield {
      range: runs[1].keywordRange,
      message: `${runs.length} \`RUN\` instructions in a row could be one layer; ${advice(runs)}`,
      ...(shipped ? {} : { severity: 'hint' as const }),
      related: runs.slice(2).map((run) => ({ range: run.keywordRange, message: 'and this one' })),
      fixes: () => (part.every(({ kind }) => kind !== 'impossible') ? [mergeRuns(file, runs, part)] : []),
    }
    start = end + 1
  }
}
