/** COPY or ADD followed by a RUN that changes the owner or the mode of what was copied. */

import type { Stage } from '../syntax/stages.ts'
import type { Instruction } from '../syntax/tree.ts'
import type { ShellCommand } from './command.ts'
import { insert } from './edits.ts'
import type { LintFile } from './lint-file.ts'
import { pathOf } from './made-files.ts'
import { removalOf } from './remove-command.ts'
import type { Fix } from './rule.ts'
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
  return file.onceFor(`copies without --${name}`, stage, () => {
    const first = new Map<string, Instruction>()
    for (const copy of stage.instructions) {
      if ((copy.keyword !== 'COPY' && copy.keyword !== 'ADD') || copy.flags.some((flag) => flag.name === name)) continue
      let path = targetPath(file, copy)
      while (path !== undefined && path !== '' && !first.has(path)) {
        first.set(path, copy)
        path = path.slice(0, Math.max(0, path.lastIndexOf('/')))
      }
    }
    return first
  })
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

/** Puts the owner or mode into the copies; the command goes. */
export function foldingFix(file: LintFile, { command, value }: ChangedCopy, name: 'chown' | 'chmod'): readonly Fix[] {
  const run = command.instruction
  const [given, ...targets] = command.operands
  if (file.outer(run) !== run) return []
  if (name === 'chmod' && !/^[0-7]{3,4}$/.test(value)) return []
  // `app:` is the group of app's login.
  if (name === 'chown' && !/^[\w-]+:[\w-]+$/.test(value)) return []
  const isRecursive = command.hasFlag('-R', '--recursive')
  const folded = targets.map((target) => foldable(file, command, pathOf(file, command, target), name, isRecursive))
  const removal = removalOf(file, command)
  if (!removal) return []
  const copies: Instruction[] = []
  let proven = removal.proven && given.value === value
  for (const one of folded) {
    if (!one || (name === 'chown' && comesLater(file, one.copy, run, value))) return []
    if (!copies.includes(one.copy)) copies.push(one.copy)
    proven &&= one.proven
  }
  // A copy of several files would give the mode to those that the command leaves alone.
  if (copies.length !== targets.length) return []
  const keywords = [...new Set(copies.map(({ keyword }) => keyword))].join(' and ')
  const needsUser = name === 'chown' && !proven && !/^\d/.test(value)
  const remarks = [
    ...(needsUser ? ['which needs the user to exist by then'] : []),
    ...(isRecursive && copies.some((copy) => isIntoWorkdir(file, copy)) ? ['but for the folder itself'] : []),
  ]
  return [
    {
      title: `Use \`${keywords} --${name}=${value}\`${remarks.map((remark) => `, ${remark}`).join('')}`,
      safety: proven ? 'safe' : 'unsafe',
      edits: [...copies.map((copy) => insert(copy.keywordRange.end, ` --${name}=${value}`)), removal.edit],
      effect: removal.wholeRun ? { rewrites: copies, removes: [run] } : { rewrites: [...copies, run] },
    },
  ]
}

/** The copy that a changed path comes from, and whether the flag surely gives the same. */
function foldable(
  file: LintFile,
  command: ShellCommand,
  path: string | undefined,
  name: 'chown' | 'chmod',
  isRecursive: boolean,
): { readonly copy: Instruction; readonly proven: boolean } | undefined {
  const run = command.instruction
  const stage = file.stageOf(run)
  if (path === undefined || !stage) return undefined
  const copy = copiesByTarget(file, stage)
    .get(path)
    ?.findLast(({ index }) => index < run.index)
  if (!copy || copy.flags.some((flag) => flag.name === name)) return undefined
  if (!isRecursive && isSurelyFile(file, copy, path)) {
    if (mentions(file, copy, command, path)) return undefined
    const isAlone = !writesBetween(file, copy, command, ['RUN'])
    return { copy, proven: isAlone && isFolderThere(file, stage, copy, path) }
  }
  if (!isRecursive && isSurelyFolder(file, copy)) return undefined
  // What is there already would be left out.
  if (isRecursive && (firstMentions(file, stage).get(path) ?? copy.index) < copy.index) return undefined
  return writesBetween(file, copy, command, ['RUN', 'COPY', 'ADD']) ? undefined : { copy, proven: false }
}

