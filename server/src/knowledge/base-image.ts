/** What is known of a base image: its system, shell, users, ports, variables and tools. Silent without a fact. */
import type { ImageReference } from './image-reference.ts'
import { imageFacts, type StoredImage, type StoredSystem, type StoredUser, systemFacts } from './image-store.ts'
import { type SystemRelease, systemOf, tagWords, variantOf } from './image-tag.ts'
import { isSince, parseVersion, versionOfTag } from './versions.ts'

export type ImageKind =
  | 'os'
  | 'language'
  | 'build'
  | 'runtime'
  | 'server'
  | 'tool'
  | 'ci'
  | 'datascience'
  | 'devcontainer'
  | 'vendor'
  | 'registry'
  | 'special'

export type ShellFlavour = 'dash' | 'ash' | 'bash' | 'powershell' | 'cmd'

/** `uid` and `gid` are absent where they are not certain or the system has none (Windows). */
export type ImageUser = { name?: string; uid?: number; gid?: number; home?: string }

export type ImagePort = { port: number; protocol: 'tcp' | 'udp' }

/** `useradd` (shadow), BusyBox' `adduser -S -D`, or no command at all. */
export type UserCreation = 'useradd' | 'adduser-busybox' | 'none'

export type BaseImageFacts = {
  /** The normalised repository that the facts are of. */
  repository: string
  kind: ImageKind
  /** The system: `debian`, `alpine`, `ubi-minimal`, `distroless`, `windows-servercore`, `scratch`… */
  os: string
  /** The family whose commands work there: `debian` (Ubuntu too), `alpine`, `rhel`, `suse`, `windows`, `none`… */
  family: string
  platform: 'linux' | 'windows'
  /** The release of the system, where it is certain or the newest one of a floating tag. */
  release?: SystemRelease
  libc?: 'glibc' | 'musl'
  /** Names of rows of the table of package managers, the preferred one first: `apt-get`, `apk`, `dnf`, `yum`… */
  packageManagers: readonly string[]
  /** What runs the shell form of RUN and CMD; absent where that fails. */
  shell?: { path: string; flavour: ShellFlavour; arguments: readonly string[] }
  hasShell: boolean
  /** A shell that is in the image, but not where RUN looks for it: `/busybox/sh` of distroless' debug tags. */
  debugShell?: string
  /** Where Bash is, if the image has it. */
  bash?: string
  /** Whom a container starts as: root unless the facts say otherwise; absent where that is not certain. */
  defaultUser?: ImageUser
  startsAsRoot: boolean
  /** Users made for running the application (`node`, `nonroot`, `app`), the best one first. */
  readyUsers: readonly ImageUser[]
  /** Users that the system itself has, without a home or a shell of use: `nobody`, `www-data`. */
  systemUsers: readonly ImageUser[]
  userCreation: UserCreation
  /** The package to install before a user can be created. */
  userCreationPackage?: string
  /** Whether the entrypoint starts as root and goes on as another user. */
  entrypointDropsRoot: boolean
  /** Another image of the same server that runs as non-root. */
  unprivilegedImage?: string
  isServer: boolean
  exposes: readonly ImagePort[]
  hasHealthcheck: boolean
  /** A command that tells whether the server is well. */
  healthProbe?: string
  /** Variables that the image defines; null where the value differs between tags. */
  env: Readonly<Record<string, string | null>>
  /** Variables that the entrypoint reads when the container starts; the image does not set them. */
  runtimeEnv: readonly string[]
  workdir?: string
  entrypoint?: string
  cmd?: string
  /** When there were `-onbuild` tags. */
  onbuildTags?: string
  volumes: readonly string[]
  /** The signal that ends the server gracefully. */
  stopSignal?: string
  /** Whether TLS certificates are there; absent where that is not known. */
  hasCaCertificates?: boolean
  /** Whether apt deletes downloaded packages after each call, as Debian's and Ubuntu's images are set up to. */
  hasDockerClean: boolean
  notes: readonly string[]
  confidence: 'high' | 'medium' | 'low'
  /** The tag that the facts are for. */
  tag?: string
}

