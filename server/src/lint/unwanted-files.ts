/** What a build context holds that no image should: version control, caches, secrets. */

import { detectEcosystems, dockerignoreFor, secretIgnoreLines } from '../knowledge/ecosystems.ts'
import { ignoreMatcher, parseDockerignore } from '../syntax/dockerignore.ts'
import type { BuildContext } from './build-context.ts'
import type { LintFile } from './lint-file.ts'

/** Folders and files that are made by tools, wherever they lie; never the sources of anything. */
const toolMade = [
  '**/.git',
  '**/.svn',
  '**/.hg',
  '**/node_modules',
  '**/bower_components',
  '**/.venv',
  '**/__pycache__',
  '**/.pytest_cache',
  '**/.mypy_cache',
  '**/.ruff_cache',
  '**/.tox',
  '**/.gradle',
  '**/.terraform',
  '**/.idea',
  '**/.vscode',
  '**/.DS_Store',
  '**/Thumbs.db',
]

/** Lines of an ignore file that keep out what no image should hold, and take back what looks like it and is not. */
export function unwantedLines(): readonly string[] {
  return [...toolMade, ...secretIgnoreLines()]
}

export interface UnwantedFile {
  readonly path: string
  /** The line of an ignore file that keeps it out. */
  readonly line: string
}

/** The outermost unwanted paths of the context that the ignore file lets through; at most one for each line. */
export function unwantedFiles(file: LintFile, context: BuildContext): readonly UnwantedFile[] {
  const lines = [...toolMade, ...secretIgnoreLines().filter((line) => !line.startsWith('!'))]
  const wanted = parseDockerignore(lines.join('\n'))
  const unwanted = ignoreMatcher(wanted)
  const ignored = ignoreMatcher(parseDockerignore(context.ignoreFile?.text ?? ''))
  const needsGit = file.shellCommands('git').length > 0 || /\.git\b/.test(runText(file))
  const found = new Map<string, UnwantedFile>()
  for (const { path } of context.paths) {
    const pattern = unwanted.decidingPattern(path)
    if (!pattern || pattern.negated || ignored.ignores(path)) continue
    if (needsGit && pattern.text.endsWith('.git')) continue
    const known = found.get(pattern.text)
    if (!known || path.length < known.path.length) found.set(pattern.text, { path, line: pattern.text })
  }
  return [...found.values()]
}

function runText(file: LintFile): string {
  let text = ''
  for (const run of file.instructions('RUN')) text += run.source.text
  return text
}

/** A whole ignore file for the project in a context. */
export function newIgnoreFile(context: BuildContext): string {
  const names = context.paths.filter(({ path, folder }) => !folder && !path.includes('/')).map(({ path }) => path)
  return dockerignoreFor(detectEcosystems(names))
}

/** The ignore file with lines for what it lets through, in its own line ends. */
export function completedIgnoreFile(text: string, missing: readonly UnwantedFile[]): string {
  const newline = text.includes('\r\n') ? '\r\n' : '\n'
  const gap = text === '' || text.endsWith('\n') ? '' : newline
  return `${text}${gap}${missing.map(({ line }) => `${line}${newline}`).join('')}`
}
