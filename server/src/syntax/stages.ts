/** Build stages: names, bases, who needs whom, and which are reachable from the last one. */

import { expandWord } from './expand.ts'
import { firstAt } from './first-at.ts'
import { fileRange, joinedOffset } from './joined-text.ts'
import type { Dockerfile, Flag, Instruction, KeyValue, Range, Word } from './tree.ts'

export interface Stage {
  /** From 0, as `--from=0` counts. */
  readonly index: number
  readonly from: Instruction
  /** In lower case, as BuildKit compares it; undefined when the stage has no name. */
  readonly name: string | undefined
  readonly nameWord: Word | undefined
  /** The base as it is written; undefined when FROM has no argument. */
  readonly baseWord: Word | undefined
  /** The base after default build arguments; undefined when one of them has no default. */
  readonly base: string | undefined
  /** Names in the base that have no value. */
  readonly unset: readonly string[]
  /** The earlier stage that it is built on. */
  readonly parent: Stage | undefined
  readonly platform: Flag | undefined
  /** What follows FROM, up to the next one. */
  readonly instructions: readonly Instruction[]
}

/** A place that names a stage, a numeric index or an image. */
export interface StageReference extends Range {
  readonly kind: 'from' | 'copy' | 'mount'
  readonly text: string
  readonly instruction: Instruction
  /** The stage that the instruction stands in. */
  readonly inStage: Stage
  /** The earlier (or, for a mistake, own or later) stage that is meant. */
  readonly target: Stage | undefined
}

export interface StageGraph {
  readonly stages: readonly Stage[]
  /** Instructions above the first FROM. */
  readonly preamble: readonly Instruction[]
  readonly globalArgs: ReadonlyMap<string, GlobalArg>
  readonly references: readonly StageReference[]
  /** Indexes of the stages that the last stage needs, itself included. */
  readonly reachable: ReadonlySet<number>
  /** By instruction index: the stage that it stands in (FROM included). */
  readonly stageOf: readonly (Stage | undefined)[]
}

export interface GlobalArg extends Range {
  readonly name: string
  /** The default after expansion; undefined when there is none. */
  readonly value: string | undefined
  readonly instruction: Instruction
}

/** Values that BuildKit gives to the platform arguments when nothing else is asked for. */
const platformDefaults: Readonly<Record<string, string>> = {
  BUILDPLATFORM: 'linux/amd64',
  BUILDOS: 'linux',
  BUILDARCH: 'amd64',
  BUILDVARIANT: '',
  TARGETPLATFORM: 'linux/amd64',
  TARGETOS: 'linux',
  TARGETARCH: 'amd64',
  TARGETVARIANT: '',
}

/** Whether an argument is set by BuildKit itself above the first FROM. */
export function isPlatformArg(name: string): boolean {
  return Object.hasOwn(platformDefaults, name)
}

function platformDefault(name: string): string | undefined {
  return isPlatformArg(name) ? platformDefaults[name] : undefined
}

/** The default of an argument in a FROM line: the file's own, else what BuildKit sets; undefined when there is none. */
export function globalValue(graph: Pick<StageGraph, 'globalArgs'>, name: string): string | undefined {
  return graph.globalArgs.get(name)?.value ?? platformDefault(name)
}

/** Reads the stages of a file. */
export function readStages(file: Dockerfile): StageGraph {
  const preamble: Instruction[] = []
  const globalArgs = new Map<string, GlobalArg>()
  const stages: (Stage & { instructions: Instruction[] })[] = []
  const byName = new Map<string, Stage[]>()
  const stageOf: (Stage | undefined)[] = []
  const lookup = (name: string) => globalValue({ globalArgs }, name)
  for (const instruction of file.instructions) {
    if (instruction.keyword === 'FROM') {
      const stage = readStage(file, instruction, stages.length, byName, lookup)
      stages.push(stage)
      if (stage.name === undefined) {
        // It is found by its number only.
      } else if (byName.has(stage.name)) byName.get(stage.name)?.push(stage)
      else byName.set(stage.name, [stage])
    } else if (stages.length === 0) {
      preamble.push(instruction)
      if (instruction.keyword === 'ARG') readGlobalArgs(file, instruction, globalArgs, lookup)
    } else stages[stages.length - 1].instructions.push(instruction)
    stageOf.push(stages[stages.length - 1])
  }
  const references = stages.flatMap((stage) => stageReferences(stage, stages, byName))
  return { stages, preamble, globalArgs, references, reachable: reachableFrom(stages, references), stageOf }
}

