/** Maps a failed build to what is to be underlined in the Dockerfile. */

import { lineAt, lineEnd, parseDockerfile } from '../syntax/parse.ts'
import { mountOptions, readStages, type StageGraph } from '../syntax/stages.ts'
import type { Dockerfile, Flag, Instruction, Range } from '../syntax/tree.ts'
import { failingCommand } from './build-command.ts'
import { type BuilderStep, instructionOfStep, sameImage } from './build-step.ts'

/** What is known of the failure from the builder's output. */
export interface FailureReport {
  /** One of the kinds of the build's failures; others than those named here are treated alike. */
  readonly kind: string
  readonly message: string
  /** The lines that the builder names, from 0. */
  readonly lines: { readonly start: number; readonly end: number } | undefined
  readonly step: BuilderStep | undefined
  readonly exitStatus: number | undefined
  /** The path, image, stage, flag, secret or user that the message is about. */
  readonly subject: string | undefined
  readonly output: readonly string[]
}

/** Places in the Dockerfile, as offsets. */
export interface FailurePlace {
  /** The smallest part that the report points to. */
  readonly range: Range
  /** The instruction that it lies in. */
  readonly instruction: Range
}

/** Where a build of `text` failed; undefined when it is about no place in the file. */
export function locateFailure(text: string, report: FailureReport): FailurePlace | undefined {
  const file = parseDockerfile(text)
  const graph = readStages(file)
  const instruction = failedInstruction(file, graph, report)
  if (instruction) {
    const whole = withoutLineBreak(file, instruction)
    return { range: partOf(file, instruction, report) ?? whole, instruction: whole }
  }
  const lines = report.lines ?? lineOfKind(file, report)
  if (!lines || lines.start >= file.lineStarts.length) return undefined
  const range = linesRange(file, lines.start, lines.end)
  return { range, instruction: range }
}

function withoutLineBreak(file: Dockerfile, { start, endLine }: Instruction): Range {
  return { start, end: lineEnd(file, endLine) }
}

function linesRange(file: Dockerfile, from: number, to: number): Range {
  const end = lineEnd(file, Math.min(to, file.lineStarts.length - 1))
  const start = file.lineStarts[from]
  const indent = file.text.slice(start, end).search(/[^\s\ufeff]/)
  return { start: start + Math.max(0, indent), end }
}

/** The line of a failure that is about no instruction. */
function lineOfKind(file: Dockerfile, report: FailureReport): FailureReport['lines'] {
  if (report.kind === 'empty-file' && file.text.trim() !== '') return { start: 0, end: 0 }
  const directive = file.directives.find(({ name }) => name === 'syntax')
  return report.kind === 'frontend-failed' && directive ? { start: directive.line, end: directive.line } : undefined
}

function failedInstruction(file: Dockerfile, graph: StageGraph, report: FailureReport): Instruction | undefined {
  const { lines, step } = report
  if (lines) {
    return file.instructions.find(
      (instruction) => instruction.line <= lines.start && lines.start <= instruction.endLine,
    )
  }
  return (step && instructionOfStep(file, graph, step)) ?? meantInstruction(file, graph, report)
}

/** The instruction that the message is about, for builders that name neither line nor step. */
function meantInstruction(file: Dockerfile, graph: StageGraph, report: FailureReport): Instruction | undefined {
  const { subject } = report
  switch (report.kind) {
    case 'missing-from':
      return file.instructions[0]
    case 'invalid-reference':
      return (subject && pulling(graph, (text, value) => text === subject || value === subject)) || unsetBase(graph)
    case 'network':
    case 'pull-failed':
    case 'login-needed':
    case 'rate-limited':
    case 'platform-mismatch':
    case 'unknown-stage':
      return subject === undefined
        ? undefined
        : pulling(graph, (text, value) => sameImage(text, subject) || sameImage(value, subject))
    case 'unknown-instruction':
      return file.instructions.find((instruction) => instruction.keyword === subject?.toUpperCase())
    case 'parse-error':
    case 'bad-flag':
      return refused(file, report.message)
    default:
      return undefined
  }
}

/** The FROM, COPY or mount that names an image. */
function pulling(graph: StageGraph, fits: (written: string, value: string) => boolean): Instruction | undefined {
  const stage = graph.stages.find(
    ({ baseWord, base, parent }) => baseWord && !parent && fits(baseWord.text, base ?? baseWord.text),
  )
  if (stage) return stage.from
  return graph.references.find(({ text, target, kind }) => !target && kind !== 'from' && fits(text, text))?.instruction
}

function unsetBase(graph: StageGraph): Instruction | undefined {
  return graph.stages.find(({ unset, base }) => unset.length > 0 || base === undefined)?.from
}

/** What a parser refused, by the keyword or the text in its message. */
function refused(file: Dockerfile, message: string): Instruction | undefined {
  const { instructions } = file
  if (/unterminated heredoc/.test(message)) {
    return instructions.find(({ heredocs }) => heredocs.some(({ terminated }) => !terminated))
  }
  const quoted = /"([^"]+)"/.exec(message)?.[1] ?? /: (\S+)$/.exec(message)?.[1]
  const keyword = /^([A-Z]+)\b/.exec(message)?.[1] ?? (/\bport|\bproto/.test(message) ? 'EXPOSE' : undefined)
  const named = keyword ? instructions.filter((instruction) => instruction.keyword === keyword) : instructions
  if (quoted !== undefined) {
    const containing = named.find((instruction) => instruction.source.text.includes(quoted))
    if (containing) return containing
  }
  return (
    named.find(({ error }) => error !== undefined) ??
    named.find((instruction) => keyword !== undefined && instruction.words.length === 0) ??
    (keyword === undefined ? undefined : named[0])
  )
}

