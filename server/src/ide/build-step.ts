/** Finds the instruction that a builder means by the text that it prints for a step. */

import { variableReferences } from '../syntax/expand.ts'
import type { Stage, StageGraph } from '../syntax/stages.ts'
import type { Dockerfile, Instruction } from '../syntax/tree.ts'

/** A step as a builder names it. */
export interface BuilderStep {
  /** The stage's name, BuildKit's `stage-2` for one without, or Buildah's `2/3`. */
  readonly stage: string | undefined
  /** From 1, as the builder counts; BuildKit leaves out what makes no step. */
  readonly index: number | undefined
  /** The instruction on one line, with variables expanded or not. */
  readonly text: string
}

/** The instruction of a step; undefined when none fits. Of several that fit, the builder's stage and count decide. */
export function instructionOfStep(file: Dockerfile, graph: StageGraph, step: BuilderStep): Instruction | undefined {
  const stage = stageOfStep(graph, step.stage)
  if (step.text.startsWith('FROM ')) return stage && step.stage ? stage.from : fromOfImage(graph, step.text.slice(5))
  const candidates = stage ? [stage.from, ...stage.instructions] : file.instructions
  const fitting = fittingInstructions(candidates, file.escape, step.text)
  if (fitting.length <= 1) return fitting[0] ?? (stage ? firstFitting(file, step.text) : undefined)
  if (step.index === undefined) return fitting[0]
  return fitting.find((instruction) => countsAs(instruction, graph, step)) ?? fitting[0]
}

function fromOfImage(graph: StageGraph, printed: string): Instruction | undefined {
  const [image] = printed.split(/[@\s]/)
  return graph.stages.find(({ base, parent }) => !parent && (base === undefined || sameImage(base, image)))?.from
}

/** True if two image names mean the same on Docker Hub's terms: registry, `library/` and `:latest` may be left out. */
export function sameImage(a: string, b: string): boolean {
  return shortImage(a) === shortImage(b)
}

function shortImage(name: string): string {
  return name
    .replace(/^(?:index\.)?docker\.io\//, '')
    .replace(/^library\//, '')
    .replace(/:latest$/, '')
    .toLowerCase()
}

function firstFitting(file: Dockerfile, text: string): Instruction | undefined {
  return fittingInstructions(file.instructions, file.escape, text)[0]
}

/** The stage by the name that a builder gives it; undefined when there is none or the name does not tell. */
export function stageOfStep(graph: StageGraph, name: string | undefined): Stage | undefined {
  if (name === undefined) return graph.stages.length === 1 ? graph.stages[0] : undefined
  const buildah = /^(\d+)\/\d+$/.exec(name)
  if (buildah) return graph.stages[Number(buildah[1]) - 1]
  const named = graph.stages.findLast((stage) => stage.name === name.toLowerCase())
  const numbered = /^stage-(\d+)$/.exec(name)
  return named ?? (numbered ? graph.stages[Number(numbered[1])] : undefined)
}

/** Exact matches if there are any, else those that fit with their variables filled in. */
function fittingInstructions(
  instructions: readonly Instruction[],
  escapeCharacter: '\\' | '`',
  text: string,
): readonly Instruction[] {
  const wanted = normalize(text)
  const named = instructions.filter((instruction) => wanted.startsWith(instruction.keyword))
  const exact = named.filter((instruction) => printedForms(instruction).includes(wanted))
  if (exact.length > 0) return exact
  const filled = named.filter((instruction) =>
    printedForms(instruction).some((form) => fitsFilled(form, wanted, escapeCharacter)),
  )
  if (filled.length > 0 || !/^[a-z]+:\/\//i.test(wanted)) return filled
  // Docker 20 names the download of an ADD by its address alone.
  return instructions.filter((instruction) => instruction.words.some((word) => word.text === wanted))
}

/** The instruction as builders print it, with and without the flags that some leave out. */
function printedForms(instruction: Instruction): readonly string[] {
  const { source, keyword } = instruction
  const body = source.text.slice(instruction.bodyStart, instruction.bodyEnd)
  return [normalize(`${keyword} ${source.text.trim().slice(keyword.length)}`), normalize(`${keyword} ${body}`)]
}

/** One space between words; without the note on a heredoc's body that builders put behind the instruction. */
function normalize(text: string): string {
  const heredoc = text.indexOf('<<')
  const note = heredoc >= 0 && text.endsWith(')') ? text.indexOf(' (', heredoc) : -1
  return (note < 0 ? text : text.slice(0, note)).split(/\s+/).filter(Boolean).join(' ')
}

/** True if `printed` is `form` with something in the place of each of its variables. */
function fitsFilled(form: string, printed: string, escapeCharacter: '\\' | '`'): boolean {
  const references = variableReferences(form, escapeCharacter)
  if (references.length === 0) return false
  let position = 0
  let from = 0
  for (const reference of references) {
    const literal = form.slice(from, reference.start)
    const at = printed.indexOf(literal, position)
    if (at < 0 || (from === 0 && at !== 0)) return false
    position = at + literal.length
    from = reference.end
  }
  const rest = form.slice(from)
  return printed.length - position >= rest.length && printed.endsWith(rest)
}

/** True if the builder counts the instruction as the step's index. */
function countsAs(instruction: Instruction, graph: StageGraph, step: BuilderStep): boolean {
  const stage = graph.stageOf[instruction.index]
  if (!stage) return false
  if (step.stage?.includes('/')) return instruction.index - stage.from.index + 1 === step.index
  return buildKitIndex(instruction, stage) === step.index
}

const buildKitSteps = new Set(['RUN', 'COPY', 'ADD', 'WORKDIR'])

/** The number that BuildKit gives an instruction in its stage: the base image is the first, if there is one. */
export function buildKitIndex(instruction: Instruction, stage: Stage): number {
  const first = stage.parent || stage.base?.toLowerCase() === 'scratch' ? 0 : 1
  if (instruction === stage.from) return first
  const before = stage.instructions.filter(
    (other) => other.index < instruction.index && buildKitSteps.has(other.keyword),
  )
  return first + before.length + 1
}
