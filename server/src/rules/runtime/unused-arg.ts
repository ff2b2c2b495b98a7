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
  *check(file) {
    for (const arg of file.tree.instructions) {
      if (arg.keyword !== 'ARG') continue
      const stage = file.stageOf(arg)
      for (const pair of argPairs(arg)) {
        // `ARG NAME # a comment` is another rule's.
        if (!/^[A-Za-z_]\w*$/.test(pair.name) || arg.words.some(({ text }) => text.startsWith('#'))) continue
        if (
          pair.name === '' ||
          predefinedArg(pair.name)?.kind === 'proxy' ||
          predefinedArg(pair.name)?.kind === 'builder'
        ) {
          continue
        }
        if (stage ? isUsed(file, stage, arg, pair.name) : isUsedGlobally(file, arg, pair.name)) continue
        yield {
          range: pair.nameRange,
          message: stage
            ? `Nothing in this stage reads \`${pair.name}\` behind its \`ARG\`; remove it`
            : `Neither a \`FROM\` nor a stage reads \`${pair.name}\`; remove it, or repeat the \`ARG\` in the stage that needs it`,
          tags: ['unnecessary'],
          fixes: fixesOf(file, arg, pair),
        }
      }
    }
  },
}

/** In the stage behind the argument, or in stages that are built on it; also by programs that may read anything. */
function isUsed(file: LintFile, stage: Stage, arg: Instruction, name: string): boolean {
  const behind = file.stages
    .filter((other) => other === stage || file.facts.lineage(other).includes(stage))
    .flatMap((other) => other.instructions)
    .filter((other) => other.index >= arg.index)
  const own = argPairs(arg)
  const isInOwnValues = own.some((pair) => pair.value.includes(`$${name}`) || pair.value.includes(`\${${name}`))
  if (isInOwnValues) return true
  return behind.some((other) => {
    if (other.index === arg.index) return false
    return mentionedNames(file, other).has(name) || mayReadEnvironment(file, other, name)
  })
}

/** FROM lines, other global arguments, and stages that repeat it (what they do with it is theirs). */
function isUsedGlobally(file: LintFile, arg: Instruction, name: string): boolean {
  return file.tree.instructions.some((other) => {
    if (other.keyword === 'FROM') return mentionedNames(file, other).has(name)
    if (other.keyword !== 'ARG') return file.stageOf(other) !== undefined && mentionedNames(file, other).has(name)
    if (!file.stageOf(other))
      return argPairs(other).some(({ value }) => value.includes(name)) && other.index >= arg.index
    return argPairs(other).some((pair) => pair.name === name)
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

function mayReadEnvironment(file: LintFile, instruction: Instruction, name: string): boolean {
  const run = instruction.onbuild ?? instruction
  if (run.keyword !== 'RUN') return false
  if (systemName.test(name)) return true
  const commands = file.commands(run)
  return commands.length === 0 || commands.some((command) => !deaf.has(command.name))
}

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
