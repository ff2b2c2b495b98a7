/** Takes an image reference (`[registry/]repository[:tag][@digest]`) apart, as the registries' own grammar does. */

import { rememberedByText } from './remembered.ts'

/** A part of a reference: UTF-16 offsets into the reference. */
export type ReferencePart = { start: number; end: number }

export type ImageReference = {
  /** The reference as it was written. */
  text: string
  /** The registry's host with its port, as written; absent for Docker Hub's short names. */
  registry?: string
  /** The repository without registry, tag and digest, as written: `library/node`, `arm64v8/alpine`. */
  path: string
  /** The name under which facts are looked up: no Docker Hub host, no `library/`, no mirror, no architecture prefix. */
  repository: string
  tag?: string
  digest?: string
  /** The architecture that a prefix such as `arm64v8/` selects. */
  architecture?: string
  /** Where each part stands in `text`; the separators (`/`, `:`, `@`) belong to no part. */
  parts: { registry?: ReferencePart; path: ReferencePart; tag?: ReferencePart; digest?: ReferencePart }
}

/** Prefixes of Docker Hub's official images for one architecture, as its documentation lists them. */
const architectures = new Set([
  'amd64',
  'arm32v5',
  'arm32v6',
  'arm32v7',
  'arm64v8',
  'i386',
  'mips64le',
  'ppc64le',
  'riscv64',
  's390x',
  'windows-amd64',
])

/** Hosts of Docker Hub and of its mirrors, with the folder that they put before its names. */
const hubHosts = ['docker.io/', 'index.docker.io/', 'registry-1.docker.io/', 'public.ecr.aws/docker/', 'mirror.gcr.io/']

/**
 * The parts of an image reference; undefined for a text that is none (a variable in it, capital letters in the
 * repository, an empty part). Digest before tag is no reference; a host may have a port.
 */
export const parseImageReference: (text: string) => ImageReference | undefined = rememberedByText(readReference)

function readReference(text: string): ImageReference | undefined {
  const at = text.indexOf('@')
  const digest = at < 0 ? undefined : text.slice(at + 1)
  if (digest !== undefined && !isDigest(digest)) return undefined
  const name = at < 0 ? text : text.slice(0, at)
  const slash = name.lastIndexOf('/')
  const colon = name.indexOf(':', slash + 1)
  const tag = colon < 0 ? undefined : name.slice(colon + 1)
  if (tag !== undefined && !isTag(tag)) return undefined
  const full = colon < 0 ? name : name.slice(0, colon)
  const registry = registryOf(full)
  const path = registry === undefined ? full : full.slice(registry.length + 1)
  if (!path.split('/').every(isPathComponent)) return undefined
  if (registry === undefined && path.length === 64 && isHexadecimal(path)) return undefined

  const pathStart = full.length - path.length
  const { repository, architecture } = normalise(registry === undefined ? path : `${registry}/${path}`)
  return {
    text,
    path,
    repository,
    ...(registry === undefined ? {} : { registry }),
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
    ...(architecture === undefined ? {} : { architecture }),
    parts: {
      ...(registry === undefined ? {} : { registry: { start: 0, end: registry.length } }),
      path: { start: pathStart, end: full.length },
      ...(tag === undefined ? {} : { tag: { start: full.length + 1, end: full.length + 1 + tag.length } }),
      ...(digest === undefined ? {} : { digest: { start: at + 1, end: text.length } }),
    },
  }
}

/** The same image with another tag (and so without digest), keeping registry and path as they were written. */
export function withTag(reference: ImageReference, tag: string): string {
  return `${reference.text.slice(0, reference.parts.path.end)}:${tag}`
}

/** The first part names a host when it has a dot, a port or a capital letter, or is `localhost`. */
function registryOf(full: string): string | undefined {
  const slash = full.indexOf('/')
  if (slash <= 0) return undefined
  const first = full.slice(0, slash)
  const isHost = /[.:A-Z]/.test(first) || first === 'localhost'
  if (!isHost) return undefined
  return /^(?:\[[0-9a-fA-F:]+\]|[A-Za-z0-9][A-Za-z0-9.-]*)(?::[0-9]+)?$/.test(first) ? first : undefined
}

function normalise(name: string): { repository: string; architecture?: string } {
  const host = hubHosts.find((prefix) => name.startsWith(prefix))
  const onHub = host !== undefined ? name.slice(host.length) : name
  const repository = onHub.startsWith('library/') ? onHub.slice('library/'.length) : onHub
  const slash = repository.indexOf('/')
  const first = repository.slice(0, Math.max(slash, 0))
  if (!architectures.has(first)) return { repository }
  return { repository: repository.slice(slash + 1), architecture: first }
}

function isTag(text: string): boolean {
  return /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/.test(text)
}

/** Lower-case letters and digits, separated by one dot, one or two underscores, or any number of dashes. */
function isPathComponent(text: string): boolean {
  return (
    /^[a-z0-9._-]+$/.test(text) &&
    /^[a-z0-9]/.test(text) &&
    /[a-z0-9]$/.test(text) &&
    !/\.\.|_{3}|[._]-|-[._]|\._|_\./.test(text)
  )
}

function isDigest(text: string): boolean {
  const colon = text.indexOf(':')
  return (
    colon > 0 &&
    /^[A-Za-z][A-Za-z0-9+._-]*$/.test(text.slice(0, colon)) &&
    /^[0-9a-fA-F]{32,}$/.test(text.slice(colon + 1))
  )
}

function isHexadecimal(text: string): boolean {
  return /^[0-9a-f]+$/.test(text)
}
