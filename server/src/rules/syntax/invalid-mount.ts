/** `invalid-mount`: `RUN --mount` with a type, an option or a value that the build refuses. */

import {
  type MountType,
  mountOption,
  mountOptionSpellings,
  mountTypes,
  sharingModes,
  typesTaking,
} from '../../knowledge/instruction-flags.ts'
import { replace } from '../../lint/edits.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import { nearest } from '../../lint/nearest.ts'
import { parsedFlags } from '../../lint/parsed-flags.ts'
import type { Finding, Rule } from '../../lint/rule.ts'
import { resolvePath } from '../../lint/stage-facts.ts'
import { type MountOption, mountOptions } from '../../syntax/stages.ts'
import type { Flag, Instruction, Range } from '../../syntax/tree.ts'

export const invalidMount: Rule = {
  id: 'invalid-mount',
  family: 'syntax',
  severity: 'error',
  fixable: 'unsafe',
  docs: {
    summary: 'A `RUN --mount` has a type, an option or a value that does not exist',
    why: 'The build stops. Each type of mount takes its own options: a cache, a bind mount and a tmpfs need a target, a secret needs an id, and only a cache has a sharing mode.',
    lesson: 'BuildKit (part 3)',
    bad: 'FROM alpine:3.22\nRUN --mount=type=cache,targt=/var/cache/apk apk add curl\n',
    good: 'FROM alpine:3.22\nRUN --mount=type=cache,target=/var/cache/apk apk add curl\n',
  },
  check(file, report) {
    for (const { instruction, flag } of parsedFlags(file)) {
      if (flag.name !== 'mount' || instruction.keyword !== 'RUN' || flag.value === undefined) continue
      if (flag.value === '') report({ range: flag, message: '`--mount=` is empty; name at least a target' })
      else for (const finding of mountFindings(file, instruction, flag)) report(finding)
    }
  },
}

interface Mount {
  /** Undefined when a variable decides it. */
  type: MountType | undefined
  readonly given: Map<string, MountOption>
}

function* mountFindings(file: LintFile, instruction: Instruction, flag: Flag): Generator<Finding> {
  const mount: Mount = { type: 'bind', given: new Map() }
  let isWrong = false
  for (const option of mountOptions(instruction, flag)) {
    const finding = optionFinding(mount, option, flag)
    if (finding) {
      isWrong = true
      yield finding
    }
  }
  if (isWrong) return
  const finding = wholeFinding(file, instruction, mount, flag)
  if (finding) yield finding
}

const alone = new Set(['readonly', 'readwrite', 'required'])

/** What is wrong with one option, in the order in which BuildKit reads them. */
function optionFinding(mount: Mount, option: MountOption, flag: Flag): Finding | undefined {
  const range = option.end > option.start ? option : flag
  const name = mountOption(option.name)
  if (option.name === '' && option.value === undefined) {
    return { range, message: 'this mount has an empty option; options are separated by single commas, without blanks' }
  }
  if (name === undefined) return unknownOption(option)
  const { value } = option
  if (value === undefined && !alone.has(name)) {
    return { range, message: `\`${option.name}\` needs a value: \`${option.name}=…\`` }
  }
  mount.given.set(name, option)
  if (name === 'from') return fromFinding(option)
  if (value?.includes('$')) {
    if (name === 'type') mount.type = undefined
    return undefined
  }
  if (name === 'type') return typeFinding(mount, option)
  const types = name === 'required' || name === 'size' ? typesTaking(name) : undefined
  if (types && mount.type && !types.includes(mount.type)) return misplacedOption(option, mount.type, types)
  return value === undefined ? undefined : valueFinding(name, option, value)
}

function unknownOption(option: MountOption): Finding {
  const suggestion = nearest(option.name, mountOptionSpellings)
  const advice = suggestion === undefined ? '' : `; did you mean \`${suggestion}\`?`
  return {
    range: option.nameRange.end > option.nameRange.start ? option.nameRange : option,
    message: `a mount has no option \`${option.name}\`${advice}`,
    fixes:
      suggestion === undefined
        ? undefined
        : [{ title: `Write \`${suggestion}\``, safety: 'unsafe', edits: [replace(option.nameRange, suggestion)] }],
  }
}

function typeFinding(mount: Mount, option: MountOption): Finding | undefined {
  const value = option.value ?? ''
  const type = mountTypes.find((known) => known === value.toLowerCase())
  mount.type = type
  return type ? undefined : listFinding(option, value, mountTypes, 'type of mount')
}

