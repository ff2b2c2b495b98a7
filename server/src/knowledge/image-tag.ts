/** What a tag says: its words, the variant that a fact is for, the operating system and its release. */
import type { ImageReference } from './image-reference.ts'
import {
  imageFacts,
  productFacts,
  productsOf,
  releaseFacts,
  releaseToken,
  type StoredCycle,
  systemFacts,
  tagIndex,
} from './image-store.ts'
import { compareVersions, isPrefixVersion, parseVersion, type Version, versionOfTag } from './versions.ts'

/** An operating system's release: the word for it in tags, and what end-of-life dates are listed under. */
export type SystemRelease = { token: string; product: string; cycle: string }

/** How the release is known: the tag or the repository names it, the tag's version has it, or it is the newest. */
export type ReleaseOrigin = 'named' | 'implied' | 'newest'

export type TagSystem = { os: string; release?: SystemRelease; origin?: ReleaseOrigin }

/** The words of a tag, between dashes. */
export function tagWords(tag: string | undefined): string[] {
  return tag === undefined ? [] : tag.split('-')
}

/**
 * The key of a table by variant that fits a tag best: the longest whose words stand in the tag, one after the other.
 * `slim-bookworm` and `alpine3.20` fit `slim`, `bookworm` and `alpine`. Undefined when only `default` is left.
 */
export function variantOf(tag: string | undefined, keys: Iterable<string>): string | undefined {
  let best: string | undefined
  if (tag === undefined) return undefined
  for (const key of keys) {
    if (key === 'default' || !hasWord(tag, key)) continue
    if (best === undefined || rank(key) > rank(best)) best = key
  }
  return best
}

/** Alpine, chiseled and distroless replace the whole system, so they win over any other word. */
function rank(key: string): number {
  return key.length + (/alpine|chiseled|distroless/.test(key) ? 100 : 0)
}

/** Whether `word` stands in the tag between dashes; a version may follow it (`alpine3.20`, `ubuntu22.04`). */
function hasWord(tag: string, word: string): boolean {
  for (let at = tag.indexOf(word); at >= 0; at = tag.indexOf(word, at + 1)) {
    const before = at === 0 || !/[A-Za-z0-9.]/.test(tag[at - 1] as string)
    const rest = tag.slice(at + word.length)
    if (before && (/^(?:[-_.+]|$)/.test(rest) || (/[a-z]$/.test(word) && /^\d+(?:\.\d+)*(?:[-_]|$)/.test(rest))))
      return true
  }
  return false
}

/** The operating system of a reference, with its release where that is certain; undefined without a fact. */
export function systemOf(reference: ImageReference): TagSystem | undefined {
  const image = imageFacts(reference.repository)
  if (!image?.os) return undefined
  const named = namedRelease(reference)
  const byLine = lineRelease(reference.repository, reference.tag)
  const variant = variantOf(reference.tag, Object.keys(image.os))
  if (byLine && !(variant && named)) return fromLine(reference, byLine, image.os)

  const usual = image.os.default ?? undefined
  const isUsual = !named || systemFacts(usual ?? '')?.product === named.product
  const byName = isUsual ? usual : releaseFacts(named.token)?.[0]
  const os = (variant === undefined ? undefined : image.os[variant]) ?? byName ?? usual
  if (os === undefined || os === null) return undefined
  if (named && sameFamily(os, named.token)) return { os, release: named, origin: 'named' }
  const own = ownRelease(reference, os)
  return own ? { os, ...own } : { os }
}

function fromLine(reference: ImageReference, token: string, variants: Record<string, string | null>): TagSystem {
  const facts = releaseFacts(token)
  if (!facts) return { os: token === 'sid' ? 'debian' : token }
  const [os, product, cycle] = facts
  const release = { token, product, cycle }
  const named = reference.tag !== undefined && hasWord(reference.tag, token)
  const flavour = Object.values(variants).includes('oraclelinux-slim') && os === 'oraclelinux' ? 'oraclelinux-slim' : os
  return { os: minimalFlavour(flavour, token), release, origin: named ? 'named' : 'implied' }
}

function minimalFlavour(os: string, token: string): string {
  return os === 'rhel-ubi' && token.endsWith('-minimal') ? 'ubi-minimal' : os
}

/** The release of a tag by the history of the repository: the tag itself, without `-slim`, then its line. */
function lineRelease(repository: string, tag = 'latest'): string | undefined {
  const index = tagIndex(repository)
  if (!index) return undefined
  const plain = withoutSlim(tag)
  const names = [tag, plain, parentTag(tag, index.depth), parentTag(plain, index.depth)]
  if (index.shallow) names.push(parentTag(plain, 1))
  const known = names.find((name) => index.releases.has(name))
  return known === undefined ? undefined : index.releases.get(known)
}

function withoutSlim(tag: string): string {
  if (tag === 'slim') return 'latest'
  return tag.endsWith('-slim') ? tag.slice(0, -'-slim'.length) : tag
}

