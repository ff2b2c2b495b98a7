/** One version of a Dockerfile with the questions that rules ask; each is answered once and remembered. */

import type { JoinedText } from '../syntax/joined-text.ts'
import { lineAt, parseDockerfile } from '../syntax/parse.ts'
import { readScopes, type Scopes } from '../syntax/scope.ts'
import { parseShell, type ShellWord } from '../syntax/shell.ts'
import { readStages, type Stage, type StageGraph } from '../syntax/stages.ts'
import type { Dockerfile, Heredoc, Instruction } from '../syntax/tree.ts'
import type { BuildContext } from './build-context.ts'
import { type Script, ShellCommand } from './command.ts'
import { type ShellKind, StageFacts } from './stage-facts.ts'

export interface LintInput {
  readonly text: string
  /** `YYYY-MM-DD`: what end-of-life dates are held against. */
  readonly today: string
  /** The folder around the file, where it is known. */
  readonly context?: BuildContext
  /** The line break to use where the text has none. */
  readonly newline?: string
  /** Options of rules, by rule id; see each rule's documentation. */
  readonly options?: Readonly<Record<string, unknown>>
}

export class LintFile {
  readonly text: string
  readonly today: string
  readonly context: BuildContext | undefined
  readonly tree: Dockerfile
  private readonly options: Readonly<Record<string, unknown>>
  private readonly usualNewline: string
  private knownGraph: StageGraph | undefined
  private knownScopes: Scopes | undefined
  private knownFacts: StageFacts | undefined
  private readonly remembered = new Map<string, unknown>()
  private readonly rememberedFor = new Map<string, Map<unknown, unknown>>()
  private readonly scriptsOf = new Map<Instruction, readonly Script[]>()
  private readonly instructionsOf = new Map<string, readonly Instruction[]>()
  private knownKeywords: ReadonlyMap<string, readonly Instruction[]> | undefined
  private knownNames: ReadonlyMap<string, readonly ShellCommand[]> | undefined
  private readonly commandsOf = new Map<Instruction, readonly ShellCommand[]>()

  constructor(input: LintInput, tree: Dockerfile = parseDockerfile(input.text)) {
    this.text = input.text
    this.today = input.today
    this.context = input.context
    this.options = input.options ?? {}
    this.usualNewline = input.newline ?? '\n'
    this.tree = tree
  }

  /** Remembers the answer to a question about this file, by a name that is the question's own. */
  once<T>(question: string, answer: () => T): T {
    const known = this.remembered.get(question)
    if (known !== undefined || this.remembered.has(question)) return known as T
    const fresh = answer()
    this.remembered.set(question, fresh)
    return fresh
  }

  /** The same for a question about a part of the file: an instruction, a stage, a script. */
  onceFor<T>(question: string, about: unknown, answer: () => T): T {
    let answers = this.rememberedFor.get(question)
    if (!answers) {
      answers = new Map()
      this.rememberedFor.set(question, answers)
    }
    const known = answers.get(about)
    if (known !== undefined || answers.has(about)) return known as T
    const fresh = answer()
    answers.set(about, fresh)
    return fresh
  }

  /** The setting of a rule's option; undefined when it is not set. */
  option<T>(rule: string): T | undefined {
    return this.options[rule] as T | undefined
  }

  get graph(): StageGraph {
    this.knownGraph ??= readStages(this.tree)
    return this.knownGraph
  }

  get scopes(): Scopes {
    this.knownScopes ??= readScopes(this.tree, this.graph)
    return this.knownScopes
  }

  /** What is known of a stage: base image, users, shells, what ships. */
  get facts(): StageFacts {
    this.knownFacts ??= new StageFacts(this)
    return this.knownFacts
  }

  get stages(): readonly Stage[] {
    return this.graph.stages
  }

  get finalStage(): Stage | undefined {
    return this.graph.stages.at(-1)
  }

  /** The stage that an instruction stands in; undefined above the first FROM. */
  stageOf(instruction: Instruction): Stage | undefined {
    return this.graph.stageOf[instruction.index]
  }