/** The stage that a `--from` value names, by name or index, counting all stages of the file. */
export function findStage(stages: readonly Stage[], text: string): Stage | undefined {
  const name = text.toLowerCase()
  for (let i = stages.length - 1; i >= 0; i--) if (stages[i].name === name) return stages[i]
  return /^\d+$/.test(text) ? stages[Number(text)] : undefined
}

/** The names and defaults of an ARG's words. */
export function argPairs(instruction: Instruction): readonly KeyValue[] {
  const { source } = instruction
  return instruction.words.map(({ text, start, end }) => {
    const equals = text.indexOf('=')
    if (equals < 0) {
      return {
        start,
        end,
        name: text,
        nameRange: { start, end },
        value: '',
        valueRange: { start: end, end },
        assigned: false,
      }
    }
    // A name or a value may go over several lines.
    const from = joinedOffset(source, start)
    const value = text.slice(equals + 1)
    return {
      start,
      end,
      name: text.slice(0, equals),
      nameRange: fileRange(source, from, from + equals),
      value,
      valueRange: value === '' ? { start: end, end } : fileRange(source, from + equals + 1, from + text.length),
      assigned: true,
    }
  })
}

/** One `--mount` flag's options, with their places. */
export interface MountOption extends Range {
  readonly name: string
  readonly nameRange: Range
  readonly value: string | undefined
  readonly valueRange: Range
}

/**
 * The comma-separated options of a `--mount` value; names in lower case. Quotes and backslashes are removed first, so
 * that they protect no comma; the places are those of the file.
 */
export function mountOptions(instruction: Instruction, flag: Flag): readonly MountOption[] {
  if (flag.value === undefined || !flag.valueRange) return []
  const known = knownMountOptions.get(flag)
  if (known) return known
  const { source } = instruction
  const from = joinedOffset(source, flag.valueRange.start)
  const to = joinedOffset(source, flag.end - 1) + 1
  const options: MountOption[] = []
  let start = from
  let equals = -1
  let text = ''
  let nameLength = 0
  const finish = (end: number): void => {
    const range = fileRange(source, start, end)
    const nameEnd = equals < 0 ? end : equals
    options.push({
      start: range.start,
      end: range.end,
      name: (equals < 0 ? text : text.slice(0, nameLength)).toLowerCase(),
      nameRange: fileRange(source, start, nameEnd),
      value: equals < 0 ? undefined : text.slice(nameLength + 1),
      valueRange: equals < 0 ? { start: range.end, end: range.end } : fileRange(source, equals + 1, end),
    })
    start = end + 1
    equals = -1
    text = ''
  }
  let quote = ''
  for (let i = from; i < to; i++) {
    let character = source.text[i]
    if (character === ',') {
      finish(i)
      continue
    }
    if (quote === '' ? character === '"' || character === "'" : character === quote) {
      quote = quote === '' ? character : ''
      continue
    }
    if (character === '\\' && i + 1 < to) character = source.text[++i]
    if (character === '=' && equals < 0) {
      equals = i
      nameLength = text.length
    }
    text += character
  }
  finish(to)
  knownMountOptions.set(flag, options)
  return options
}

/** Many ask; the flags of a tree never change. */
const knownMountOptions = new WeakMap<Flag, readonly MountOption[]>()

