/** `cleanup-in-later-layer`: an `rm` that hides what an earlier layer keeps. */

import { bindInsteadOfCopy } from '../../lint/bind-mount.ts'
import { isMounted } from '../../lint/cache-mounts.ts'
import type { CommandWord, ShellCommand } from '../../lint/command.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import { type MadeFile, madeFiles, pathOf } from '../../lint/made-files.ts'
import { junctionOf, mergeRuns, nextInstruction } from '../../lint/merge-runs.ts'
import type { Finding, Fix, Rule } from '../../lint/rule.ts'
import type { Stage } from '../../syntax/stages.ts'
import type { Instruction, Range } from '../../syntax/tree.ts'

export const cleanupInLaterLayer: Rule = {
  id: 'cleanup-in-later-layer',
  family: 'layers',
  severity: 'warning',
  fixable: 'safe',
  docs: {
    summary: 'Files are removed in a later layer than the one that made them',
    why: 'A layer only adds to those below. Removing a file in a later `RUN` hides it, but the image still carries it, and everybody who pulls the image downloads it.',
    lesson: 'Cleaning up in the same layer (part 3)',
    bad: 'FROM debian:13\nRUN apt-get update && apt-get install -y curl\nRUN rm -rf /var/lib/apt/lists/*\n',
    good: 'FROM debian:13\nRUN apt-get update && apt-get install -y curl && \\\n    rm -rf /var/lib/apt/lists/*\n',
  },
  check(file, report) {
    const cleaning = new Set(file.shellCommands(...cleaningCommands).map(({ instruction }) => instruction))
    if (cleaning.size === 0) return
    for (const stage of file.stages) {
      if (!file.facts.isShipped(stage)) continue
      for (const finding of checkStage(file, stage, cleaning)) report(finding)
    }
  },
}

function* checkStage(file: LintFile, stage: Stage, cleaning: ReadonlySet<Instruction>): Generator<Finding> {
  const made = new MadeFiles()
  const last = stage.instructions.findLastIndex((instruction) => cleaning.has(instruction))
  for (const instruction of stage.instructions.slice(0, last + 1)) {
    const own = new MadeFiles()
    for (const each of madeFiles(file, instruction)) own.add(each)
    if (cleaning.has(instruction) && made.all.length > 0) {
      for (const cleanup of cleanups(file, instruction)) {
        const source = made.lastUnder(cleanup.path)
        // What the same RUN makes anew, it may well remove.
        if (!source || own.lastUnder(cleanup.path)) continue
        if (isMounted(file, source.instruction, source.path)) continue
        // A script that is not seen may have filled the cache anew.
        if (source.kind.startsWith('package') && callsScript(file, cleanup.command)) continue
        yield {
          range: cleanup.range,
          message: `removing \`${file.slice(cleanup.range)}\` here does not make the image smaller; ${advice(source)}`,
          ...(isSmall(source) ? { severity: 'info' as const } : {}),
          related: [{ range: source.range, message: source.kind === 'copy' ? 'copied here' : 'made here' }],
          fixes: () => fixesOf(file, source.instruction, cleanup),
        }
        break
      }
    }
    for (const each of own.all) made.add(each)
  }
}

/** Files that were made, found by their path or by a folder above it. */
class MadeFiles {
  readonly all: MadeFile[] = []
  private readonly last = new Map<string, MadeFile>()

  add(made: MadeFile): void {
    this.all.push(made)
    for (let { path } = made; path !== ''; path = path.slice(0, path.lastIndexOf('/'))) this.last.set(path, made)
  }

  /** The last one that removing a path removes; for a glob, of the last few. */
  lastUnder(removed: string): MadeFile | undefined {
    const found = this.last.get(removed)
    return (
      found ??
      this.all.slice(removed.includes('*') ? -200 : this.all.length).findLast(({ path }) => fits(removed, path))
    )
  }
}

function advice({ instruction }: MadeFile): string {
  if (instruction.keyword === 'RUN') return 'do it in the `RUN` that makes it'
  return 'mount it with `RUN --mount=type=bind`, or copy it in a stage of its own'
}

/** A copied script or list is a matter of bytes; an archive or a package is not. */
function isSmall({ kind, path }: MadeFile): boolean {
  return (
    kind === 'copy' &&
    !/\.(tar|tgz|t[bx]z2?|zip|gz|bz2|xz|zst|deb|rpm|apk|whl|jar|war|bin|run|exe|msi|iso)$/i.test(path)
  )
}

interface Cleanup {
  readonly path: string
  readonly range: Range
  readonly command: ShellCommand
  /** What names the path; undefined for a command that knows it. */
  readonly word: CommandWord | undefined
}

const cleaningCommands = ['rm', 'yum', 'dnf', 'microdnf', 'zypper']

/** What a RUN removes, by path; cleaning subcommands count as their cache folders. */
function* cleanups(file: LintFile, run: Instruction): Generator<Cleanup> {
  for (const command of file.commands(run)) {
    if (command.name === 'rm') {
      for (const word of command.operands) {
        const path = removedPath(file, command, word)
        if (path !== undefined) yield { path, range: word, command, word }
      }
    }
    const cache = cleanedCache(command)
    if (cache) yield { path: cache, range: command.callRange, command, word: undefined }
  }
}

function removedPath(file: LintFile, command: ShellCommand, word: CommandWord): string | undefined {
  const path = pathOf(file, command, word)?.replace(/\/\*$/, '')
  return path === undefined || path === '/' || path === '' ? undefined : path
}

function cleanedCache(command: ShellCommand): string | undefined {
  const first = command.operands[0]?.value
  if (command.name === 'yum' && first === 'clean') return '/var/cache/yum'
  if ((command.name === 'dnf' || command.name === 'microdnf') && first === 'clean') return '/var/cache/dnf'
  if (command.name === 'zypper' && (first === 'clean' || first === 'cc')) return '/var/cache/zypp'
  return undefined
}

/** Whether a path with one star fits another one. */
function fits(removed: string, made: string): boolean {
  const star = removed.indexOf('*')
  if (star < 0) return false
  const [head, tail] = [removed.slice(0, star), removed.slice(star + 1)]
  const rest = made.slice(head.length)
  return (
    made.startsWith(head) &&
    !tail.includes('*') &&
    rest.endsWith(tail) &&
    !rest.slice(0, rest.length - tail.length).includes('/')
  )
}

const shells = new Set(['sh', 'bash', 'dash', 'ash', 'ksh', 'zsh', 'source', '.', 'eval', 'xargs', 'make'])

/** Whether a command before `command` in its RUN runs what another file says. */
function callsScript(file: LintFile, command: ShellCommand): boolean {
  return file.commands(command.instruction).some((other) => {
    if (other.node.start >= command.node.start) return false
    if (shells.has(other.name)) return !other.hasFlag('-c')
    return /[/$]|\.sh$/.test(other.nameWord?.text ?? '')
  })
}

function fixesOf(file: LintFile, source: Instruction, { command, word, path }: Cleanup): readonly Fix[] {
  if (source.keyword === 'COPY' && word) {
    const fix = bindInsteadOfCopy(file, source, command, { word, path })
    return fix ? [fix] : []
  }
  if (source.keyword !== 'RUN' || nextInstruction(file, source) !== command.instruction) return []
  const junction = junctionOf(file, source, command.instruction)
  return junction.kind === 'impossible' ? [] : [mergeRuns(file, [source, command.instruction], [junction])]
}
