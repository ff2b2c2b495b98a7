/**
 * The adapter to the shell parser: a script's text → its simple commands with their context.
 * It is the only file that imports `unbash`; nothing thrown by it gets past this file.
 */

import { forEachChild, parse, type SyntaxNode } from 'unbash'
import { characterStart } from './characters.ts'
import type {
  ShellAssignment,
  ShellCommandNode,
  ShellConstruct,
  ShellContext,
  ShellRedirect,
  ShellStatement,
  ShellTree,
  ShellVariable,
  ShellWord,
} from './shell-tree.ts'
import { unwrap } from './shell-wrappers.ts'
import type { Range } from './tree.ts'

type UnbashNode<T extends SyntaxNode['type']> = Extract<SyntaxNode, { type: T }>

/** Longer scripts are not looked into; 256 KiB is far above any that was seen. */
const maxLength = 262_144

/** The parser looks for the end of a bracket again for each one inside it. */
const maxBrackets = 200

/** The parser goes through all heredocs that are open for each new one. */
const maxHeredocs = 500
const maxNesting = 8

/** Parses a POSIX-like shell script anew. */
export function readShell(text: string): ShellTree {
  const empty = { text, commands: [], statements: [], variables: [], constructs: [] }
  if (text.length > maxLength) return { ...empty, errors: [{ message: 'the script is too long', position: 0 }] }
  if (text.includes('<<') && text.split('<<', maxHeredocs + 2).length > maxHeredocs + 1) {
    return { ...empty, errors: [{ message: 'the script has too many heredocs', position: 0 }] }
  }
  if (bracketDepth(text) > maxBrackets) {
    return { ...empty, errors: [{ message: 'the script is nested too deeply', position: 0 }] }
  }
  try {
    const reader = new Reader(text)
    reader.script(text, 0, undefined, 0)
    const { commands, variables, constructs, statements, errors } = reader
    if (commands.length > 1) commands.sort((a, b) => a.start - b.start)
    if (variables.length > 1) variables.sort((a, b) => a.start - b.start)
    return { text, commands, statements, variables, constructs, errors }
  } catch (error) {
    return { ...empty, errors: [{ message: String(error), position: 0 }] }
  }
}

/** The most brackets that stand in each other, quoted ones too: what the parser meets at most. */
function bracketDepth(text: string): number {
  const brackets = text.match(/[({]/g)?.length ?? 0
  // Even if each stood in the one before.
  if (brackets <= maxBrackets) return brackets
  let depth = 0
  let deepest = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 0x28 || code === 0x7b) deepest = Math.max(deepest, ++depth)
    else if ((code === 0x29 || code === 0x7d) && depth > 0) depth--
  }
  return deepest
}

interface Place {
  readonly context: ShellContext | undefined
  readonly operator: ShellCommandNode['operator']
  readonly list: Range
  readonly background: boolean
  readonly pipelineIndex: number
  readonly pipelineLength: number
  readonly pipeline: Range
  readonly negated: boolean
}

class Reader {
  readonly commands: ShellCommandNode[] = []
  readonly statements: ShellStatement[] = []
  readonly variables: ShellVariable[] = []
  readonly constructs: ShellConstruct[] = []
  readonly errors: { message: string; position: number }[] = []
  private readonly text: string
  /** Whether each UTF-16 unit is a character. */
  private readonly isPlain: boolean
  private shift = 0
  private nesting = 0

  constructor(text: string) {
    this.text = text
    this.isPlain = !/[\ud800-\udfff]/.test(text)
  }

  /** Reads a script whose text begins at `shift` of the whole. */
  script(text: string, shift: number, context: ShellContext | undefined, nesting: number): void {
    const before = { shift: this.shift, nesting: this.nesting }
    this.shift = shift
    this.nesting = nesting
    const script = parse(text)
    for (const error of script.errors ?? []) {
      this.errors.push({ message: error.message, position: this.offset(error.pos) })
    }
    this.list(script.commands, context, nesting === 0)
    this.shift = before.shift
    this.nesting = before.nesting
  }

  private range(node: { pos: number; end: number }): Range {
    return { start: this.offset(node.pos), end: this.offset(node.end) }
  }

