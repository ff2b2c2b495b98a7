/** Reads from Compose and Bake files how a Dockerfile is meant to be built. Paths are POSIX, relative to the file's folder. */

import { parseDocument } from 'yaml'

/** One build that a file describes. */
export interface DescribedBuild {
  /** The name of the service or the target. */
  readonly name: string
  readonly context: string
  /** Relative to the context, as Compose and Bake have it. */
  readonly dockerfile: string
  readonly target: string | undefined
  readonly image: string | undefined
  /** Values that are written in the file; those that come from the environment or a variable are left out. */
  readonly args: readonly (readonly [name: string, value: string])[]
  /** Secret ids with a file, relative to the folder of the Compose file. */
  readonly secrets: readonly { readonly id: string; readonly file: string }[]
}

/** The services of a Compose file that are built. An unreadable file has none. */
export function readCompose(text: string): DescribedBuild[] {
  const root = readYaml(text)
  const sources = isObject(root?.secrets) ? root.secrets : {}
  return Object.entries(isObject(root?.services) ? root.services : {}).flatMap(([name, service]) => {
    if (!isObject(service) || service.build === undefined) return []
    const build = typeof service.build === 'string' ? { context: service.build } : service.build
    if (!isObject(build)) return []
    return [
      {
        name,
        context: plainText(build.context) ?? '.',
        dockerfile: plainText(build.dockerfile) ?? 'Dockerfile',
        target: plainText(build.target),
        image: plainText(service.image),
        args: pairsOf(build.args),
        secrets: secretsOf(build.secrets, sources),
      },
    ]
  })
}

/** True if a Compose file has a service of this name. */
export function hasService(text: string, name: string): boolean {
  const services = readYaml(text)?.services
  return isObject(services) && Object.hasOwn(services, name)
}

/** `docker buildx bake --print`, or a Bake file in JSON. */
export function readBake(json: string): DescribedBuild[] {
  const root = readYaml(json)
  return Object.entries(isObject(root?.target) ? root.target : {}).flatMap(([name, target]) => {
    if (!isObject(target)) return []
    const secrets = Array.isArray(target.secret) ? target.secret : []
    return [
      {
        name,
        context: plainText(target.context) ?? '.',
        dockerfile: plainText(target.dockerfile) ?? 'Dockerfile',
        target: plainText(target.target),
        image: Array.isArray(target.tags) ? plainText(target.tags[0]) : undefined,
        args: pairsOf(target.args),
        secrets: secrets.flatMap(bakeSecret),
      },
    ]
  })
}

/** True if the described build is of the Dockerfile at `path`; both are relative to the file's folder. */
export function describes(build: DescribedBuild, path: string): boolean {
  return joinPath(build.context, build.dockerfile) === joinPath('.', path)
}

/** Joins POSIX paths and takes `.` and `..` out; an absolute second one wins. */
export function joinPath(base: string, path: string): string {
  const joined = path.startsWith('/') ? path : `${base}/${path}`
  const parts: string[] = []
  for (const part of joined.split('/')) {
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return (joined.startsWith('/') ? '/' : '') + parts.join('/')
}

/** Characters of a file that is read; what a program or a person wrote for builds is far below. */
const maxLength = 262_144

function readYaml(text: string): Record<string, unknown> | undefined {
  if (text.length > maxLength) return undefined
  try {
    const options = { merge: true, uniqueKeys: false, prettyErrors: false, logLevel: 'silent' } as const
    // As maps: keys that are collections would become texts, each with all that it holds.
    const value = plain(withoutTraces(() => parseDocument(text, options)).toJS({ maxAliasCount: 100, mapAsMap: true }))
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** A broken document has thousands of errors; noting for each where in the program it arose took most of the time. */
function withoutTraces<T>(read: () => T): T {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  try {
    return read()
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
}

/** The maps of a document as objects, without the keys that are no names. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain)
  if (!(value instanceof Map)) return value
  const names = [...value].filter(([key]) => typeof key !== 'object' || key === null)
  return Object.fromEntries(names.map(([key, child]) => [String(key ?? ''), plain(child)]))
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A text that stands for itself: with a variable in it, only Compose knows what it is. */
function plainText(value: unknown): string | undefined {
  return typeof value === 'string' && !value.includes('$') ? value : undefined
}

function pairsOf(args: unknown): (readonly [string, string])[] {
  if (Array.isArray(args)) {
    return args.flatMap((entry) => {
      const equals = typeof entry === 'string' ? entry.indexOf('=') : -1
      return equals > 0 && !entry.includes('$') ? [[entry.slice(0, equals), entry.slice(equals + 1)] as const] : []
    })
  }
  return Object.entries(isObject(args) ? args : {}).flatMap(([name, value]) => {
    if (value === null || typeof value === 'object' || String(value).includes('$')) return []
    return [[name, String(value)] as const]
  })
}

function secretsOf(used: unknown, sources: Record<string, unknown>): { id: string; file: string }[] {
  return (Array.isArray(used) ? used : []).flatMap((entry) => {
    const source = plainText(isObject(entry) ? entry.source : entry)
    const described = source === undefined ? undefined : sources[source]
    const file = isObject(described) ? plainText(described.file) : undefined
    if (source === undefined || file === undefined) return []
    return [{ id: (isObject(entry) ? plainText(entry.target) : undefined) ?? source, file }]
  })
}

function bakeSecret(entry: unknown): { id: string; file: string }[] {
  const fields = isObject(entry)
    ? entry
    : Object.fromEntries(
        String(entry)
          .split(',')
          .map((field) => field.split('=') as [string, string]),
      )
  const id = plainText(fields.id)
  const file = plainText(fields.src) ?? plainText(fields.source)
  return id !== undefined && file !== undefined ? [{ id, file }] : []
}
