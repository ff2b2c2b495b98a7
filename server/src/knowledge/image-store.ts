/** The data files about images behind typed look-ups; each is indexed when it is first asked for. */
import endOfLifeData from './data/end-of-life.json' with { type: 'json' }
import imageData from './data/images.json' with { type: 'json' }
import tagData from './data/tags.json' with { type: 'json' }

/** A user as the data files have it: a number that is not certain is null, an unknown name too. */
export type StoredUser = {
  name: string | null
  uid: number | null
  gid: number | null
  home?: string
  /** Versions from which on it is so, one a branch. */
  since?: string[]
  /** The user of older versions; root when absent. */
  before?: StoredUser
  /** Operating systems of the variants that have it. */
  os?: string[]
  /** A word of the tags that have it. */
  word?: string
}

export type StoredImage = {
  /** The repository whose facts hold here too, but for those given. */
  as?: string
  kind?: string
  /** The operating system by a part of the tag. */
  os?: Record<string, string | null>
  shell?: string[]
  bash?: string
  user?: StoredUser
  userByVariant?: Record<string, StoredUser | null>
  users?: StoredUser[]
  server?: boolean | Record<string, boolean>
  ports?: Record<string, string[]>
  healthcheck?: boolean
  probe?: string
  env?: Record<string, string | null>
  runtimeEnv?: string[]
  workdir?: string
  entrypoint?: string
  cmd?: string
  onbuild?: string
  /** Commands by a part of the tag, separated by spaces, some with a bound on the Java release: `curl<25`. */
  has?: Record<string, string>
  lacks?: Record<string, string>
  /** Commands that came with a version. */
  since?: Record<string, string>
  unprivileged?: string
  volumes?: string[]
  stop?: Record<string, string | null>
  dropsRoot?: boolean
  notes?: string[]
  confidence?: 'medium' | 'low'
}

export type StoredSystem = {
  family: string
  /** Path and flavour of the shell of a RUN; null when there is none. */
  shell: [string, string] | null
  bash: string | null
  /** The first row whose condition holds: a bound on the release, `minimal` for such a tag, `*` for any. */
  packageManagers: string[][]
  userCreation: string
  userPackage?: string
  aptClean?: boolean
  libc?: string
  ca?: boolean
  users: Record<string, [number, number]>
  has: string
  lacks: string
  product?: string
  versions?: Record<string, string>
  notes?: string[]
}

/** Cycle, its end (a date, true: ended some day, false: not yet), since when it has long-term support. */
export type StoredCycle = [string, string | boolean, (string | boolean)?]
export type StoredProduct = { title: string; rolling?: boolean; cycles: StoredCycle[] }
/** Operating system, product, cycle. */
export type StoredRelease = [string, string, string]
export type StoredDeprecation = { repository: string; since?: string; replacement: string[]; note: string }
type StoredTags = { depth: number; shallow?: boolean; lines: Record<string, string>; live: string }

const images = imageData as unknown as {
  date: string
  os: Record<string, StoredSystem>
  images: Record<string, StoredImage>
}
const ends = endOfLifeData as unknown as {
  date: string
  products: Record<string, StoredProduct>
  repositories: Record<string, string[]>
  exactTags: string[]
  releases: Record<string, StoredRelease>
  deprecated: StoredDeprecation[]
}
const tags = tagData as unknown as { date: string; repositories: Record<string, StoredTags> }

/** The month or day that the facts about images are from. */
export const factsDate = ends.date

export function systemFacts(os: string): StoredSystem | undefined {
  return own(images.os, os)
}

let products: Set<string> | undefined

/** The products that are operating systems. */
export function systemProducts(): ReadonlySet<string> {
  products ??= new Set([
    ...Object.values(images.os).flatMap((system) => system.product ?? []),
    ...Object.values(ends.releases).map(([, product]) => product),
  ])
  return products
}

/** By what is stored, not by the name in the file, of which there may be any number. */
const merged = new WeakMap<StoredImage, StoredImage>()

/** The facts of a repository, with those of the repository that it equals; wildcard entries are the last resort. */
export function imageFacts(repository: string): StoredImage | undefined {
  const entry = own(images.images, repository) ?? wildcardEntry(repository)
  if (!entry) return undefined
  const known = merged.get(entry)
  if (known) return known
  const facts = entry.as === undefined ? entry : { ...own(images.images, entry.as), ...entry }
  merged.set(entry, facts)
  return facts
}

/** Every repository with facts of its own, wildcards left out; for completion. */
export function knownRepositories(): readonly string[] {
  repositories ??= Object.keys(images.images).filter((name) => !name.includes('*'))
  return repositories
}

let repositories: readonly string[] | undefined