  /** In broken text the parser steps over its end, or into a character. */
  private offset(position: number): number {
    const offset = Math.min(position + this.shift, this.text.length)
    return this.isPlain ? offset : characterStart(this.text, offset)
  }

  private textOf(node: { text: string }, start: number, end: number): string {
    return node.text.length === end - start ? node.text : this.text.slice(start, end)
  }

  private construct(kind: ShellConstruct['kind'], node: { pos: number; end: number }): void {
    this.constructs.push({ kind, ...this.range(node) })
  }

  private list(
    statements: readonly UnbashNode<'Statement'>[],
    context: ShellContext | undefined,
    outermost = false,
  ): void {
    let first = true
    for (const statement of statements) {
      const { command } = statement
      const background = statement.background ?? false
      const list = this.range(statement)
      const isList = command.type === 'AndOr'
      const parts = isList ? command.commands : [command]
      const members: ShellStatement['members'][number][] = []
      for (let i = 0; i < parts.length; i++) {
        const part = parts[i]
        const operator = isList && i > 0 ? command.operators[i - 1] : ''
        const pipeline = this.range(part)
        this.pipeline(part, pipeline, context, operator === '' && !first ? ';' : operator, list, background)
        first = false
        if (outermost) members.push({ start: pipeline.start, end: pipeline.end, operator, kind: part.type })
      }
      if (outermost) this.statements.push({ start: list.start, end: list.end, background, members })
    }
  }

  private pipeline(
    node: SyntaxNode,
    pipeline: Range,
    context: ShellContext | undefined,
    operator: ShellCommandNode['operator'],
    list: Range,
    background: boolean,
  ): void {
    if (node.type !== 'Pipeline') {
      this.command(node, {
        pipelineIndex: 0,
        pipelineLength: 1,
        pipeline,
        negated: false,
        context,
        operator,
        list,
        background,
      })
      return
    }
    for (const operator of node.operators) if (operator === '|&') this.construct('pipe-stderr', node)
    const negated = node.prefixes.some((prefix) => prefix.type === 'Negation')
    const pipelineLength = node.commands.length
    node.commands.forEach((command, pipelineIndex) => {
      const member = { pipelineIndex, pipelineLength, pipeline, negated, context, operator, list, background }
      this.command(command, member)
    })
  }

  private command(node: SyntaxNode, place: Place): void {
    if (node.type === 'Command') this.simpleCommand(node, place)
    else this.compoundCommand(node, place)
  }

  private compoundCommand(node: Exclude<SyntaxNode, { type: 'Command' }>, place: Place): void {
    const inside = (kind: ShellContext['kind']): ShellContext => ({ kind, parent: place.context, ...this.range(node) })
    switch (node.type) {
      case 'Redirected':
        for (const redirect of node.redirects) this.redirect(redirect)
        this.command(node.command, place)
        return
      case 'If': {
        const branch = inside('if')
        this.list(node.clause.commands, inside('condition'))
        this.list(node.then.commands, branch)
        for (const elif of node.elif) {
          this.list(elif.clause.commands, inside('condition'))
          this.list(elif.then.commands, branch)
        }
        if (node.else) this.list(node.else.commands, branch)
        return
      }
      case 'While':
        this.list(node.clause.commands, inside('condition'))
        this.list(node.body.commands, inside('loop'))
        return
      case 'For':
      case 'Select':
        if (node.type === 'Select') this.construct('select', node)
        this.assigned(this.range(node.name), node.name.text)
        for (const word of node.wordlist ?? []) this.word(word, place.context)
        this.list(node.body.commands, inside('loop'))
        return
      case 'ArithmeticFor':
        this.construct('arithmetic-for', node)
        this.list(node.body.commands, inside('loop'))
        return
      case 'Case':
        this.word(node.word, place.context)
        for (const item of node.items) this.list(item.body.commands, inside('case'))
        return
      case 'Subshell':
        this.list(node.body.commands, inside('subshell'))
        return
      case 'BraceGroup':
        this.list(node.body.commands, inside('group'))
        return
      case 'Function':
        if (this.text.startsWith('function', node.pos + this.shift)) this.construct('function-keyword', node)
        if (node.body.type === 'CompoundList') this.list(node.body.commands, inside('function'))
        else this.command(node.body, { ...place, context: inside('function') })
        return
      case 'TestCommand':
        this.construct('double-bracket', node)
        this.parts(node, place.context, false)
        return
      case 'ArithmeticCommand':
        this.construct('arithmetic-command', node)
        return
      case 'Coproc':
        this.construct('coprocess', node)
        return
      case 'CompoundList':
        this.list(node.commands, place.context)
        return
    }
  }

