/** Comments that silence rules: ours, hadolint's, and BuildKit's `check`, as a directive or above an instruction. */

import { firstAt } from '../syntax/first-at.ts'
import type { Comment, Dockerfile, Range } from '../syntax/tree.ts'
import type { LintFile } from './lint-file.ts'
import { withSeverity } from './problem.ts'
import type { Problem, Rule } from './rule.ts'

export interface Suppression extends Range {
  readonly kind: 'line' | 'file'
  readonly tool: 'dockerfile-coach' | 'hadolint' | 'buildkit'
  readonly rules: readonly SuppressedRule[]
  /** The comment's start. */
  readonly comment: number
  /** Line suppressions: the instruction that they stand above or in, by index. */
  readonly instruction: number | undefined
}

/** A name in a suppression comment, with its place. */
export interface SuppressedRule extends Range {
  readonly name: string
}

/** `# check=skip=A,B;error=true`. */
export interface CheckDirective {
  readonly skip: readonly string[]
  readonly skipAll: boolean
  /** Checks that are off by default and wanted here; `all` for every one. */
  readonly experimental: readonly string[]
  readonly error: boolean
}

/** All suppression comments of a file, in order. */
export function readSuppressions(tree: Dockerfile): readonly Suppression[] {
  const suppressions: Suppression[] = []
  tree.comments.forEach((comment, index) => {
    if (!/ignore|^check/i.test(comment.text)) return
    const suppression = readSuppression(tree, comment, index)
    if (suppression) suppressions.push(suppression)
  })
  return suppressions
}

function readSuppression(tree: Dockerfile, comment: Comment, index: number): Suppression | undefined {
  const own = /^dockerfile-coach[ \t]+ignore(-file)?[ \t]*=[ \t]*/.exec(comment.text)
  const hadolint = own ? undefined : /^hadolint[ \t]+(global[ \t]+)?ignore[ \t]*=[ \t]*/.exec(comment.text)
  // `# check=skip=A,B` above an instruction: newer frontends heed it for that instruction.
  const buildkit = own || hadolint ? undefined : /^check[ \t]*=([^;]*;)*[ \t]*skip[ \t]*=[ \t]*/i.exec(comment.text)
  const match = own ?? hadolint ?? buildkit
  if (!match) return undefined
  const kind = match[1] && !buildkit ? 'file' : 'line'
  const textStart = tree.text.indexOf(comment.text, comment.start + 1)
  const rules = readNames(comment.text, match[0].length, textStart)
  if (rules.length === 0) return undefined
  const tool = own ? 'dockerfile-coach' : hadolint ? 'hadolint' : 'buildkit'
  const instruction = kind === 'file' ? undefined : instructionBelow(tree, comment, index)
  return { kind, tool, rules, comment: comment.start, instruction, start: comment.start, end: comment.end }
}

/** Names separated by commas, with blanks around; what follows the last one is the reason. */
function readNames(text: string, from: number, shift: number): readonly SuppressedRule[] {
  const names: SuppressedRule[] = []
  let position = from
  for (;;) {
    while (text[position] === ' ' || text[position] === '\t') position++
    const start = position
    while (position < text.length && /[A-Za-z0-9/_-]/.test(text[position])) position++
    if (position === start) return names
    names.push({ name: text.slice(start, position), start: start + shift, end: position + shift })
    let next = position
    while (text[next] === ' ' || text[next] === '\t') next++
    if (text[next] !== ',') return names
    position = next + 1
  }
}

/** The instruction that the comment stands in, or directly above (other comments may stand between). */
function instructionBelow(tree: Dockerfile, comment: Comment, index: number): number | undefined {
  const { comments, instructions } = tree
  const next = firstAt(instructions.length, (i) => instructions[i].start > comment.start)
  if (next > 0 && comment.start < instructions[next - 1].end) return next - 1
  // The comments below it on the lines that follow each other end at the line that it is about.
  const last = firstAt(comments.length, (i) => i > index && comments[i].line - i !== comment.line - index) - 1
  return instructions[next]?.line === comments[last].line + 1 ? next : undefined
}

