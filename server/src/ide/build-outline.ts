/** What a build of a Dockerfile has to be told: stages to choose from, arguments, secrets, SSH. */

import { parseDockerfile } from '../syntax/parse.ts'
import { argPairs, isPlatformArg, mountOptions, readStages, type StageGraph } from '../syntax/stages.ts'
import type { Range } from '../syntax/tree.ts'

export interface Outline {
  readonly stages: readonly OutlinedStage[]
  /** ARGs that have no default anywhere and that the builder does not set itself; each name once a stage. */
  readonly requiredArgs: readonly { readonly name: string; readonly stage: number | undefined }[]
  readonly secrets: readonly { readonly id: string; readonly required: boolean; readonly stage: number }[]
  readonly ssh: readonly { readonly id: string; readonly stage: number }[]
}

export interface OutlinedStage {
  readonly name: string | undefined
  readonly base: string
  /** Indexes of the stages that it needs, itself included, ascending. */
  readonly needs: readonly number[]
  readonly from: Range
}

/** Reads what a build of `text` needs. */
export function outlineBuild(text: string): Outline {
  const graph = readStages(parseDockerfile(text))
  return {
    stages: graph.stages.map((stage) => ({
      name: stage.nameWord?.text,
      base: stage.baseWord?.text ?? '',
      needs: neededBy(graph, stage.index),
      from: { start: stage.from.start, end: stage.from.end },
    })),
    requiredArgs: requiredArgs(graph),
    ...mounts(graph),
  }
}

function neededBy(graph: StageGraph, index: number): number[] {
  const needed = new Set<number>()
  const queue = [index]
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (needed.has(next)) continue
    needed.add(next)
    for (const { inStage, target } of graph.references) if (inStage.index === next && target) queue.push(target.index)
  }
  return [...needed].sort((a, b) => a - b)
}

function requiredArgs(graph: StageGraph): Outline['requiredArgs'] {
  const required: { name: string; stage: number | undefined }[] = []
  for (const { name, value } of graph.globalArgs.values()) {
    if (value === undefined && !isSetByBuilder(name)) required.push({ name, stage: undefined })
  }
  for (const { index, instructions } of graph.stages) {
    for (const instruction of instructions) {
      if (instruction.keyword !== 'ARG') continue
      for (const { name, assigned } of argPairs(instruction)) {
        const known = required.some((arg) => arg.name === name && (arg.stage === index || arg.stage === undefined))
        if (assigned || known || graph.globalArgs.has(name) || isSetByBuilder(name)) continue
        required.push({ name, stage: index })
      }
    }
  }
  return required
}

/** Platform arguments, the proxy settings that every build may use, and BuildKit's own. */
function isSetByBuilder(name: string): boolean {
  return (
    isPlatformArg(name) ||
    /^(?:https?|ftp|no|all)_proxy$/i.test(name) ||
    name.startsWith('BUILDKIT_') ||
    name === 'SOURCE_DATE_EPOCH'
  )
}

function mounts(graph: StageGraph): Pick<Outline, 'secrets' | 'ssh'> {
  const secrets: { id: string; required: boolean; stage: number }[] = []
  const ssh: { id: string; stage: number }[] = []
  for (const { index, instructions } of graph.stages) {
    for (const instruction of instructions) {
      for (const flag of instruction.flags) {
        if (flag.name !== 'mount') continue
        const options = new Map(mountOptions(instruction, flag).map(({ name, value }) => [name, value ?? 'true']))
        const type = options.get('type')
        if (type === 'secret') {
          const id = options.get('id') ?? fileName(options)
          if (id) secrets.push({ id, required: options.get('required') === 'true', stage: index })
        } else if (type === 'ssh') ssh.push({ id: options.get('id') ?? 'default', stage: index })
      }
    }
  }
  return { secrets: uniqueIds(secrets), ssh: uniqueIds(ssh) }
}

/** The id of a secret that has none: the file name of its target. */
function fileName(options: ReadonlyMap<string, string>): string | undefined {
  const target = options.get('target') ?? options.get('dst') ?? options.get('destination')
  return target?.slice(target.lastIndexOf('/') + 1)
}

function uniqueIds<T extends { readonly id: string; readonly stage: number }>(items: readonly T[]): readonly T[] {
  return items.filter((item, i) => items.findIndex(({ id, stage }) => id === item.id && stage === item.stage) === i)
}
