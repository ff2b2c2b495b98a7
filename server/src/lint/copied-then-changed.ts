/** COPY or ADD followed by a RUN that changes the owner or the mode of what was copied. */

import type { Stage } from '../syntax/stages.ts'
import type { Instruction } from '../syntax/tree.ts'
import type { ShellCommand } from './command.ts'
import { insert, replace } from './edits.ts'
import type { LintFile } from './lint-file.ts'
import { pathOf } from './made-files.ts'
import type { Edit, Fix } from './rule.ts'
import { resolvePath } from './stage-facts.ts'

export interface ChangedCopy {
  readonly command: ShellCommand
  readonly copy: Instruction
  /** Owner or mode, as the command gives it. */
  readonly value: string
}

/** Calls of `chown` or `chmod` on just what a copy of the same stage has put there; the copy without the flag. */
export function changedCopies(file: LintFile, name: 'chown' | 'chmod'): readonly ChangedCopy[] {
  const found: ChangedCopy[] = []
  for (const command of file.shellCommands(name)) {
    const run = command.instruction
    const stage = file.stageOf(run)
    const [value, ...targets] = command.operands
    if (!stage || value?.value === undefined || targets.length === 0 || !command.unconditional) continue
    const paths = targets.map((word) => pathOf(file, command, word))
    const first = firstCopies(file, stage, name)
    const copies = paths.flatMap((path) => (path === undefined ? [] : (first.get(path) ?? [])))
    const copy = copies.sort((a, b) => a.index - b.index).find(({ index }) => index < run.index)
    if (copy) found.push({ command, copy, value: name === 'chmod' ? numericMode(value.value) : withGroup(value.value) })
  }
  return found
}

/** The first copy of a stage, without the flag of the name, to each path or to a place below it. */
function firstCopies(file: LintFile, stage: Stage, name: 'chown' | 'chmod'): ReadonlyMap<string, Instruction> {
  const byStage = file.once(`copies without --${name}`, () => new Map<Stage, ReadonlyMap<string, Instruction>>())
  const known = byStage.get(stage)
  if (known) return known
  const first = new Map<string, Instruction>()
  for (const copy of stage.instructions) {
    if ((copy.keyword !== 'COPY' && copy.keyword !== 'ADD') || copy.flags.some((flag) => flag.name === name)) continue
    let path = targetPath(file, copy)
    while (path !== undefined && path !== '' && !first.has(path)) {
      first.set(path, copy)
      path = path.slice(0, Math.max(0, path.lastIndexOf('/')))
    }
  }
  byStage.set(stage, first)
  return first
}

/** `+x` on files that are usually 644 is 755, which every frontend takes; other symbolic modes stay. */
function numericMode(mode: string): string {
  return /^[au]*\+x$|^(ugo|ug)\+x$/.test(mode) ? '755' : mode
}

/** `chown app` leaves the group that copied files have, which is root's; `--chown=app` alone would change it, too. */
function withGroup(owner: string): string {
  return owner.includes(':') ? owner : `${owner}:0`
}

