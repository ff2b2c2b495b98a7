/** What a new Dockerfile has to know of a project: its files, and what is written in its manifests and sources. */

import type { BuildContext } from '../../lint/build-context.ts'

export interface Project {
  /** Paths of files, relative to the project, the shallow ones first; nothing that tools have installed or built. */
  readonly files: readonly string[]
  has(path: string): boolean
  /** The text of a file; empty for one that is not there or cannot be read. */
  read(path: string): string
}

const madeByTools =
  /(?:^|\/)(?:node_modules|bower_components|vendor|\.git|\.venv|venv|target|bin|obj|dist|build|out|\.next|\.nuxt|\.gradle|\.idea|\.vscode|__pycache__|site-packages|coverage)\//

export function projectOf(context: BuildContext): Project {
  const all = new Set(context.paths.filter(({ folder }) => !folder).map(({ path }) => path))
  const files = [...all].filter((path) => !madeByTools.test(path))
  files.sort((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1))
  const texts = new Map<string, string>()
  return {
    files,
    has: (path) => all.has(path),
    read: (path) => {
      const known = texts.get(path)
      if (known !== undefined) return known
      const text = all.has(path) ? (context.read(path) ?? '') : ''
      texts.set(path, text)
      return text
    },
  }
}

function depth(path: string): number {
  return path.split('/').length
}

/** The first of some paths that is there. */
export function firstOf(project: Project, ...paths: readonly string[]): string | undefined {
  return paths.find((path) => project.has(path))
}

/** Sources that are looked into; the shallow ones say what a program is. */
const maxSources = 60

const aside =
  /(?:^|\/)(?:tests?|spec|specs|__tests__|testdata|fixtures|examples?|docs|scripts|migrations)\/|[._-](?:test|spec)\.|_test\./

/** The texts of the project's own sources, without tests. */
export function sources(project: Project, name: RegExp): readonly { readonly path: string; readonly text: string }[] {
  return project.files
    .filter((path) => name.test(path) && !aside.test(path))
    .slice(0, maxSources)
    .map((path) => ({ path, text: project.read(path) }))
}

/**
 * A value from a project's file that may stand in a Dockerfile as a word: a name, a path or a version. Undefined for
 * anything that a builder or a shell would read as more than that.
 */
export function word(value: unknown): string | undefined {
  return typeof value === 'string' && /^[A-Za-z0-9_@.][\w@.+/:-]{0,200}$/.test(value) && !value.includes('..')
    ? value
    : undefined
}

/** The value of a JSON file; an empty object where there is none, or no object. */
export function readJson(project: Project, path: string): Readonly<Record<string, unknown>> {
  try {
    return asObject(JSON.parse(project.read(path).replace(/^\uFEFF/, '')))
  } catch {
    return {}
  }
}

export function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}

/** The first port that one of the patterns finds in its first group. */
export function findPort(texts: Iterable<string>, patterns: readonly RegExp[]): string | undefined {
  for (const text of texts) {
    for (const pattern of patterns) {
      const port = Number(pattern.exec(text)?.[1])
      if (port > 0 && port < 65_536) return String(port)
    }
  }
  return undefined
}

const healthPaths = ['/healthz', '/health', '/api/health', '/livez', '/readyz', '/ping', '/up']

/** The path that a server answers when it is well, as a string in its sources has it; `/` where none is known. */
export function healthPath(texts: readonly string[]): string {
  return healthPaths.find((path) => texts.some((text) => mentions(text, path))) ?? '/'
}

function mentions(text: string, path: string): boolean {
  for (let at = text.indexOf(path); at >= 0; at = text.indexOf(path, at + 1)) {
    const before = text[at - 1] ?? ''
    if (/["'` ]/.test(before) && /["'`]/.test(text[at + path.length] ?? '')) return true
  }
  return false
}

/** `[major, minor]` of a version that begins with digits. */
function parts(version: string): readonly [number, number] | undefined {
  const found = /^v?(\d{1,4})(?:\.(\d{1,4}))?/.exec(version.trim())
  return found ? [Number(found[1]), Number(found[2] ?? 0)] : undefined
}

function compare([a, b]: readonly [number, number], [c, d]: readonly [number, number]): number {
  return a - c || b - d
}

/** The choice for a version that is asked for exactly, by as many numbers as the choice has. */
export function exactChoice(choices: readonly string[], wanted: string): string | undefined {
  const version = parts(wanted)
  return (
    version &&
    choices.find((choice) => {
      const own = parts(choice)
      return own !== undefined && own[0] === version[0] && (!choice.includes('.') || own[1] === version[1])
    })
  )
}

/** The lowest choice that is at least the wanted version; the highest where none is. */
export function choiceAtLeast(choices: readonly string[], wanted: string): string | undefined {
  const version = parts(wanted)
  if (!version) return undefined
  const sorted = choices.flatMap((choice) => {
    const own = parts(choice)
    return own ? [{ choice, own }] : []
  })
  sorted.sort((a, b) => compare(a.own, b.own))
  return (sorted.find(({ own }) => compare(own, version) >= 0) ?? sorted.at(-1))?.choice
}

/**
 * The first choice, in the order of preference, that fits a range such as `>=3.11,<3.14`, `^8.2`, `~=3.12` or `22.x`;
 * only major and minor numbers count. Undefined where the range is not understood or nothing fits.
 */
export function choiceWithin(choices: readonly string[], range: string): string | undefined {
  const alternatives = range.split('||').map((part) => part.trim().split(/(?<![\s,])[\s,]+(?=[<>=~^!\d])/))
  return choices.find((choice) => alternatives.some((terms) => terms.every((term) => fits(choice, term))))
}

function fits(choice: string, term: string): boolean {
  const found = /^(>=|<=|>|<|~=|==|=|\^|~|!=)?\s*v?(\d{1,4})(?:\.(\d{1,4}|[x*]))?/.exec(term.trim())
  const own = parts(choice)
  if (!found || !own) return false
  const hasMinor = /^\d/.test(found[3] ?? '') && choice.includes('.')
  const wanted: readonly [number, number] = [Number(found[2]), hasMinor ? Number(found[3]) : 0]
  const order = hasMinor ? compare(own, wanted) : own[0] - wanted[0]
  switch (found[1]) {
    case '>=':
      return order >= 0
    case '>':
      return order > 0 || (order === 0 && /\.\d+\.\d/.test(term))
    case '<':
      return order < 0
    case '<=':
      return order <= 0
    case '!=':
      return true
    case '^':
      return own[0] === wanted[0] && order >= 0
    case '~=':
      return own[0] === wanted[0] && order >= 0
    default:
      return order === 0
  }
}