/** The part of the instruction that the failure is about. */
function partOf(file: Dockerfile, instruction: Instruction, report: FailureReport): Range | undefined {
  const { subject } = report
  switch (report.kind) {
    case 'run-failed':
    case 'command-not-found':
    case 'out-of-memory':
    case 'network':
    case 'disk-full':
      if (instruction.keyword === 'RUN')
        return failingCommand(file, instruction, { ...report, missing: missingProgram(report) })
      return report.kind === 'network' ? imageOrAddress(instruction) : undefined
    case 'copy-source-missing':
      return subject === undefined ? undefined : missingSource(instruction, subject)
    case 'bad-flag':
      return subject === undefined ? undefined : flagWith(instruction, subject)
    case 'parse-error':
      return wordWith(instruction, report.message)
    case 'secret-missing':
      return subject === undefined ? undefined : mountWith(instruction, 'secret', subject)
    case 'ssh-missing':
      return mountWith(instruction, 'ssh', subject ?? 'default')
    case 'unknown-stage':
    case 'pull-failed':
    case 'login-needed':
    case 'rate-limited':
    case 'invalid-reference':
      return imageOrAddress(instruction)
    case 'platform-mismatch':
      return instruction.flags.find(({ name }) => name === 'platform') ?? imageOrAddress(instruction)
    case 'unknown-instruction':
      return instruction.keywordRange
    default:
      return undefined
  }
}

function missingProgram(report: FailureReport): string | undefined {
  return report.kind === 'command-not-found' ? report.subject : undefined
}

/** FROM's image, the value of `--from`, or ADD's addresses. */
function imageOrAddress(instruction: Instruction): Range | undefined {
  if (instruction.keyword === 'FROM') return instruction.words[0]
  const from = instruction.flags.find(({ name }) => name === 'from')
  if (from) return from.valueRange ?? from
  return instruction.words.find(({ text }) => /^[a-z]+:\/\//i.test(text))
}

/** The source argument that was not found; several that end alike are told apart by the longest match. */
function missingSource(instruction: Instruction, path: string): Range | undefined {
  if (instruction.keyword === 'RUN') return missingMountSource(instruction, path)
  const sources = instruction.words.slice(0, -1)
  const wanted = plainPath(path)
  const exact = sources.find(({ text }) => plainPath(text) === wanted)
  if (exact) return exact
  const behind = sources.filter(({ text }) => plainPath(text) !== '' && wanted.endsWith(`/${plainPath(text)}`))
  if (behind.length > 0) return behind.reduce((a, b) => (b.text.length > a.text.length ? b : a))
  const inside = sources.filter(({ text }) => plainPath(text).startsWith(`${wanted}/`))
  if (inside.length === 1) return inside[0]
  const variable = sources.filter(({ text }) => text.includes('$'))
  if (variable.length === 1) return variable[0]
  return sources.length === 1 ? sources[0] : undefined
}

function missingMountSource(instruction: Instruction, path: string): Range | undefined {
  const mounts = instruction.flags.filter(({ name }) => name === 'mount')
  return mounts
    .flatMap((mount) => mountOptions(instruction, mount))
    .find(
      ({ name, value }) => /^(?:source|src)$/.test(name) && value !== undefined && plainPath(value) === plainPath(path),
    )
}

/** A path without quotes, leading dots and slashes, and what `..` takes back. */
function plainPath(text: string): string {
  const parts: string[] = []
  for (const part of text.replace(/^["']|["']$/g, '').split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return parts.join('/')
}

/** The word that a parser's message quotes. */
function wordWith(instruction: Instruction, message: string): Range | undefined {
  const quoted = /"([^"]+)"/.exec(message)?.[1] ?? /[Ii]nvalid proto: (\S+)$/.exec(message)?.[1]
  if (quoted === undefined) return undefined
  return (
    instruction.words.find(({ text }) => text === quoted) ??
    instruction.words.find(({ text }) => text.endsWith(`/${quoted}`))
  )
}

function flagWith(instruction: Instruction, subject: string): Range | undefined {
  const inFlag = (flag: Flag): boolean => flag.name === subject.replace(/^--/, '') || flag.value === subject
  const flag = instruction.flags.find(inFlag)
  if (flag) return flag
  for (const mount of instruction.flags.filter(({ name }) => name === 'mount')) {
    const option = mountOptions(instruction, mount).find(({ value, name }) => value === subject || name === subject)
    if (option) return option
  }
  return undefined
}

function mountWith(instruction: Instruction, type: string, id: string): Range | undefined {
  return instruction.flags.find((flag) => {
    if (flag.name !== 'mount') return false
    const options = new Map(mountOptions(instruction, flag).map(({ name, value }) => [name, value]))
    if (options.get('type') !== type) return false
    return (options.get('id') ?? mountName(options) ?? 'default') === id
  })
}

/** A secret without an id takes the file name of its target. */
function mountName(options: ReadonlyMap<string, string | undefined>): string | undefined {
  const target = options.get('target') ?? options.get('dst') ?? options.get('destination')
  return target?.slice(target.lastIndexOf('/') + 1)
}

/** The line (from 0) of an offset in a text; for tests and messages. */
export function lineOfOffset(text: string, offset: number): number {
  return lineAt(parseDockerfile(text), offset)
}
