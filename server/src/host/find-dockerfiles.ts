/** Finds the Dockerfiles in folders, as git sees the folders: what `.gitignore` names is left out. */

import fs from 'node:fs'
import path from 'node:path'
import ignore, { type Ignore } from 'ignore'
import { fileFailure, readRegularFile } from './text-file.ts'

/** A file to read, or a part of the tree that cannot be looked at. */
export type FoundFile = { readonly path: string } | { readonly path: string; readonly failure: string }

/** Whether a file is a Dockerfile by its name: `Dockerfile`, `Dockerfile.*`, `*.Dockerfile`, `Containerfile*`. */
export function isDockerfileName(name: string): boolean {
  if (/\.(dockerignore|containerignore)$/i.test(name)) return false
  return /^Dockerfile(\..+)?$/.test(name) || /.\.dockerfile$/i.test(name) || /^Containerfile/.test(name)
}

/**
 * The Dockerfiles in a folder and below, sorted by path within each folder. Links to folders are not followed, so that
 * there are no loops; links to files are. Never throws.
 */
export function* findDockerfiles(folder: string): Generator<FoundFile> {
  for (const found of lookForDockerfiles(folder)) if (found) yield found
}

/** The same, with undefined for each folder that was looked into, where a caller may let others have their turn. */
export function* lookForDockerfiles(folder: string): Generator<FoundFile | undefined> {
  yield* walk(folder, '', [...ignoreFilesAbove(folder)])
}

/** The `.gitignore` of a folder: its patterns count from the folder that it lies in. */
interface IgnoreFile {
  readonly folder: string
  readonly patterns: Ignore
}

/** Version control's own folders, which git never looks into either. */
const neverEntered = new Set(['.git', '.hg', '.svn', '.jj'])

function* walk(folder: string, shown: string, above: readonly IgnoreFile[]): Generator<FoundFile | undefined> {
  let entries: fs.Dirent[]
  const shownFolder = shown === '' ? folder : shown
  try {
    entries = fs.readdirSync(folder, { withFileTypes: true })
  } catch (error) {
    yield { path: shownFolder, failure: fileFailure(error) }
    return
  }
  const own = entries.some((entry) => entry.name === '.gitignore') ? readIgnoreFile(folder) : undefined
  const ignoreFiles = own ? [...above, own] : above
  entries.sort((a, b) => (a.name < b.name ? -1 : 1))
  yield undefined
  for (const entry of entries) {
    const file = path.join(folder, entry.name)
    if (entry.isDirectory()) {
      if (!neverEntered.has(entry.name) && !isIgnored(file, true, ignoreFiles)) yield* walk(file, file, ignoreFiles)
      continue
    }
    if (!isDockerfileName(entry.name) || isIgnored(file, false, ignoreFiles)) continue
    if (entry.isFile()) yield { path: file }
    else if (entry.isSymbolicLink()) yield* linkedFile(file)
  }
}

/** A link that is named like a Dockerfile; one to a folder is nothing to report. */
function* linkedFile(file: string): Generator<FoundFile> {
  try {
    if (fs.statSync(file).isFile()) yield { path: file }
  } catch (error) {
    const failure = fileFailure(error)
    yield { path: file, failure: failure === 'does not exist' ? 'is a link to a file that does not exist' : failure }
  }
}

function isIgnored(file: string, folder: boolean, ignoreFiles: readonly IgnoreFile[]): boolean {
  // The innermost file that has something to say decides.
  for (let i = ignoreFiles.length - 1; i >= 0; i--) {
    const relative = path.relative(ignoreFiles[i].folder, file).split(path.sep).join('/')
    const { ignored, unignored } = ignoreFiles[i].patterns.test(folder ? `${relative}/` : relative)
    if (ignored) return true
    if (unignored) return false
  }
  return false
}

function readIgnoreFile(folder: string): IgnoreFile | undefined {
  const content = readRegularFile(path.join(folder, '.gitignore'))
  return 'failure' in content ? undefined : { folder, patterns: ignore().add(content.text) }
}

/** The ignore files between the repository's root and a folder, outermost first; none outside a repository. */
function ignoreFilesAbove(folder: string): readonly IgnoreFile[] {
  const found: IgnoreFile[] = []
  const start = path.resolve(folder)
  if (fs.existsSync(path.join(start, '.git'))) return []
  for (let current = path.dirname(start); ; current = path.dirname(current)) {
    const file = readIgnoreFile(current)
    if (file) found.unshift(file)
    if (fs.existsSync(path.join(current, '.git'))) return found
    if (path.dirname(current) === current) return []
  }
}
