/** Asks what a build has to be told and cannot know. Each question can be left with Escape, which ends the build. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import * as vscode from 'vscode'
import { inert } from '../inert.ts'
import type { BuildOutline, OutlineStage } from '../protocol.ts'
import { type ContextChoice, contextChoices } from './context.ts'
import type { BuildMemory } from './memory.ts'
import { type BuildAnswers, defaultTag, type SecretSource, type SshSource, tagProblem } from './plan.ts'
import type { ChosenBuilder } from './settings.ts'

/** How much is asked: all that is open, or only what has no remembered answer. */
export type Asking = 'everything' | 'the rest'

export interface Question {
  readonly dockerfile: vscode.Uri
  readonly outline: BuildOutline
  readonly builder: ChosenBuilder
  readonly memory: BuildMemory
  readonly asking: Asking
  /** Answers that are given, for example by a task. */
  readonly given: Partial<Pick<BuildAnswers, 'target' | 'tags' | 'context' | 'buildArgs' | 'secrets' | 'ssh'>>
}

/** The answers; undefined when a question was left. What may be remembered is. */
export async function askAnswers(question: Question): Promise<BuildAnswers | undefined> {
  const { dockerfile, memory, given } = question
  const context = await askContext(question)
  const target = context && (await askTarget(question, context))
  if (!context || target === undefined) return undefined
  const tags = given.tags ?? (await askTag(question, context))
  if (!tags) return undefined
  const stages = neededStages(question.outline, target || undefined)
  const buildArgs = await askArguments(question, context, stages)
  const secrets = buildArgs && (await askSecrets(question, context, stages))
  const ssh = secrets && (await askSsh(question, stages))
  if (!buildArgs || !secrets || !ssh) return undefined
  await memory.rememberAnswers(dockerfile, {
    tag: tags[0],
    target,
    context: context.context,
    secrets,
    sshKeys: Object.fromEntries(ssh.flatMap(({ id, path: key }) => (key === undefined ? [] : [[id, key]]))),
  })
  return {
    dockerfile: dockerfile.fsPath,
    context: context.context,
    tags,
    target: target || undefined,
    buildArgs,
    secrets,
    ssh,
  }
}

async function askContext({
  dockerfile,
  builder,
  memory,
  asking,
  given,
}: Question): Promise<ContextChoice | undefined> {
  if (given.context) return { label: '', description: '', context: given.context, described: undefined }
  const choices = await contextChoices(dockerfile, builder)
  const remembered = choices.find(({ context }) => context === memory.answers(dockerfile).context)
  if (choices.length === 1 || (asking === 'the rest' && remembered)) return remembered ?? choices[0]
  const picked = await vscode.window.showQuickPick(
    choices.map((choice) => ({
      label: inert(choice.label),
      description: inert(choice.description),
      detail: inert(choice.context),
      choice,
    })),
    { title: 'Build Context', placeHolder: 'How is this Dockerfile built?', ignoreFocusOut: true },
  )
  return picked?.choice
}

/** The name or index of a stage; empty for the last one. */
async function askTarget(
  { outline, memory, dockerfile, asking, given }: Question,
  context: ContextChoice,
): Promise<string | undefined> {
  if (given.target !== undefined) return given.target
  if (outline.stages.length < 2) return ''
  const remembered = memory.answers(dockerfile).target ?? context.described?.target ?? ''
  if (asking === 'the rest') return remembered
  const items = outline.stages.map((stage, index) => targetItem(stage, index, outline.stages.length - 1)).reverse()
  const first = items.findIndex(({ target }) => target === remembered)
  if (first > 0) items.unshift(...items.splice(first, 1))
  const picked = await vscode.window.showQuickPick(items, {
    title: 'Target',
    placeHolder: 'Which stage is to be built?',
    ignoreFocusOut: true,
  })
  return picked?.target
}

function targetItem(
  { name, base }: OutlineStage,
  index: number,
  last: number,
): vscode.QuickPickItem & { target: string } {
  return {
    label: inert(name ?? `stage ${index}`),
    description: inert(`FROM ${base}${index === last ? ' · the last stage' : ''}`),
    target: index === last ? '' : (name ?? String(index)),
  }
}

async function askTag({ dockerfile, memory, asking }: Question, context: ContextChoice): Promise<string[] | undefined> {
  const remembered = memory.answers(dockerfile).tag
  const folder = path.basename(path.dirname(dockerfile.fsPath))
  const value = remembered ?? context.described?.image ?? defaultTag(folder, path.basename(dockerfile.fsPath))
  if (asking === 'the rest') return [value]
  const tag = await vscode.window.showInputBox({
    title: 'Image Name',
    prompt: 'Name and tag of the image',
    value,
    ignoreFocusOut: true,
    validateInput: (text) => inert(tagProblem(text.trim())?.replaceAll('`', "'") ?? '') || undefined,
  })
  return tag === undefined ? undefined : [tag.trim()]
}

