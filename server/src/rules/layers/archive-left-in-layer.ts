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
  *check(file) {
    for (const run of file.instructions('RUN')) {
      const stage = file.stageOf(run)
      if (!stage || !file.facts.isShipped(stage)) continue
      const downloads = madeFiles(file, run).filter(({ kind }) => kind === 'download')
      if (downloads.length === 0) continue
      const commands = file.commands(run)
      if (commands.some(removesMore)) continue
      for (const download of downloads) {
        if (/^\/(tmp|dev|run)\/(?=shm)/.test(download.path) || isMounted(run, download.path)) continue
        const unpack = commands.find((command) => unpacks(file, command, download.path))
        if (!unpack || commands.some((command) => removes(file, command, download.path))) continue
        yield {
          range: download.range,
          message: `the archive \`${download.path.slice(download.path.lastIndexOf('/') + 1)}\` stays in the layer; remove it once it is unpacked`,
          related: [{ range: unpack.callRange, message: 'unpacked here' }],
          get fixes() {
            return fixesOf(run, unpack, commands)
          },
        }
      }
    }
  },
}

function unpacks(file: LintFile, command: ShellCommand, path: string): boolean {
  return archiveWord(file, command, path) !== undefined
}

/** The word of an unpacking command that names the archive. */
function archiveWord(file: LintFile, command: ShellCommand, path: string) {
  if (!/^(tar|bsdtar|unzip|7z|7za|unrar)$/.test(command.name)) return undefined
  if (/tar$/.test(command.name) && !command.words.some((word) => /^-{0,2}[a-zA-Z]*x|^--extract$/.test(word.text)))
    return undefined
  return command.words.find((word) => pathOf(file, command, word) === path)
}

function removes(file: LintFile, command: ShellCommand, path: string): boolean {
  if (command.name === 'mv') return command.operands.some((word) => pathOf(file, command, word) === path)
  if (command.name !== 'rm' && command.name !== 'unlink') return false
  return command.operands.some((word) => {
    const removed = pathOf(file, command, word)
    if (removed === undefined) return true
    const star = removed.indexOf('*')
    if (star >= 0) return path.startsWith(removed.slice(0, star))
    return path === removed || path.startsWith(`${removed}/`)
  })
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
