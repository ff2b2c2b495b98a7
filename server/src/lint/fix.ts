/**
 * The fix engine: applies a fix, parses the result, and checks that nothing changed but what was declared.
 * A fix that fails its check is never offered; the failure is an internal error that names its rule.
 */

import { firstAt } from '../syntax/first-at.ts'
import { parseDockerfile } from '../syntax/parse.ts'
import type { Dockerfile, Instruction } from '../syntax/tree.ts'
import { applyEdits, sortEdits } from './edits.ts'
import { LintFile, type LintInput } from './lint-file.ts'
import type { Edit, Effect, Finding, Fix, Problem, Rule, Safety } from './rule.ts'

/** Why a fix is not what it says; undefined when it is. */
export type FixFailure = string | undefined

export interface CheckedFix {
  readonly text: string
  readonly failure: FixFailure
}

/** Applies one fix and checks it. With the rule given, the problem must also be gone. Never throws. */
export function checkFix(file: LintFile, fix: Fix, input: LintInput, rule?: Rule): CheckedFix {
  const text = applyEdits(file.text, fix.edits)
  if (text === undefined) return { text: file.text, failure: 'its edits overlap or lie outside the file' }
  if (fix.edits.length === 0 && fix.files && fix.files.length > 0) return { text, failure: undefined }
  if (text === file.text) return { text, failure: 'it changes nothing' }
  const after = parseDockerfile(text)
  const failure = changeFailure(file.tree, after, [{ edits: fix.edits, effect: fix.effect }])
  if (failure || !rule) return { text, failure }
  try {
    const isGone = hasFewer(findingsOf(rule, file), findingsOf(rule, new LintFile({ ...input, text }, after)))
    return { text, failure: isGone ? undefined : 'the problem is still there' }
  } catch (error) {
    return { text, failure: `the rule fails on the fixed file: ${String(error)}` }
  }
}

function findingsOf(rule: Rule, file: LintFile): readonly Finding[] {
  const findings: Finding[] = []
  rule.check(file, (finding) => findings.push(finding))
  return findings
}

/**
 * Whether there are fewer findings after than before, or at least fewer of one message: what a fix removes may have
 * hidden another problem of the same kind, as the last user of a stage does.
 */
function hasFewer(before: readonly Finding[], after: readonly Finding[]): boolean {
  const left = new Map<string, number>()
  for (const { message } of after) left.set(message, (left.get(message) ?? 0) + 1)
  const known = new Map<string, number>()
  for (const { message } of before) known.set(message, (known.get(message) ?? 0) + 1)
  return after.length < before.length || [...known].some(([message, times]) => (left.get(message) ?? 0) < times)
}

export interface FixAllOptions {
  /** `safe` applies safe fixes only; `unsafe` applies the preferred fix of every problem. */
  readonly safety: Safety
  /** Rules to take fixes of; all when absent. */
  readonly rules?: ReadonlySet<string>
}

export interface FixAllResult {
  readonly text: string
  /** How many fixes were applied, by rule. */
  readonly applied: ReadonlyMap<string, number>
  /** Fixes of the last text that failed their check. */
  readonly failures: readonly { readonly rule: string; readonly failure: string }[]
}

const maxRounds = 10

/**
 * Applies the fixes of all problems until none is left, at most 10 rounds. In a round, overlapping fixes wait for the
 * next one. `lint` gives the problems of a text with the settings in force.
 */
export function fixAll(
  input: LintInput,
  lint: (input: LintInput) => { readonly file: LintFile; readonly problems: readonly Problem[] },
  options: FixAllOptions,
): FixAllResult {
  const applied = new Map<string, number>()
  const failures: { rule: string; failure: string }[] = []
  const refused = new Set<string>()
  const seen = new Set<string>([input.text])
  let text = input.text
  // A round may take away the only line break.
  const newline = input.newline ?? (input.text.includes('\r\n') ? '\r\n' : undefined)
  for (let round = 0; round < maxRounds; round++) {
    const { file, problems } = lint({ ...input, text, newline })
    const chosen = chooseFixes(problems, options, refused, failures)
    if (chosen.length === 0) break
    const next = applyTogether(file, chosen) ?? applyOneByOne(file, chosen, refused, failures)
    if (next.text === text || seen.has(next.text)) {
      if (next.applied.length === 0 && next.text === text) continue
      break
    }
    seen.add(next.text)
    text = next.text
    // What did not fit the old text may fit the new one.
    refused.clear()
    failures.length = 0
    for (const { rule } of next.applied) applied.set(rule, (applied.get(rule) ?? 0) + 1)
  }
  return { text, applied, failures }
}

