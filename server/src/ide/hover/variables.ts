/** Hovers on variables: the value at this point, where it comes from, and what a modifier makes of it. */

import type { LintFile } from '../../lint/lint-file.ts'
import { expandWord } from '../../syntax/expand.ts'
import { lineAt } from '../../syntax/parse.ts'
import type { Definition } from '../../syntax/scope.ts'
import { argPairs, type GlobalArg } from '../../syntax/stages.ts'
import type { Instruction, KeyValue } from '../../syntax/tree.ts'
import { entry, predefinedArgDocs, substitutionDocs } from '../docs/index.ts'
import type { Hover } from '../hover.ts'
import { code } from '../markdown.ts'
import { touches } from '../position.ts'
import { definitionOf, type VariableUse, variableUseAt } from '../variable-uses.ts'
import { imageMarkdown } from './images.ts'
import { bullets, example, footer, paragraphs } from './text.ts'

const lesson = 'Build arguments and environment variables (part 1)'

export function variableHover(file: LintFile, instruction: Instruction, offset: number): Hover | undefined {
  const use = variableUseAt(file, offset)
  if (use) return { range: { start: use.start, end: use.end }, markdown: useMarkdown(file, use) }
  const pairs =
    instruction.keyword === 'ARG' ? argPairs(instruction) : instruction.keyword === 'ENV' ? instruction.pairs : []
  const pair = pairs.find(({ nameRange }) => touches(nameRange, offset))
  return pair && { range: pair.nameRange, markdown: declarationMarkdown(file, instruction, pair) }
}

function useMarkdown(file: LintFile, use: VariableUse): string {
  const { name, instruction } = use
  const definition = definitionOf(file, instruction, name, use.start)
  const written = file.slice(use)
  const image = instruction.keyword === 'FROM' ? imageMarkdown(file, instruction) : undefined
  if (use.by === 'shell' && isShellVariable(file, use)) {
    const outer = definition && ` The \`${definitionKind(definition)}\` of the same name is hidden or changed by it.`
    return `**${code(name)}** — set by this shell script.${outer ?? ''}`
  }
  if (!definition) return paragraphs(undefinedMarkdown(file, use), modifierMarkdown(use), image && `---\n\n${image}`)
  const result =
    use.by === 'builder' && use.modifier !== '' && definition.value !== undefined
      ? expandWord(written, (each) => definitionOf(file, instruction, each, use.start)?.value, {
          escape: file.tree.escape,
        }).value
      : undefined
  return paragraphs(
    `**${code(name)}** = ${definition.value === undefined && setByBuilder(name) ? 'set by the builder' : valueText(definition.value)}`,
    sourceMarkdown(file, definition),
    result !== undefined && `${code(written)} becomes ${code(result)} here.`,
    modifierMarkdown(use),
    predefinedMarkdown(name),
    footer(lesson, undefined),
    image && `---\n\n${image}`,
  )
}

function valueText(value: string | undefined): string {
  return value === undefined ? 'no default' : code(value)
}

/** Platform arguments and the name of the target have a value without being passed. */
function setByBuilder(name: string): boolean {
  const kind = entry(predefinedArgDocs, name)?.kind
  return kind === 'platform' || kind === 'stage'
}

function definitionKind(definition: Definition | GlobalArg): string {
  return 'kind' in definition && definition.kind === 'env' ? 'ENV' : 'ARG'
}

function sourceMarkdown(file: LintFile, definition: Definition | GlobalArg): string {
  const line = `line ${lineAt(file.tree, definition.start) + 1}`
  const name = definition.name
  const pass = code(`docker build --build-arg ${name}=…`)
  if (!('kind' in definition)) {
    const known = definition.value === undefined ? `Pass it with ${pass}.` : `${pass} changes it.`
    return `Global \`ARG\` of ${line}: for \`FROM\` lines, and for stages that repeat ${code(`ARG ${name}`)}. ${known}`
  }
  if (definition.kind === 'env') {
    return `\`ENV\` of ${line}, for the rest of the stage, stages built on it, and the container.`
  }
  const global = definition.global
  const above = global ? ` It repeats the global \`ARG\` of line ${lineAt(file.tree, global.start) + 1}.` : ''
  const isSet = definition.value !== undefined
  const known = isSet ? ` ${pass} changes it.` : setByBuilder(name) ? '' : ` Pass it with ${pass}.`
  return `\`ARG\` of ${line}: for the build only, a container does not have it.${above}${known}`
}

