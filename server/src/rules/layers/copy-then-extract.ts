/** `copy-then-extract`: an archive that is copied and unpacked in a later layer, where ADD unpacks it at once. */

import type { CommandWord, ShellCommand } from '../../lint/command.ts'
import { replace } from '../../lint/edits.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import { madeFiles, pathOf } from '../../lint/made-files.ts'
import type { Fix, Rule } from '../../lint/rule.ts'
import type { Instruction, Word } from '../../syntax/tree.ts'

const archive = /\.(tar|tgz|tbz2?|txz|tar\.(gz|bz2|xz|zst|lzma|z)|tlz|tpz|tb2)["']?$/i
const unpackers = /^(tar|bsdtar|unzip|gunzip|bunzip2|unxz|gzip|xz|bzip2|zstd|unlzma|uncompress|zcat|zgz)$/

export const copyThenExtract: Rule = {
  id: 'copy-then-extract',
  family: 'layers',
  aliases: ['DL3010'],
  severity: 'info',
  fixable: 'unsafe',
  docs: {
    summary: 'An archive is copied and then unpacked in another layer',
    why: 'The archive stays in the layer that copied it, beside its content. `ADD` unpacks a local tar archive while it copies, so that only the content gets into the image.',
    lesson: 'ADD (part 3)',
    bad: 'FROM alpine:3.22\nCOPY site.tar.gz /srv/\nRUN tar -xzf /srv/site.tar.gz -C /srv\n',
    good: 'FROM alpine:3.22\nADD site.tar.gz /srv/\n',
  },
  check(file, report) {
    for (const stage of file.stages) {
      for (const copy of stage.instructions) {
        if (copy.keyword !== 'COPY' || copy.flags.some((flag) => flag.name === 'from')) continue
        const target = copy.words.at(-1)
        for (const source of copy.words.slice(0, -1)) {
          if (!target || !archive.test(source.text)) continue
          const unpack = laterUnpack(file, copy, nameIn(source, target))
          if (!unpack) continue
          report({
            range: source,
            message: `\`${source.text}\` is copied and then unpacked; \`ADD\` does both in one layer`,
            related: [{ range: unpack.callRange, message: 'unpacked here' }],
            fixes: () => fixesOf(file, copy, unpack),
          })
        }
      }
    }
  },
}

/** The archive's file name in the image. */
function nameIn(source: Word, target: Word): string {
  const strip = (text: string): string => text.replace(/["']/g, '').split(/[/\\]/).at(-1) ?? ''
  return archive.test(target.text) ? strip(target.text) : strip(source.text)
}

function laterUnpack(file: LintFile, copy: Instruction, name: string): ShellCommand | undefined {
  return laterCommands(file, copy).find(
    (command) =>
      unpackers.test(command.name) &&
      !command.words.some((word) => /^-{0,2}[abd-zA-Z]*c[a-zA-Z]*$/.test(word.text) && command.name === 'tar') &&
      command.words.some((word) => (word.value ?? word.text).split(/[/\\]/).at(-1) === name),
  )
}

function laterCommands(file: LintFile, copy: Instruction): readonly ShellCommand[] {
  const stage = file.stageOf(copy)
  return file.shellCommands(...unpackerNames).filter(({ instruction }) => {
    return instruction.index > copy.index && file.stageOf(instruction) === stage
  })
}

const unpackerNames = unpackers.source.slice(2, -2).split('|')

/** Only where the RUN does nothing else but to remove the archive, and its target and the copy's are plain. */
function fixesOf(file: LintFile, copy: Instruction, unpack: ShellCommand): readonly Fix[] {
  const run = unpack.instruction
  if (copy.words.length !== 2 || copy.json || file.outer(copy) !== copy || run.index !== copy.index + 1) return []
  if (unpack.name !== 'tar' || !unpacksOnly(file, copy, unpack) || run.flags.length > 0 || run.heredocs.length > 0)
    return []
  if (run.endLine !== run.line || unpack.words.some((word) => /strip|transform|exclude|^-[a-zA-Z]*p/.test(word.text)))
    return []
  const folder =
    unpack.flag('-C', '--directory')?.value ?? file.facts.workdir(file.stageOf(copy) ?? file.stages[0], run)
  const [, target] = copy.words
  if (!folder?.startsWith('/') || /[$"'\s]/.test(folder)) return []
  const next = file.tree.lineStarts[run.line + 1] ?? file.text.length
  const start = file.tree.lineStarts[run.line]
  return [
    {
      title: 'Use `ADD`, which unpacks while it copies',
      safety: 'unsafe',
      edits: [
        replace(copy.keywordRange, 'ADD'),
        replace(target, folder.endsWith('/') ? folder : `${folder}/`),
        { start, end: next, text: '' },
      ],
      effect: { rewrites: [copy], removes: [run] },
    },
  ]
}

/** The archive itself is unpacked, and then removed at most. */
function unpacksOnly(file: LintFile, copy: Instruction, unpack: ShellCommand): boolean {
  const archivePath = madeFiles(file, copy)[0]?.path
  const isArchive = (command: ShellCommand, word: CommandWord): boolean => pathOf(file, command, word) === archivePath
  const [first, second, ...others] = file.commands(unpack.instruction)
  if (archivePath === undefined || first !== unpack || others.length > 0) return false
  if (!unpack.words.some((word) => isArchive(unpack, word))) return false
  if (!second) return true
  const [gone, ...more] = second.operands
  return (
    second.name === 'rm' &&
    second.node.operator === '&&' &&
    more.length === 0 &&
    gone !== undefined &&
    isArchive(second, gone)
  )
}