  /**
   * Every instruction of the given kinds, in file order; the inner instruction of an ONBUILD counts as its kind.
   * All instructions without an argument.
   */
  instructions(...keywords: readonly string[]): readonly Instruction[] {
    const { byKeyword } = this
    if (keywords.length === 1) return byKeyword.get(keywords[0]) ?? nothing
    const present = keywords.filter((keyword) => byKeyword.has(keyword))
    // Most files have but one of several kinds.
    if (keywords.length > 0 && present.length < 2) return byKeyword.get(present[0]) ?? nothing
    const key = present.join(' ')
    const known = this.instructionsOf.get(key)
    if (known) return known
    const fits = (keyword: string): boolean => keywords.length === 0 || present.includes(keyword)
    const found: Instruction[] = []
    for (const outer of this.tree.instructions) {
      if (fits(outer.keyword)) found.push(outer)
      if (outer.onbuild && fits(outer.onbuild.keyword)) found.push(outer.onbuild)
    }
    this.instructionsOf.set(key, found)
    return found
  }

  private get byKeyword(): ReadonlyMap<string, readonly Instruction[]> {
    if (this.knownKeywords) return this.knownKeywords
    const index = new Map<string, Instruction[]>()
    const add = (instruction: Instruction): void => {
      const same = index.get(instruction.keyword)
      if (same) same.push(instruction)
      else index.set(instruction.keyword, [instruction])
    }
    for (const outer of this.tree.instructions) {
      add(outer)
      if (outer.onbuild) add(outer.onbuild)
    }
    this.knownKeywords = index
    return index
  }

  /** The outer instruction of the file, also for what stands behind ONBUILD. */
  outer(instruction: Instruction): Instruction {
    return this.tree.instructions[instruction.index]
  }

  slice(range: { start: number; end: number }): string {
    return this.text.slice(range.start, range.end)
  }

  /** The line (from 0) of an offset. */
  line(offset: number): number {
    return lineAt(this.tree, offset)
  }

  /** The line break that the file uses. */
  get newline(): string {
    return this.once('newline', () => {
      if (this.text.includes('\r\n')) return '\r\n'
      return this.text.includes('\n') ? '\n' : this.usualNewline
    })
  }

  /** The shell that runs an instruction's shell form. */
  shell(instruction: Instruction): ShellKind {
    return this.facts.shell(instruction)
  }

  /**
   * The POSIX shell scripts of an instruction: the body of a shell-form RUN, CMD, ENTRYPOINT or HEALTHCHECK, and the
   * heredocs that a shell reads. None for exec form, and none where the shell is PowerShell or cmd.
   */
  scripts(instruction: Instruction): readonly Script[] {
    const known = this.scriptsOf.get(instruction)
    if (known) return known
    const scripts = this.shell(instruction).posix ? readScripts(this, instruction) : []
    this.scriptsOf.set(instruction, scripts)
    return scripts
  }

  /** The commands of an instruction in text order; an exec form of RUN, CMD… is one command without a shell. */
  commands(instruction: Instruction): readonly ShellCommand[] {
    const known = this.commandsOf.get(instruction)
    if (known) return known
    const commands: ShellCommand[] = []
    for (const script of this.scripts(instruction)) {
      for (const node of script.tree.commands) commands.push(new ShellCommand(node, script))
    }
    this.commandsOf.set(instruction, commands)
    return commands
  }

  /** Every command of the file's RUN instructions (ONBUILD RUN included), or those of the given names. */
  shellCommands(...names: readonly string[]): readonly ShellCommand[] {
    const { byName } = this
    if (names.length === 0) return byName.get('') ?? nothing
    if (names.length === 1) return byName.get(names[0]) ?? nothing
    const found: (readonly ShellCommand[])[] = []
    for (const name of names) {
      const commands = byName.get(name)
      if (commands) found.push(commands)
    }
    if (found.length === 0) return nothing
    return found.length === 1 ? found[0] : found.flat().sort((a, b) => a.range.start - b.range.start)
  }

