/** Every use of a variable in a Dockerfile: those that the builder replaces, and those that the shell of a RUN does. */

import type { LintFile } from '../lint/lint-file.ts'
import { expandWord } from '../syntax/expand.ts'
import { fileRange, type JoinedText, joinedOffset } from '../syntax/joined-text.ts'
import type { Definition } from '../syntax/scope.ts'
import { argPairs, type GlobalArg, mountOptions } from '../syntax/stages.ts'
import type { Instruction, Range } from '../syntax/tree.ts'
import { instructionAt } from './position.ts'

/** A use; its range goes from `$` to the end, that of an assignment in a shell covers the name. */
export interface VariableUse extends Range {
  readonly name: string
  readonly nameRange: Range
  /** `:-`, `%%`…; empty without one and in a shell. */
  readonly modifier: string
  /** The inner instruction, behind ONBUILD. */
  readonly instruction: Instruction
  readonly by: 'builder' | 'shell'
  /** Whether the shell sets it here. */
  readonly assigned: boolean
}

/** All uses, in file order; found once a file. */
export function variableUses(file: LintFile): readonly VariableUse[] {
  return file.once('variable uses', () => file.tree.instructions.flatMap((outer) => variableUsesIn(file, outer)))
}

/** All uses of one name; instructions in which it does not stand are not looked into. */
export function usesOf(file: LintFile, name: string): readonly VariableUse[] {
  return file.tree.instructions.flatMap((outer) => {
    const { source, heredocs } = outer
    const isNamed = source.text.includes(name) || heredocs.some(({ body }) => file.slice(body).includes(name))
    return isNamed ? variableUsesIn(file, outer).filter((use) => use.name === name) : []
  })
}

/** The innermost use whose name or `$` an offset touches. */
export function variableUseAt(file: LintFile, offset: number): VariableUse | undefined {
  const instruction = instructionAt(file.tree, offset)
  // Of uses that nest, the innermost begins last.
  return instruction && variableUsesIn(file, instruction).findLast(({ start, end }) => start <= offset && offset <= end)
}

/** The uses in an instruction of the file, in file order; read once. */
export function variableUsesIn(file: LintFile, outer: Instruction): readonly VariableUse[] {
  return file.onceFor('variable uses', outer.index, () => {
    const uses: VariableUse[] = []
    readUses(file, outer.onbuild ?? outer, uses)
    uses.sort((a, b) => a.start - b.start || b.end - a.end)
    // A word in double quotes that is also a script of its own (`sh -c "…"`) is read twice.
    return uses.filter((use, i) => use.nameRange.start !== uses[i - 1]?.nameRange.start)
  })
}

/** What a name stands for at an instruction; `position` is the offset of the use. */
export function definitionOf(
  file: LintFile,
  instruction: Instruction,
  name: string,
  position: number,
): Definition | GlobalArg | undefined {
  const stage = file.stageOf(instruction)
  if (!stage || instruction.keyword === 'FROM') return file.graph.globalArgs.get(name)
  if (instruction.keyword === 'ARG') {
    const own = ownArg(file, stage.index, instruction, name, position)
    if (own) return own
  }
  return file.scopes.lookup(instruction, name)
}

/** `ARG A=1 B=$A`: a later word of the same ARG sees the earlier ones. */
function ownArg(
  file: LintFile,
  stage: number,
  instruction: Instruction,
  name: string,
  position: number,
): Definition | undefined {
  if (instruction.words.length < 2) return undefined
  return file.scopes.definitions[stage].findLast(
    (definition) =>
      definition.instruction.index === instruction.index && definition.name === name && definition.end < position,
  )
}

function readUses(file: LintFile, instruction: Instruction, uses: VariableUse[]): void {
  if (instruction.source.text.includes('$')) {
    for (const range of builderTexts(instruction)) addBuilderUses(file, instruction, range, uses)
  }
  if (instruction.keyword === 'COPY' || instruction.keyword === 'ADD') {
    for (const heredoc of instruction.heredocs) {
      if (!heredoc.expand || !file.slice(heredoc.body).includes('$')) continue
      const body: JoinedText = {
        text: file.slice(heredoc.body),
        starts: [0],
        fileStarts: [heredoc.body.start],
        fileEnd: heredoc.body.end,
      }
      addReferences(file, instruction, body, 0, body.text.length, true, uses)
    }
  }
  if (!scripted.has(instruction.keyword)) return
  for (const script of file.scripts(instruction)) {
    for (const { name, start, end, assigned } of script.tree.variables) {
      const whole = script.tree.text.slice(start, end)
      const nameStart = assigned ? start : start + whole.indexOf(name, 1)
      if (nameStart < start || name === '') continue
      const toFile = (from: number, to: number) => fileRange(script.source, from + script.offset, to + script.offset)
      const nameRange = toFile(nameStart, nameStart + name.length)
      uses.push({
        ...(assigned ? nameRange : toFile(start, end)),
        name,
        nameRange,
        modifier: '',
        instruction,
        by: 'shell',
        assigned,
      })
    }
  }
}

const scripted = new Set(['RUN', 'CMD', 'ENTRYPOINT', 'HEALTHCHECK'])
const expandedWords = new Set([
  'FROM',
  'COPY',
  'ADD',
  'EXPOSE',
  'STOPSIGNAL',
  'USER',
  'VOLUME',
  'WORKDIR',
  'LABEL',
  'ENV',
])

/**
 * The parts of an instruction in which the builder replaces variables.
 * Source: https://docs.docker.com/reference/dockerfile/#environment-replacement
 */
function builderTexts(instruction: Instruction): readonly Range[] {
  const { keyword, words, flags } = instruction
  const texts: Range[] = []
  for (const flag of flags) {
    if (!flag.valueRange) continue
    if (keyword === 'RUN' && flag.name === 'mount') {
      for (const { name, valueRange } of mountOptions(instruction, flag)) if (name !== 'from') texts.push(valueRange)
    } else if (keyword === 'FROM' || ((keyword === 'COPY' || keyword === 'ADD') && flag.name !== 'from')) {
      texts.push(flag.valueRange)
    }
  }
  if (keyword === 'ARG') for (const pair of argPairs(instruction)) texts.push(pair.valueRange)
  else if (keyword === 'FROM') texts.push(...words.slice(0, 1))
  else if (expandedWords.has(keyword)) texts.push(...words)
  return texts
}

function addBuilderUses(file: LintFile, instruction: Instruction, range: Range, uses: VariableUse[]): void {
  if (range.end <= range.start) return
  const { source, json } = instruction
  let from = joinedOffset(source, range.start)
  let to = joinedOffset(source, range.end - 1) + 1
  if (json && source.text[from] === '"') {
    from++
    to--
  }
  if (!source.text.slice(from, to).includes('$')) return
  addReferences(file, instruction, source, from, to, false, uses)
}

function addReferences(
  file: LintFile,
  instruction: Instruction,
  source: JoinedText,
  from: number,
  to: number,
  ignoreQuotes: boolean,
  uses: VariableUse[],
): void {
  const { references } = expandWord(source.text.slice(from, to), () => undefined, {
    escape: file.tree.escape,
    keepUnset: true,
    ignoreQuotes,
  })
  for (const { name, start, end, nameStart, nameEnd, modifier } of references) {
    uses.push({
      ...fileRange(source, from + start, from + end),
      name,
      nameRange: fileRange(source, from + nameStart, from + nameEnd),
      modifier,
      instruction,
      by: 'builder',
      assigned: false,
    })
  }
}