  private simpleCommand(node: UnbashNode<'Command'>, place: Place): void {
    const assignments: ShellAssignment[] = []
    const redirects: ShellRedirect[] = []
    const words: ShellWord[] = node.name ? [this.word(node.name, place.context)] : []
    for (const prefix of node.prefix) {
      if (prefix.type === 'Assignment') assignments.push(this.assignment(prefix, place.context))
      else redirects.push(this.redirect(prefix))
    }
    for (const part of node.suffix) {
      if (part.type === 'Word') words.push(this.word(part, place.context))
      else if (part.type === 'Assignment') {
        this.assignment(part, place.context)
        words.push(this.assignmentWord(part))
      } else redirects.push(this.redirect(part))
    }
    const { wrappers, nameIndex } = unwrap(words)
    const nameWord: ShellWord | undefined = words[nameIndex]
    const name = nameWord?.value === undefined ? '' : nameWord.value.slice(nameWord.value.lastIndexOf('/') + 1)
    const rest = words.slice(nameIndex + 1)
    const { start, end } = this.range(node)
    this.commands.push({
      start,
      end,
      name,
      nameWord,
      words: rest,
      wrappers,
      assignments,
      redirects,
      pipelineIndex: place.pipelineIndex,
      pipelineLength: place.pipelineLength,
      pipeline: place.pipeline,
      negated: place.negated,
      background: place.background,
      operator: place.operator,
      list: place.list,
      context: place.context,
    })
    if (name === 'read') {
      for (const word of rest) if (word.value && !word.value.startsWith('-')) this.assigned(word, word.value)
    }
    if (shellNames.has(name)) this.nestedScript(rest, { kind: 'shell -c', parent: place.context, ...this.range(node) })
  }

  private assigned(range: Range, name: string): void {
    this.variables.push({ start: range.start, end: range.end, name, assigned: true, quoted: false, guarded: false })
  }

  private used(node: { pos: number; end: number }, name: string, quoted: boolean, guarded: boolean): void {
    const { start, end } = this.range(node)
    this.variables.push({ start, end, name, assigned: false, quoted, guarded })
  }

