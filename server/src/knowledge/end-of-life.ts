/** Which releases are out of support on a day, what to move to, and which images are no longer maintained at all. */
import { type ImageReference, withTag } from './image-reference.ts'
import {
  deprecation,
  hasLineTags,
  imageFacts,
  productFacts,
  productsOf,
  releaseFacts,
  releaseToken,
  type StoredCycle,
  systemProducts,
  tagIndex,
} from './image-store.ts'
import { cycleOf, systemOf, tagWords, variantOf } from './image-tag.ts'
import { javaVariant } from './java-tags.ts'
import { compareVersions, parseVersion, versionOfTag } from './versions.ts'

/** A day as `YYYY-MM-DD`. */
export type Day = string

/**
 * What a fact rests on: the version in the tag, a release of the operating system that the tag or the repository
 * names, or the release that the image of that version was last built on.
 */
export type EndOfLifeReason = 'version' | 'os-release' | 'implied-os-release'

export type EndOfLife = {
  product: string
  /** The product's name as people write it: `Node.js`, `Debian`. */
  title: string
  /** The release that ends: `16`, `3.9`, `12`. */
  cycle: string
  /** The word of the tag that stands for the release: `16`, `buster`, `alpine3.14`; absent for an implied one. */
  token?: string
  /** The day of the end, where it is known: the end of free support (for Debian the end of long-term support). */
  date?: Day
  ended: boolean
  /** Whether this is a product of which every release ends as soon as the next one appears. */
  rolling: boolean
  /** The same image with a supported tag, the nearest release first; empty when no tag is certain to exist. */
  replacementTags: string[]
  reason: EndOfLifeReason
}

export type DeprecatedImage = {
  /** A day, a month or a year; absent where it is not known. */
  since?: string
  /** Images to use instead, written as in a FROM and without a tag where that is open. */
  replacement: string[]
  note: string
}

/**
 * The most important fact about the end of life of a reference: an ended one before others, the version before the
 * operating system. Releases that the tag does not name are left out.
 */
export function endOfLife(reference: ImageReference, today: Day): EndOfLife | undefined {
  const facts = endOfLifeFacts(reference, today).filter((fact) => fact.reason !== 'implied-os-release')
  return facts.find((fact) => fact.ended) ?? facts[0]
}

/** All facts about the end of life of a reference: `node:20-buster` has one for Node.js and one for Debian. */
export function endOfLifeFacts(reference: ImageReference, today: Day): readonly EndOfLife[] {
  const known = remembered.get(reference)
  if (known?.today === today) return known.facts
  const facts = readFacts(reference, today)
  remembered.set(reference, { today, facts })
  return facts
}

/** References are remembered by their text, so that these facts are, too. */
const remembered = new WeakMap<ImageReference, { readonly today: Day; readonly facts: readonly EndOfLife[] }>()

function readFacts(reference: ImageReference, today: Day): readonly EndOfLife[] {
  const facts = versionFacts(reference, today)
  const system = systemOf(reference)
  const release = system?.release
  if (!release || system.origin === 'newest' || facts.some((fact) => fact.product === release.product)) return facts
  const cycle = productFacts(release.product)?.cycles.find((one) => one[0] === release.cycle)
  if (!cycle) return facts
  const token = tokenOf(reference, release.token)
  const reason = system.origin === 'implied' ? 'implied-os-release' : 'os-release'
  return [...facts, fact(reference, today, release.product, cycle, reason, token)]
}

/** Whether a repository, or this tag of it, is no longer maintained. */
export function deprecatedImage(reference: ImageReference): DeprecatedImage | undefined {
  const entry = deprecation(reference.repository, reference.tag)
  if (!entry) return undefined
  const replacement = entry.replacement
    .map((name) => fillIn(name, entry.repository, reference))
    .filter((name) => name !== undefined)
  return { ...(entry.since === undefined ? {} : { since: entry.since }), replacement, note: entry.note }
}

/**
 * Tags of the same image that are supported on a day, the best one first: the newest long-term release where the
 * product has such, else the newest. For a reference without a version; the words of its variant are kept.
 */