function undefinedMarkdown(file: LintFile, use: VariableUse): string {
  const { name, instruction } = use
  const predefined = predefinedMarkdown(name)
  const stage = file.stageOf(instruction)
  if (predefined) {
    const doc = entry(predefinedArgDocs, name)
    const declare = stage && instruction.keyword !== 'FROM' && doc?.kind !== 'proxy'
    return paragraphs(
      `**${code(name)}**`,
      predefined,
      declare && `This stage does not have it: add ${code(`ARG ${name}`)}.`,
    )
  }
  const base = stage && instruction.keyword !== 'FROM' ? file.facts.image(stage) : undefined
  if (base && Object.hasOwn(base.env, name)) {
    const value = base.env[name]
    return `**${code(name)}**${value === null ? '' : ` = ${code(value)}`} — set by the base image ${code(file.facts.base(stage!)?.text ?? '')}.`
  }
  if (file.graph.globalArgs.has(name) && stage) {
    return `**${code(name)}** is not set in this stage: the \`ARG\` above \`FROM\` needs ${code(`ARG ${name}`)} here as well.`
  }
  if (name === 'PATH') {
    return `**${code(name)}** — set by the base image, else by the builder: \`/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\`.`
  }
  const empty = use.modifier === '' ? ' It is empty unless the base image sets it.' : ''
  return `**${code(name)}** is set by no \`ARG\` or \`ENV\` above.${use.by === 'shell' ? ' The shell looks it up when the command runs.' : empty}`
}

function modifierMarkdown(use: VariableUse): string | undefined {
  const doc = use.modifier === '' ? undefined : entry(substitutionDocs, use.modifier)
  return doc && paragraphs(`\`${doc.form}\` — ${doc.summary} ${doc.result}.`, footer(undefined, doc.url))
}

function predefinedMarkdown(name: string): string | undefined {
  const doc = entry(predefinedArgDocs, name)
  if (!doc) return undefined
  return paragraphs(`${doc.summary} For example \`${doc.sample}\`.`, footer(undefined, doc.url))
}

function declarationMarkdown(file: LintFile, instruction: Instruction, pair: KeyValue): string {
  const { name } = pair
  const stage = file.stageOf(instruction)
  const predefined = instruction.keyword === 'ARG' ? entry(predefinedArgDocs, name) : undefined
  const definition = stage
    ? file.scopes.definitions[stage.index].find(({ start }) => start === pair.start)
    : file.graph.globalArgs.get(name)
  const value = definition?.value ?? (pair.assigned ? literal(pair.value) : undefined)
  return paragraphs(
    `**${code(name)}** = ${value === undefined && predefined && setByBuilder(name) ? 'set by the builder' : valueText(value)}`,
    definition && sourceMarkdown(file, definition),
    predefined && `${predefined.summary} For example \`${predefined.sample}\`.`,
    predefined?.example && example(predefined.example),
    footer(lesson, predefined?.url),
  )
}

function literal(value: string): string | undefined {
  const { error, value: plain, references } = expandWord(value, () => undefined)
  return error === undefined && references.length === 0 ? plain : undefined
}

/** Whether the script sets the name before it is read. */
function isShellVariable(file: LintFile, use: VariableUse): boolean {
  if (use.assigned) return true
  return file
    .scripts(use.instruction)
    .some(({ tree }) => tree.variables.some(({ name, assigned }) => assigned && name === use.name))
}

/** The variables that a list of definitions gives, for completion. */
export function definitionDetail(file: LintFile, definition: Definition | GlobalArg): string {
  return bullets([`**${code(definition.name)}** = ${valueText(definition.value)}`, sourceMarkdown(file, definition)])
}
