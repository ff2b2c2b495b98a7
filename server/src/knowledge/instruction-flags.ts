/** The flags of each instruction and the options of `RUN --mount`, as the current stable frontend takes them. */

/** `boolean` stands alone or has true or false; `string` needs a value; `strings` may be given more than once. */
export type FlagKind = 'boolean' | 'string' | 'strings'

/** By instruction, then by flag without its dashes. Source: the Dockerfile reference, checked against BuildKit 0.32. */
const flags: Readonly<Record<string, Readonly<Record<string, FlagKind>>>> = {
  ADD: {
    checksum: 'string',
    chmod: 'string',
    chown: 'string',
    exclude: 'strings',
    'keep-git-dir': 'boolean',
    link: 'boolean',
    unpack: 'boolean',
  },
  COPY: {
    chmod: 'string',
    chown: 'string',
    exclude: 'strings',
    from: 'string',
    link: 'boolean',
    parents: 'boolean',
  },
  FROM: { platform: 'string' },
  HEALTHCHECK: {
    interval: 'string',
    retries: 'string',
    'start-interval': 'string',
    'start-period': 'string',
    timeout: 'string',
  },
  RUN: { device: 'strings', mount: 'strings', network: 'string', security: 'string' },
}

/** The flags of an instruction (keyword in upper case) with their kinds; none for most. */
export function instructionFlags(keyword: string): Readonly<Record<string, FlagKind>> {
  return Object.hasOwn(flags, keyword) ? flags[keyword] : {}
}

/** What kind of flag it is; undefined for one that the instruction does not have. */
export function flagKind(keyword: string, flag: string): FlagKind | undefined {
  const known = instructionFlags(keyword)
  return Object.hasOwn(known, flag) ? known[flag] : undefined
}

export const mountTypes = ['bind', 'cache', 'tmpfs', 'secret', 'ssh'] as const

export type MountType = (typeof mountTypes)[number]

/** Every spelling of an option and the one that it stands for. */
const mountOptionNames: Readonly<Record<string, string>> = {
  type: 'type',
  from: 'from',
  source: 'source',
  src: 'source',
  target: 'target',
  dst: 'target',
  destination: 'target',
  readonly: 'readonly',
  ro: 'readonly',
  readwrite: 'readwrite',
  rw: 'readwrite',
  id: 'id',
  sharing: 'sharing',
  required: 'required',
  size: 'size',
  mode: 'mode',
  uid: 'uid',
  gid: 'gid',
  env: 'env',
}

/** Options that only some types take; BuildKit refuses them elsewhere. The others are ignored where they mean nothing. */
const mountOptionTypes: Readonly<Record<string, readonly MountType[]>> = {
  required: ['secret', 'ssh'],
  size: ['tmpfs'],
  mode: ['secret', 'ssh', 'cache'],
  uid: ['secret', 'ssh', 'cache'],
  gid: ['secret', 'ssh', 'cache'],
  sharing: ['cache'],
}

/** The option that a name (in lower case) stands for: `target` for `dst`; undefined for an unknown one. */
export function mountOption(name: string): string | undefined {
  return Object.hasOwn(mountOptionNames, name) ? mountOptionNames[name] : undefined
}

/** All spellings of mount options. */
export const mountOptionSpellings: readonly string[] = Object.keys(mountOptionNames)

/** The types that take an option; undefined when every type does. */
export function typesTaking(option: string): readonly MountType[] | undefined {
  return Object.hasOwn(mountOptionTypes, option) ? mountOptionTypes[option] : undefined
}

export const sharingModes: readonly string[] = ['shared', 'private', 'locked']
export const networkModes: readonly string[] = ['default', 'none', 'host']
export const securityModes: readonly string[] = ['sandbox', 'insecure']