/** The tag of the line: `3.11.4-slim` is of `3.11-slim` where a line has two numbers, `8u342-jdk` of `8-jdk`. */
function parentTag(tag: string, depth: number): string {
  const found = versionOfTag(tag)
  if (!found) return tag
  const end = tag.indexOf('-')
  const line = found.version.slice(0, depth).join('.')
  return end < 0 ? line : line + tag.slice(end)
}

/** The release that a word of the tag, or the repository's name, names. */
function namedRelease(reference: ImageReference): SystemRelease | undefined {
  return tokenInTag(reference) ?? tokenInRepository(reference.repository)
}

function tokenInTag({ tag, repository }: ImageReference): SystemRelease | undefined {
  const words = tagWords(tag)
  if (isCycleName(repository, words[0])) words.shift()
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as string
    const next = words[i + 1]
    const names = next === undefined ? [word] : [`${word}-${next}`, `${word}${next}`, word]
    for (const name of names) {
      const release = releaseOf(name)
      if (release) return release
    }
  }
  return undefined
}

/** ROS has releases with the names of releases of Ubuntu: `ros:kinetic`. */
function isCycleName(repository: string, word: string | undefined): boolean {
  if (word === undefined || !/^[a-z]+$/.test(word)) return false
  return productsOf(repository).some((product) => productFacts(product)?.cycles.some(([name]) => name === word))
}

function tokenInRepository(repository: string): SystemRelease | undefined {
  const ubi = /\/(ubi\d+)(?:[/-]|$)/.exec(repository)?.[1]
  const debian = /-(debian\d+)$/.exec(repository)?.[1]
  const name = ubi ?? debian
  return name === undefined ? undefined : releaseOf(name)
}

/** `bookworm`, `alpine3.20`, and also `debian12` or `ubuntu22.04`. */
function releaseOf(name: string): SystemRelease | undefined {
  const facts = releaseFacts(name)
  if (facts) return { token: name, product: facts[1], cycle: facts[2] }
  const numbered = /^(debian|ubuntu)(\d+(?:\.\d+)?)$/.exec(name)
  if (!numbered) return undefined
  const token = systemFacts(numbered[1] as string)?.versions?.[numbered[2] as string]
  return token === undefined || !releaseFacts(token) ? undefined : releaseOf(token)
}

/** A release word only counts for a system of its own kind: `debian12` in a distroless name, `ubi9` for its flavours. */
function sameFamily(os: string, token: string): boolean {
  const owner = releaseFacts(token)?.[0]
  if (owner === undefined) return false
  return systemFacts(os)?.product === releaseFacts(token)?.[1] || systemFacts(os)?.family === systemFacts(owner)?.family
}

/** The release of an image that is an operating system itself: its version, or the newest without one. */
function ownRelease(
  reference: ImageReference,
  os: string,
): { release: SystemRelease; origin: ReleaseOrigin } | undefined {
  const product = systemFacts(os)?.product
  if (product === undefined || !productsOf(reference.repository).includes(product)) return undefined
  const found = reference.tag === undefined ? undefined : versionOfTag(reference.tag)
  const floats = reference.tag === undefined || reference.tag === 'latest' || /^(?:slim|minimal)$/.test(reference.tag)
  const cycle = found ? cycleOf(product, found.version) : floats ? newestCycle(product) : undefined
  if (!cycle) return undefined
  const release = { token: releaseToken(product, cycle[0]) ?? cycle[0], product, cycle: cycle[0] }
  return { release, origin: found ? 'named' : 'newest' }
}

/**
 * The cycle of a version: the longest that is its beginning (20 of 20.1), else the newest that begins with it,
 * because a short tag moves with the releases (3 is the newest 3.x). Cycles are listed from new to old.
 */
export function cycleOf(product: string, version: Version): StoredCycle | undefined {
  let best: { cycle: StoredCycle; numbers: Version } | undefined
  let newest: { cycle: StoredCycle; numbers: Version } | undefined
  for (const cycle of productFacts(product)?.cycles ?? []) {
    const numbers = parseVersion(cycle[0])
    if (!numbers) continue
    const isOwn = isPrefixVersion(numbers, version) || isSameWithZeros(numbers, version)
    if (isOwn && (!best || numbers.length > best.numbers.length)) best = { cycle, numbers }
    const floats = isPrefixVersion(version, numbers) && version.length < numbers.length
    if (floats && (!newest || compareVersions(numbers, newest.numbers) > 0)) newest = { cycle, numbers }
  }
  return best?.cycle ?? newest?.cycle
}

/** `8` and `8.0` are the same release. */
function isSameWithZeros(cycle: Version, version: Version): boolean {
  return cycle.length > version.length && version.length > 1 && compareVersions(cycle, version) === 0
}

function newestCycle(product: string): StoredCycle | undefined {
  const cycles = productFacts(product)?.cycles ?? []
  return product === 'ubuntu' ? cycles.find((cycle) => cycle[2]) : cycles[0]
}
