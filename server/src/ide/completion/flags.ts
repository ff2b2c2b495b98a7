/** Completion of flags, of their values, and of the options of `RUN --mount`. */

import type { LintFile } from '../../lint/lint-file.ts'
import type { Completion } from '../completion.ts'
import { commandDocs, entry, flagDoc, flagDocs, mountOptionDoc, mountOptionDocs, mountTypeDocs } from '../docs/index.ts'
import { flagMarkdown, mountOptionMarkdown, mountTypeMarkdown } from '../hover/instructions.ts'
import { imageCompletions } from './images.ts'
import { contextCompletions } from './paths.ts'
import { type ArgumentPlace, rangeFrom } from './place.ts'
import { stageCompletions } from './stages.ts'
import { userCompletions } from './users.ts'

/** Flags that may stand more than once. */
const repeated = new Set(['mount', 'exclude', 'device'])
const durations = ['5s', '10s', '30s', '1m', '5m']

/** The completions of a flag; undefined where no flag is being typed, or where other words can stand as well. */
export function flagCompletions(file: LintFile, place: ArgumentPlace): readonly Completion[] | undefined {
  if (place.words.length > 0) return undefined
  const { partial, keyword } = place
  if (!partial.startsWith('-')) return undefined
  const equals = partial.indexOf('=')
  if (equals < 0) return flagNames(place)
  const name = partial.slice(2, equals)
  if (!partial.startsWith('--') || !flagDoc(keyword, name)) return []
  return flagValues(file, place, name, equals + 1)
}

/** The flags that are not there yet. */
export function flagNames(place: ArgumentPlace): readonly Completion[] {
  const { keyword, flags } = place
  if (place.words.length > 0) return []
  const used = new Set(flags.map((flag) => flag.slice(2).split('=')[0].toLowerCase()))
  return Object.entries(entry(flagDocs, keyword) ?? {})
    .filter(([name]) => repeated.has(name) || !used.has(name))
    .map(([name, doc]) => {
      const isSwitch = doc.form.includes('[=')
      return {
        label: `--${name}`,
        kind: 'flag',
        range: { start: place.start, end: place.offset },
        replaceEnd: place.end,
        text: isSwitch ? `--${name} ` : `--${name}=`,
        detail: doc.form,
        documentation: flagMarkdown(keyword, name),
        more: true,
      } satisfies Completion
    })
}

function flagValues(file: LintFile, place: ArgumentPlace, name: string, index: number): readonly Completion[] {
  const { keyword } = place
  if (keyword === 'RUN' && name === 'mount') return mountCompletions(file, place, index)
  if (name === 'from') {
    const typed = place.partial.slice(index)
    return [...stageCompletions(file, place, index), ...(typed === '' ? [] : imageCompletions(file, place, index))]
  }
  if (name === 'chown') return userCompletions(file, place, index)
  const values = flagDoc(keyword, name)?.values ?? []
  const plain =
    keyword === 'HEALTHCHECK' && name !== 'retries' ? durations.map((value) => ({ value, summary: '' })) : []
  return [...values, ...plain].map(({ value, summary }) => ({
    label: value,
    kind: 'value',
    range: rangeFrom(place, index),
    replaceEnd: place.end,
    text: value,
    detail: summary,
  }))
}

function mountCompletions(file: LintFile, place: ArgumentPlace, index: number): readonly Completion[] {
  const value = place.partial.slice(index)
  const options = value.split(',')
  const last = options[options.length - 1]
  const start = index + value.length - last.length
  const written = options.slice(0, -1).map((option) => option.split('=')[0].toLowerCase())
  const typeOption = options.find((option) => /^type=/i.test(option) && option !== last)
  const type = typeOption?.slice(5).toLowerCase() ?? 'bind'
  const equals = last.indexOf('=')
  if (equals >= 0) return mountValues(file, place, type, last.slice(0, equals).toLowerCase(), start + equals + 1)
  const range = rangeFrom(place, start)
  const types = typeOption || written.includes('type') ? [] : typeCompletions(range, true)
  const names = Object.entries(entry(mountOptionDocs, type) ?? {})
    .filter(([name, doc]) => ![name, ...(doc.aliases ?? [])].some((spelling) => written.includes(spelling)))
    .map(([name, doc]): Completion => {
      const isSwitch = name === 'readwrite' || name === 'readonly'
      return {
        label: name,
        kind: 'flag',
        range,
        text: isSwitch ? name : `${name}=`,
        detail: doc.required ? 'required' : undefined,
        documentation: mountOptionMarkdown(type, name, doc),
        more: !isSwitch,
      }
    })
  return [...types, ...names]
}

function typeCompletions(range: Completion['range'], withName: boolean): readonly Completion[] {
  return Object.entries(mountTypeDocs).map(([type, doc]) => {
    const text = withName ? `type=${type}` : type
    return {
      label: text,
      kind: 'value',
      range,
      text: `${text},`,
      detail: doc.summary.split('. ')[0].replace(/\.$/, ''),
      documentation: mountTypeMarkdown(type),
      more: true,
    } satisfies Completion
  })
}

function mountValues(
  file: LintFile,
  place: ArgumentPlace,
  type: string,
  name: string,
  index: number,
): readonly Completion[] {
  const range = rangeFrom(place, index)
  if (name === 'type') return typeCompletions(range, false)
  if (name === 'from') return [...stageCompletions(file, place, index), ...imageCompletions(file, place, index)]
  const doc = mountOptionDoc(type, name)
  const plain = (values: readonly { value: string; summary?: string }[]): readonly Completion[] =>
    values.map(({ value, summary }) => ({ label: value, kind: 'value', range, text: value, detail: summary }))
  if (doc?.values) return plain(doc.values)
  if (name === 'source' || name === 'src') {
    return type === 'bind' && !/[,=]from=/.test(place.partial) ? contextCompletions(file, place, index) : []
  }
  if (type === 'cache' && /^(target|dst|destination)$/.test(name)) return plain(cacheTargets())
  if (name === 'id') return plain(knownIds(file, type).map((value) => ({ value, summary: 'used in this file' })))
  return []
}

let targets: readonly { value: string; summary: string }[] | undefined

/** The folders that package managers cache in. */
function cacheTargets(): readonly { value: string; summary: string }[] {
  if (targets) return targets
  const found = new Map<string, string>()
  for (const [command, { cacheMounts }] of Object.entries(commandDocs)) {
    for (const mount of cacheMounts) {
      const target = /target=([^,]+)/.exec(mount)?.[1]
      if (target && !found.has(target)) found.set(target, command)
    }
  }
  targets = [...found].map(([value, command]) => ({ value, summary: `cache of ${command}` }))
  return targets
}

function knownIds(file: LintFile, type: string): readonly string[] {
  const ids = new Set<string>()
  for (const run of file.instructions('RUN')) {
    for (const { name, value } of run.flags) {
      if (name !== 'mount' || !value?.includes(`type=${type}`)) continue
      const id = /(?:^|,)id=([^,]+)/.exec(value)?.[1]
      if (id) ids.add(id)
    }
  }
  return [...ids]
}