  /** The script of `sh -c '…'`, when its text is literal enough for its offsets to be those of the word. */
  private nestedScript(words: readonly ShellWord[], context: ShellContext): void {
    if (this.nesting >= maxNesting) return
    const flag = words.findIndex((word) => /^-[a-zA-Z]*c$/.test(word.text))
    const script = flag >= 0 ? words[flag + 1] : undefined
    if (!script || !/^(['"])/.test(script.text) || script.text.length < 2) return
    const quote = script.text[0]
    const inner = script.text.slice(1, -1)
    if (script.text.at(-1) !== quote || inner.includes(quote) || (quote === '"' && inner.includes('\\'))) return
    this.script(inner, script.start + 1, context, this.nesting + 1)
  }

  private assignment(node: UnbashNode<'Assignment'>, context: ShellContext | undefined): ShellAssignment {
    const { value, name } = node
    const range = this.range(node)
    const { start, end } = range
    this.assigned(range, name)
    if (node.append) this.construct('append-assignment', node)
    if (value.type === 'ArrayValue') {
      this.construct('array', node)
      for (const element of value.elements) this.word(element, context)
      return { start, end, name, value: undefined }
    }
    if (node.index) this.construct('array', node)
    return { start, end, name, value: this.word(value, context) }
  }

  /** `export A=b`, seen as an argument. */
  private assignmentWord(node: UnbashNode<'Assignment'>): ShellWord {
    const { value } = node
    const literal = value.type === 'Word' && isLiteral(value) ? `${node.name}=${value.value}` : undefined
    const { start, end } = this.range(node)
    return { start, end, text: this.textOf(node, start, end), value: literal, quoted: false, glob: false }
  }

  private redirect(node: UnbashNode<'Redirect'> | UnbashNode<'HereString'> | UnbashNode<'HereDoc'>): ShellRedirect {
    const descriptor = node.descriptor?.type === 'FileDescriptor' ? node.descriptor.value : undefined
    const { start, end } = this.range(node)
    const { operator } = node
    if (node.type === 'HereString') this.construct('here-string', node)
    if (node.type === 'HereDoc') {
      for (const part of node.body.parts ?? []) this.part(part, undefined, true)
      return { start, end, operator, descriptor, target: undefined }
    }
    if (node.operator === '&>' || node.operator === '&>>') this.construct('redirect-both', node)
    const target = node.target ? this.word(node.target, undefined) : undefined
    return { start, end, operator, descriptor, target }
  }

  private word(node: UnbashNode<'Word'>, context: ShellContext | undefined): ShellWord {
    const start = this.offset(node.pos)
    const end = this.offset(node.end)
    const text = this.textOf(node, start, end)
    // Most words are; their parts need not be looked for.
    if (/^[\w./:=,+@%-]*$/.test(text)) return { start, end, text, value: text, quoted: false, glob: false }
    let quoted = false
    let glob = false
    let literal = true
    const { parts } = node
    if (parts) {
      for (const part of parts) {
        const { type } = part
        if (type === 'SingleQuoted' || type === 'DoubleQuoted' || type === 'AnsiCQuoted') quoted = true
        else if (type === 'Glob') glob = true
        literal &&= isLiteralPart(part)
        this.part(part, context, false)
      }
    }
    return { start, end, text, value: literal ? node.value : undefined, quoted, glob }
  }

  private part(node: SyntaxNode, context: ShellContext | undefined, quoted: boolean): void {
    switch (node.type) {
      case 'DoubleQuoted':
        this.parts(node, context, true)
        return
      case 'LocaleString':
        this.construct('locale-string', node)
        this.parts(node, context, true)
        return
      case 'AnsiCQuoted':
        this.construct('ansi-c-quoting', node)
        return
      case 'SimpleExpansion':
        this.used(node, node.text.slice(1), quoted, false)
        return
      case 'ParameterExpansion':
        this.parameter(node, quoted)
        this.parts(node, context, quoted)
        return
      case 'ProcessSubstitution':
        this.construct('process-substitution', node)
        this.substitution(node, context)
        return
      case 'CommandExpansion':
        if (this.text[node.pos + this.shift] === '`') this.construct('backticks', node)
        this.substitution(node, context)
        return
      case 'BraceExpansion':
        this.construct('brace-expansion', node)
        return
      case 'ExtendedGlob':
        this.construct('extended-glob', node)
        return
      case 'Literal':
      case 'SingleQuoted':
        return
      default:
        this.parts(node, context, quoted)
    }
  }

  private parts(node: SyntaxNode, context: ShellContext | undefined, quoted: boolean): void {
    forEachChild(node, (child) => this.part(child, context, quoted))
  }

  private parameter(node: UnbashNode<'ParameterExpansion'>, quoted: boolean): void {
    const { operation } = node
    const guarded = operation?.type === 'Default'
    this.used(node, node.parameter, quoted, guarded)
    if (node.index) this.construct('array', node)
    if (node.prefix === '!') this.construct('indirection', node)
    if (operation?.type === 'Slice') this.construct('substring', node)
    if (operation?.type === 'Replace') this.construct('replacement', node)
    if (operation?.type === 'CaseModification') this.construct('case-modification', node)
  }

  private substitution(
    node: UnbashNode<'CommandExpansion'> | UnbashNode<'ProcessSubstitution'>,
    context: ShellContext | undefined,
  ): void {
    const { script } = node
    // A script with a source of its own (escaped backticks) has offsets that are not this text's.
    if (!script || script.source !== undefined) return
    this.list(script.commands, { kind: 'substitution', parent: context, ...this.range(node) })
  }
}

function isLiteral(word: UnbashNode<'Word'>): boolean {
  return (word.parts ?? []).every(isLiteralPart)
}

function isLiteralPart(part: SyntaxNode): boolean {
  if (part.type === 'DoubleQuoted') return part.parts.every((inner) => inner.type === 'Literal')
  return part.type === 'Literal' || part.type === 'SingleQuoted' || part.type === 'AnsiCQuoted' || part.type === 'Glob'
}

const shellNames = new Set(['sh', 'bash', 'dash', 'ash', 'ksh', 'zsh'])