const root: ImageUser = { name: 'root', uid: 0, gid: 0 }

/** The facts about a base image, for the tag that the reference has; undefined for an unknown repository. */
export function baseImage(reference: ImageReference): BaseImageFacts | undefined {
  if (!known.has(reference)) known.set(reference, readFacts(reference))
  return known.get(reference)
}

/** References are remembered by their text, so that the facts are, too. */
const known = new WeakMap<ImageReference, BaseImageFacts | undefined>()

function readFacts(reference: ImageReference): BaseImageFacts | undefined {
  const image = imageFacts(reference.repository)
  const system = systemOf(reference)
  const facts = system && systemFacts(system.os)
  if (!image || !system || !facts) return undefined

  const { tag, repository } = reference
  const os = system.os
  const shell = shellOf(image, facts, reference, os)
  const user = defaultUser(image, tag, os)
  const env = { ...image.env }
  const optional = {
    release: system.release,
    libc: libcOf(facts, os, tag),
    shell,
    debugShell: os === 'distroless' && tagWords(tag).includes('debug') ? '/busybox/sh' : undefined,
    bash: image.bash ?? facts.bash ?? undefined,
    defaultUser: user,
    userCreationPackage: facts.userPackage,
    unprivilegedImage: image.unprivileged,
    healthProbe: image.probe,
    workdir: image.workdir,
    entrypoint: image.entrypoint,
    cmd: image.cmd,
    onbuildTags: image.onbuild,
    stopSignal: byVariant(image.stop, tag) ?? undefined,
    hasCaCertificates: facts.ca,
    tag,
  }
  return {
    repository,
    kind: (image.kind ?? 'vendor') as ImageKind,
    os,
    family: facts.family,
    platform: facts.family === 'windows' ? 'windows' : 'linux',
    packageManagers: packageManagersOf(facts, os, reference, system.release),
    hasShell: shell !== undefined,
    startsAsRoot: user?.uid === 0,
    readyUsers: readyUsers(image, tag, os),
    systemUsers: Object.entries(facts.users).map(([name, [uid, gid]]) => ({ name, uid, gid })),
    userCreation: facts.userCreation as UserCreation,
    entrypointDropsRoot: image.dropsRoot === true,
    isServer: typeof image.server === 'object' ? byVariant(image.server, tag) === true : image.server === true,
    exposes: (byVariant(image.ports, tag) ?? []).map(portOf),
    hasHealthcheck: image.healthcheck === true,
    env,
    runtimeEnv: image.runtimeEnv ?? [],
    volumes: image.volumes ?? [],
    hasDockerClean: facts.aptClean === true,
    notes: [...(image.notes ?? []), ...(facts.notes ?? [])],
    confidence: image.confidence ?? 'high',
    ...withoutUndefined(optional),
  }
}

/** The value for the variant of a tag, else the one for the image in general. */
function byVariant<T>(table: Record<string, T> | undefined, tag: string | undefined): T | undefined {
  if (!table) return undefined
  const variant = variantOf(tag, Object.keys(table))
  return variant === undefined ? table.default : table[variant]
}

function shellOf(
  image: StoredImage,
  system: StoredSystem,
  reference: ImageReference,
  os: string,
): BaseImageFacts['shell'] {
  if (image.shell) {
    const [path = '/bin/sh', ...rest] = image.shell
    return { path, flavour: 'bash', arguments: rest }
  }
  if (isWolfiWithShell(os, reference)) return { path: '/bin/sh', flavour: 'ash', arguments: ['-c'] }
  if (!system.shell) return undefined
  const [path, flavour] = system.shell
  if (path !== 'cmd') return { path, flavour: flavour as ShellFlavour, arguments: ['-c'] }
  // Docker's official images set SHELL in their Windows variants; of others that is not known.
  const isPowershell = os === 'windows-servercore' && !reference.repository.includes('/')
  return isPowershell
    ? { path: 'powershell', flavour: 'powershell', arguments: ['-Command'] }
    : { path: 'cmd', flavour: 'cmd', arguments: ['/S', '/C'] }
}

