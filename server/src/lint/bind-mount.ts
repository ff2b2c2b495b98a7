/** A file that is copied, used by one RUN and removed there, mounted instead: no layer ever holds it. */

import type { Instruction } from '../syntax/tree.ts'
import { isInside } from './cache-mounts.ts'
import type { CommandWord, ShellCommand } from './command.ts'
import { insert, remove } from './edits.ts'
import { removeLines } from './insert-lines.ts'
import type { LintFile } from './lint-file.ts'
import { pathOf } from './made-files.ts'
import { removalOf } from './remove-command.ts'
import type { Edit, Fix } from './rule.ts'
import { resolvePath } from './stage-facts.ts'

/**
 * Mounts what `copy` brings for the RUN of the `rm`, and drops both; undefined when something else may use the copy, or
 * it cannot be told what is copied where. `removed` is the word of the `rm` and its absolute path.
 */
export function bindInsteadOfCopy(
  file: LintFile,
  copy: Instruction,
  rm: ShellCommand,
  removed: { readonly word: CommandWord; readonly path: string },
): Fix | undefined {
  const run = rm.instruction
  if (copy.keyword !== 'COPY' || file.outer(run) !== run || file.outer(copy) !== copy) return undefined
  const mount = mountOf(file, copy)
  if (!mount || !isInside(mount.target, removed.path)) return undefined
  if (!isUsedOnlyBy(file, copy, run, removed.path) || !rm.unconditional) return undefined
  const copyEdit = removeLines(file, copy)
  const rmEdits = withoutOperand(file, rm, removed.word)
  if (!copyEdit || !rmEdits) return undefined
  // What the commands write to a mount is thrown away with it.
  const writable = file.commands(run).some((command) => command !== rm && changes(file, command, mount.target))
  const flag = `--mount=type=bind${mount.from},source=${mount.source},target=${mount.target}${writable ? ',rw' : ''}`
  return {
    title: `Mount \`${mount.source}\` for this \`RUN\` instead of copying and removing it`,
    safety: 'unsafe',
    edits: [copyEdit, insert(run.keywordRange.end, ` ${flag}`), ...rmEdits],
    effect: { rewrites: [run], removes: [copy] },
  }
}

interface BindMount {
  /** `,from=…`, or nothing for the build context. */
  readonly from: string
  readonly source: string
  /** Absolute. */
  readonly target: string
}

/** Characters that mean the same in a COPY and in the value of a flag. */
const plain = /^[\w./+-]+$/

/** The mount that shows at the same place what a copy of one file, one folder, or files of one folder brings. */
function mountOf(file: LintFile, copy: Instruction): BindMount | undefined {
  const stage = file.stageOf(copy)
  const words = copy.words.map(({ text }) => text)
  const to = words.pop()
  if (!stage || to === undefined || words.length === 0 || copy.json || copy.heredocs.length > 0) return undefined
  if (copy.flags.some(({ name }) => name !== 'from' && name !== 'link')) return undefined
  const from = copy.flags.find(({ name }) => name === 'from')?.value
  if (!plain.test(to) || (from !== undefined && !/^[\w./:@-]+$/.test(from))) return undefined
  const folder = resolvePath(file.facts.workdir(stage, copy), to)
  const isFolder = /(^|\/)\.{0,2}$/.test(to)
  const one = words.length === 1 ? oneSource(words[0], isFolder, folder) : undefined
  const found = one ?? (isFolder ? filesOfFolder(words, folder) : undefined)
  if (!found || found.target === undefined || found.target === '/') return undefined
  return { from: from === undefined ? '' : `,from=${from}`, source: found.source, target: found.target }
}

function oneSource(source: string, isFolder: boolean, folder: string | undefined): Omit<BindMount, 'from'> | undefined {
  if (!plain.test(source) || folder === undefined) return undefined
  const name = source.slice(source.lastIndexOf('/') + 1)
  const path = withoutSlashes(source)
  // Into a folder goes a file, or what is in a folder; the ending of a name tells which.
  if (!isFolder || name === '') return path === '' ? undefined : { source: path, target: folder }
  if (!/.\.\w+$/.test(name)) return undefined
  return { source: path, target: folder === '/' ? `/${name}` : `${folder}/${name}` }
}

/** `scripts/*.sh scripts/*.env` into a folder: the mount shows all of `scripts`. */
function filesOfFolder(words: readonly string[], folder: string | undefined): Omit<BindMount, 'from'> | undefined {
  const folders = new Set(words.map((word) => word.slice(0, word.lastIndexOf('/') + 1)))
  const [parent] = folders
  if (folder === undefined || folders.size !== 1 || !plain.test(parent) || withoutSlashes(parent) === '')
    return undefined
  if (!words.every((word) => /^(\*\.\w+|[\w+-]+(\.\w+)+)$/.test(word.slice(parent.length)))) return undefined
  return { source: withoutSlashes(parent), target: folder }
}

/** Nothing else of the stage copies to the path, and no command between the copy and the RUN can see it. */
function isUsedOnlyBy(file: LintFile, copy: Instruction, run: Instruction, path: string): boolean {
  const { instructions } = file.tree
  for (let index = copy.index + 1; index < run.index; index++) {
    if (/^(RUN|USER|WORKDIR|SHELL)$/.test(instructions[index].keyword)) return false
  }
  const stage = file.stageOf(run)
  return (stage?.instructions ?? []).every((other) => {
    if (other === copy || (other.keyword !== 'COPY' && other.keyword !== 'ADD')) return true
    const target = other.words.at(-1)?.text
    if (target === undefined || other.index > run.index) return true
    const to = resolvePath(stage && file.facts.workdir(stage, other), target)
    return to === undefined ? false : !isInside(to, path)
  })
}

/** Takes one operand out of an `rm`, or the `rm` out of its chain. */
function withoutOperand(file: LintFile, rm: ShellCommand, word: CommandWord): readonly Edit[] | undefined {
  if (rm.operands.length === 1) {
    const removal = removalOf(file, rm)
    return removal && !removal.wholeRun ? [removal.edit] : undefined
  }
  const before = rm.words.findLast(({ end }) => end <= word.start)?.end ?? rm.nameWord?.end
  if (before === undefined || /[^ \t]/.test(file.text.slice(before, word.start))) return undefined
  return [remove({ start: before, end: word.end })]
}

/** Commands that only read the files that they are given. */
const readers = new Set(
  [
    'sh bash dash source . python python3 node perl php ruby java cat cp ls test [ echo install ln tar unzip rpm dpkg',
    'apk apt-get apt yum dnf pip pip3 npm gpg sha256sum sha512sum md5sum bsdtar',
  ].flatMap((names) => names.split(' ')),
)

function changes(file: LintFile, command: ShellCommand, target: string): boolean {
  if (readers.has(command.name)) return false
  return command.words.some((word) => {
    const path = pathOf(file, command, word)
    return path !== undefined && isInside(path, target)
  })
}

function withoutSlashes(path: string): string {
  return path.replace(/^(\.?\/)+/, '').replace(/(?<!\/)\/+$/, '')
}
