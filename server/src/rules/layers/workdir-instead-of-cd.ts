/** `workdir-instead-of-cd`: a RUN that begins with `cd`, which WORKDIR says once for all. */

import type { CommandWord, ShellCommand } from '../../lint/command.ts'
import { insert, replace } from '../../lint/edits.ts'
import { casedLike } from '../../lint/insert-lines.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Fix, Rule } from '../../lint/rule.ts'
import { variableReferences } from '../../syntax/expand.ts'
import type { Stage } from '../../syntax/stages.ts'
import type { Instruction } from '../../syntax/tree.ts'

export const workdirInsteadOfCd: Rule = {
  id: 'workdir-instead-of-cd',
  family: 'layers',
  aliases: ['DL3003'],
  severity: 'info',
  fixable: 'unsafe',
  docs: {
    summary: 'A `RUN` starts with `cd` where `WORKDIR` says the same',
    why: 'Each `RUN` begins in the working directory again, so a `cd` has to be repeated and is easily lost. `WORKDIR` creates the folder when it is missing and holds for every instruction below.',
    lesson: 'WORKDIR (parts 2 and 3)',
    bad: 'FROM alpine:3.22\nRUN cd /srv && ./configure\n',
    good: 'FROM alpine:3.22\nWORKDIR /srv\nRUN ./configure\n',
    exception: 'A single step in a temporary folder, which the same `RUN` removes, is fine with `cd`.',
  },
  check(file, report) {
    for (const run of file.instructions('RUN')) {
      const commands = file.commands(run)
      const first = commands.find((command) => command.name !== 'set')
      if (first?.name !== 'cd' || !first.unconditional || first.node.context) continue
      // Whoever walks through several folders does not mean a working directory.
      if (commands.some((command) => command !== first && /^(cd|pushd|popd)$/.test(command.name))) continue
      const [target] = first.operands
      if (!target || first.operands.length !== 1 || !canBeWorkdir(file, run, target)) continue
      // A folder that this RUN makes or removes again is nobody else's.
      if (isTemporary(target.value ?? target.text)) continue
      report({
        range: first.callRange,
        message: `\`${file.slice(first.callRange)}\` holds for this \`RUN\` only; use \`WORKDIR ${target.text}\``,
        fixes: () => fixesOf(file, first, commands, target.text),
      })
    }
  },
}

/** A literal path, or variables that WORKDIR knows as well. */
function canBeWorkdir(file: LintFile, run: Instruction, target: CommandWord): boolean {
  if (target.value !== undefined) return true
  if (/[`(]/.test(target.text)) return false
  return variableReferences(target.text).every(({ name }) => file.scopes.lookup(run, name) !== undefined)
}

function isTemporary(path: string): boolean {
  return /^\/?(tmp|var\/tmp|usr\/src|dev\/shm)(\/|$)|^\$\(|^`|^-$/.test(path)
}

/** Whether an instruction of the stage below this one, up to the next WORKDIR, minds the working directory. */
function mattersBelow({ from, instructions }: Stage, { index }: Instruction): boolean {
  for (let i = index - from.index; i < instructions.length; i++) {
    const { keyword } = instructions[i]
    if (keyword === 'WORKDIR') return false
    if (/^(RUN|COPY|ADD|CMD|ENTRYPOINT|HEALTHCHECK)$/.test(keyword)) return true
  }
  return false
}

function fixesOf(file: LintFile, cd: ShellCommand, commands: readonly ShellCommand[], path: string): readonly Fix[] {
  const run = cd.instruction
  const { statements, text } = cd.script.tree
  const next = commands[1]
  const stage = file.stageOf(run)
  if (!stage || !next || commands[0] !== cd || run.heredocs.length > 0 || run.json || file.outer(run) !== run) return []
  if (next.node.operator !== '&&' || statements.length !== 1 || /["'$`~*\\]/.test(path)) return []
  // The instructions below would run elsewhere, unless they do not mind or a WORKDIR comes first.
  const others = mattersBelow(stage, run)
  const operatorEnd = text.slice(cd.node.end).search(/[^\s&]/)
  if (operatorEnd < 0) return []
  const after = cd.fileRange({ start: cd.node.end + operatorEnd, end: cd.node.end + operatorEnd + 1 }).start
  // Comments in front of the next command stay above it.
  const comments = run.comments.filter(({ start }) => start < after)
  const lines = [
    `${casedLike(file, run, 'WORKDIR')} ${path}`,
    ...comments.map((comment) => file.slice(comment).trimEnd()),
  ]
  return [
    {
      title: others ? `Use \`WORKDIR ${path}\`, for the instructions below as well` : `Use \`WORKDIR ${path}\``,
      safety: 'unsafe',
      edits: [
        insert(run.start, lines.map((line) => line + file.newline).join('')),
        replace({ start: run.body.start, end: after }, ''),
      ],
      effect: { rewrites: [run], inserts: 1 },
    },
  ]
}
