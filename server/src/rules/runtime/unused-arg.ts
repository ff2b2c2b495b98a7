/** `unused-arg`: build arguments that nothing reads. */

import { predefinedArg } from '../../knowledge/predefined-args.ts'
import { remove } from '../../lint/edits.ts'
import { removeLines } from '../../lint/insert-lines.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Fix, Rule } from '../../lint/rule.ts'
import { mentionedNames } from '../../lint/variable-mentions.ts'
import { argPairs, type Stage } from '../../syntax/stages.ts'
import type { Instruction, KeyValue } from '../../syntax/tree.ts'

export const unusedArg: Rule = {
  id: 'unused-arg',
  family: 'runtime',
  severity: 'hint',
  fixable: 'unsafe',
  docs: {
    summary: 'A build argument that nothing reads',
    why: 'Whoever passes a value for it believes that it changes something. An argument above the first `FROM` is for `FROM` lines, and for stages that repeat it.',
    lesson: 'ENV and ARG (part 3)',
    bad: 'FROM debian:13-slim\nARG VERSION=1.0\nCOPY app /app\n',
    good: 'FROM debian:13-slim\nCOPY app /app\n',
    exception: 'A program that a `RUN` starts may read it from its environment; such arguments are left alone.',
  },
  check(file, report) {
    for (const arg of file.tree.instructions) {
      if (arg.keyword !== 'ARG') continue
      const stage = file.stageOf(arg)
      for (const pair of argPairs(arg)) {
        // `ARG NAME # a comment` is another rule's.
        if (!/^[A-Za-z_]\w*$/.test(pair.name) || arg.words.some(({ text }) => text.startsWith('#'))) continue
        const kind = predefinedArg(pair.name)?.kind
        if (kind === 'proxy' || kind === 'builder') continue
        if (stage ? isUsed(readsOf(file, stage), arg, pair.name) : globalReads(file).has(pair.name)) continue
        report({
          range: pair.nameRange,
          message: stage
            ? `Nothing in this stage reads \`${pair.name}\` behind its \`ARG\`; remove it`
            : `Neither a \`FROM\` nor a stage reads \`${pair.name}\`; remove it, or repeat the \`ARG\` in the stage that needs it`,
          tags: ['unnecessary'],
          fixes: () => fixesOf(file, arg, pair),
        })
      }
    }
  },
}

/** Where the names of a stage are mentioned last, and where the last programs run that may read any variable. */
interface Reads {
  readonly mentions: ReadonlyMap<string, number>
  readonly lastProgram: number
  readonly lastRun: number
}

/** Behind the argument, by its name or by a program that may read anything; also in its own instruction. */
function isUsed(reads: Reads, arg: Instruction, name: string): boolean {
  if ((reads.mentions.get(name) ?? -1) >= arg.index || reads.lastProgram > arg.index) return true
  return systemName.test(name) && reads.lastRun > arg.index
}

/** What a stage reads; the whole file where other stages are built on it, which is coarse and never blames. */
function readsOf(file: LintFile, stage: Stage): Reads {
  const parents = file.once('stages that others are built on', () => new Set(file.stages.map(({ parent }) => parent)))
  if (parents.has(stage)) return file.once('reads', () => readInstructions(file, file.tree.instructions))
  return file.once(`reads ${stage.index}`, () => readInstructions(file, stage.instructions))
}

function readInstructions(file: LintFile, instructions: readonly Instruction[]): Reads {
  const mentions = new Map<string, number>()
  let lastProgram = -1
  let lastRun = -1
  for (const instruction of instructions) {
    for (const name of mentionedNames(file, instruction)) mentions.set(name, instruction.index)
    const run = instruction.onbuild ?? instruction
    if (run.keyword !== 'RUN') continue
    lastRun = instruction.index
    if (mayReadEnvironment(file, run)) lastProgram = instruction.index
  }
  return { mentions, lastProgram, lastRun }
}

/** Names that FROM lines, arguments and stages mention, and those that stages repeat (what they do is theirs). */
function globalReads(file: LintFile): ReadonlySet<string> {
  return file.once('reads of global arguments', () => {
    const names = new Set<string>()
    for (const instruction of file.tree.instructions) {
      for (const name of mentionedNames(file, instruction)) names.add(name)
      if (instruction.keyword !== 'ARG' || !file.stageOf(instruction)) continue
      for (const { name } of argPairs(instruction)) names.add(name)
    }
    return names
  })
}

/** Programs that read no variables but those that are named after them or their libraries. */
const deaf = new Set(
  [
    'apt apt-get apk yum dnf microdnf zypper rm mkdir cp mv ln chmod chown chgrp touch echo printf cat tar unzip gunzip',
    'useradd groupadd adduser addgroup usermod ls set cd true false test [ sed grep sort head tail tee ldconfig',
    'update-ca-certificates sha256sum sha512sum md5sum install find xargs export exit sleep',
  ].flatMap((line) => line.split(' ')),
)

/** Names that package managers and system libraries read. */
const systemName = /^(DEBIAN_|DEBCONF|APT_|LANG$|LC_|TZ$|PATH$|HOME$|TERM$|LD_|SHELL$|USER$|TMPDIR$|UCF_)/i

function mayReadEnvironment(file: LintFile, run: Instruction): boolean {
  const commands = file.commands(run)
  return commands.length === 0 || commands.some((command) => !deaf.has(command.name))
}

/** Never safe: fixes on save would take away what its author has only begun to use. */
function fixesOf(file: LintFile, arg: Instruction, { name, start, end }: KeyValue): readonly Fix[] {
  const title = `Remove \`${name}\`; a \`--build-arg\` for it then gets a warning`
  if (arg.words.length === 1) {
    const gone = removeLines(file, arg)
    return gone ? [{ title, safety: 'unsafe', edits: [gone], effect: { removes: [arg] } }] : []
  }
  const index = arg.words.findIndex((word) => word.start === start)
  const next = arg.words[index + 1]
  const range = next ? { start, end: next.start } : { start: arg.words[index - 1].end, end }
  if (arg.comments.length > 0) return []
  return [{ title, safety: 'unsafe', edits: [remove(range)] }]
}
