/** Appending a command to a RUN in the file's own style: its operators, line breaks and indentation. */

import { fileEndOffset, fileOffset } from '../syntax/joined-text.ts'
import type { ShellMember, ShellStatement } from '../syntax/shell.ts'
import type { Instruction } from '../syntax/tree.ts'
import type { Script, ShellCommand } from './command.ts'
import { isExecForm } from './command-edits.ts'
import { insert } from './edits.ts'
import { setsErrexit } from './errexit.ts'
import type { LintFile } from './lint-file.ts'
import type { Edit } from './rule.ts'

/**
 * The edit that runs `command` at the end of a RUN (or ONBUILD RUN), only when all before it went well, without
 * changing the status of anything that fails. Undefined where that cannot be had: exec form, a script that may leave
 * early, a background command, a shell that reads heredocs of its own.
 */
export function appendCommand(file: LintFile, run: Instruction, command: string): Edit | undefined {
  const scripts = file.scripts(run)
  const [script] = scripts
  if (run.json || scripts.length !== 1 || run.heredocs.length > 1) return undefined
  const { statements, errors } = script.tree
  const last = statements.at(-1)
  if (!last || errors.length > 0 || last.background || leavesEarly(script)) return undefined
  const isHeredoc = run.heredocs.length === 1
  if (isHeredoc && script.source === run.source) return undefined
  if (isHeredoc && script.tree.text.includes('<<')) return undefined
  const end = fileOffsetBehind(script, last.end)
  const asStatement = stopsAtErrors(file, script) && isOneStep(last)
  if (isHeredoc) return asStatement ? newLine(file, run, end, command) : insert(end, ` && ${command}`)
  if (asStatement && statements.length > 1) return insert(end, semicolonJoint(file, script, command))
  return insert(end, andJoint(file, script, last, command))
}

function fileOffsetBehind(script: Script, offset: number): number {
  return fileEndOffset(script.source, offset + script.offset)
}

function fileOffsetOf(script: Script, offset: number): number {
  return fileOffset(script.source, offset + script.offset)
}

/**
 * The edit that runs `command` right behind another one (or the `( … )`, `if … fi` that it stands in), when that went
 * well. Undefined where the rest of the list would be judged by another status.
 */
export function insertCommandBehind(file: LintFile, before: ShellCommand, command: string): Edit | undefined {
  const { script, instruction, node } = before
  const scripts = file.scripts(instruction)
  if (instruction.json || scripts[0] !== script || scripts.length !== 1) return undefined
  if (script.tree.errors.length > 0 || (instruction.heredocs.length > 0 && script.source === instruction.source)) {
    return undefined
  }
  const contains = ({ start, end }: ShellMember): boolean => start <= node.start && node.end <= end
  const statement = script.tree.statements.find(({ members }) => members.some(contains))
  if (!statement || statement.background) return undefined
  const index = statement.members.findIndex(contains)
  const member = statement.members[index]
  if (statement.members[index + 1]?.operator === '||') return undefined
  const end = fileOffsetBehind(script, member.end)
  const onLine = instruction.heredocs.length > 0
  return insert(end, onLine ? ` && ${command}` : andJoint(file, script, { ...statement, end: member.end }, command))
}

/** The edit that runs `command` behind another one inside the branch or function that it stands in. */
export function insertInBranch(before: ShellCommand, command: string): Edit | undefined {
  const { node, script } = before
  if (
    isExecForm(before) ||
    node.pipelineLength > 1 ||
    node.negated ||
    node.background ||
    script.tree.errors.length > 0
  ) {
    return undefined
  }
  const place = node.context?.kind
  if (place === 'condition' || place === 'substitution' || place === undefined) return undefined
  const rest = script.tree.text.slice(node.end).trimStart()
  return rest.startsWith('||') ? undefined : insert(before.range.end, ` && ${command}`)
}

/** A command for the user that another one runs as: behind the same `sudo`; undefined where that is not so plain. */
export function asSameUser({ node, script }: ShellCommand, command: string): string | undefined {
  const { wrappers, nameWord } = node
  if (!wrappers.some((name) => switchers.has(name))) return command
  const front = script.tree.text.slice(node.start, nameWord?.start ?? node.start).trim()
  const prefix = front.slice(Math.max(front.search(/sudo\b/), 0)).replace(/\s+/g, ' ')
  return wrappers.length === 1 && prefix.startsWith('sudo') ? `${prefix} ${command}` : undefined
}

