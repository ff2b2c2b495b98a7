/** Asks registries for the tags of an image: without credentials, with a time limit, and remembered for a while. */

import { setBounded } from './bounded-map.ts'

/** The tags of an image, the newest versions first; undefined when the registry gave no answer in time. */
export type RegistryTags = (image: RegistryImage) => Promise<readonly string[] | undefined>

export interface RegistryImage {
  /** The host with its port, as written; undefined for Docker Hub. */
  readonly registry: string | undefined
  readonly path: string
}

export interface RegistryLimits {
  /** For one answer, with the token that it may need. */
  readonly milliseconds: number
  /** Of one response. */
  readonly bytes: number
  /** How long tags are remembered, and how long a failure is. */
  readonly rememberTags: number
  readonly rememberFailure: number
}

const defaultLimits: RegistryLimits = {
  milliseconds: 2_000,
  bytes: 1024 * 1024,
  rememberTags: 600_000,
  rememberFailure: 60_000,
}

const maxTags = 1_000
/** Images that are remembered at a time. */
const maxImages = 200

const hub = 'registry-1.docker.io'

/** Gives the function that asks; `now` is a clock in milliseconds. Never rejects. */
export function createRegistryTags(
  limits: RegistryLimits = defaultLimits,
  now: () => number = () => performance.now(),
): RegistryTags {
  const known = new Map<string, { readonly tags: Promise<readonly string[] | undefined>; until: number }>()
  return (image) => {
    const address = tagsAddress(image)
    if (!address) return Promise.resolve(undefined)
    const remembered = known.get(address.href)
    if (remembered && now() < remembered.until) return remembered.tags
    const tags = askForTags(address, limits).catch(() => undefined)
    const entry = { tags, until: Number.POSITIVE_INFINITY }
    setBounded(known, address.href, entry, maxImages)
    void tags.then((found) => {
      entry.until = now() + (found ? limits.rememberTags : limits.rememberFailure)
    })
    return tags
  }
}

/** Where a registry lists the tags; the path of an image reference is safe in an address by its own grammar. */
function tagsAddress({ registry, path }: RegistryImage): URL | undefined {
  const isHub = registry === undefined || registry === 'docker.io' || registry === 'index.docker.io'
  const host = isHub ? hub : registry
  const name = isHub && !path.includes('/') ? `library/${path}` : path
  try {
    const address = new URL(`${isLoopback(host) ? 'http' : 'https'}://${host}/v2/${name}/tags/list?n=${maxTags}`)
    return address.username === '' && address.password === '' ? address : undefined
  } catch {
    return undefined
  }
}

/** Registries of one's own machine speak HTTP. */
function isLoopback(host: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/.test(host)
}

async function askForTags(address: URL, limits: RegistryLimits): Promise<readonly string[] | undefined> {
  const signal = AbortSignal.timeout(limits.milliseconds)
  let response = await fetch(address, { signal, redirect: 'error' })
  if (response.status === 401) {
    const token = await askForToken(response, address, signal, limits)
    if (token === undefined) return undefined
    response = await fetch(address, { signal, redirect: 'error', headers: { authorization: `Bearer ${token}` } })
  }
  if (!response.ok) return undefined
  const body = await readJson(response, limits.bytes)
  const tags: unknown = typeof body === 'object' && body !== null && 'tags' in body ? body.tags : undefined
  if (!Array.isArray(tags)) return undefined
  return tags.filter(isTag).slice(0, maxTags).sort(newestFirst)
}

/** The token for anonymous reading, from the place that the registry names. */
async function askForToken(
  response: Response,
  registry: URL,
  signal: AbortSignal,
  limits: RegistryLimits,
): Promise<string | undefined> {
  const challenge = response.headers.get('www-authenticate') ?? ''
  await response.body?.cancel()
  if (!/^bearer /i.test(challenge)) return undefined
  const parameters = new Map(
    [...challenge.matchAll(/\b(realm|service|scope)="([^"]{1,500})"/g)].map(([, name, value]) => [name, value]),
  )
  const realm = parameters.get('realm')
  if (realm === undefined || !URL.canParse(realm)) return undefined
  const address = new URL(realm)
  const isSafe =
    address.protocol === 'https:' ||
    (address.protocol === 'http:' && isLoopback(registry.host) && isLoopback(address.host))
  if (!isSafe) return undefined
  for (const name of ['service', 'scope']) {
    const value = parameters.get(name)
    if (value !== undefined) address.searchParams.set(name, value)
  }
  const answer = await fetch(address, { signal, redirect: 'error' })
  if (!answer.ok) return undefined
  const body = await readJson(answer, limits.bytes)
  if (typeof body !== 'object' || body === null) return undefined
  const token: unknown = 'token' in body ? body.token : 'access_token' in body ? body.access_token : undefined
  return typeof token === 'string' && /^[\x21-\x7e]{1,8000}$/.test(token) ? token : undefined
}

/** Reads a response up to a number of bytes; undefined when it is longer. */
async function readJson(response: Response, bytes: number): Promise<unknown> {
  const parts: Uint8Array[] = []
  let length = 0
  if (!response.body) return undefined
  for await (const part of response.body) {
    length += part.length
    if (length > bytes) return undefined
    parts.push(part)
  }
  return JSON.parse(new TextDecoder().decode(Buffer.concat(parts)))
}

function isTag(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/.test(value)
}

/** Higher numbers first; what has none comes last. */
function newestFirst(a: string, b: string): number {
  const isA = /^v?\d/.test(a)
  const isB = /^v?\d/.test(b)
  if (isA !== isB) return isA ? -1 : 1
  return isA ? collator.compare(b, a) : collator.compare(a, b)
}

const collator = new Intl.Collator('en', { numeric: true })