interface Chosen {
  readonly rule: string
  readonly fix: Fix
  readonly key: string
}

function chooseFixes(
  problems: readonly Problem[],
  { safety, rules }: FixAllOptions,
  refused: Set<string>,
  failures: { rule: string; failure: string }[],
): readonly Chosen[] {
  const chosen: Chosen[] = []
  let end = -1
  for (const problem of problems) {
    if (rules && !rules.has(problem.rule)) continue
    const fix = fixesOf(problem, refused, failures).find((each) => each.safety === 'safe' || safety === 'unsafe')
    if (!fix || fix.edits.length === 0) continue
    const key = `${problem.rule} ${fix.title} ${JSON.stringify(fix.edits)}`
    if (refused.has(key)) continue
    chosen.push({ rule: problem.rule, fix, key })
  }
  // In file order by their first edit; what overlaps the span of an earlier one waits.
  const spans = chosen.map((item) => ({ ...item, ...span(item.fix.edits) })).sort((a, b) => a.start - b.start)
  return spans.filter((item) => {
    if (item.start <= end) return false
    end = item.end
    return true
  })
}

/** A rule may make its fixes only now, and fail; that is said once. */
function fixesOf(
  problem: Problem,
  refused: Set<string>,
  failures: { rule: string; failure: string }[],
): readonly Fix[] {
  try {
    return problem.fixes ?? []
  } catch (error) {
    const key = `${problem.rule} ${String(error)}`
    if (!refused.has(key)) failures.push({ rule: problem.rule, failure: String(error) })
    refused.add(key)
    return []
  }
}

function span(edits: readonly Edit[]): { start: number; end: number } {
  const sorted = sortEdits(edits)
  return { start: sorted[0].start, end: Math.max(...sorted.map((edit) => edit.end)) }
}

interface Applied {
  readonly text: string
  readonly applied: readonly Chosen[]
}

function applyTogether(file: LintFile, chosen: readonly Chosen[]): Applied | undefined {
  const text = applyEdits(
    file.text,
    chosen.flatMap(({ fix }) => fix.edits),
  )
  if (text === undefined) return undefined
  const failure = changeFailure(
    file.tree,
    parseDockerfile(text),
    chosen.map(({ fix }) => fix),
  )
  return failure ? undefined : { text, applied: chosen }
}

/** When the fixes do not go together, the first that is right alone is applied; those that are wrong are refused. */
function applyOneByOne(
  file: LintFile,
  chosen: readonly Chosen[],
  refused: Set<string>,
  failures: { rule: string; failure: string }[],
): Applied {
  for (const item of chosen) {
    const text = applyEdits(file.text, item.fix.edits)
    const failure =
      text === undefined
        ? 'its edits overlap or lie outside the file'
        : changeFailure(file.tree, parseDockerfile(text), [item.fix])
    if (text !== undefined && failure === undefined) return { text, applied: [item] }
    refused.add(item.key)
    failures.push({ rule: item.rule, failure: failure ?? 'it changes nothing' })
  }
  return { text: file.text, applied: [] }
}

/** Holds a change against what was declared: syntax, untouched instructions, comments, line ends, BOM, escape. */
export function changeFailure(
  before: Dockerfile,
  after: Dockerfile,
  fixes: readonly { readonly edits: readonly Edit[]; readonly effect?: Effect }[],
): FixFailure {
  const known = new Set(before.errors.map((error) => error.code))
  const fresh = after.errors.find((error) => !known.has(error.code))
  if (fresh) return `it makes a syntax error: ${fresh.message}`
  if (after.errors.length > before.errors.length) return `it makes a syntax error: ${after.errors[0].message}`
  if (before.escape !== after.escape) return 'it changes the escape character'
  if (before.text.startsWith('\ufeff') !== after.text.startsWith('\ufeff')) return 'it changes the byte order mark'
  return (
    lineEndFailure(before.text, after.text) ??
    instructionFailure(before, after, fixes) ??
    arrayFailure(before, after, fixes) ??
    commentFailure(before, after, fixes)
  )
}

