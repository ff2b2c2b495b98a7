/** Inside a RUN that failed, finds the command that did, where the step's output lets one tell. */

import { fileRange } from '../syntax/joined-text.ts'
import { parseShell, type ShellCommandNode, type ShellTree } from '../syntax/shell.ts'
import type { Dockerfile, Instruction, Range } from '../syntax/tree.ts'

/** What the failed step left behind. */
export interface FailedRun {
  readonly exitStatus: number | undefined
  /** The program that was not found, as the shell wrote it. */
  readonly missing: string | undefined
  /** The last lines that the step printed. */
  readonly output: readonly string[]
}

/** The failing command's range in the file; undefined when the output does not tell it from the others. */
export function failingCommand(file: Dockerfile, run: Instruction, failed: FailedRun): Range | undefined {
  const script = scriptOf(file, run)
  if (!script) return undefined
  const tree = parseShell(script.text)
  if (tree.errors.length > 0 || tree.commands.length === 0) return undefined
  const range = failingRange(tree, failed)
  return range && script.toFile(range)
}

interface Script {
  readonly text: string
  toFile(range: Range): Range
}

/** The shell text of a RUN: its heredoc, when that is all there is, else its body. Nothing for the JSON form. */
function scriptOf(file: Dockerfile, run: Instruction): Script | undefined {
  const { source, bodyStart, bodyEnd } = run
  if (run.json) return undefined
  const body = source.text.slice(bodyStart, bodyEnd)
  if (run.heredocs.length === 0) {
    return { text: body, toFile: ({ start, end }) => fileRange(source, bodyStart + start, bodyStart + end) }
  }
  const [heredoc] = run.heredocs
  if (run.heredocs.length > 1 || body.trim() !== file.text.slice(heredoc.marker.start, heredoc.marker.end))
    return undefined
  const text = file.text.slice(heredoc.body.start, heredoc.body.end)
  if (text.startsWith('#!') && !/^#![^\n]*sh\b/.test(text)) return undefined
  const base = heredoc.body.start
  return { text, toFile: ({ start, end }) => ({ start: base + start, end: base + end }) }
}

function failingRange(tree: ShellTree, failed: FailedRun): Range | undefined {
  const { commands } = tree
  const traced = lastTraced(commands, failed.output)
  if (traced) return traced
  if (failed.missing) {
    const missing = failed.missing
    const named = commands.find((command) => command.nameWord?.text === missing || command.name === missing)
    if (named) return named
  }
  const explicit = explicitExit(commands, failed.exitStatus)
  if (explicit) return explicit
  const possible = stoppedAt(tree, failed.output)
  const complaining = complainer(possible, failed.output)
  if (complaining) return complaining
  const [only] = possible
  return only && possible.every((command) => command.pipeline.start === only.pipeline.start)
    ? pipelineOf(only)
    : undefined
}

function pipelineOf(command: ShellCommandNode): Range {
  return command.pipelineLength > 1 ? command.pipeline : command
}

/** `set -x` prints each command behind `+` before it runs: the last one printed is the one that failed. */
function lastTraced(commands: readonly ShellCommandNode[], output: readonly string[]): Range | undefined {
  const traced = commands.some(turnsTracingOn)
  const line = traced ? output.findLast((text) => /^\++ \S/.test(text)) : undefined
  if (line === undefined) return undefined
  const fitting = commands.filter((command) => fitsTrace(command, line))
  if (fitting.length === 0) return undefined
  const times = output.filter((text) => text === line).length
  return fitting[Math.min(times, fitting.length) - 1]
}

function turnsTracingOn(command: ShellCommandNode): boolean {
  const options = command.words.map((word) => word.text)
  if (command.name === 'set')
    return options.some((word, i) => /^-[a-z]*x/.test(word) || (word === 'xtrace' && options[i - 1] === '-o'))
  return /^(?:ba|da|a)?sh$/.test(command.name) && options.some((word) => /^-[a-z]*x/.test(word))
}

function fitsTrace(command: ShellCommandNode, line: string): boolean {
  const traced = wordsOfTrace(line.replace(/^\++ /, ''))
  const written = [command.nameWord, ...command.words].map((word) => word?.value)
  if (command.wrappers.length > 0 || traced.length < written.length) return false
  // What the shell expands may have become several words; a trace without any expansion is as long as the command.
  if (traced.length > written.length && !written.includes(undefined)) return false
  return written.every((value, i) => value === undefined || traced.includes(value, i > 0 ? 1 : 0))
}

/** Words of a traced line, its quotes taken off. */
function wordsOfTrace(text: string): readonly string[] {
  const words: string[] = []
  let word: string | undefined
  let quoted = false
  for (const character of text) {
    if (character === "'") {
      quoted = !quoted
      word ??= ''
    } else if (character === ' ' && !quoted) {
      if (word !== undefined) words.push(word)
      word = undefined
    } else word = (word ?? '') + character
  }
  if (word !== undefined) words.push(word)
  return words
}

/** `exit 42` and `false` say themselves that they fail; behind `||` they only pass on that what is before them did. */
function explicitExit(commands: readonly ShellCommandNode[], status: number | undefined): Range | undefined {
  if (status === undefined) return undefined
  const exits = commands.filter((command) => command.name === 'exit' && command.words[0]?.value === String(status))
  if (exits.length === 1) return exits[0].operator === '||' ? exits[0].list : exits[0]
  if (exits.length > 1 || status !== 1) return undefined
  const fails = commands.filter((command) => command.name === 'false' && !command.negated && !command.context)
  return fails.length === 1 && commands.every((command) => command.operator !== '||') ? fails[0] : undefined
}

/**
 * The outermost commands among which the failing one is: where every failure ends the script, those behind the last
 * text that was echoed and before the first that was not; where only the last counts, that one.
 */
function stoppedAt(tree: ShellTree, output: readonly string[]): readonly ShellCommandNode[] {
  const outer = tree.commands.filter((command) => command.context === undefined)
  if (!everyFailureEnds(tree, outer)) {
    const last = tree.statements.at(-1)
    if (!last || tree.statements.length < 2 || last.members.some(({ kind }) => kind !== 'Command')) return outer
    return outer.filter((command) => command.start >= last.start)
  }
  const printed = new Set(output)
  let possible: ShellCommandNode[] = []
  for (const command of outer) {
    const text = echoedText(command)
    if (text === undefined) {
      if (!neverFails.has(command.name)) possible.push(command)
    } else if (printed.has(text)) possible = []
    else if (output.length < completeOutput) break
  }
  return possible
}

/** A failure's output with fewer lines than this has all that the step printed. */
const completeOutput = 20
const neverFails = new Set(['set', 'export', 'true', ':', 'echo', 'printf', 'unset'])

function everyFailureEnds(tree: ShellTree, outer: readonly ShellCommandNode[]): boolean {
  if (outer.some((command) => command.operator === '||' || command.background)) return false
  const [first] = outer
  const setsE = first?.name === 'set' && first.words.some((word) => /^-[a-z]*e/.test(word.text))
  return (
    setsE ||
    outer.every((command, i) => i === 0 || command.operator === '&&' || command.pipelineIndex > 0) ||
    tree.statements.length === 1
  )
}

function echoedText(command: ShellCommandNode): string | undefined {
  if (command.name !== 'echo' || command.redirects.length > 0 || command.pipelineLength > 1) return undefined
  const words = command.words.map((word) => word.value)
  if (words.includes(undefined) || words[0]?.startsWith('-')) return undefined
  return words.join(' ')
}

/** The only command that writes error lines like the last ones: `cat: …`, `E: …`, `npm error …`. */
function complainer(commands: readonly ShellCommandNode[], output: readonly string[]): Range | undefined {
  const lines = output
    .filter((line) => line.trim() !== '')
    .slice(-6)
    .reverse()
  for (const line of lines) {
    const names = namesIn(line)
    const named = commands.filter((command) => names.includes(command.name))
    if (named.length === 1) return pipelineOf(named[0])
    if (named.length > 1) return undefined
  }
  return undefined
}

/** The programs whose error lines begin like this. */
function namesIn(line: string): readonly string[] {
  for (const [pattern, names] of errorPrefixes) if (pattern.test(line)) return names
  const colon = line.indexOf(': ')
  const name = colon > 0 ? line.slice(0, colon) : ''
  return /^[\w.+/-]+$/.test(name) ? [name, name.slice(name.lastIndexOf('/') + 1)] : []
}

const errorPrefixes: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^E: /, ['apt-get', 'apt']],
  [/^npm (?:ERR!|error)/, ['npm']],
  [/^error Command failed|^error An unexpected error/, ['yarn']],
  [/^ ?ERR_PNPM/, ['pnpm']],
  [/^ERROR: unable to select packages|^WARNING: (?:opening|fetching|updating)/i, ['apk']],
  [
    /^ERROR: (?:Could not|No matching|Invalid requirement|Failed building)|^error: externally-managed/,
    ['pip', 'pip3', 'python', 'python3'],
  ],
  [/^(?:fatal|error): .*(?:repository|remote|pathspec|clone)/, ['git']],
  [/^make(?:\[\d+\])?: \*\*\*/, ['make']],
  [/^error: could not compile|^error\[E\d+\]/, ['cargo']],
]
