/** `archive-left-in-layer`: a downloaded archive that stays beside what was unpacked from it. */

import type { ShellCommand } from '../../lint/command.ts'
import { insert } from '../../lint/edits.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import { madeFiles, pathOf } from '../../lint/made-files.ts'
import type { Fix, Rule } from '../../lint/rule.ts'
import type { Instruction } from '../../syntax/tree.ts'

export const archiveLeftInLayer: Rule = {
  id: 'archive-left-in-layer',
  family: 'layers',
  severity: 'info',
  fixable: 'unsafe',
  docs: {
    summary: 'A downloaded archive stays in the image after it was unpacked',
    why: 'The archive is of no more use, but it is part of the layer: everybody who pulls the image downloads its content twice.',
    lesson: 'Clean up in the same layer (part 1)',
    bad: 'FROM alpine:3.22\nRUN wget https://example.com/tool.tar.gz && tar -xzf tool.tar.gz\n',
    good: 'FROM alpine:3.22\nRUN wget https://example.com/tool.tar.gz && tar -xzf tool.tar.gz && rm tool.tar.gz\n',
  },
  check(file, report) {
    for (const run of file.instructions('RUN')) {
      const stage = file.stageOf(run)
      if (!stage || !file.facts.isShipped(stage)) continue
      const downloads = madeFiles(file, run).filter(({ kind }) => kind === 'download')
      if (downloads.length === 0) continue
      const commands = file.commands(run)
      if (commands.some(removesMore)) continue
      const unpacked = unpackedPaths(file, commands)
      const removed = removedPaths(file, commands)
      for (const download of downloads) {
        if (/^\/(tmp|dev|run)\/(?=shm)/.test(download.path) || isMounted(run, download.path)) continue
        const unpack = unpacked.get(download.path)
        if (!unpack || isRemoved(removed, download.path)) continue
        report({
          range: download.range,
          message: `the archive \`${download.path.slice(download.path.lastIndexOf('/') + 1)}\` stays in the layer; remove it once it is unpacked`,
          related: [{ range: unpack.callRange, message: 'unpacked here' }],
          fixes: () => fixesOf(run, unpack, commands),
        })
      }
    }
  },
}

/** The first unpacking command that names a path, by the path. */
function unpackedPaths(file: LintFile, commands: readonly ShellCommand[]): ReadonlyMap<string, ShellCommand> {
  const unpacked = new Map<string, ShellCommand>()
  for (const command of commands) {
    if (!/^(tar|bsdtar|unzip|7z|7za|unrar)$/.test(command.name)) continue
    if (/tar$/.test(command.name) && !command.words.some((word) => /^-{0,2}[a-zA-Z]*x|^--extract$/.test(word.text)))
      continue
    for (const word of command.words) {
      const path = pathOf(file, command, word)
      if (path !== undefined && !unpacked.has(path)) unpacked.set(path, command)
    }
  }
  return unpacked
}

interface RemovedPaths {
  /** Some command removes what cannot be told. */
  readonly anything: boolean
  /** Moved away: these paths, not what lies below them. */
  readonly moved: ReadonlySet<string>
  readonly paths: ReadonlySet<string>
  /** What stands in front of a `*`. */
  readonly beginnings: ReadonlySet<string>
}

function removedPaths(file: LintFile, commands: readonly ShellCommand[]): RemovedPaths {
  const moved = new Set<string>()
  const paths = new Set<string>()
  const beginnings = new Set<string>()
  let anything = false
  for (const command of commands) {
    const isMove = command.name === 'mv'
    if (!isMove && command.name !== 'rm' && command.name !== 'unlink') continue
    for (const word of command.operands) {
      const path = pathOf(file, command, word)
      const star = path?.indexOf('*') ?? -1
      if (path === undefined) anything ||= !isMove
      else if (isMove) moved.add(path)
      else if (star >= 0) beginnings.add(path.slice(0, star))
      else paths.add(path)
    }
  }
  return { anything, moved, paths, beginnings }
}

function isRemoved({ anything, moved, paths, beginnings }: RemovedPaths, path: string): boolean {
  if (anything || moved.has(path) || paths.has(path)) return true
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    if (paths.has(path.slice(0, end))) return true
  }
  if (beginnings.size > 0) {
    for (let end = 0; end <= path.length; end++) if (beginnings.has(path.slice(0, end))) return true
  }
  return false
}

/** Clean-ups that cannot be followed: `find … -delete`, a trap, a folder left by `cd`. */
function removesMore(command: ShellCommand): boolean {
  if (command.name === 'trap') return true
  return command.name === 'find' && command.words.some((word) => word.text === '-delete' || word.text === 'rm')
}

function isMounted(run: Instruction, path: string): boolean {
  return run.flags.some((flag) => {
    const target = /(?:^|,)(?:target|dst|destination)=([^,]+)/.exec(flag.value ?? '')?.[1]
    return flag.name === 'mount' && target !== undefined && path.startsWith(target.replace(/\/?$/, '/'))
  })
}

/** Right behind the unpacking, where the shell is still in the same folder; only in a plain `&&` chain. */
function fixesOf(run: Instruction, unpack: ShellCommand, commands: readonly ShellCommand[]): readonly Fix[] {
  if (unpack.node.context || unpack.node.pipelineLength > 1 || run.heredocs.length > 0 || run.json) return []
  const index = commands.indexOf(unpack)
  const next = commands[index + 1]
  if (unpack.node.operator === '||' || next?.node.operator === '||' || unpack.node.redirects.length > 0) return []
  const word = unpack.words.find((candidate) => /\.(tar|tgz|tbz2?|txz|zip|gz|xz|bz2|zst)["']?$/i.test(candidate.text))
  if (!word) return []
  const title = `Remove ${word.text.includes('`') ? 'the archive' : `\`${word.text}\``} when it is unpacked`
  return [{ title, safety: 'unsafe', edits: [insert(unpack.range.end, ` && rm ${word.text}`)] }]
}
