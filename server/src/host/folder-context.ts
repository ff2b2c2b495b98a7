/** The build context of a Dockerfile on disk: the folder that it lies in, read when a rule first asks. */

import fs from 'node:fs'
import path from 'node:path'
import type { BuildContext, ContextPath } from '../lint/build-context.ts'
import { setBounded } from './bounded-map.ts'

export interface FolderBounds {
  readonly entries: number
  readonly milliseconds: number
}

/** Beyond these a listing stops; it then says nothing about what is absent. */
const defaultBounds: FolderBounds = { entries: 20_000, milliseconds: 2_000 }

/** Listings that are kept, so that the Dockerfiles of one folder share theirs. */
const keptListings = 32

/**
 * Gives the build contexts of Dockerfiles. Listings are remembered as long as the function lives: make a new one for a
 * new look at the disk.
 */
export function createFolderContexts(bounds = defaultBounds): (dockerfile: string) => BuildContext {
  const listings = new Map<string, Listing>()
  return (dockerfile) => new FolderContext(path.resolve(dockerfile), listings, bounds)
}

/** A build context that is read when a rule first asks for it. */
class FolderContext implements BuildContext {
  readonly dockerfile: string
  private readonly root: string
  private readonly listings: Map<string, Listing>
  private readonly bounds: FolderBounds
  private ignoreFileFound: { readonly file: BuildContext['ignoreFile'] } | undefined

  constructor(file: string, listings: Map<string, Listing>, bounds: FolderBounds) {
    this.dockerfile = path.basename(file)
    this.root = path.dirname(file)
    this.listings = listings
    this.bounds = bounds
    this.ignoreFileFound = undefined
  }

  get paths(): readonly ContextPath[] {
    return this.listing().paths
  }

  get complete(): boolean {
    return this.listing().stopped === undefined
  }

  get stopped(): string | undefined {
    return this.listings.get(this.root)?.stopped
  }

  get ignoreFile(): BuildContext['ignoreFile'] {
    this.ignoreFileFound ??= { file: findIgnoreFile(this.root, this.dockerfile) }
    return this.ignoreFileFound.file
  }

  read(name: string): string | undefined {
    return readSmall(this.root, name)
  }

  private listing(): Listing {
    const known = this.listings.get(this.root)
    if (known) return known
    const fresh = listFolder(this.root, this.bounds)
    setBounded(this.listings, this.root, fresh, keptListings)
    return fresh
  }
}

interface Listing {
  readonly paths: readonly ContextPath[]
  readonly stopped: string | undefined
}

/** Folders that hold very much and say little; they are entered last, so that a bound stops in them first. */
const enteredLast = new Set(['.git', 'node_modules', '.venv', 'venv', 'target', '.cache', '.gradle', '.next'])

/** Breadth first; links are listed and not followed, as a build sends them. */
function listFolder(root: string, bounds: FolderBounds): Listing {
  const deadline = performance.now() + bounds.milliseconds
  const paths: ContextPath[] = []
  const queue: string[] = ['']
  const late: string[] = []
  let unreadable = ''
  for (let next = 0; next < queue.length || late.length > 0; next++) {
    if (next === queue.length) queue.push(...late.splice(0))
    const folder = queue[next]
    const entries = readFolder(path.join(root, folder), bounds.entries - paths.length + 1, deadline)
    if (!entries) {
      unreadable ||= folder === '' ? '.' : folder
      continue
    }
    entries.sort((a, b) => (a.name < b.name ? -1 : 1))
    for (const entry of entries) {
      if (paths.length >= bounds.entries) {
        return { paths, stopped: `The listing of ${root} stopped after ${bounds.entries} entries.` }
      }
      const name = folder === '' ? entry.name : `${folder}/${entry.name}`
      const isFolder = entry.isDirectory()
      paths.push({ path: name, folder: isFolder })
      if (isFolder) (enteredLast.has(entry.name) ? late : queue).push(name)
    }
    if (performance.now() > deadline) {
      return { paths, stopped: `The listing of ${root} stopped after ${bounds.milliseconds} ms.` }
    }
  }
  return { paths, stopped: unreadable === '' ? undefined : `${path.join(root, unreadable)} cannot be read.` }
}

/** Up to `most` entries of a folder; fewer when it is late, undefined when it cannot be read. */
function readFolder(folder: string, most: number, deadline: number): fs.Dirent[] | undefined {
  try {
    const directory = fs.opendirSync(folder, { bufferSize: 256 })
    try {
      const entries: fs.Dirent[] = []
      for (let entry = directory.readSync(); entry && entries.length < most; entry = directory.readSync()) {
        entries.push(entry)
        if (entries.length % 256 === 0 && performance.now() > deadline) break
      }
      return entries
    } finally {
      directory.closeSync()
    }
  } catch {
    return undefined
  }
}

/**
 * The ignore file in force: the Dockerfile's own comes before that of the folder.
 * Source: https://docs.docker.com/build/concepts/context/#dockerignore-files; `.containerignore` is Podman's name.
 */
function findIgnoreFile(root: string, dockerfile: string): BuildContext['ignoreFile'] {
  for (const name of [`${dockerfile}.dockerignore`, '.containerignore', '.dockerignore']) {
    const text = readSmall(root, name)
    if (text !== undefined) return { path: name, text }
  }
  return undefined
}

const maxBytes = 256 * 1024

/** A file below the root, up to 256 KiB; links that lead out of the root are not read. */
function readSmall(root: string, name: string): string | undefined {
  // A bare name is inside, and most of them are; taking paths apart costs more than the look itself.
  const isBare = /^[\w.-]*\w$/.test(name)
  const file = isBare ? `${root}${path.sep}${name}` : path.resolve(root, name)
  if (!isBare && !isInside(root, file)) return undefined
  try {
    // Most of what is looked for is not there, and an error costs more than a look.
    const stat = fs.statSync(file, { throwIfNoEntry: false })
    if (!stat?.isFile() || stat.size > maxBytes) return undefined
    if (!isInside(fs.realpathSync(root), fs.realpathSync(file))) return undefined
    return fs.readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

function isInside(root: string, file: string): boolean {
  const relative = path.relative(root, file)
  return relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative)
}
