/** Completion of paths of the build context: what the ignore file lets through, and nothing outside. */

import type { LintFile } from '../../lint/lint-file.ts'
import { ignoreMatcher, parseDockerignore } from '../../syntax/dockerignore.ts'
import type { Completion } from '../completion.ts'
import { type ArgumentPlace, rangeFrom } from './place.ts'

const maxPaths = 300

/** The files and folders in the folder that is typed so far. */
export function contextCompletions(file: LintFile, place: ArgumentPlace, index: number): readonly Completion[] {
  const { context } = file
  if (!context) return []
  const quote = /^\[?["']/.exec(place.partial.slice(index))?.[0].length ?? 0
  const typed = place.partial.slice(index + quote)
  const slash = typed.lastIndexOf('/')
  const folder = insideContext(typed.slice(0, Math.max(slash, 0)))
  if (folder === undefined) return []
  const prefix = folder === '' ? '' : `${folder}/`
  const ignored = ignoreMatcher(parseDockerignore(context.ignoreFile?.text ?? ''))
  const range = rangeFrom(place, index + quote + slash + 1)
  const found: Completion[] = []
  for (const { path, folder: isFolder } of context.paths) {
    if (!path.startsWith(prefix) || path.indexOf('/', prefix.length) >= 0) continue
    // An ignored folder may hold what a later line takes back.
    if (ignored.ignores(path) && !(isFolder && hasLetThrough(context.paths, path, ignored.ignores))) continue
    const name = path.slice(prefix.length)
    if (/\s/.test(name) && quote === 0) continue
    found.push({
      label: isFolder ? `${name}/` : name,
      kind: isFolder ? 'folder' : 'file',
      range,
      text: isFolder ? `${name}/` : name,
      more: isFolder,
    })
    if (found.length >= maxPaths) break
  }
  return found
}

/** A folder of the context; undefined when the path leads out of it. */
function insideContext(folder: string): string | undefined {
  const parts: string[] = []
  for (const part of folder.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') parts.push(part)
    else if (parts.pop() === undefined) return undefined
  }
  return parts.join('/')
}

function hasLetThrough(
  paths: readonly { readonly path: string }[],
  folder: string,
  ignores: (path: string) => boolean,
): boolean {
  return paths.some(({ path }) => path.startsWith(`${folder}/`) && !ignores(path))
}