function lineEndFailure(before: string, after: string): FixFailure {
  // A file of one line shows no line ends to keep.
  if (!before.includes('\n')) return undefined
  const bare = (text: string): boolean => /(^|[^\r])\n/.test(text)
  if (before.includes('\r\n') ? !bare(before) && bare(after) : after.includes('\r\n')) return 'it changes the line ends'
  return undefined
}

function instructionFailure(
  before: Dockerfile,
  after: Dockerfile,
  fixes: readonly { readonly edits: readonly Edit[]; readonly effect?: Effect }[],
): FixFailure {
  const touched = new Set<number>()
  const moved = new Map<string, number>()
  let expected = before.instructions.length
  for (const { edits, effect } of fixes) {
    for (const instruction of effect?.rewrites ?? touchedInstructions(before, edits)) touched.add(instruction.index)
    for (const { index } of effect?.removes ?? []) {
      touched.add(index)
      expected--
    }
    for (const instruction of effect?.moves ?? []) {
      touched.add(instruction.index)
      const text = sourceText(before, instruction)
      moved.set(text, (moved.get(text) ?? 0) + 1)
    }
    expected += effect?.inserts ?? 0
  }
  if (after.instructions.length !== expected) {
    return `it was to leave ${expected} instructions and leaves ${after.instructions.length}`
  }
  let position = 0
  for (const instruction of before.instructions) {
    if (touched.has(instruction.index)) continue
    const text = sourceText(before, instruction)
    while (position < expected && sourceText(after, after.instructions[position]) !== text) position++
    if (position === expected) return `it changes \`${text.slice(0, 40)}\`, which it does not declare`
    position++
  }
  const found = new Map<string, number>()
  if (moved.size > 0) {
    for (const instruction of after.instructions) {
      const text = sourceText(after, instruction)
      found.set(text, (found.get(text) ?? 0) + 1)
    }
  }
  for (const [text, times] of moved) {
    if ((found.get(text) ?? 0) < times) return `it loses \`${text.slice(0, 40)}\`, which it was to move`
  }
  return undefined
}

/** A JSON array that is broken becomes shell form, which is no syntax error. */
function arrayFailure(
  before: Dockerfile,
  after: Dockerfile,
  fixes: readonly { readonly effect?: Effect }[],
): FixFailure {
  const count = (instructions: readonly Instruction[]): number =>
    instructions.filter((instruction) => (instruction.onbuild ?? instruction).json).length
  const removed = fixes.flatMap(({ effect }) => effect?.removes ?? [])
  const isBroken = count(after.instructions) < count(before.instructions) - count(removed)
  return isBroken ? 'it breaks a JSON array' : undefined
}

function sourceText(file: Dockerfile, instruction: Instruction): string {
  return file.text.slice(instruction.start, instruction.end)
}

function touchedInstructions(file: Dockerfile, edits: readonly Edit[]): readonly Instruction[] {
  const { instructions } = file
  const touched = new Set<Instruction>()
  for (const edit of edits) {
    const first = firstAt(instructions.length, (index) => instructions[index].end >= edit.start)
    for (let i = first; i < instructions.length && instructions[i].start <= edit.end; i++) touched.add(instructions[i])
  }
  return [...touched]
}

/** Comments are compared by text: what a fix does not declare must still be there, as often as before. */
function commentFailure(
  before: Dockerfile,
  after: Dockerfile,
  fixes: readonly { readonly effect?: Effect }[],
): FixFailure {
  const declared = new Set(fixes.flatMap(({ effect }) => effect?.comments ?? []))
  const left = new Map<string, number>()
  for (const comment of after.comments) left.set(comment.text, (left.get(comment.text) ?? 0) + 1)
  for (const comment of before.comments) {
    if (declared.has(comment.start)) continue
    const times = left.get(comment.text) ?? 0
    if (times === 0) return `it loses the comment \`# ${comment.text.slice(0, 40)}\``
    left.set(comment.text, times - 1)
  }
  const directives = new Set(after.directives.map(({ name, value }) => `${name}=${value}`))
  for (const directive of before.directives) {
    if (declared.has(directive.start)) continue
    if (!directives.has(`${directive.name}=${directive.value}`)) return `it loses the directive \`${directive.name}\``
  }
  return undefined
}
