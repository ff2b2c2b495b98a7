/** The labels of the Open Container Initiative that an image does not have yet, with what the project says of itself. */

import { casedLike, insertBehind } from '../../lint/insert-lines.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Fix } from '../../lint/rule.ts'
import type { Stage } from '../../syntax/stages.ts'
import type { Instruction } from '../../syntax/tree.ts'
import { instructionAt } from '../position.ts'

const prefix = 'org.opencontainers.image.'

/** Keys in the order in which they are written. Source: the annotations of the OCI image specification. */
const keys = ['title', 'description', 'version', 'source', 'licenses', 'revision', 'created'] as const

/** Adds the missing labels behind the LABEL or FROM of the last stage that an offset is in. */
export function addLabels(file: LintFile, offset: number): Fix | undefined {
  const instruction = instructionAt(file.tree, offset)
  const stage = file.finalStage
  if (!instruction || !stage || file.stageOf(instruction) !== stage) return undefined
  if (instruction.keyword !== 'FROM' && instruction.keyword !== 'LABEL') return undefined
  const known = new Set(
    file.facts.history(stage).flatMap(({ keyword, pairs }) => {
      return keyword === 'LABEL' ? pairs.map(({ name }) => name.replace(/^["']|["']$/g, '')) : []
    }),
  )
  const missing = keys.filter((key) => !known.has(prefix + key))
  if (missing.length === 0) return undefined
  const place = placeOf(stage, instruction)
  const keyword = (text: string): string => casedLike(file, stage.from, text)
  const values = valuesOf(file)
  const lines: string[] = []
  for (const [key, argument] of buildValues) {
    if (missing.includes(key) && file.scopes.atEnd(stage, argument)?.kind !== 'arg')
      lines.push(`${keyword('ARG')} ${argument}`)
  }
  const joint = ` ${file.tree.escape}${file.newline}      `
  const label = missing.map((key) => `${prefix}${key}="${values[key]}"`).join(joint)
  const edit = insertBehind(file, place, [...lines, `${keyword('LABEL')} ${label}`])
  if (!edit) return undefined
  return {
    title: known.size > 0 ? 'Add the other OCI labels' : 'Add OCI labels',
    safety: 'unsafe',
    edits: [edit],
    effect: { inserts: lines.length + 1, rewrites: [] },
  }
}

/** Labels whose values only a build knows, with the arguments that it is given. */
const buildValues = [
  ['revision', 'REVISION'],
  ['created', 'CREATED'],
] as const

/** Values that change with every build stand low, where they spoil no cache: in front of what starts the container. */
function placeOf(stage: Stage, at: Instruction): Instruction {
  if (at.keyword === 'LABEL') return at
  const steps = stage.instructions.findLast(({ keyword }) => /^(RUN|COPY|ADD|WORKDIR|USER|ENV|ARG)$/.test(keyword))
  return steps ?? stage.from
}

/** What package.json says; an empty text is to be filled in. */
function valuesOf(file: LintFile): Readonly<Record<(typeof keys)[number], string>> {
  const manifest = readManifest(file.context?.read('package.json'))
  const text = (value: unknown): string => (typeof value === 'string' && !/["\\`$\n]/.test(value) ? value : '')
  const repository = typeof manifest.repository === 'object' ? Object(manifest.repository).url : manifest.repository
  return {
    title: text(manifest.name),
    description: text(manifest.description),
    version: text(manifest.version),
    source: text(repository).replace(/^git\+/, ''),
    licenses: text(manifest.license),
    revision: '$REVISION',
    created: '$CREATED',
  }
}

function readManifest(text: string | undefined): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text ?? '')
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}
