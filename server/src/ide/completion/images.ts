/** Completion of images and their tags, from the facts that come with the program. */

import { deprecatedImage, endOfLife, supportedTags } from '../../knowledge/end-of-life.ts'
import { type ImageReference, parseImageReference } from '../../knowledge/image-reference.ts'
import { imageFacts, knownRepositories, tagIndex } from '../../knowledge/image-store.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Range } from '../../syntax/tree.ts'
import type { Completion } from '../completion.ts'
import { type ArgumentPlace, placeAt, rangeFrom } from './place.ts'

const maxTags = 200

/** Images, or the tags of the one that is written before a colon. */
export function imageCompletions(file: LintFile, place: ArgumentPlace, index: number): readonly Completion[] {
  const typed = place.partial.slice(index)
  if (typed.includes('$') || typed.includes('@')) return []
  const colon = typed.lastIndexOf(':')
  if (colon > typed.lastIndexOf('/')) return tagCompletions(file, place, index, typed.slice(0, colon), colon)
  return knownRepositories().flatMap((name): Completion[] => {
    const reference = name === 'scratch' ? undefined : parseImageReference(name)
    if (reference && deprecatedImage(reference)) return []
    return [
      {
        label: name,
        kind: 'image',
        range: rangeFrom(place, index),
        replaceEnd: place.keyword === 'FROM' ? place.end : undefined,
        text: name,
        detail: imageFacts(name)?.kind,
        image: name,
      },
    ]
  })
}

function tagCompletions(
  file: LintFile,
  place: ArgumentPlace,
  index: number,
  name: string,
  colon: number,
): readonly Completion[] {
  const range = rangeFrom(place, index + colon + 1)
  return knownTags(name, file.today)
    .slice(0, maxTags)
    .map(({ tag, ended }) => ({
      label: tag,
      kind: 'image',
      range,
      replaceEnd: place.keyword === 'FROM' ? place.end : undefined,
      text: tag,
      detail: ended ? 'no longer supported' : undefined,
      image: `${name}:${tag}`,
      deprecated: ended,
    }))
}

/** The items for tags that a registry has and the facts do not. */
export function otherTags(
  typed: TypedTag,
  known: readonly Completion[],
  tags: readonly string[],
): readonly Completion[] {
  const offered = new Set(known.map(({ label }) => label))
  return tags
    .filter((tag) => !offered.has(tag))
    .slice(0, maxTags)
    .map((tag) => ({
      label: tag,
      kind: 'image',
      range: typed.range,
      replaceEnd: typed.replaceEnd,
      text: tag,
      detail: 'in the registry',
    }))
}

/** A tag that is being typed behind the name of an image. */
export interface TypedTag {
  readonly image: ImageReference
  readonly range: Range
  readonly replaceEnd: number | undefined
}

/** The tag at an offset of a FROM or a `--from`; undefined where none is being typed. */
export function typedTag(file: LintFile, offset: number): TypedTag | undefined {
  const place = placeAt(file, offset)
  if (place?.kind !== 'argument' || place.inHeredoc) return undefined
  const isBase = place.keyword === 'FROM' && place.words.length === 0 && !place.partial.startsWith('-')
  const from = isBase ? 0 : (/^--(?:from=|mount=(?:[^=]*=[^,=]*,)*from=)/.exec(place.partial)?.[0].length ?? -1)
  if (from < 0 || (!isBase && place.words.length > 0)) return undefined
  const typed = place.partial.slice(from)
  const colon = typed.lastIndexOf(':')
  const image = colon > typed.lastIndexOf('/') ? parseImageReference(typed.slice(0, colon)) : undefined
  if (!image || image.tag !== undefined) return undefined
  return { image, range: rangeFrom(place, from + colon + 1), replaceEnd: isBase ? place.end : undefined }
}

interface KnownTag {
  readonly tag: string
  readonly ended: boolean
}

/** Tags that are certain to exist: the supported releases in all variants first, then what else was published. */
export function knownTags(name: string, today: string): readonly KnownTag[] {
  const plain = parseImageReference(name)
  if (!plain || plain.tag !== undefined) return []
  const tags = new Map<string, KnownTag>()
  const variants = Object.keys(imageFacts(plain.repository)?.os ?? {}).filter((key) => key !== 'default')
  for (const variant of ['', ...variants]) {
    const reference = variant === '' ? plain : parseImageReference(`${name}:${variant}`)
    for (const image of reference ? supportedTags(reference, today) : []) {
      const tag = image.slice(image.lastIndexOf(':') + 1)
      tags.set(tag, { tag, ended: false })
    }
  }
  for (const tag of tagIndex(plain.repository)?.live ?? []) {
    if (tags.has(tag)) continue
    const reference = parseImageReference(`${name}:${tag}`)
    tags.set(tag, { tag, ended: reference !== undefined && endOfLife(reference, today)?.ended === true })
  }
  return [...tags.values()].sort((a, b) => Number(a.ended) - Number(b.ended))
}
