/** What the fuzzer runs: each target takes a text and throws when an answer about it is wrong. */
import { locateFailure } from '../../server/src/ide/build-failure.ts'
import { outlineBuild } from '../../server/src/ide/build-outline.ts'
import { hover } from '../../server/src/ide/hover.ts'
import { fixAllEdit, offeredFixes } from '../../server/src/ide/quick-fixes.ts'
import { declarations, symbolAt } from '../../server/src/ide/symbols.ts'
import { variableUses } from '../../server/src/ide/variable-uses.ts'
import { applyEdits } from '../../server/src/lint/edits.ts'
import { fixAll } from '../../server/src/lint/fix.ts'
import { type LintResult, lint } from '../../server/src/lint/lint.ts'
import type { LintInput } from '../../server/src/lint/lint-file.ts'
import { rules } from '../../server/src/rules/index.ts'
import {
  fitsPattern,
  ignoreMatcher,
  isCopySourceIgnored,
  parseDockerignore,
} from '../../server/src/syntax/dockerignore.ts'
import { lineAt, parseDockerfile } from '../../server/src/syntax/parse.ts'
import { readScopes } from '../../server/src/syntax/scope.ts'
import { parseShell } from '../../server/src/syntax/shell.ts'
import { mountOptions, readStages } from '../../server/src/syntax/stages.ts'
import { losslessFailure } from '../syntax/lossless.ts'
import { expectOneLine, expectRange, expectSame, partsCharacter } from './checks.ts'
import { contextOf } from './context.ts'
import type { InputKind } from './inputs.ts'
import { hash } from './random.ts'

export interface Target {
  readonly name: string
  readonly kind: InputKind
  /** How often it is chosen, relative to the others. */
  readonly weight: number
  /** `next` is called between two things that are done: the limit of time is for each of them. */
  run(text: string, next: () => void): void | Promise<void>
}

const today = '2026-11-20'
const allRules = { allRules: true }

export const pureTargets: readonly Target[] = [
  { name: 'syntax', kind: 'dockerfile', weight: 4, run: syntax },
  { name: 'shell', kind: 'shell', weight: 3, run: shell },
  { name: 'rules', kind: 'dockerfile', weight: 8, run: runRules },
  { name: 'line-ends', kind: 'dockerfile', weight: 4, run: lineEnds },
  { name: 'fixes', kind: 'dockerfile', weight: 3, run: fixes },
  { name: 'fix-all', kind: 'dockerfile', weight: 4, run: fixEverything },
  { name: 'ide', kind: 'dockerfile', weight: 4, run: ide },
  { name: 'ignore-file', kind: 'ignore', weight: 2, run: ignoreFile },
]

function syntax(text: string): void {
  const failure = losslessFailure(text)
  if (failure) throw new Error(failure)
  const file = parseDockerfile(text)
  for (const comment of file.comments) expectRange(text, comment, 'a comment')
  for (const directive of file.directives) expectRange(text, directive.valueRange, 'a directive')
  for (const error of file.errors) {
    expectRange(text, error, `the error ${error.code}`)
  }
  for (const outer of file.instructions) {
    for (const instruction of outer.onbuild ? [outer, outer.onbuild] : [outer]) {
      const { keywordRange, flags, words, pairs, heredocs, body } = instruction
      const parts = [instruction, keywordRange, body, ...flags, ...words, ...pairs]
      for (const part of parts) expectRange(text, part, `a part of ${instruction.keyword}`)
      for (const heredoc of heredocs) expectRange(text, heredoc.body, 'a heredoc')
      for (const flag of flags) mountOptions(instruction, flag)
    }
  }
  const graph = readStages(file)
  const scopes = readScopes(file, graph)
  if (graph.stages.length > file.instructions.length || !scopes)
    throw new Error('there are more stages than instructions')
}

function shell(text: string): void {
  const { commands, variables, constructs, statements, errors } = parseShell(text)
  for (const { words, nameWord, assignments, redirects, ...command } of commands) {
    expectRange(text, command, 'a command')
    for (const word of nameWord ? [nameWord, ...words] : words) {
      expectRange(text, word, 'a word')
      if (text.slice(word.start, word.end) !== word.text) throw new Error(`the word ${word.text} is not where it says`)
    }
    for (const part of [...assignments, ...redirects]) expectRange(text, part, 'an assignment or a redirection')
  }
  for (const part of [...variables, ...constructs, ...statements]) expectRange(text, part, 'a part')
  for (const { position } of errors) expectRange(text, { start: position, end: position }, 'an error')
}

function checkedLint(input: LintInput): LintResult {
  const result = lint(input, rules, allRules)
  const [failed] = result.internalErrors
  if (failed) throw new Error(`the rule ${failed.rule} fails: ${failed.message}`)
  return result
}

function runRules(text: string): void {
  for (const context of [undefined, contextOf(text)]) {
    const input = { text, today, context }
    for (const problem of checkedLint(input).problems) {
      const { rule, range, message, related = [] } = problem
      expectRange(text, range, rule)
      expectOneLine(message, rule)
      for (const other of related) {
        expectRange(text, other.range, `what ${rule} relates to`)
        expectOneLine(other.message, `what ${rule} relates to`)
      }
      for (const fix of problem.fixes ?? []) {
        expectOneLine(fix.title, `the title of a fix of ${rule}`)
        for (const edit of fix.edits) expectRange(text, edit, `an edit of ${rule}`)
        if (applyEdits(text, fix.edits) === undefined) throw new Error(`the edits of a fix of ${rule} overlap`)
      }
    }
  }
}

