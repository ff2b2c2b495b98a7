/** Gives each instruction what a finished build recorded of it: size, time, and whether it came from the cache. */

import { lineEnd, parseDockerfile } from '../syntax/parse.ts'
import { findStage, readStages, type Stage, type StageGraph } from '../syntax/stages.ts'
import type { Dockerfile, Instruction, Range } from '../syntax/tree.ts'
import { type BuilderStep, instructionOfStep } from './build-step.ts'

export interface FinishedStep extends BuilderStep {
  readonly seconds: number
  readonly cached: boolean
  /** Lines that the builder names for it, from 0. */
  readonly lines: { readonly start: number; readonly end: number } | undefined
}

/** A line of the engine's history of an image. */
export interface ImageLayer {
  readonly createdBy: string
  readonly bytes: number
}

export interface RecordOfInstruction {
  readonly range: Range
  /** The instruction on one line. */
  readonly text: string
  readonly stage: string | undefined
  /** Undefined where the instruction adds no layer to this image. */
  readonly bytes: number | undefined
  readonly seconds: number | undefined
  readonly cached: boolean
}

export interface Records {
  /** In file order; only instructions of which something is known. */
  readonly instructions: readonly RecordOfInstruction[]
  /** The size of what lies below the Dockerfile's own layers. */
  readonly baseBytes: number
}

/** Joins the steps and layers of a build (the newest layer first) with the instructions of the text that was built. */
export function recordBuild(
  text: string,
  target: string | undefined,
  steps: readonly FinishedStep[],
  layers: readonly ImageLayer[],
): Records {
  const file = parseDockerfile(text)
  const graph = readStages(file)
  const stepOf = stepsByInstruction(file, graph, steps)
  const { sizes, baseBytes } = sizesByInstruction(graph, target, layers)
  const known = file.instructions.filter((instruction) => stepOf.has(instruction) || sizes.has(instruction))
  return {
    baseBytes,
    instructions: known.map((instruction) => {
      const step = stepOf.get(instruction)
      const stage = graph.stageOf[instruction.index]
      return {
        range: { start: instruction.start, end: lineEnd(file, instruction.endLine) },
        text: `${instruction.keyword} ${instruction.source.text.slice(instruction.keyword.length)}`
          .replace(/\s+/g, ' ')
          .trim(),
        stage: stage?.nameWord?.text ?? (graph.stages.length > 1 ? stage?.index.toString() : undefined),
        bytes: sizes.get(instruction),
        seconds: step?.seconds,
        cached: step?.cached ?? false,
      }
    }),
  }
}

/** Of several steps of one instruction (one a platform), the slowest. */
function stepsByInstruction(
  file: Dockerfile,
  graph: StageGraph,
  steps: readonly FinishedStep[],
): ReadonlyMap<Instruction, FinishedStep> {
  const found = new Map<Instruction, FinishedStep>()
  for (const step of steps) {
    const instruction = step.lines
      ? file.instructions.find(({ line, endLine }) => line <= step.lines!.start && step.lines!.start <= endLine)
      : instructionOfStep(file, graph, step)
    const other = instruction && found.get(instruction)
    if (instruction && !(other && other.seconds >= step.seconds)) found.set(instruction, step)
  }
  return found
}

/** Instructions that leave no line in an image's history. */
const withoutHistory = new Set(['FROM', 'ONBUILD'])

function sizesByInstruction(
  graph: StageGraph,
  target: string | undefined,
  layers: readonly ImageLayer[],
): { readonly sizes: ReadonlyMap<Instruction, number>; readonly baseBytes: number } {
  const sizes = new Map<Instruction, number>()
  const last = target === undefined ? graph.stages.at(-1) : findStage(graph.stages, target)
  let next = 0
  let root: Stage | undefined
  for (let stage = last; stage; stage = stage.parent) {
    root = stage
    for (const instruction of stage.instructions.toReversed()) {
      if (withoutHistory.has(instruction.keyword) || next >= layers.length) continue
      if (keywordOf(layers[next].createdBy) !== instruction.keyword) continue
      if (makesLayer.has(instruction.keyword)) sizes.set(instruction, layers[next].bytes)
      next++
    }
  }
  const baseBytes = layers.slice(next).reduce((sum, { bytes }) => sum + bytes, 0)
  if (root && layers.length > 0) sizes.set(root.from, baseBytes)
  return { sizes, baseBytes }
}

const makesLayer = new Set(['RUN', 'COPY', 'ADD', 'WORKDIR'])

/** The instruction behind a line of history, as BuildKit, Buildah and the classic builder write it. */
function keywordOf(createdBy: string): string {
  const classic = /^\/bin\/sh -c #\(nop\)\s+/.exec(createdBy)
  if (!classic && /^(?:\/bin\/sh -c |\|\d+ )/.test(createdBy)) return 'RUN'
  return /^[A-Za-z]+/.exec(createdBy.slice(classic?.[0].length ?? 0))?.[0].toUpperCase() ?? ''
}
