/** Completion of what follows the flags of an instruction. */

import { portPurpose } from '../../knowledge/ports.ts'
import { predefinedArgNames } from '../../knowledge/predefined-args.ts'
import { signalNames } from '../../knowledge/signals.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Completion, CompletionKind } from '../completion.ts'
import { entry, predefinedArgDocs, signalDoc } from '../docs/index.ts'
import { labelDocs } from '../docs/labels.ts'
import { code } from '../markdown.ts'
import { flagNames } from './flags.ts'
import { imageCompletions } from './images.ts'
import { contextCompletions } from './paths.ts'
import { type ArgumentPlace, rangeFrom } from './place.ts'
import { stageCompletions } from './stages.ts'
import { userCompletions } from './users.ts'

export function argumentCompletions(file: LintFile, place: ArgumentPlace): readonly Completion[] {
  const { keyword, words, partial } = place
  // At the very first word flags can stand as well; they come behind what is more likely.
  const flags = words.length === 0 && partial === '' ? flagNames(place) : []
  switch (keyword) {
    case 'FROM':
      return fromCompletions(file, place, flags)
    case 'COPY':
    case 'ADD':
      return [...copyCompletions(file, place), ...flags]
    case 'USER':
      return words.length === 0 ? userCompletions(file, place, 0) : []
    case 'STOPSIGNAL':
      return words.length === 0 ? signals(place) : []
    case 'EXPOSE':
      return ports(file, place)
    case 'WORKDIR':
      return words.length === 0 ? folders(file, place) : []
    case 'ARG':
      return args(file, place)
    case 'ENV':
      return runtimeVariables(file, place)
    case 'LABEL':
      return labels(place)
    case 'SHELL':
      return words.length === 0 ? shells(file, place) : []
    case 'HEALTHCHECK':
      return words.length === 0 ? [...healthchecks(file, place), ...flags] : []
    default:
      return flags
  }
}

/** Items that replace the word that is being typed. */
function plain(
  place: ArgumentPlace,
  kind: CompletionKind,
  items: readonly { readonly value: string; readonly detail?: string; readonly documentation?: string }[],
): readonly Completion[] {
  return items.map(({ value, detail, documentation }) => ({
    label: value,
    kind,
    range: rangeFrom(place, 0),
    replaceEnd: place.end,
    text: value,
    detail,
    documentation,
  }))
}

function fromCompletions(file: LintFile, place: ArgumentPlace, flags: readonly Completion[]): readonly Completion[] {
  const { words } = place
  if (words.length === 0) return [...stageCompletions(file, place, 0), ...imageCompletions(file, place, 0), ...flags]
  if (words.length === 1) {
    const isLower = place.instruction.keywordRange.start >= 0 && /^[a-z]/.test(place.head)
    const as = isLower ? 'as' : 'AS'
    return [
      {
        label: as,
        kind: 'keyword',
        range: rangeFrom(place, 0),
        replaceEnd: place.end,
        text: `${as} `,
        detail: 'names the stage',
        more: true,
      },
    ]
  }
  if (words.length !== 2) return []
  const taken = new Set(file.stages.map(({ name }) => name))
  const names = ['base', 'deps', 'build', 'test', 'final'].filter((name) => !taken.has(name))
  return plain(
    place,
    'stage',
    names.map((value) => ({ value })),
  )
}