function readGlobalArgs(
  file: Dockerfile,
  instruction: Instruction,
  globalArgs: Map<string, GlobalArg>,
  lookup: (name: string) => string | undefined,
): void {
  for (const pair of argPairs(instruction)) {
    const expansion = pair.assigned ? expandWord(pair.value, lookup, { escape: file.escape }) : undefined
    const { name, start, end } = pair
    const value = expansion ? (expansion.error === undefined ? expansion.value : undefined) : platformDefault(name)
    globalArgs.set(name, { name, start, end, value, instruction })
  }
}

function readStage(
  file: Dockerfile,
  from: Instruction,
  index: number,
  byName: ReadonlyMap<string, readonly Stage[]>,
  lookup: (name: string) => string | undefined,
): Stage & { instructions: Instruction[] } {
  const [baseWord, as, nameWord] = from.words
  const named = from.words.length === 3 && as.text.toLowerCase() === 'as'
  const expansion = baseWord ? expandWord(baseWord.text, lookup, { escape: file.escape }) : undefined
  const resolved = expansion && expansion.error === undefined && expansion.unset.length === 0
  const base = resolved && expansion.value !== '' ? expansion.value : undefined
  const parent = base === undefined ? undefined : byName.get(base.toLowerCase())?.at(-1)
  return {
    index,
    from,
    name: named ? nameWord.text.toLowerCase() : undefined,
    nameWord: named ? nameWord : undefined,
    baseWord,
    base,
    unset: expansion?.unset ?? [],
    parent,
    platform: from.flags.find((flag) => flag.name === 'platform'),
    instructions: [],
  }
}

function stageReferences(
  stage: Stage,
  stages: readonly Stage[],
  byName: ReadonlyMap<string, readonly Stage[]>,
): readonly StageReference[] {
  const references: StageReference[] = []
  if (stage.baseWord && stage.parent) {
    const { start, end, text } = stage.baseWord
    references.push({ kind: 'from', start, end, text, instruction: stage.from, inStage: stage, target: stage.parent })
  }
  for (const outer of stage.instructions) {
    const instruction = outer.onbuild ?? outer
    const add = (kind: 'copy' | 'mount', range: Range, text: string): void => {
      const target = referredStage(stage, text, stages, byName)
      references.push({ kind, start: range.start, end: range.end, text, instruction, inStage: stage, target })
    }
    for (const flag of instruction.flags) {
      if (flag.name === 'from' && flag.value && flag.valueRange) {
        if (instruction.keyword === 'COPY') add('copy', flag.valueRange, flag.value)
      } else if (flag.name === 'mount' && instruction.keyword === 'RUN') {
        for (const option of mountOptions(instruction, flag)) {
          if (option.name === 'from' && option.value) add('mount', option.valueRange, option.value)
        }
      }
    }
  }
  return references
}

/** The last stage of the name above the one that refers to it, or the one of the number; else one that comes too late. */
function referredStage(
  stage: Stage,
  text: string,
  stages: readonly Stage[],
  byName: ReadonlyMap<string, readonly Stage[]>,
): Stage | undefined {
  const named = byName.get(text.toLowerCase()) ?? []
  const numbered = /^\d+$/.test(text) ? stages[Number(text)] : undefined
  const next = firstAt(named.length, (index) => named[index].index >= stage.index)
  if (next > 0) return named[next - 1]
  return numbered && numbered.index < stage.index ? numbered : (named.at(-1) ?? numbered)
}

function reachableFrom(stages: readonly Stage[], references: readonly StageReference[]): ReadonlySet<number> {
  const needs = new Map<number, number[]>()
  for (const { inStage, target } of references) {
    if (!target) continue
    const list = needs.get(inStage.index)
    if (list) list.push(target.index)
    else needs.set(inStage.index, [target.index])
  }
  const reachable = new Set<number>()
  const queue = stages.length > 0 ? [stages.length - 1] : []
  for (let index = queue.pop(); index !== undefined; index = queue.pop()) {
    if (reachable.has(index)) continue
    reachable.add(index)
    queue.push(...(needs.get(index) ?? []))
  }
  return reachable
}
