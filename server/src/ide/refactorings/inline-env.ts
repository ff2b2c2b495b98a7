/** An ENV whose value is written at its uses instead. */

import { remove, replace } from '../../lint/edits.ts'
import { removeLines } from '../../lint/insert-lines.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Edit, Fix } from '../../lint/rule.ts'
import type { Instruction, KeyValue } from '../../syntax/tree.ts'
import { instructionAt } from '../position.ts'
import { usesOf, type VariableUse } from '../variable-uses.ts'

/** A value that means the same with and without quotes, in Dockerfiles and in shells. */
const plain = /^[A-Za-z0-9_.,:@%+/-]+$/

/** Puts the value of the ENV pair at an offset in the place of its uses, and removes it. */
export function inlineEnv(file: LintFile, offset: number): Fix | undefined {
  const env = instructionAt(file.tree, offset)
  if (env?.keyword !== 'ENV') return undefined
  const pair = env.pairs.find(({ start, end }) => start <= offset && offset <= end)
  const value = pair?.value.replace(/^(["'])(.*)\1$/, '$2')
  if (!pair || value === undefined || !plain.test(value)) return undefined
  const definitions = file.scopes.definitions.flat().filter(({ name }) => name === pair.name)
  if (definitions.length !== 1 || file.graph.globalArgs.has(pair.name)) return undefined
  const uses = usesOf(file, pair.name)
  if (uses.length === 0 || !uses.every((use) => isReplaceable(file, env, use))) return undefined
  const gone = goneOf(file, env, pair)
  if (!gone) return undefined
  const rewritten = new Set(uses.map(({ instruction }) => file.outer(instruction)))
  const isWhole = env.pairs.length === 1
  return {
    title: `Inline \`${pair.name}\`; commands and containers no longer have the variable`,
    safety: 'unsafe',
    edits: [gone, ...uses.map((use) => replace(use, value))],
    effect: { rewrites: isWhole ? [...rewritten] : [env, ...rewritten], removes: isWhole ? [env] : [] },
  }
}

/** `$NAME` or `${NAME}` below the ENV, of a stage that has it, where the variable is read and nothing else. */
function isReplaceable(file: LintFile, env: Instruction, use: VariableUse): boolean {
  const text = file.slice(use)
  if (use.assigned || use.modifier !== '' || use.instruction.index <= env.index) return false
  if (text !== `$${use.name}` && text !== `\${${use.name}}`) return false
  return file.scopes.lookup(use.instruction, use.name)?.instruction === env
}

function goneOf(file: LintFile, env: Instruction, pair: KeyValue): Edit | undefined {
  if (env.pairs.length === 1) return removeLines(file, env)
  const index = env.pairs.indexOf(pair)
  const next = env.pairs[index + 1]
  const range = next ? { start: pair.start, end: next.start } : { start: env.pairs[index - 1].end, end: pair.end }
  const isCommented = env.comments.some(({ start }) => start >= range.start && start < range.end)
  return isCommented ? undefined : remove(range)
}