/** The copies of a stage, in file order, by where they put their files. */
function copiesByTarget(file: LintFile, stage: Stage): ReadonlyMap<string, readonly Instruction[]> {
  return file.onceFor('copies by target', stage, () => {
    const found = new Map<string, Instruction[]>()
    for (const copy of stage.instructions) {
      if (copy.keyword !== 'COPY' && copy.keyword !== 'ADD') continue
      const path = targetPath(file, copy)
      if (path === undefined) continue
      const same = found.get(path)
      if (same) same.push(copy)
      else found.set(path, [copy])
    }
    return found
  })
}

/** Folders that every image of a distribution has. */
const systemFolders = new Set(['', '/bin', '/etc', '/home', '/root', '/tmp', '/usr', '/usr/bin', '/usr/sbin', '/var'])

/** Whether a file's folder is there before the copy: one that the copy has to make gets its flags as well. */
function isFolderThere(file: LintFile, stage: Stage, copy: Instruction, path: string): boolean {
  const folder = path.slice(0, path.lastIndexOf('/'))
  if (systemFolders.has(folder)) return folder === '' || file.facts.image(stage) !== undefined
  const isMade = file.facts.history(stage, copy).some(({ keyword }) => keyword === 'WORKDIR')
  return isMade && file.facts.workdir(stage, copy) === folder
}

/** Whether a copy goes into the working directory, which is there before it and keeps its owner and mode. */
function isIntoWorkdir(file: LintFile, copy: Instruction): boolean {
  const stage = file.stageOf(copy)
  return stage !== undefined && targetPath(file, copy) === file.facts.workdir(stage, copy)
}

/** By path, also of folders above: the first instruction of a stage whose commands or copies name it. */
function firstMentions(file: LintFile, stage: Stage): ReadonlyMap<string, number> {
  return file.onceFor('first mentions', stage, () => {
    const first = new Map<string, number>()
    const add = (path: string | undefined, index: number): void => {
      for (let at = path ?? ''; at !== '' && !first.has(at); at = at.slice(0, at.lastIndexOf('/'))) first.set(at, index)
    }
    for (const instruction of stage.instructions) {
      for (const command of file.commands(instruction)) {
        for (const word of command.words) add(pathOf(file, command, word), instruction.index)
      }
      if (/^(COPY|ADD)$/.test(instruction.keyword)) add(targetPath(file, instruction), instruction.index)
    }
    return first
  })
}

/** A copy of one file: both names have an ending, and it is no folder as far as the context is known. */
function isSurelyFile(file: LintFile, copy: Instruction, path: string): boolean {
  const [source, ...others] = copy.words.slice(0, -1)
  if (!source || others.length > 0 || copy.heredocs.length > 0) return false
  const name = source.text.slice(source.text.lastIndexOf('/') + 1).replace(/["']$/, '')
  if (!/\.\w+$/.test(path) || !/^[\w.+-]+\.\w+$/.test(name) || name.endsWith('.d')) return false
  // ADD unpacks an archive of the context.
  if (copy.keyword === 'ADD' && !/^https?:\/\//.test(source.text)) return false
  return !isKnownFolder(file, source.text)
}

function isSurelyFolder(file: LintFile, copy: Instruction): boolean {
  return copy.words.slice(0, -1).some(({ text }) => /(\/|^\.|\.d)$/.test(text) || isKnownFolder(file, text))
}

function isKnownFolder(file: LintFile, source: string): boolean {
  const wanted = source.replace(/^(\.?\/)+/, '').replace(/(?<!\/)\/+$/, '')
  return file.context?.paths.some(({ path, folder }) => folder && path === wanted) ?? false
}

/** Whether a command between the copy and the change names the file: it may put another one in its place. */
function mentions(file: LintFile, copy: Instruction, change: ShellCommand, path: string): boolean {
  const { instructions } = file.tree
  for (let index = copy.index + 1; index <= change.instruction.index; index++) {
    for (const command of file.commands(instructions[index])) {
      if (instructions[index] === change.instruction && command.node.start >= change.node.start) break
      if (command.words.some((word) => pathOf(file, command, word) === path)) return true
    }
  }
  return false
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

/** Whether one of the keywords between the copy and the command may have added files that need the change as well. */
function writesBetween(file: LintFile, copy: Instruction, command: ShellCommand, keywords: readonly string[]): boolean {
  for (let index = copy.index + 1; index < command.instruction.index; index++) {
    if (keywords.includes(file.tree.instructions[index].keyword)) return true
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