  /** All of them under the empty name. */
  private get byName(): ReadonlyMap<string, readonly ShellCommand[]> {
    if (this.knownNames) return this.knownNames
    const all: ShellCommand[] = []
    const index = new Map<string, ShellCommand[]>([['', all]])
    for (const run of this.instructions('RUN')) {
      for (const command of this.commands(run)) {
        all.push(command)
        if (command.name === '') continue
        const same = index.get(command.name)
        if (same) same.push(command)
        else index.set(command.name, [command])
      }
    }
    this.knownNames = index
    return index
  }
}

const nothing: readonly never[] = []

const scripted = new Set(['RUN', 'CMD', 'ENTRYPOINT', 'HEALTHCHECK'])

function readScripts(file: LintFile, instruction: Instruction): readonly Script[] {
  if (!scripted.has(instruction.keyword)) return []
  if (instruction.json) return execForm(instruction)
  const { source, heredocs } = instruction
  const word = instruction.words[0]
  if (!word) return []
  const start = instruction.healthcheckType ? source.text.lastIndexOf(word.text) : instruction.bodyStart
  const body = source.text.slice(start, instruction.bodyEnd)
  if (heredocs.length === 0) return [{ instruction, tree: parseShell(body), source, offset: start }]
  const onlyMarkers = file.text.slice(instruction.body.start, instruction.body.end) === file.slice(heredocs[0].marker)
  if (onlyMarkers) return scriptOfHeredoc(file, instruction, heredocs[0])
  const scripts: Script[] = []
  const joined = withHeredocs(file, instruction, start)
  const whole = { instruction, tree: parseShell(joined.text), source: joined, offset: 0 }
  scripts.push(whole)
  // `bash <<EOF`: the body is a script of its own.
  const reader = whole.tree.commands[0]
  if (heredocs.length === 1 && reader && shellReaders.has(reader.name) && reader.pipelineLength === 1) {
    scripts.push(...scriptOfHeredoc(file, instruction, heredocs[0]))
  }
  return scripts
}

const shellReaders = new Set(['sh', 'bash', 'dash', 'ash'])

/** The body of a heredoc as a script, unless its first line names another interpreter. */
function scriptOfHeredoc(file: LintFile, instruction: Instruction, heredoc: Heredoc): readonly Script[] {
  const source = linesOf(file, heredoc.body.start, heredoc.body.end, heredoc.chomp)
  const shebang = /^#![ \t]*([^\n]*)/.exec(source.text)?.[1]
  if (shebang !== undefined && !/(^|\/|\s)(sh|bash|dash|ash)(\s|$)/.test(shebang)) return []
  return [{ instruction, tree: parseShell(source.text), source, offset: 0 }]
}

/** The words of an exec form as one command; each element is a word. */
function execForm(instruction: Instruction): readonly Script[] {
  const { source, words } = instruction
  if (words.length === 0) return []
  const base = source.text.indexOf('[', instruction.bodyStart)
  const first = words[0]
  const places = elementPlaces(source.text, base, words.length)
  const shellWords = words.map(({ text }, i): ShellWord => {
    const { start, end } = places[i]
    return { start, end, text, value: text, quoted: true, glob: false }
  })
  const whole = { start: shellWords[0].start, end: shellWords[shellWords.length - 1].end }
  const name = first.text.slice(first.text.lastIndexOf('/') + 1)
  const node = {
    start: whole.start,
    end: whole.end,
    name,
    nameWord: shellWords[0],
    words: shellWords.slice(1),
    wrappers: [],
    assignments: [],
    redirects: [],
    pipelineIndex: 0,
    pipelineLength: 1,
    pipeline: whole,
    negated: false,
    background: false,
    operator: '' as const,
    list: whole,
    context: undefined,
  }
  const tree = { text: source.text, commands: [node], statements: [], variables: [], constructs: [], errors: [] }
  const scripts: Script[] = [{ instruction, tree, source, offset: 0 }]
  // `["sh", "-c", "…"]`: the last element is a script; with escapes in it, offsets would not be the file's.
  const inner = words.length >= 3 && shellReaders.has(name) && /^-[a-z]*c$/.test(words[1].text) ? places[2] : undefined
  if (inner && source.text.slice(inner.start + 1, inner.end - 1) === words[2].text) {
    scripts.push({ instruction, tree: parseShell(words[2].text), source, offset: inner.start + 1 })
  }
  return scripts
}