/** Where a copy puts its files: the folder or the file. */
function targetPath(file: LintFile, copy: Instruction): string | undefined {
  const stage = file.stageOf(copy)
  const target = copy.words.at(-1)
  if (!stage || !target || copy.words.length < 2) return undefined
  const { value, unset, error } = file.scopes.expand(copy, target.text)
  if (error !== undefined || unset.length > 0) return undefined
  const path = resolvePath(file.facts.workdir(stage, copy), value)
  const [source] = copy.words
  const name = source.text.slice(source.text.lastIndexOf('/') + 1)
  if (!value.endsWith('/') || copy.words.length > 2 || /[*?[$"]/.test(name) || !/\.\w+$/.test(name)) return path
  return resolvePath(path, name)
}

/** Puts the owner or mode into the copy; the command goes when it is all that its RUN does. */
export function foldingFix(
  file: LintFile,
  { command, copy, value }: ChangedCopy,
  name: 'chown' | 'chmod',
): readonly Fix[] {
  const run = command.instruction
  const targets = command.operands.slice(1)
  if (file.outer(run) !== run || file.outer(copy) !== copy || targets.length !== 1 || /[$"'\s,]/.test(value)) return []
  if (name === 'chmod' && !/^[0-7]{3,4}$/.test(value)) return []
  // `app:` is the group of app's login.
  if (name === 'chown' && !/^[\w-]+:[\w-]+$/.test(value)) return []
  if (pathOf(file, command, targets[0]) !== targetPath(file, copy)) return []
  if (writesBetween(file, copy, command) || (name === 'chown' && comesLater(file, copy, run, value))) return []
  const flagEdit = insert(copy.keywordRange.end, ` --${name}=${value}`)
  const removal = removalOf(file, command)
  if (!removal) return []
  const wholeRun = removal.length === 1 && removal[0].start <= run.start
  return [
    {
      title: `Use \`${copy.keyword} --${name}=${value}\`${value.match(/^\d/) || name === 'chmod' ? '' : ', which needs the user to exist by then'}`,
      safety: 'unsafe',
      edits: [flagEdit, ...removal],
      effect: wholeRun ? { rewrites: [copy], removes: [run] } : { rewrites: [copy, run] },
    },
  ]
}

/** Commands that put nothing among copied files. */
const harmless = new Set([
  'set',
  'mkdir',
  'chmod',
  'chown',
  'useradd',
  'adduser',
  'groupadd',
  'addgroup',
  'echo',
  'ln',
  'test',
  '[',
])

/** Whether something between the copy and the command may have added files that need the change as well. */
function writesBetween(file: LintFile, copy: Instruction, command: ShellCommand): boolean {
  for (let index = copy.index + 1; index < command.instruction.index; index++) {
    if (/^(RUN|COPY|ADD)$/.test(file.tree.instructions[index].keyword)) return true
  }
  return file
    .commands(command.instruction)
    .some((other) => other.node.start < command.node.start && !harmless.has(other.name))
}

/** Whether the user or group is made only behind the copy, which then could not name it. */
function comesLater(file: LintFile, copy: Instruction, run: Instruction, owner: string): boolean {
  const names = owner.split(':')
  return file.shellCommands('useradd', 'adduser', 'groupadd', 'addgroup').some(({ instruction, operands }) => {
    if (instruction.index <= copy.index || instruction.index > run.index) return false
    return operands.some((word) => word.value !== undefined && names.includes(word.value))
  })
}

/** Takes a command out of its `&&` chain, or its RUN out of the file. */
export function removalOf(file: LintFile, command: ShellCommand): readonly Edit[] | undefined {
  const run = command.instruction
  const { tree, commands } = { tree: command.script.tree, commands: file.commands(run) }
  if (command.node.context || command.node.pipelineLength > 1 || tree.statements.length !== 1) return undefined
  if (run.heredocs.length > 0 || run.json || run.comments.length > 0) return undefined
  const [statement] = tree.statements
  if (statement.members.some(({ operator }) => operator === '||')) return undefined
  if (commands.length === 1) {
    const start = file.tree.lineStarts[run.line]
    return [replace({ start, end: file.tree.lineStarts[run.endLine + 1] ?? file.text.length }, '')]
  }
  const index = statement.members.findIndex((member) => member.start === command.node.start)
  if (index < 0 || statement.members.length < 2) return undefined
  const from = index === 0 ? statement.members[0].start : statement.members[index - 1].end
  const to = index === 0 ? statement.members[1].start : statement.members[index].end
  const range = command.fileRange({ start: from, end: to })
  return [replace({ start: range.start, end: index === 0 ? fileStart(command, to) : range.end }, '')]
}

function fileStart(command: ShellCommand, offset: number): number {
  return command.fileRange({ start: offset, end: offset }).start
}
