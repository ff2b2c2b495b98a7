/** Reading the shell form of CMD, ENTRYPOINT and HEALTHCHECK: what it starts, and whether it needs a shell for that. */

import type { ShellCommand } from '../../lint/command.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Instruction, Range } from '../../syntax/tree.ts'

/** A word of the shell form with the text that the program gets. */
export interface PlainWord extends Range {
  readonly value: string
}

/** Commands that are the shell's own, or that differ from the program of the same name. */
const builtins = new Set(
  [
    '. : alias bg break builtin cd command continue declare eval exec exit export fg getopts hash history jobs let local',
    'read readonly return set shift shopt source times trap type typeset ulimit umask unalias unset wait',
  ].flatMap((line) => line.split(' ')),
)

/**
 * The words of a shell form that does the same without a shell: one command, no variable, pattern, redirection,
 * operator or builtin. A leading `exec` is left out. Undefined for every other.
 */
export function plainWords(file: LintFile, instruction: Instruction): readonly PlainWord[] | undefined {
  if (instruction.heredocs.length > 0) return undefined
  const [script, ...others] = file.scripts(instruction)
  if (!script || others.length > 0) return undefined
  const { tree } = script
  if (tree.errors.length > 0 || tree.statements.length !== 1 || tree.constructs.length > 0) return undefined
  const [command, ...nested] = file.commands(instruction)
  if (!command || nested.some(({ node }) => node.context?.kind !== 'shell -c')) return undefined
  const { node } = command
  const { nameWord } = command
  if (!nameWord || node.assignments.length > 0 || node.redirects.length > 0 || node.pipelineLength > 1) return undefined
  if (node.negated || node.background || node.context) return undefined
  const handsOver = node.wrappers.length === 1 && node.wrappers[0] === 'exec'
  if (node.wrappers.length > 0 && !handsOver) return undefined
  // Nothing but the command may be there: a `;` or a comment behind it would get lost.
  if (tree.text.trim() !== tree.text.slice(node.start, node.end)) return undefined
  const words: PlainWord[] = []
  for (const word of [nameWord, ...command.words]) {
    if (word.value === undefined || word.glob || /^~|[\r\n]/.test(word.text)) return undefined
    words.push({ start: word.start, end: word.end, value: word.value })
  }
  if (builtins.has(words[0].value) || words[0].value === '') return undefined
  const prints = command.name === 'echo' || command.name === 'printf'
  if (prints && words.slice(1).some(({ value }) => value.includes('\\') || value.startsWith('-'))) return undefined
  if (handsOver) words[0] = { ...words[0], start: command.range.start }
  return words
}

/** The program that a shell form runs in the end, as written; undefined when that is not one word or a builtin. */
export function programWord(file: LintFile, instruction: Instruction): string | undefined {
  const last = lastCommand(file, instruction)
  return last && !builtins.has(last.name) ? last.nameWord?.value : undefined
}

/** A shell form as the script of `sh -c`; `execAt` is where `exec` can stand, in the instruction's joined text. */
export function shellScriptOf(
  file: LintFile,
  instruction: Instruction,
): { readonly execAt: number | undefined } | undefined {
  if (instruction.heredocs.length > 0) return undefined
  const [script] = file.scripts(instruction)
  if (!script || script.tree.errors.length > 0) return undefined
  // A comment behind the command is meant for readers, not for the array.
  const end = script.tree.statements.at(-1)?.end ?? 0
  if (script.tree.text.slice(end).includes('#')) return undefined
  const last = lastCommand(file, instruction)
  if (!last) return { execAt: undefined }
  const { node } = last
  const place = node.start + script.offset
  const hasFunctions = script.tree.commands.some(({ context }) => context?.kind === 'function')
  const canReplaceShell =
    !hasFunctions &&
    node.wrappers[0] !== 'exec' &&
    !node.wrappers.includes('command') &&
    !node.wrappers.includes('builtin') &&
    node.nameWord !== undefined &&
    !builtins.has(node.name) &&
    node.assignments.length === 0
  return { execAt: canReplaceShell ? place : undefined }
}

/** The simple command that a script ends with, when its status is the script's: not in a pipeline, not behind `||`. */
function lastCommand(file: LintFile, instruction: Instruction): ShellCommand | undefined {
  const [script] = file.scripts(instruction)
  const statement = script?.tree.statements.at(-1)
  const member = statement?.members.at(-1)
  if (!script || !statement || !member || statement.background) return undefined
  if (statement.members.some(({ operator }) => operator === '||')) return undefined
  return file.commands(instruction).find(({ node, script: own }) => {
    return own === script && !node.context && node.pipelineLength === 1 && !node.negated && node.start === member.start
  })
}