/** What the file's `check` directive asks for. */
export function readCheckDirective(tree: Dockerfile): CheckDirective {
  const value = tree.directives.find((directive) => directive.name === 'check')?.value
  if (value === undefined) return noCheckDirective
  let skip: readonly string[] = []
  let experimental: readonly string[] = []
  let error = false
  const names = (setting: string): readonly string[] => setting.split(',').map((name) => name.trim())
  for (const part of value.split(';')) {
    const [key, setting = ''] = part.trim().split('=', 2)
    if (key.trim() === 'skip') skip = names(setting)
    if (key.trim() === 'experimental') experimental = names(setting)
    if (key.trim() === 'error') error = setting.trim().toLowerCase() === 'true'
  }
  return { skip, skipAll: skip.some((name) => name.toLowerCase() === 'all'), experimental, error }
}

const noCheckDirective: CheckDirective = { skip: [], skipAll: false, experimental: [], error: false }

/** Whether the file's `check` directive switches on a check that BuildKit has off. */
export function isSwitchedOn(rule: Rule, { experimental }: CheckDirective): boolean {
  const names = (rule.aliases ?? []).filter(isBuildKitName).map((name) => name.toLowerCase())
  return (
    names.length > 0 && experimental.some((name) => name.toLowerCase() === 'all' || names.includes(name.toLowerCase()))
  )
}

/** The problems that stay, and the names in suppression comments that silenced nothing. */
export function applySuppressions(
  file: LintFile,
  problems: readonly Problem[],
): { readonly problems: readonly Problem[]; readonly unused: readonly UnusedName[] } {
  const suppressions = readSuppressions(file.tree)
  const check = readCheckDirective(file.tree)
  if (suppressions.length === 0 && check.skip.length === 0 && !check.error) return { problems, unused: [] }
  const silencers = silencersByPlace(suppressions)
  const used = new Set<readonly SuppressedRule[]>()
  const left = problems.filter((problem) => {
    const names = [problem.rule, ...problem.aliases].map((name) => name.toLowerCase())
    const buildkit = problem.aliases.filter(isBuildKitName)
    if (check.skipAll ? buildkit.length > 0 : check.skip.some((name) => names.includes(name.toLowerCase())))
      return false
    let silenced = false
    const places: readonly Place[] = [wholeFile, instructionAt(file.tree, problem.range)]
    for (const place of places) {
      const byName = silencers.get(place)
      if (!byName) continue
      for (const name of buildkit.length > 0 ? [...names, allChecks] : names) {
        const rules = byName.get(name)
        if (!rules) continue
        used.add(rules)
        silenced = true
      }
    }
    return !silenced
  })
  const raised = check.error ? left.map(raiseToError) : left
  const usedRules = new Set([...used].flat())
  const unused = suppressions.flatMap((suppression) =>
    suppression.rules.filter((rule) => !usedRules.has(rule)).map((rule) => ({ rule, suppression })),
  )
  return { problems: raised, unused }
}

/** An instruction by its index, or the whole file; undefined is where no instruction is. */
type Place = number | undefined

const wholeFile = -1

/** `# check=skip=all`, under a name that no rule has. */
const allChecks = 'check=skip=all'

/** The names in suppressions, in lower case, by the instruction that they stand at. */
function silencersByPlace(
  suppressions: readonly Suppression[],
): ReadonlyMap<Place, ReadonlyMap<string, readonly SuppressedRule[]>> {
  const byPlace = new Map<Place, Map<string, SuppressedRule[]>>()
  for (const { kind, tool, instruction, rules } of suppressions) {
    const place = kind === 'file' ? wholeFile : instruction
    const byName = byPlace.get(place) ?? new Map<string, SuppressedRule[]>()
    byPlace.set(place, byName)
    for (const rule of rules) {
      const lower = rule.name.toLowerCase()
      for (const name of tool === 'buildkit' && lower === 'all' ? [lower, allChecks] : [lower]) {
        const same = byName.get(name)
        if (same) same.push(rule)
        else byName.set(name, [rule])
      }
    }
  }
  return byPlace
}

export interface UnusedName {
  readonly rule: SuppressedRule
  readonly suppression: Suppression
}

/** BuildKit's checks are written in CamelCase. */
export function isBuildKitName(name: string): boolean {
  return /^[A-Z]+[a-z]+[A-Z]/.test(name)
}

function raiseToError(problem: Problem): Problem {
  return problem.aliases.some(isBuildKitName) ? withSeverity(problem, 'error') : problem
}

function instructionAt(tree: Dockerfile, range: Range): number | undefined {
  let low = 0
  let high = tree.instructions.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const instruction = tree.instructions[middle]
    if (instruction.end < range.start) low = middle + 1
    else if (instruction.start > range.start) high = middle - 1
    else return middle
  }
  return undefined
}
