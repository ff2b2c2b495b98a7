/** ARG and ENV: which variables are set at each instruction, to what, and by whom. */

import { type Expansion, expandWord } from './expand.ts'
import { firstAt } from './first-at.ts'
import { argPairs, type GlobalArg, type Stage, type StageGraph } from './stages.ts'
import type { Dockerfile, Instruction, Range } from './tree.ts'

/** One definition of a variable. */
export interface Definition extends Range {
  readonly name: string
  readonly nameRange: Range
  readonly kind: 'arg' | 'env'
  /** After expansion; undefined for an ARG without a default and where an expansion failed. */
  readonly value: string | undefined
  readonly instruction: Instruction
  /** An ARG that repeats a global one. */
  readonly global: GlobalArg | undefined
}

/** Answers for all instructions of a file; built once. */
export interface Scopes {
  /** Definitions by stage index, in file order. */
  readonly definitions: readonly (readonly Definition[])[]
  /** What a name means just before an instruction: of the stage or the stages that it is built on. */
  lookup(instruction: Instruction, name: string): Definition | undefined
  /** Expands a text as BuildKit does at an instruction, with default build arguments. */
  expand(instruction: Instruction, text: string): Expansion
  /** What a name means at the end of a stage. */
  atEnd(stage: Stage, name: string): Definition | undefined
  /** Every name that is set just before an instruction. */
  names(instruction: Instruction): ReadonlySet<string>
}

/** What a name means from one instruction on. */
interface Step {
  readonly index: number
  readonly effective: Definition
}

/** Reads the scopes of a file. */
export function readScopes(file: Dockerfile, graph: StageGraph): Scopes {
  const definitions: Definition[][] = []
  const byName: Map<string, Step[]>[] = []

  // What a stage sets is inherited by the stages that are built on it, ARG as well as ENV.
  const find = (stage: Stage, name: string, before: number): Definition | undefined => {
    const steps = byName[stage.index]?.get(name)
    const own = steps && lastBefore(steps, before)?.effective
    return isSet(own) || !stage.parent ? own : ownOrInherited(own, findAtEnd(stage.parent, name))
  }

  // Answered once for each stage, so that stages on stages on stages… are gone through once for each name.
  const ends: Map<string, Definition | undefined>[] = []
  const findAtEnd = (stage: Stage, name: string): Definition | undefined => {
    const open: Stage[] = []
    let current: Stage | undefined = stage
    while (current && !ends[current.index]?.has(name)) {
      open.push(current)
      current = current.parent
    }
    let found = current && ends[current.index].get(name)
    for (const each of open.reverse()) {
      found = ownOrInherited(byName[each.index]?.get(name)?.at(-1)?.effective, found)
      ends[each.index] ??= new Map()
      ends[each.index].set(name, found)
    }
    return found
  }
  const expandAt = (stage: Stage | undefined, text: string, before: number): Expansion =>
    expandWord(text, (name) => (stage ? find(stage, name, before)?.value : graph.globalArgs.get(name)?.value), {
      escape: file.escape,
    })

  for (const stage of graph.stages) {
    const list: Definition[] = []
    const names = new Map<string, Step[]>()
    definitions.push(list)
    byName.push(names)
    for (const instruction of stage.instructions) {
      if (instruction.keyword !== 'ARG' && instruction.keyword !== 'ENV') continue
      const pairs = instruction.keyword === 'ARG' ? argPairs(instruction) : instruction.pairs
      for (const pair of pairs) {
        const before = instruction.keyword === 'ARG' ? instruction.index + 0.5 : instruction.index
        const expansion =
          pair.assigned || instruction.keyword === 'ENV' ? expandAt(stage, pair.value, before) : undefined
        const global = instruction.keyword === 'ARG' ? graph.globalArgs.get(pair.name) : undefined
        const own = expansion?.error === undefined ? expansion?.value : undefined
        const definition: Definition = {
          start: pair.start,
          end: pair.end,
          name: pair.name,
          nameRange: pair.nameRange,
          kind: instruction.keyword === 'ARG' ? 'arg' : 'env',
          value: own ?? (pair.assigned ? undefined : global?.value),
          instruction,
          global,
        }
        list.push(definition)
        const steps = names.get(pair.name)
        const previous = steps?.at(-1)?.effective
        // The last definition counts, ARG or ENV; an ARG without a value leaves what was set before.
        const isUnset = definition.kind === 'arg' && definition.value === undefined
        const effective = isUnset && previous ? previous : definition
        const step: Step = { index: instruction.index, effective }
        if (steps) steps.push(step)
        else names.set(pair.name, [step])
      }
    }
  }
  return {
    definitions,
    lookup: (instruction, name) => {
      const stage = graph.stageOf[instruction.index]
      return stage ? find(stage, name, instruction.index) : undefined
    },
    expand: (instruction, text) => expandAt(graph.stageOf[instruction.index], text, instruction.index),
    atEnd: findAtEnd,
    names: (instruction) => {
      const names = new Set<string>()
      const stage = graph.stageOf[instruction.index]
      for (const definition of stage ? definitions[stage.index] : []) {
        if (definition.instruction.index < instruction.index) names.add(definition.name)
      }
      for (let parent = stage?.parent; parent; parent = parent.parent) {
        for (const definition of definitions[parent.index]) names.add(definition.name)
      }
      return names
    },
  }
}

/** An ARG without a value leaves what was set before. */
function ownOrInherited(own: Definition | undefined, inherited: Definition | undefined): Definition | undefined {
  if (isSet(own)) return own
  return isSet(inherited) ? inherited : (own ?? inherited)
}

function isSet(definition: Definition | undefined): boolean {
  return definition !== undefined && (definition.kind === 'env' || definition.value !== undefined)
}

function lastBefore(steps: readonly Step[], before: number): Step | undefined {
  return steps[firstAt(steps.length, (index) => steps[index].index >= before) - 1]
}