/** `bitnami/*`, `k8s.gcr.io/*`: one entry for all repositories of an owner. */
function wildcardEntry(repository: string): StoredImage | undefined {
  for (let slash = repository.lastIndexOf('/'); slash > 0; slash = repository.lastIndexOf('/', slash - 1)) {
    const entry = own(images.images, `${repository.slice(0, slash)}/*`)
    if (entry) return entry
  }
  return undefined
}

/**
 * What is known of the tags of a repository: a tag's release, how many numbers a line has (`shallow`: one number may
 * stand for all lines below it), and the published tags.
 */
export type TagIndex = {
  depth: number
  shallow: boolean
  releases: ReadonlyMap<string, string>
  live: ReadonlySet<string>
}

const tagIndexes = new Map<string, TagIndex>()

export function tagIndex(repository: string): TagIndex | undefined {
  const known = tagIndexes.get(repository)
  if (known) return known
  const stored = own(tags.repositories, repository)
  if (!stored) return undefined
  const index = indexTags(stored)
  tagIndexes.set(repository, index)
  return index
}

function indexTags(stored: StoredTags): TagIndex {
  const releases = new Map<string, string>()
  for (const [release, list] of Object.entries(stored.lines)) {
    for (const tag of list.split(' ')) releases.set(tag, release)
  }
  return { depth: stored.depth, shallow: stored.shallow === true, releases, live: new Set(stored.live.split(' ')) }
}

export function productFacts(product: string): StoredProduct | undefined {
  return own(ends.products, product)
}

/** A release by the word that tags have for it: `bookworm`, `alpine3.20`, `ubi9`. */
export function releaseFacts(token: string): StoredRelease | undefined {
  return own(ends.releases, token)
}

let tokens: Map<string, string> | undefined

/** The word for a release of a product: `bookworm` for Debian 12. */
export function releaseToken(product: string, cycle: string): string | undefined {
  tokens ??= new Map(
    Object.entries(ends.releases)
      .reverse()
      .map(([token, [, owner, number]]) => [`${owner} ${number}`, token]),
  )
  return tokens.get(`${product} ${cycle}`)
}

/** The products whose versions the tags of a repository are: distroless images have the distribution's and their own. */
export function productsOf(repository: string): readonly string[] {
  const products = own(ends.repositories, repository)
  if (products) return products
  if (/^(?:redhat|registry\.access\.redhat\.com)\/ubi\d+(?:[/-]|$)/.test(repository)) return ['rhel']
  if (/^gcr\.io\/distroless\/.*-debian\d+$/.test(repository)) return ['debian']
  return []
}

/** Whether a repository has a tag for a whole line of releases (`22`), and not only for each of them. */
export function hasLineTags(repository: string): boolean {
  return !ends.exactTags.includes(repository)
}

let exactDeprecations: Map<string, StoredDeprecation> | undefined
let patternDeprecations: { test: (name: string) => boolean; entry: StoredDeprecation }[] | undefined

/** Images of CircleCI that are none of its old images for jobs, which `cimg` replaces. */
const otherImages = new Set(['circleci/runner', 'circleci/runner-agent', 'circleci/picard'])

/** The entry on a deprecated repository, or on one of its tags: the name with the tag is asked first. */
export function deprecation(repository: string, tag: string | undefined): StoredDeprecation | undefined {
  exactDeprecations ??= new Map(ends.deprecated.map((entry) => [entry.repository, entry]))
  const exact = exactDeprecations.get(`${repository}:${tag}`) ?? exactDeprecations.get(repository)
  if (exact || otherImages.has(repository)) return exact
  patternDeprecations ??= ends.deprecated
    .filter((entry) => /[*{]/.test(entry.repository))
    .map((entry) => ({ test: namePattern(entry.repository), entry }))
  return patternDeprecations.find((pattern) => pattern.test(repository))?.entry
}

/** A test for `a/*`, `a/*-b` and `a/{b,c}-d`: one star or one list of alternatives. */
function namePattern(pattern: string): (name: string) => boolean {
  const brace = pattern.indexOf('{')
  if (brace >= 0) {
    const end = pattern.indexOf('}', brace)
    const names = pattern
      .slice(brace + 1, end)
      .split(',')
      .map((word) => pattern.slice(0, brace) + word + pattern.slice(end + 1))
    return (name) => names.includes(name)
  }
  const star = pattern.indexOf('*')
  const [before, after] = [pattern.slice(0, star), pattern.slice(star + 1)]
  return (name) => name.length >= before.length + after.length && name.startsWith(before) && name.endsWith(after)
}

/** The value of an own key: names from a Dockerfile must not find `constructor`. */
function own<T>(table: Record<string, T>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined
}