function elementPlaces(text: string, from: number, count: number): readonly { start: number; end: number }[] {
  const places: { start: number; end: number }[] = []
  let position = from
  while (places.length < count) {
    const start = text.indexOf('"', position)
    position = start + 1
    while (position < text.length && text[position] !== '"') position += text[position] === '\\' ? 2 : 1
    position++
    places.push({ start, end: position })
  }
  return places
}

/** The body followed by its heredocs, the way the shell reads them. */
function withHeredocs(file: LintFile, instruction: Instruction, start: number): JoinedText {
  const { source, heredocs } = instruction
  const pieces: Piece[] = []
  for (let i = 0; i < source.starts.length; i++) {
    const end = i + 1 < source.starts.length ? source.starts[i + 1] : instruction.bodyEnd
    const from = Math.max(source.starts[i], start)
    if (end > from) {
      pieces.push({ text: source.text.slice(from, end), fileStart: source.fileStarts[i] + from - source.starts[i] })
    }
  }
  pieces.push(lineBreakBehind(file, instruction.headEnd))
  for (const heredoc of heredocs) {
    linePieces(file, heredoc.body.start, heredoc.body.end, false, pieces)
    pieces.push({ text: file.slice(heredoc.terminator), fileStart: heredoc.terminator.start })
    pieces.push(lineBreakBehind(file, heredoc.terminator.end))
  }
  return join(file, pieces)
}

/** A line break, which stands for the file's own one; at its end it may stand for none. */
function lineBreakBehind({ text }: LintFile, offset: number): Piece {
  const newline = text.indexOf('\n', offset)
  return { text: '\n', fileStart: newline < 0 ? text.length : newline }
}

interface Piece {
  readonly text: string
  readonly fileStart: number
}

function linesOf(file: LintFile, from: number, to: number, chomp: boolean): JoinedText {
  const pieces: Piece[] = []
  linePieces(file, from, to, chomp, pieces)
  if (pieces.length === 0) pieces.push({ text: '', fileStart: from })
  return join(file, pieces)
}

/** Lines with `\n` at their ends, also where the file has CRLF. */
function linePieces(file: LintFile, from: number, to: number, chomp: boolean, pieces: Piece[]): void {
  const { text } = file
  if (!chomp && from < to && !text.slice(from, to).includes('\r')) {
    pieces.push({ text: text.slice(from, to), fileStart: from })
    return
  }
  let position = from
  while (position < to) {
    const newline = text.indexOf('\n', position)
    const end = newline < 0 || newline >= to ? to : newline + 1
    let start = position
    if (chomp) while (start < end && text[start] === '\t') start++
    const hasReturn = end - start > 1 && text[end - 2] === '\r' && text[end - 1] === '\n'
    pieces.push({ text: text.slice(start, hasReturn ? end - 2 : end), fileStart: start })
    if (hasReturn) pieces.push({ text: '\n', fileStart: end - 1 })
    position = end
  }
}

function join(file: LintFile, pieces: readonly Piece[]): JoinedText {
  const starts: number[] = []
  const fileStarts: number[] = []
  let length = 0
  for (const piece of pieces) {
    starts.push(length)
    fileStarts.push(piece.fileStart)
    length += piece.text.length
  }
  const last = pieces[pieces.length - 1]
  return {
    text: pieces.map((piece) => piece.text).join(''),
    starts,
    fileStarts,
    fileEnd: Math.min(last.fileStart + last.text.length, file.text.length),
  }
}