/** Chainguard's images have a shell and apk in their `-dev` tags and in wolfi-base only. */
function isWolfiWithShell(os: string, reference: ImageReference): boolean {
  return os === 'wolfi' && (reference.repository.endsWith('wolfi-base') || tagWords(reference.tag).includes('dev'))
}

function libcOf(system: StoredSystem, os: string, tag: string | undefined): 'glibc' | 'musl' | undefined {
  if (os === 'busybox') return tagWords(tag).includes('musl') ? 'musl' : undefined
  return system.libc === 'glibc' || system.libc === 'musl' ? system.libc : undefined
}

function packageManagersOf(
  system: StoredSystem,
  os: string,
  reference: ImageReference,
  release: SystemRelease | undefined,
): readonly string[] {
  if (isWolfiWithShell(os, reference)) return ['apk']
  const cycle = release && parseVersion(release.cycle)
  for (const [bound, ...names] of system.packageManagers) {
    if (bound === '*') return names
    if (bound === 'minimal') {
      if (reference.repository.endsWith('-minimal') || tagWords(reference.tag).includes('minimal')) return names
    } else if (cycle && (cycle[0] ?? 0) <= Number(bound)) return names
  }
  return []
}

/** Root, but for the images and variants that are known to start as somebody else. */
function defaultUser(image: StoredImage, tag: string | undefined, os: string): ImageUser | undefined {
  if (image.userByVariant) {
    const variant = variantOf(tag, Object.keys(image.userByVariant))
    const user = variant === undefined ? image.userByVariant.default : image.userByVariant[variant]
    if (user === null) return root
    if (user) return userAt(user, tag) ?? root
  }
  if (image.user) return userAt(image.user, tag) ?? root
  if (os === 'windows-nanoserver') return { name: 'ContainerUser' }
  if (os === 'windows-servercore' || os === 'windows-server') return { name: 'ContainerAdministrator' }
  return root
}

/** The user of a version of the image; undefined for root. A tag without a version is the newest one. */
function userAt(user: StoredUser, tag: string | undefined): ImageUser | undefined {
  if (isFrom(user.since, tag)) return plainUser(user)
  return user.before && plainUser(user.before)
}

function isFrom(since: string[] | undefined, tag: string | undefined): boolean {
  if (!since) return true
  const version = versionOrCodeName(tag)
  const starts = since.map(parseVersion).filter((start) => start !== undefined)
  return version === undefined || isSince(version, starts)
}

/** The version of a tag; Ubuntu's code names stand for theirs. */
function versionOrCodeName(tag: string | undefined): readonly number[] | undefined {
  if (tag === undefined) return undefined
  const found = versionOfTag(tag)
  if (found) return found.version
  const word = tagWords(tag)[0]
  const numbers = Object.entries(systemFacts('ubuntu')?.versions ?? {}).find(([, name]) => name === word)?.[0]
  return numbers === undefined ? undefined : parseVersion(numbers)
}

function readyUsers(image: StoredImage, tag: string | undefined, os: string): ImageUser[] {
  return (image.users ?? [])
    .filter(
      (user) =>
        (!user.os || user.os.includes(os)) && (!user.word || tag?.includes(user.word)) && isFrom(user.since, tag),
    )
    .map(plainUser)
}

function plainUser(user: StoredUser): ImageUser {
  return {
    ...(user.name ? { name: user.name } : {}),
    ...(user.uid === null ? {} : { uid: user.uid }),
    ...(user.gid === null ? {} : { gid: user.gid }),
    ...(user.home === undefined ? {} : { home: user.home }),
  }
}

function portOf(text: string): ImagePort {
  const [number, protocol] = text.split('/')
  return { port: Number(number), protocol: protocol === 'udp' ? 'udp' : 'tcp' }
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

function withoutUndefined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as Defined<T>
}