/** Indexes of the stages that the target needs; undefined stands for what is above the first FROM. */
function neededStages({ stages }: BuildOutline, target: string | undefined): ReadonlySet<number | undefined> {
  const named = stages.findLastIndex(({ name }) => name !== undefined && name.toLowerCase() === target?.toLowerCase())
  const index = named >= 0 ? named : target !== undefined && /^\d+$/.test(target) ? Number(target) : stages.length - 1
  return new Set([undefined, ...(stages[index]?.needs ?? [])])
}

type Pairs = (readonly [name: string, value: string])[]

async function askArguments(
  { dockerfile, outline, memory, asking, given }: Question,
  context: ContextChoice,
  stages: ReadonlySet<number | undefined>,
): Promise<Pairs | undefined> {
  const values = new Map<string, string>([...(context.described?.args ?? []), ...(given.buildArgs ?? [])])
  const known = memory.argumentValues(dockerfile)
  const names = new Set(outline.requiredArgs.filter(({ stage }) => stages.has(stage)).map(({ name }) => name))
  for (const name of names) {
    if (values.has(name)) continue
    const remembered = known.get(name)
    if (asking === 'the rest' && remembered !== undefined) {
      if (remembered) values.set(name, remembered)
      continue
    }
    const value = await vscode.window.showInputBox({
      title: inert(`ARG ${name}`),
      prompt: inert(`Value of the build argument ${name}; empty leaves it unset`),
      value: remembered ?? '',
      password: /token|secret|password|passwd|credential|api_?key/i.test(name),
      ignoreFocusOut: true,
    })
    if (value === undefined) return undefined
    known.set(name, value)
    if (value) values.set(name, value)
  }
  return [...values]
}

async function askSecrets(
  { dockerfile, outline, memory, asking, given }: Question,
  context: ContextChoice,
  stages: ReadonlySet<number | undefined>,
): Promise<SecretSource[] | undefined> {
  const described =
    context.described?.secrets.map(({ id, file }) => ({ id, from: 'file', source: file }) as const) ?? []
  const sources = new Map<string, SecretSource>(
    [...described, ...(given.secrets ?? [])].map((source) => [source.id, source]),
  )
  const remembered = memory.answers(dockerfile).secrets ?? []
  const needed = outline.secrets.filter(({ id, stage }) => stages.has(stage) && !sources.has(id))
  for (const { id, required } of new Map(needed.map((secret) => [secret.id, secret])).values()) {
    const before = remembered.find((secret) => secret.id === id)
    if (asking === 'the rest' && before) {
      sources.set(id, before)
      continue
    }
    const source = await askSecret(id, required, before, path.dirname(dockerfile.fsPath))
    if (source === undefined) return undefined
    if (source) sources.set(id, source)
  }
  return [...sources.values()]
}

/** Where a secret comes from; null when it is left out, undefined when the question was left. */
async function askSecret(
  id: string,
  required: boolean,
  before: SecretSource | undefined,
  folder: string,
): Promise<SecretSource | null | undefined> {
  const written = before && (before.from === 'file' ? before.source : `$${before.source}`)
  const text = await vscode.window.showInputBox({
    title: inert(`Secret ${id}`),
    prompt: `A file, or $NAME for an environment variable${required ? '' : '; empty leaves it out'}`,
    value: written ?? '',
    ignoreFocusOut: true,
    validateInput: (typed) => secretProblem(typed, required, folder),
  })
  if (text === undefined) return undefined
  if (text === '') return null
  if (text.startsWith('$')) return { id, from: 'environment', source: text.slice(1) }
  return { id, from: 'file', source: path.resolve(folder, text) }
}

function secretProblem(text: string, required: boolean, folder: string): string | undefined {
  if (text === '') return required ? 'The build requires this secret' : undefined
  if (text.startsWith('$'))
    return text.slice(1) in process.env ? undefined : inert(`There is no variable ${text.slice(1)}`)
  return existsSync(path.resolve(folder, text)) ? undefined : 'There is no such file'
}

/** The agent where one runs, else a key file for each id. */
async function askSsh(
  { dockerfile, outline, memory, asking, given }: Question,
  stages: ReadonlySet<number | undefined>,
): Promise<SshSource[] | undefined> {
  if (given.ssh) return [...given.ssh]
  const ids = new Set(outline.ssh.filter(({ stage }) => stages.has(stage)).map(({ id }) => id))
  const keys = memory.answers(dockerfile).sshKeys ?? {}
  const sources: SshSource[] = []
  for (const id of ids) {
    if (process.env.SSH_AUTH_SOCK) {
      sources.push({ id })
      continue
    }
    if (asking === 'the rest' && keys[id]) {
      sources.push({ id, path: keys[id] })
      continue
    }
    const key = await vscode.window.showInputBox({
      title: inert(`SSH ${id}`),
      prompt: 'No SSH agent runs. A private key without a passphrase:',
      value: keys[id] ?? '',
      ignoreFocusOut: true,
      validateInput: (text) => (existsSync(text) ? undefined : 'There is no such file'),
    })
    if (key === undefined) return undefined
    sources.push({ id, path: key })
  }
  return sources
}