function copyCompletions(file: LintFile, place: ArgumentPlace): readonly Completion[] {
  const { flags, words, partial } = place
  if (flags.some((flag) => /^--from(=|$)/i.test(flag))) return words.length === 0 ? [] : folders(file, place)
  if (/^[a-z]+:\/\//i.test(partial)) return []
  const isAbsolute = partial.startsWith('/')
  const sources = isAbsolute && words.length > 0 ? [] : contextCompletions(file, place, 0)
  return words.length === 0 ? sources : [...folders(file, place), ...sources]
}

/** Folders of the image that the file speaks of already. */
function folders(file: LintFile, place: ArgumentPlace): readonly Completion[] {
  const stage = file.stageOf(place.instruction)
  const isCopy = place.keyword !== 'WORKDIR'
  const found = new Map<string, string>()
  const workdir = stage && file.facts.workdir(stage, place.instruction)
  if (isCopy) found.set('./', workdir === undefined ? 'the working directory' : `the working directory, ${workdir}`)
  if (workdir !== undefined && workdir !== '/') found.set(isCopy ? `${workdir}/` : workdir, 'the working directory')
  for (const { words } of file.instructions('WORKDIR')) {
    const path = words[0]?.text ?? ''
    if (/^\/[^\s$]*$/.test(path) && !found.has(isCopy ? `${path}/` : path)) {
      found.set(isCopy && !path.endsWith('/') ? `${path}/` : path, 'used in this file')
    }
  }
  if (!isCopy) for (const path of ['/app', '/src']) if (!found.has(path)) found.set(path, 'a usual choice')
  return plain(
    place,
    'folder',
    [...found].map(([value, detail]) => ({ value, detail })),
  )
}

function signals(place: ArgumentPlace): readonly Completion[] {
  const usual = signalNames.filter((name) => signalDoc(name)?.graceful)
  const others = signalNames.filter((name) => !signalDoc(name)?.graceful)
  return plain(
    place,
    'value',
    [...usual, ...others].map((value) => {
      const doc = signalDoc(value)
      return { value, detail: doc && String(doc.number), documentation: doc?.summary }
    }),
  )
}

const usualPorts = [8080, 3000, 8000, 80, 443, 5000, 8443, 5432, 3306, 6379]

function ports(file: LintFile, place: ArgumentPlace): readonly Completion[] {
  const stage = file.stageOf(place.instruction)
  const exposed = (stage && file.facts.image(stage)?.exposes) ?? []
  const used = new Set(place.words.map((word) => word.split('/')[0]))
  const numbers = new Set([...exposed.map(({ port }) => port), ...usualPorts])
  return plain(
    place,
    'port',
    [...numbers]
      .filter((port) => !used.has(String(port)))
      .map((port) => ({ value: String(port), detail: portPurpose(port) })),
  )
}

/** Names to declare: global arguments to repeat, and what the builder sets. */
function args(file: LintFile, place: ArgumentPlace): readonly Completion[] {
  if (place.partial.includes('=')) return []
  const stage = file.stageOf(place.instruction)
  const used = new Set(place.words.map((word) => word.split('=')[0]))
  const globals = stage
    ? [...file.graph.globalArgs.values()].map(({ name, value }) => ({
        value: name,
        detail: value === undefined ? 'repeats the global ARG' : `repeats the global ARG, ${value}`,
      }))
    : []
  const predefined = predefinedArgNames
    .filter((name) => !globals.some(({ value }) => value === name))
    .map((value) => ({ value, detail: 'set by the builder', documentation: entry(predefinedArgDocs, value)?.summary }))
  return plain(
    place,
    'variable',
    [...globals, ...predefined].filter(({ value }) => !used.has(value)),
  )
}

/** Variables that the base image's program reads when it starts. */
function runtimeVariables(file: LintFile, place: ArgumentPlace): readonly Completion[] {
  if (place.partial.includes('=')) return []
  const stage = file.stageOf(place.instruction)
  const base = stage && file.facts.base(stage)
  const used = new Set(place.words.map((word) => word.split('=')[0]))
  return (base?.facts?.runtimeEnv ?? [])
    .filter((name) => !used.has(name))
    .map((name) => ({
      label: name,
      kind: 'variable',
      range: rangeFrom(place, 0),
      replaceEnd: place.end,
      text: `${name}=`,
      documentation: `Read by ${code(base?.text ?? '')} when it starts.`,
    }))
}

function labels(place: ArgumentPlace): readonly Completion[] {
  if (place.partial.includes('=')) return []
  const used = new Set(place.words.map((word) => word.split('=')[0]))
  return Object.entries(labelDocs)
    .filter(([name]) => !used.has(name))
    .map(([name, doc]) => ({
      label: name,
      kind: 'label',
      range: rangeFrom(place, 0),
      replaceEnd: place.end,
      text: `${name}=`,
      detail: doc.sample,
      documentation: doc.summary,
    }))
}

function shells(file: LintFile, place: ArgumentPlace): readonly Completion[] {
  const stage = file.stageOf(place.instruction)
  const facts = stage && file.facts.image(stage)
  const windows = stage !== undefined && file.facts.isWindows(stage)
  const forms = windows
    ? [
        {
          value: `["powershell", "-Command", "$ErrorActionPreference = 'Stop'; $ProgressPreference = 'SilentlyContinue';"]`,
          detail: 'PowerShell that stops at errors',
        },
        { value: '["cmd", "/S", "/C"]', detail: 'the default' },
      ]
    : [
        {
          value: `["${facts?.bash ?? '/bin/bash'}", "-o", "pipefail", "-c"]`,
          detail: 'Bash; a failing part of a pipe counts',
        },
        { value: '["/bin/ash", "-eo", "pipefail", "-c"]', detail: 'Alpine; a failing part of a pipe counts' },
        { value: '["/bin/sh", "-c"]', detail: 'the default' },
      ]
  const isAlpine = facts?.family === 'alpine'
  return plain(place, 'value', isAlpine ? [forms[1], ...forms.filter((_, i) => i !== 1)] : forms)
}

function healthchecks(file: LintFile, place: ArgumentPlace): readonly Completion[] {
  const stage = file.stageOf(place.instruction)
  const probe = stage && file.facts.image(stage)?.healthProbe
  return plain(place, 'keyword', [
    ...(probe ? [{ value: `CMD ${probe}`, detail: 'for this base image' }] : []),
    { value: 'CMD ', detail: 'a command whose status is 0 while the container is well' },
    { value: 'NONE', detail: 'switches off the check of the base image' },
  ])
}