/** The same problems, on the same lines and columns, whatever the lines end with. */
function lineEnds(text: string): void {
  const unix = text.replaceAll(/\r*\n/g, '\n')
  const windows = unix.replaceAll('\n', '\r\n')
  expectSame(problemLines(unix), problemLines(windows), 'LF and CRLF differ')
}

function problemLines(text: string): string[] {
  const { file, problems } = checkedLint({ text, today })
  const place = (offset: number): string => {
    const line = lineAt(file.tree, offset)
    return `${line + 1}:${offset - file.tree.lineStarts[line] + 1}`
  }
  return problems.map(
    ({ rule, severity, range, message }) => `${rule} ${severity} ${place(range.start)}-${place(range.end)} ${message}`,
  )
}

/** What is offered can be applied, and the result can be linted. */
function fixes(text: string, next: () => void): void {
  const input = { text, today, context: contextOf(text) }
  const result = checkedLint(input)
  // The check of a fix costs a parse; of the many problems of a long file, some have to do.
  const first = hash(text) % 7
  const some = result.problems.slice(first, first + 5)
  const offered = offeredFixes(input, result, some)
  const failed = offered.failures.find(({ title }) => title === '')
  if (failed) throw new Error(`the fixes of ${failed.rule} fail: ${failed.failure}`)
  for (const { fix, problem } of offered.fixes) {
    const fixed = applyEdits(text, fix.edits)
    if (fixed === undefined) throw new Error(`a fix of ${problem.rule} cannot be applied`)
    next()
    checkedLint({ ...input, text: fixed })
  }
}

/** "Fix all" ends with something that it leaves alone, unless it has come to its last round. */
function fixEverything(text: string, next: () => void): void {
  const input = { text, today, context: contextOf(text) }
  const safety = hash(text) % 2 === 0 ? 'safe' : 'unsafe'
  let rounds = 0
  const counted = (each: LintInput): LintResult => {
    rounds++
    return checkedLint(each)
  }
  const fixed = fixAll(input, counted, { safety }).text
  next()
  if (rounds >= 10) return
  const again = fixAll({ ...input, text: fixed }, checkedLint, { safety }).text
  if (again !== fixed) throw new Error(`fixing all a second time (${safety}) changes something`)
  next()
  const edit = fixAllEdit(input, allRules, { safety })
  if (edit) expectRange(text, edit, 'the edit of "fix all"')
}

/** Every question at some 40 places of the text, its first and last one among them. */
function ide(text: string, next: () => void): void {
  const result = checkedLint({ text, today })
  const { file, problems } = result
  for (const use of variableUses(file)) expectRange(text, use, 'the use of a variable')
  for (const { range } of declarations(file)) expectRange(text, range, 'a declaration')
  for (let i = 0; i <= 40; i++) {
    next()
    const offset = Math.round((text.length * i) / 40)
    // No editor has its cursor within a character.
    if (partsCharacter(text, offset)) continue
    const hovered = hover(file, offset, problems)
    if (hovered) expectRange(text, hovered.range, 'a hover')
    const symbol = symbolAt(file, offset)
    for (const occurrence of symbol?.occurrences ?? []) expectRange(text, occurrence, 'an occurrence')
  }
  const outline = outlineBuild(text)
  for (const { from } of outline.stages) expectRange(text, from, 'a stage')
  for (const kind of ['run-failed', 'copy-source-missing', 'bad-flag', 'parse-error', 'missing-from', 'empty-file']) {
    for (const step of [undefined, { stage: undefined, index: 1 + (hash(text) % 4), text: 'RUN make' }]) {
      const lines = { start: hash(kind) % 9, end: (hash(kind) % 9) + 1 }
      const report = {
        kind,
        message: text.slice(0, 80),
        lines,
        step,
        exitStatus: 1,
        subject: 'x',
        output: [text.slice(-80)],
      }
      const place = locateFailure(text, report)
      if (!place) continue
      expectRange(text, place.range, `the place of ${kind}`)
      expectRange(text, place.instruction, `the instruction of ${kind}`)
    }
  }
}

function ignoreFile(text: string): void {
  const ignore = parseDockerignore(text)
  for (const line of [...ignore.lines, ...ignore.patterns]) expectRange(text, line, 'a line')
  for (const error of ignore.errors) {
    expectRange(text, error, 'an error')
    expectOneLine(error.message, 'an error')
  }
  const matcher = ignoreMatcher(ignore)
  const paths = ['a', 'a/b/c.log', 'node_modules/x', '😀', ...text.split('\n', 20), 'x/'.repeat(30), '']
  for (const path of paths) {
    const pattern = matcher.decidingPattern(path)
    if (matcher.ignores(path) !== (pattern?.negated === false)) throw new Error(`two verdicts on ${path}`)
    isCopySourceIgnored(ignore, path)
    for (const each of ignore.patterns.slice(0, 20)) fitsPattern(each, path)
  }
}
