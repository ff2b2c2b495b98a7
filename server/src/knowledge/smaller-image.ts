/** Smaller images that can take the place of a base image, with what they lack. */
import smallerData from './data/smaller-images.json' with { type: 'json' }
import type { ImageReference } from './image-reference.ts'
import { imageFacts, releaseFacts, tagIndex } from './image-store.ts'
import { systemOf, tagWords } from './image-tag.ts'
import { versionOfTag } from './versions.ts'

export type ImageSize = { compressed?: string; uncompressed?: string }

export type SmallerImage = {
  /** The image as it is written in a FROM. */
  image: string
  /** What it is for: `final`, `build stage`, with a condition. */
  for: string
  /** What is different there, one sentence each. */
  caveats: readonly string[]
  /** Typical sizes in prose, compressed in a registry and unpacked on disk. */
  size: ImageSize
}

type StoredRule = {
  repositories: string[]
  when: string
  size?: ImageSize
  note?: string
  candidates: { image: string; for: string; caveats: string[]; size?: ImageSize }[]
}

const rules = smallerData.rules as unknown as StoredRule[]

/** Major versions that distroless images exist for. */
const distroless: Record<string, readonly string[]> = { nodejs: ['22', '24', '26'], java: ['17', '21', '25'] }

/** Words that say nothing about size: a tag of such words and versions is the full image. */
const neutralWords = /^(?:latest|lts|current|stable|mainline|edge|rolling|jdk|community|management|zts|cli)$/

let index: Map<string, StoredRule[]> | undefined

/** The smaller images for a reference, the best one first; empty when it is small already or nothing is known. */
export function smallerImages(reference: ImageReference): SmallerImage[] {
  return matchingRules(reference).flatMap((rule) =>
    rule.candidates.flatMap((candidate) => {
      const image = fillIn(candidate.image, reference)
      if (image === undefined || isSame(image, reference)) return []
      return { image, for: candidate.for, caveats: candidate.caveats, size: candidate.size ?? {} }
    }),
  )
}

/** The typical size of the full image itself, where the facts have it. */
export function imageSize(reference: ImageReference): ImageSize | undefined {
  return matchingRules(reference).find((rule) => rule.size)?.size
}

function matchingRules(reference: ImageReference): StoredRule[] {
  index ??= indexRules()
  const name = reference.repository.replace(/\/ubi\d+(?=\/|$)/, '/ubi<N>')
  return (index.get(name) ?? []).filter((rule) => matches(rule.when, reference.tag))
}

function indexRules(): Map<string, StoredRule[]> {
  const byRepository = new Map<string, StoredRule[]>()
  for (const rule of rules) {
    for (const repository of rule.repositories)
      byRepository.set(repository, [...(byRepository.get(repository) ?? []), rule])
  }
  return byRepository
}

function matches(when: string, tag: string | undefined): boolean {
  const words = tagWords(tag)
  const isSmall = words.some((word) =>
    /^(?:slim|alpine[\d.]*|chiseled|distroless|headless|minimal|micro|nanoserver|jre|curl)$/.test(word),
  )
  if (when === 'sdk') return !isSmall || words.some((word) => /^(?:slim|alpine[\d.]*)$/.test(word))
  if (when === 'jdk') return !words.some((word) => /^(?:jre|nanoserver|windowsservercore|distroless)$/.test(word))
  if (isSmall) return false
  if (when === 'full') return words.every((word) => isNeutral(word))
  return words.some((word) => word.startsWith(when))
}

function isNeutral(word: string): boolean {
  return versionOfTag(word) !== undefined || neutralWords.test(word) || isRelease(word)
}

/** Whether a word is the code name of a release: `bookworm`, `jammy`. */
function isRelease(word: string): boolean {
  return /^[a-z]+$/.test(word) && releaseFacts(word) !== undefined
}

/** Replaces the placeholders; undefined when one of them has no certain value. */
function fillIn(template: string, reference: ImageReference): string | undefined {
  const values = placeholderValues(reference)
  let known = true
  const floating = floatingTag(template, reference, values.V)
  if (floating !== undefined) return floating
  const image = template.replace(/<(\w+)>/g, (_, name: string) => {
    const value = values[name]
    if (value === undefined) known = false
    return value ?? ''
  })
  if (!known) return undefined
  const java = /distroless\/(nodejs|java)(\d+)-/.exec(image)
  if (java && !distroless[java[1] as string]?.includes(java[2] as string)) return undefined
  if (image.startsWith('gcr.io/distroless/java-')) return undefined
  return keepRelease(image, reference)
}

/** `node` without a version: `node:slim`, where the repository has such a tag. */
function floatingTag(template: string, reference: ImageReference, version: string | undefined): string | undefined {
  const prefix = `${template.startsWith('<repo>') ? '<repo>' : reference.repository}:<V>-`
  if (version !== undefined || !template.startsWith(prefix)) return undefined
  const tag = template.slice(prefix.length)
  return tagIndex(reference.repository)?.live.has(tag) ? `${reference.repository}:${tag}` : undefined
}

function placeholderValues(reference: ImageReference): Record<string, string | undefined> {
  const { tag, repository } = reference
  const version = tag === undefined ? undefined : versionOfTag(tag)
  const release = systemOf(reference)?.release
  const word = tagWords(tag)[0]
  return {
    V: version?.text ?? (word === undefined || word === 'latest' ? undefined : word),
    M: version === undefined ? undefined : String(version.version[0]),
    N: /\/ubi(\d+)/.exec(repository)?.[1],
    repo: repository,
    suite: release?.product === 'debian' ? release.token : undefined,
    alpine: newestAlpine(),
    java: /(?:^|-)(?:jdk|openjdk|temurin|corretto)-?(\d+)/.exec(tag ?? '')?.[1],
    chiseled: chiseledWord(reference, version?.version[0]),
    runtime: tag?.replace('-devel-', '-runtime-'),
  }
}

/** The release that the newest Alpine variants are built on. */
function newestAlpine(): string | undefined {
  return tagIndex('node')?.releases.get('alpine')?.replace('alpine', '')
}

function chiseledWord(reference: ImageReference, major: number | undefined): string | undefined {
  if (major === undefined || !imageFacts(reference.repository)) return undefined
  if (major >= 8) return 'noble-chiseled'
  return major >= 6 ? 'jammy-chiseled' : undefined
}

/**
 * Keeps the release of the system that the tag names when the candidate is the same image on the same system:
 * `node:20-bookworm` becomes `node:20-bookworm-slim`.
 */
function keepRelease(image: string, reference: ImageReference): string {
  const words = tagWords(reference.tag)
  const suite = words.slice(1).find((word) => isRelease(word))
  if (suite === undefined || image.includes(suite) || !image.startsWith(`${reference.repository}:`)) return image
  if (image.endsWith('-jre')) return `${image}-${suite}`
  if (!image.endsWith('-slim') || image.includes('alpine')) return image
  const isSlimFirst =
    reference.repository === 'python' || reference.repository === 'ruby' || reference.repository === 'rust'
  return isSlimFirst ? `${image}-${suite}` : image.replace(/-slim$/, `-${suite}-slim`)
}

/** A candidate that is the image itself, or that would leave its Alpine or slim variant for a larger one. */
function isSame(image: string, reference: ImageReference): boolean {
  if (image === `${reference.repository}:${reference.tag}`) return true
  const isAlpine = /alpine/.test(reference.tag ?? '')
  if (isAlpine) return !/alpine|scratch|distroless\/static/.test(image)
  return /slim/.test(reference.tag ?? '') && image.startsWith(`${reference.repository}:`) && !image.includes('alpine')
}
