/** `volatile-value-early`: a commit, date or build number above expensive steps, which it makes run again. */

import { blockOf, linesOf, textOfLines } from '../../lint/blocks.ts'
import { insert, remove } from '../../lint/edits.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import { callsOf } from '../../lint/package-calls.ts'
import type { Fix, Rule } from '../../lint/rule.ts'
import { variableReferences } from '../../syntax/expand.ts'
import { argPairs, type Stage } from '../../syntax/stages.ts'
import type { Instruction, Range } from '../../syntax/tree.ts'

export const volatileValueEarly: Rule = {
  id: 'volatile-value-early',
  family: 'layers',
  severity: 'info',
  fixable: 'unsafe',
  docs: {
    summary: 'A value that changes with every build stands above expensive steps',
    why: 'A commit, a date or a build number is another one each time. Every `RUN` below its `ARG` then has a new environment and is built again, the installs included.',
    lesson: 'Order instructions by change frequency (part 3)',
    bad: 'FROM debian:13\nARG GIT_COMMIT\nRUN apt-get update && apt-get install -y curl\nLABEL org.opencontainers.image.revision=$GIT_COMMIT\n',
    good: 'FROM debian:13\nRUN apt-get update && apt-get install -y curl\nARG GIT_COMMIT\nLABEL org.opencontainers.image.revision=$GIT_COMMIT\n',
  },
  check(file, report) {
    for (const stage of file.stages) {
      for (const instruction of stage.instructions) {
        const place = volatilePlace(file, instruction)
        if (!place) continue
        const install = stage.instructions.find(
          (other) => other.index > instruction.index && callsOf(file, other).some(({ installs }) => installs),
        )
        if (!install || uses(file, install, place.name)) continue
        report({
          range: place,
          message: `\`${place.name}\` changes with every build, and everything below is built again; move it below the installs`,
          related: [{ range: install.keywordRange, message: 'this install is repeated' }],
          fixes: () => fixesOf(file, stage, instruction, install, place.name),
        })
      }
    }
  },
}

/** A name of the project's own build; `RUNC_COMMIT` is the pin of something else. */
const volatileName =
  /^((git|vcs|build|app|source|src|ci|docker|image|oci)_)?(commit|commit_sha|commit_hash|sha|hash|ref|revision|date|time|timestamp|number|build_date|build_time|build_number|build_id|pipeline_id)$|^(gitsha|builddate|buildtime|cachebust|cache_bust|cache_date)$/i

const tooGeneral = /^(ref|hash|sha|date|time|number)$/i

interface Place extends Range {
  readonly name: string
}

/** An ARG of such a name, unless its default pins it; an ENV or LABEL that is made from one. */
function volatilePlace(file: LintFile, instruction: Instruction): Place | undefined {
  if (instruction.keyword === 'ARG') {
    const pair = argPairs(instruction).find(({ name, value }) => isVolatile(name) && !isPinned(value))
    return pair && { start: pair.nameRange.start, end: pair.nameRange.end, name: pair.name }
  }
  if (instruction.keyword !== 'ENV' && instruction.keyword !== 'LABEL') return undefined
  for (const pair of instruction.pairs) {
    const reference = variableReferences(pair.value).find(
      ({ name }) => volatileName.test(name) && isArg(file, instruction, name),
    )
    if (reference) return { start: pair.start, end: pair.end, name: reference.name }
  }
  return undefined
}

function isVolatile(name: string): boolean {
  return volatileName.test(name) && !tooGeneral.test(name)
}

function isArg(file: LintFile, instruction: Instruction, name: string): boolean {
  const definition = file.scopes.lookup(instruction, name)
  return definition?.kind === 'arg' && !isPinned(definition.value ?? '')
}

/** A default that is a commit or the like pins what is fetched: it is edited, not passed. */
function isPinned(value: string): boolean {
  return /^["']?(?:[0-9a-f]{7,40}|v?\d[.\d]*\d)["']?$/.test(value)
}

function uses(file: LintFile, instruction: Instruction, name: string): boolean {
  return file.slice(instruction).includes(name)
}

/** Right above the first use, where that is below the install; with labels that use it above, behind the install. */
function fixesOf(
  file: LintFile,
  stage: Stage,
  instruction: Instruction,
  install: Instruction,
  name: string,
): readonly Fix[] {
  const arg = instruction.keyword === 'ARG' ? instruction : file.scopes.lookup(instruction, name)?.instruction
  if (arg?.words.length !== 1 || file.stageOf(arg) !== stage || file.outer(arg) !== arg) return []
  const above = stage.instructions.filter(({ index }) => index > arg.index && index < install.index)
  const users = above.filter((other) => uses(file, other, name))
  if (users.length > 0) return withLabels(file, arg, users, install, name)
  const below = stage.instructions.filter(({ index }) => index > arg.index)
  const target = below.find((other) => uses(file, other, name))
  if (!target || target.index <= install.index) return []
  const block = blockOf(file, arg)
  return [
    {
      title: `Move \`ARG ${name}\` down to its first use`,
      safety: 'unsafe',
      edits: [remove(block), insert(blockOf(file, target).start, textOfLines(file, block))],
      effect: { moves: [arg] },
    },
  ]
}

/** Labels mean nothing to a build, so that they can go behind the install with the argument that they show. */
function withLabels(
  file: LintFile,
  arg: Instruction,
  users: readonly Instruction[],
  install: Instruction,
  name: string,
): readonly Fix[] {
  const end = linesOf(file, install).end
  if (users.some(({ keyword }) => keyword !== 'LABEL') || end === file.text.length) return []
  const moves = [arg, ...users]
  const blocks = moves.map((one) => blockOf(file, one))
  const text = blocks.map((block) => textOfLines(file, block)).join('')
  return [
    {
      title: `Move \`ARG ${name}\` and what shows it below the installation`,
      safety: 'unsafe',
      edits: [...blocks.map(remove), insert(end, text)],
      effect: { moves },
    },
  ]
}