const switchers: ReadonlySet<string> = new Set(['sudo', 'doas', 'gosu', 'su-exec', 'chroot'])

/** `exit`, `exec` or `return` in the script's own shell: what is appended might never run. */
function leavesEarly(script: Script): boolean {
  return script.tree.commands.some((command) => {
    for (let place = command.context; place; place = place.parent) {
      if (place.kind !== 'group') return false
    }
    if (command.pipelineLength > 1 || command.operator === '||') return false
    return command.name === 'exit' || command.name === 'return' || command.wrappers.includes('exec')
  })
}

/** Whether the script ends at its first failing statement, by its own `set -e` or by the shell's options. */
function stopsAtErrors(file: LintFile, script: Script): boolean {
  return file.shell(script.instruction).errexit || setsErrexit({ ...script, tree: outermost(script.tree) })
}

/** `set -e` in a subshell or a function says nothing of the script. */
function outermost(tree: Script['tree']): Script['tree'] {
  return { ...tree, commands: tree.commands.filter(({ context }) => context === undefined) }
}

/** Under `set -e` a failing `a` of `a && b` does not end the script, so such a list cannot be followed by `;`. */
function isOneStep(statement: ShellStatement): boolean {
  return statement.members.length === 1
}

function newLine(file: LintFile, run: Instruction, end: number, command: string): Edit {
  const line = file.line(end)
  const indent = indentOf(file, line)
  const next = file.tree.lineStarts[line + 1] ?? run.end
  return insert(next, `${indent}${command}${file.newline}`)
}

function semicolonJoint(file: LintFile, script: Script, command: string): string {
  const { statements } = script.tree
  const [before, last] = statements.slice(-2)
  const start = fileOffsetOf(script, last.start)
  const between = file.text.slice(fileOffsetBehind(script, before.end), start)
  if (!between.includes('\n')) return `; ${command}`
  return `; ${file.tree.escape}${file.newline}${indentOf(file, file.line(start))}${command}`
}

/** `&&` where the file has it: at the beginning of the new line or at the end of the old one; on one line if all is. */
function andJoint(file: LintFile, script: Script, last: ShellStatement, command: string): string {
  const { instruction } = script
  const head = file.text.slice(instruction.keywordRange.end, fileOffsetBehind(script, last.end))
  const lines = file.tree.escape + file.newline
  if (!head.includes('\n')) return ` && ${command}`
  for (const [from, to] of joints(script).reverse()) {
    const [start, end] = [fileOffsetBehind(script, from), fileOffsetOf(script, to)]
    const between = file.text.slice(start, end)
    const operator = between.indexOf('&&')
    if (operator < 0 || !between.includes('\n')) continue
    const indent = indentOf(file, file.line(end))
    if (between.slice(0, operator).includes('\n')) {
      const blanks = /^&&([ \t]*)/.exec(between.slice(operator))?.[1] || ' '
      return ` ${lines}${indent}&&${blanks}${command}`
    }
    return ` && ${lines}${indent}${command}`
  }
  return ` ${lines}${continuationIndent(file, script, last)}&& ${command}`
}

/** Where one member of a list ends and the next begins, over all statements of the script. */
function joints(script: Script): [number, number][] {
  return script.tree.statements.flatMap(({ members }) =>
    members.slice(1).map((member, i): [number, number] => [members[i].end, member.start]),
  )
}

/** The smallest indentation of the lines that go on, comments left aside. */
function continuationIndent(file: LintFile, script: Script, last: ShellStatement): string {
  const { instruction } = script
  const comments = new Set(instruction.comments.map(({ line }) => line))
  const first = file.line(instruction.keywordRange.start) + 1
  let smallest: string | undefined
  for (let line = first; line <= file.line(fileOffsetBehind(script, last.end)); line++) {
    const end = file.tree.lineStarts[line + 1] ?? file.text.length
    if (comments.has(line) || file.text.slice(file.tree.lineStarts[line], end).trim() === '') continue
    const indent = indentOf(file, line)
    if (smallest === undefined || indent.length < smallest.length) smallest = indent
  }
  return smallest === undefined || smallest === '' ? '    ' : smallest
}

function indentOf(file: LintFile, line: number): string {
  const { lineStarts } = file.tree
  return /^[ \t]*/.exec(file.text.slice(lineStarts[line], lineStarts[line + 1]))?.[0] ?? ''
}