function listFinding(option: MountOption, value: string, options: readonly string[], what: string): Finding {
  const suggestion = nearest(value, options)
  const list = options.map((known) => `\`${known}\``).join(', ')
  const advice = suggestion === undefined ? `it is one of ${list}` : `did you mean \`${suggestion}\`?`
  const isEmpty = option.valueRange.end === option.valueRange.start
  return {
    range: isEmpty ? option : option.valueRange,
    message: `\`${value}\` is no ${what}; ${advice}`,
    fixes:
      suggestion === undefined
        ? undefined
        : [{ title: `Write \`${suggestion}\``, safety: 'unsafe', edits: [replace(option.valueRange, suggestion)] }],
  }
}

function fromFinding(option: MountOption): Finding | undefined {
  if (option.value === undefined || !/\$./.test(option.value)) return undefined
  const message = `\`from\` takes no variables, and \`${option.value}\` has one; name a stage here, and build that stage \`FROM\` the variable`
  return { range: option.valueRange, message }
}

function misplacedOption(option: MountOption, type: MountType, types: readonly MountType[]): Finding {
  const others = types.map((known) => `\`${known}\``).join(', ')
  const message = `a \`${type}\` mount takes no \`${option.name}\`; it is for ${others}, whose \`type\` has to stand in front`
  return { range: option, message }
}

function valueFinding(name: string, option: MountOption, value: string): Finding | undefined {
  const isWrong = (advice: string): Finding => ({
    range: option.valueRange.end > option.valueRange.start ? option.valueRange : option,
    message: `\`${value}\` is no value for \`${option.name}\`; ${advice}`,
  })
  switch (name) {
    case 'readonly':
    case 'readwrite':
    case 'required':
      return /^(?:1|0|t|f|true|false|TRUE|FALSE|True|False|T|F)$/.test(value)
        ? undefined
        : isWrong('write true or false')
    case 'sharing':
      return sharingModes.includes(value.toLowerCase())
        ? undefined
        : listFinding(option, value, sharingModes, 'sharing mode')
    case 'mode':
      return /^[0-7]{1,11}$/.test(value) ? undefined : isWrong('write octal digits, as in `0755`')
    case 'uid':
    case 'gid':
      return /^[0-9]{1,10}$/.test(value) && Number(value) < 2 ** 32
        ? undefined
        : isWrong('write a number, as in `1000`')
    case 'size':
      return /^[0-9]+(?:\.[0-9]*)? ?[kmgtp]?i?b?$/i.test(value) ? undefined : isWrong('write a size, as in `64m`')
  }
  return undefined
}

/** What is wrong with the options together. */
function wholeFinding(
  file: LintFile,
  instruction: Instruction,
  { type, given }: Mount,
  flag: Flag,
): Finding | undefined {
  if (type === undefined) return undefined
  for (const name of ['mode', 'uid', 'gid', 'sharing']) {
    const option = given.get(name)
    const types = typesTaking(name)
    if (!option || !types || types.includes(type)) continue
    const others = types.map((known) => `\`${known}\``).join(', ')
    return { range: option, message: `a \`${type}\` mount takes no \`${option.name}\`; it is for ${others}` }
  }
  const has = (name: string): boolean => (given.get(name)?.value ?? '') !== ''
  if (type === 'secret') {
    const [id, source] = [given.get('id'), given.get('source')]
    if (has('id') && has('source') && source) {
      return {
        range: source,
        message: `a secret has \`id\` or \`${source.name}\`, not both; leave out \`${file.slice(id ?? source)}\``,
      }
    }
    if (has('id') || has('source') || has('target')) return undefined
    return {
      range: flag,
      message: 'this secret has neither `id` nor `target`; add `id=` with the name that the build gives it',
    }
  }
  return type === 'ssh' ? undefined : targetFinding(file, instruction, given.get('target'), flag)
}

/** A target that is missing or the root directory: it is relative to the working directory. */
function targetFinding(
  file: LintFile,
  instruction: Instruction,
  target: MountOption | undefined,
  flag: Flag,
): Finding | undefined {
  const value = target?.value ?? ''
  const stage = file.stageOf(instruction)
  if (value.includes('$') || !stage) return undefined
  const workdir = file.facts.workdir(stage, instruction)
  const isCertain =
    value.startsWith('/') || file.facts.isScratch(stage) || file.facts.image(stage) !== undefined || workdir !== '/'
  if (!isCertain || resolvePath(workdir, value) !== '/') return undefined
  const range: Range = target ? target.valueRange : flag
  if (!target || value === '')
    return { range: target ?? flag, message: 'this mount has no target; add `target=` with a directory' }
  return {
    range,
    message: `\`${value}\` is the root directory, which nothing can be mounted on; name another directory`,
  }
}
