/** `env-self-reference`: an ENV that uses a variable which the same ENV sets. */

import { replace } from '../../lint/edits.ts'
import { casedLike } from '../../lint/insert-lines.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Fix, Rule } from '../../lint/rule.ts'
import { expandWord, variableReferences } from '../../syntax/expand.ts'
import { joinedOffset } from '../../syntax/joined-text.ts'
import type { Instruction, KeyValue, Range } from '../../syntax/tree.ts'

export const envSelfReference: Rule = {
  id: 'env-self-reference',
  family: 'runtime',
  aliases: ['DL3044'],
  severity: 'error',
  fixable: 'unsafe',
  docs: {
    summary: '`ENV` uses a variable that the same `ENV` sets',
    why: 'All values of an `ENV` are read before any of its variables is set. The reference gives what the variable was before: most often nothing.',
    lesson: 'ENV and ARG (part 3)',
    bad: 'FROM debian:13\nENV APP=/srv/app BIN=$APP/bin\n',
    good: 'FROM debian:13\nENV APP=/srv/app\nENV BIN=$APP/bin\n',
  },
  check(file, report) {
    for (const env of file.instructions('ENV')) {
      if (env.pairs.length < 2) continue
      const setHere = new Map<string, KeyValue>()
      for (const pair of env.pairs) {
        const use = firstUse(file, env, pair, setHere)
        if (!setHere.has(pair.name)) setHere.set(pair.name, pair)
        if (!use) continue
        report({
          range: use.range,
          message: `\`$${use.name}\` is what it was before this \`ENV\`, not what it sets; set \`${pair.name}\` in an \`ENV\` of its own`,
          // BuildKit calls what nothing has set before an undefined variable.
          ...(use.mayHaveValue ? { severity: 'warning' as const } : { aliases: ['DL3044', 'UndefinedVar'] }),
          fixes: () => splitBefore(file, env, pair),
        })
      }
    }
  },
}

interface Use {
  readonly name: string
  readonly range: Range
  readonly mayHaveValue: boolean
}

/** The first reference of a pair to a variable that an earlier pair gives another value. */
function firstUse(
  file: LintFile,
  env: Instruction,
  pair: KeyValue,
  setHere: ReadonlyMap<string, KeyValue>,
): Use | undefined {
  for (const reference of variableReferences(pair.value, file.tree.escape)) {
    const setter = setHere.get(reference.name)
    if (!setter) continue
    if (keepsValue(file, env, pair.value.slice(reference.start, reference.end), setter)) continue
    const start = joinedOffset(env.source, pair.valueRange.start) + reference.start
    const range = rangeIn(env, start, start + reference.end - reference.start)
    return { name: reference.name, range, mayHaveValue: mayHaveValue(file, env, reference.name) }
  }
  return undefined
}

/** Whether a reference gives the same before and after the ENV: `ARG V` with `ENV V=$V U=$V`, or a default. */
function keepsValue(file: LintFile, env: Instruction, reference: string, setter: KeyValue): boolean {
  const before = file.scopes.expand(env, reference)
  const set = file.scopes.expand(env, setter.value)
  const lookup = (other: string) => (other === setter.name ? set.value : file.scopes.lookup(env, other)?.value)
  const after = expandWord(reference, lookup, { escape: file.tree.escape })
  return before.error === undefined && set.error === undefined && before.value === after.value
}

/** Set before by the file, or perhaps by the base image. */
function mayHaveValue(file: LintFile, env: Instruction, name: string): boolean {
  const stage = file.stageOf(env)
  if (file.scopes.lookup(env, name) || name === 'PATH' || !stage) return true
  if (file.facts.isScratch(stage)) return false
  const facts = file.facts.image(stage)
  return !facts || Object.hasOwn(facts.env, name)
}

function rangeIn(env: Instruction, start: number, end: number): Range {
  const { starts, fileStarts } = env.source
  const piece = starts.findLastIndex((from) => from <= start)
  const shift = fileStarts[piece] - starts[piece]
  return { start: start + shift, end: end + shift }
}

/** A line break and a new ENV between two pairs; comments between them stay where they are, so there may be none. */
function splitBefore(file: LintFile, env: Instruction, pair: KeyValue): readonly Fix[] {
  const previous = env.pairs[env.pairs.indexOf(pair) - 1]
  if (!previous || file.outer(env) !== env) return []
  const gap = { start: previous.end, end: pair.start }
  if (env.comments.some(({ start }) => start > gap.start && start < gap.end)) return []
  return [
    {
      title: `Set \`${pair.name}\` in an \`ENV\` of its own`,
      safety: 'unsafe',
      edits: [replace(gap, `${file.newline}${casedLike(file, env, 'ENV')} `)],
      effect: { rewrites: [env], inserts: 1 },
    },
  ]
}