export function supportedTags(reference: ImageReference, today: Day): string[] {
  // The name says the release already: `redhat/ubi9`, `gcr.io/distroless/java21-debian13`.
  if (/(?:^|\/)ubi\d+(?:[/-]|$)|^gcr\.io\/distroless\//.test(reference.repository)) return []
  const [product] = hasLineTags(reference.repository) ? productsOf(reference.repository) : []
  const known = product === undefined ? undefined : productFacts(product)
  if (product === undefined || !known || (reference.tag !== undefined && versionOfTag(reference.tag))) return []
  const words = tagWords(reference.tag).filter((word) => !/^(?:latest|lts|current|stable|mainline)$/.test(word))
  const alive = known.cycles.filter(
    (cycle) => isSupported(cycle, today) && isPublished(reference.repository, product, cycle[0]),
  )
  const longTerm = alive.filter((cycle) => isLongTerm(cycle, today))
  const order = [...longTerm, ...(product === 'ubuntu' ? [] : alive.filter((cycle) => !longTerm.includes(cycle)))]
  return order.flatMap((cycle) => {
    const tag = tagFor(reference, product, cycle, [versionText(product, cycle), ...words], today)
    return tag === undefined ? [] : [withTag(reference, tag)]
  })
}

function versionFacts(reference: ImageReference, today: Day): EndOfLife[] {
  const facts: EndOfLife[] = []
  for (const product of productsOf(reference.repository)) {
    const found = cycleInTag(reference, product)
    if (found)
      facts.push(
        fact(reference, today, product, found.cycle, isSystem(product) ? 'os-release' : 'version', found.token),
      )
  }
  return facts
}

/** Whether a product is an operating system, so that its releases are what images are built on. */
function isSystem(product: string): boolean {
  return systemProducts().has(product)
}

/** The release of a product that a tag names, by its version or by its code name. */
function cycleInTag(reference: ImageReference, product: string): { cycle: StoredCycle; token: string } | undefined {
  const { tag, repository } = reference
  const inName =
    repository.startsWith('gcr.io/distroless/nodejs') && product === 'nodejs'
      ? /nodejs(\d+)/.exec(repository)?.[1]
      : undefined
  const version = inName ?? (tag === undefined ? undefined : versionOfTag(tag)?.text)
  const numbers = version === undefined ? undefined : parseVersion(version)
  if (numbers && version !== undefined) {
    const cycle = cycleOf(product, numbers)
    return cycle && { cycle, token: version }
  }
  for (const word of tagWords(tag)) {
    const release = releaseFacts(word)
    const cycle = productFacts(product)?.cycles.find((one) => one[0] === (release?.[1] === product ? release[2] : word))
    if (cycle) return { cycle, token: word }
  }
  return undefined
}

function fact(
  reference: ImageReference,
  today: Day,
  product: string,
  cycle: StoredCycle,
  reason: EndOfLifeReason,
  token: string | undefined,
): EndOfLife {
  const [name, end] = cycle
  const ended = !isSupported(cycle, today)
  const known = productFacts(product)
  return {
    product,
    title: known?.title ?? product,
    cycle: name,
    ...(token === undefined ? {} : { token }),
    ...(typeof end === 'string' ? { date: end } : {}),
    ended,
    rolling: known?.rolling === true,
    replacementTags: ended && token !== undefined ? replacements(reference, today, product, cycle, token) : [],
    reason,
  }
}

function isSupported(cycle: StoredCycle, today: Day): boolean {
  const end = cycle[1]
  return end === false || (typeof end === 'string' && end > today)
}

function isLongTerm(cycle: StoredCycle, today: Day): boolean {
  const since = cycle[2]
  return since === true || (typeof since === 'string' && since <= today)
}

/** The tags of the supported releases above the ended one, the nearest first, those that end soon last. */
function replacements(
  reference: ImageReference,
  today: Day,
  product: string,
  ended: StoredCycle,
  token: string,
): string[] {
  const { tag, repository } = reference
  if (tag === undefined || !tag.includes(token) || deprecation(repository, tag) || !hasLineTags(repository)) return []
  const line = isSystem(product) ? lineOf(reference, token) : undefined
  if (line === null) return []
  const cycles = productFacts(product)?.cycles ?? []
  const own = parseVersion(ended[0])
  const later = cycles
    .filter(
      (cycle) => isSupported(cycle, today) && isLater(cycle[0], own) && isPublished(repository, product, cycle[0]),
    )
    .sort((a, b) => compareVersions(parseVersion(a[0]) ?? [], parseVersion(b[0]) ?? []))
  const hasLongTerm = later.some((cycle) => isLongTerm(cycle, today))
  const chosen = hasLongTerm ? later.filter((cycle) => isLongTerm(cycle, today)) : later
  const lasting = chosen.filter((cycle) => !endsSoon(cycle, today))
  const order = [...lasting, ...chosen.filter((cycle) => !lasting.includes(cycle))]
  return order.flatMap((cycle) => {
    const newToken =
      /^[a-z]+$/.test(token) || releaseFacts(token) ? releaseToken(product, cycle[0]) : versionText(product, cycle)
    if (newToken === undefined) return []
    const words = splitAround(tag, token).map((word) =>
      word === token ? newToken : word === line?.written ? line.line : word,
    )
    const result = tagFor(reference, product, cycle, words, today)
    return result === undefined || result === tag ? [] : [withTag(reference, result)]
  })
}

/**
 * The version beside a release of the system, as written and as the line of it, which is rebuilt for newer systems;
 * undefined where there is none, null where the line is no longer published.
 */
function lineOf(
  { tag = '', repository }: ImageReference,
  token: string,
): { written: string; line: string } | null | undefined {
  const version = versionOfTag(tag)
  if (!version || tag.startsWith(token)) return undefined
  const index = tagIndex(repository)
  if (!index) return null
  const line = version.version.slice(0, index.depth).join('.')
  const end = tag.indexOf('-')
  return hasLine(index.live, line) ? { written: end < 0 ? tag : tag.slice(0, end), line } : null
}

/** The words of a tag, with `token` (which may have dashes itself, or a build number behind it) as one of them. */
function splitAround(tag: string, token: string): string[] {
  const at = tag.indexOf(token)
  const before = tag.slice(0, at).split('-').filter(Boolean)
  const after = tag
    .slice(at + token.length)
    .replace(/^[^-]+/, '')
    .split('-')
    .filter(Boolean)
  return [...before, token, ...after]
}

function isLater(cycle: string, than: readonly number[] | undefined): boolean {
  const numbers = parseVersion(cycle)
  return numbers !== undefined && (than === undefined || compareVersions(numbers, than) > 0)
}

/** Whether support ends within three months. */
function endsSoon(cycle: StoredCycle, today: Day): boolean {
  const end = cycle[1]
  return typeof end === 'string' && end < threeMonthsAfter(today)
}

function threeMonthsAfter(day: Day): Day {
  const months = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + 3
  const [year, month] = [Math.floor(months / 12), (months % 12) + 1]
  return `${year}-${String(month).padStart(2, '0')}${day.slice(7)}`
}

/** Whether the repository has tags of a release: where its published tags are known, the release must be among them. */
function isPublished(repository: string, product: string, cycle: string): boolean {
  if (isSystem(product))
    return productsOf(repository).includes(product) || hasVariant(repository, releaseToken(product, cycle))
  const index = tagIndex(repository)
  if (!index || index.live.size <= 1) return true
  const line = cycle.split('.').slice(0, index.depth).join('.')
  return index.live.has(cycle) || hasLine(index.live, line)
}

/** Whether the image has a variant on a release of the system. */
function hasVariant(repository: string, token: string | undefined): boolean {
  return token !== undefined && variantOf(token, Object.keys(imageFacts(repository)?.os ?? {})) !== undefined
}

function hasLine(tags: ReadonlySet<string>, line: string): boolean {
  if (tags.has(line)) return true
  for (const tag of tags) if (tag.startsWith(`${line}-`) || tag.startsWith(`${line}.`)) return true
  return false
}

/** How a release is written in the tags of a repository: .NET says 10.0 for release 10. */
function versionText(product: string, cycle: StoredCycle): string {
  const [name] = cycle
  if (product === 'dotnet' && !name.includes('.')) return `${name}.0`
  if (product === 'windows-nano-server' && name === '2019') return '1809'
  return product.startsWith('windows-') ? `ltsc${name}` : name
}

/**
 * A tag for a release with the words of another tag. Words for a release of the operating system that has ended, or
 * that the image is not made for any more, are replaced; undefined where a word is not known to exist there.
 */
function tagFor(
  reference: ImageReference,
  product: string,
  cycle: StoredCycle,
  words: string[],
  today: Day,
): string | undefined {
  if (isSystem(product)) return words.filter((word) => !/^\d{8}$/.test(word)).join('-')
  if (product === 'dotnet') return dotnetTag(reference, words, cycle)
  const variant = javaVariant(reference.repository, words[0], words.slice(1).join('-'))
  if (variant !== undefined) return `${words[0]}-${variant}`
  const result: string[] = []
  const known = knownWords(reference.repository)
  for (const [index, word] of words.entries()) {
    const release = releaseFacts(word)
    if (isWindows(word)) return undefined
    if (index === 0 || (!release && known.has(word))) result.push(word)
    else if (release) {
      const token = systemToken(reference, words, word, today)
      if (token === undefined) return undefined
      if (token !== '') result.push(token)
    } else return undefined
  }
  return result.join('-')
}

/** Windows variants come and go with the versions of Windows and of the product. */
function isWindows(word: string): boolean {
  return word === 'windowsservercore' || word === 'nanoserver'
}

const wordsByRepository = new Map<string, Set<string>>()

/** Words that tags of the repository consist of, beside versions and releases. */
function knownWords(repository: string): Set<string> {
  const known = wordsByRepository.get(repository)
  if (known) return known
  const words = new Set<string>()
  for (const key of Object.keys(imageFacts(repository)?.os ?? {})) for (const word of key.split('-')) words.add(word)
  const index = tagIndex(repository)
  for (const tag of index?.live ?? []) for (const word of tag.split('-')) words.add(word)
  // Names come from files: only those that the facts have are remembered.
  if (index) wordsByRepository.set(repository, words)
  return words
}

/** The word for the operating system in a new tag: the same while it is supported, else the nearest that the image has. */
function systemToken(reference: ImageReference, words: string[], word: string, today: Day): string | undefined {
  const [, product, number] = releaseFacts(word) ?? []
  if (product === undefined || number === undefined) return undefined
  if (product === 'alpine-linux') return alpineToken(reference, words, word, today)
  const cycles = productFacts(product)?.cycles ?? []
  const own = cycles.find((cycle) => cycle[0] === number)
  if (own && isSupported(own, today) && hasVariant(reference.repository, word)) return word
  const numbers = parseVersion(number)
  return cycles
    .filter((cycle) => isSupported(cycle, today) && isLater(cycle[0], numbers))
    .map((cycle) => releaseToken(product, cycle[0]))
    .reverse()
    .find((token) => hasVariant(reference.repository, token))
}

/** Alpine's release in a new tag: the one that the plain `-alpine` tag has, else just `alpine`. */
function alpineToken(reference: ImageReference, words: string[], word: string, today: Day): string {
  const line = words.map((one) => (one === word ? 'alpine' : one)).join('-')
  const release = systemOf({ ...reference, tag: line })?.release
  if (release?.product !== 'alpine-linux' || !/^alpine3/.test(release.token)) return 'alpine'
  const cycle = productFacts('alpine-linux')?.cycles.find((one) => one[0] === release.cycle)
  return cycle && isSupported(cycle, today) ? release.token : 'alpine'
}

/** .NET changes the distribution of its images with the version: the word for the old one has to follow. */
function dotnetTag(reference: ImageReference, words: string[], cycle: StoredCycle): string | undefined {
  const index = words.findIndex((word) => ['debian', 'ubuntu'].includes(releaseFacts(word)?.[0] ?? ''))
  if (index < 0) return words.some((word) => releaseFacts(word)) ? undefined : words.join('-')
  const newest = tagIndex(reference.repository)?.releases.get(`${cycle[0]}.0`)
  if (newest === undefined) return undefined
  const isUbuntu = releaseFacts(newest)?.[0] === 'ubuntu'
  return words
    .map((word, at) => (at === index ? newest : word))
    .filter((word) => !(isUbuntu && word === 'slim'))
    .join('-')
}

/** The word of a reference for a release of the system: in the tag, or the number in a distroless name. */
function tokenOf(reference: ImageReference, token: string): string | undefined {
  if (reference.tag?.split(/[-_]/).includes(token) || reference.tag?.includes(token)) return token
  return undefined
}

/** Fills the placeholders of a replacement; undefined where what they stand for is not known. */
function fillIn(name: string, pattern: string, reference: ImageReference): string | undefined {
  if (name.includes('<major>')) {
    const major = reference.tag === undefined ? undefined : versionOfTag(reference.tag)?.version[0]
    return major === undefined ? undefined : name.replace('<major>', String(major))
  }
  if (!name.includes('*')) return name
  const star = pattern.indexOf('*')
  if (star < 0) return namesOfBraces(name, reference)
  const middle = reference.repository.slice(star, reference.repository.length - (pattern.length - star - 1))
  return name.replace('*', middle)
}

/** `gcr.io/distroless/{static,base}-debian12` to `gcr.io/distroless/*-debian13`: the part between the slash and the suffix. */
function namesOfBraces(name: string, reference: ImageReference): string {
  const last = reference.repository.slice(reference.repository.lastIndexOf('/') + 1)
  return name.replace('*', last.replace(/-debian\d+$/, ''))
}
