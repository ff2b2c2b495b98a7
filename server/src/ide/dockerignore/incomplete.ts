/** What a .dockerignore lets through and no image should hold: secrets, version control, what tools make. */

import type { BuildContext } from '../../lint/build-context.ts'
import { insert } from '../../lint/edits.ts'
import { unwantedLines } from '../../lint/unwanted-files.ts'
import { ignoreMatcher, parseDockerignore } from '../../syntax/dockerignore.ts'
import { effectsOf } from './effects.ts'
import { type IgnoreFile, patternFit } from './ignore-file.ts'
import type { IgnoreProblem } from './problem.ts'

/** One problem for the whole file, at its first line; its fix adds what is missing at the end. */
export function* incompleteIgnoreFile(file: IgnoreFile): Generator<IgnoreProblem> {
  const { text, context } = file
  const effects = effectsOf(file)
  if (!context || !effects) return
  const lines = unwantedLines()
  const wanted = parseDockerignore(lines.join('\n'))
  const unwanted = ignoreMatcher(wanted)
  const missing: { line: string; path: string }[] = []
  for (const pattern of wanted.patterns) {
    if (pattern.negated || (pattern.text === '**/.git' && usesGit(context))) continue
    const found = patternFit(context, pattern).outermost.find(
      ({ path }) => !effects.ignores(path) && unwanted.decidingPattern(path) === pattern,
    )
    if (found) missing.push({ line: pattern.text, path: found.path })
  }
  if (missing.length === 0) return
  const names = missing.slice(0, 3).map(({ path }) => `\`${path}\``)
  const added = missing.flatMap(({ line }) => [line, ...lines.filter((other) => isExceptionTo(other, line))])
  const newline = text.includes('\r\n') ? '\r\n' : '\n'
  const gap = text === '' || text.endsWith('\n') ? '' : newline
  const firstLine = /^[^\r\n]*/.exec(text)?.[0].length ?? 0
  yield {
    id: 'dockerignore-incomplete',
    severity: 'info',
    range: { start: 0, end: firstLine },
    message: `Nothing keeps out ${names.join(', ')}${missing.length > 3 ? ` and ${missing.length - 3} more` : ''}, which no image should hold`,
    fixes: [
      {
        title: added.length === 1 ? `Add \`${added[0]}\`` : `Add ${added.length} lines`,
        edits: [insert(text.length, `${gap}${added.join(newline)}${newline}`)],
      },
    ],
  }
}

/** The exception for `.env.example` goes with the line for `.env.*`. */
function isExceptionTo(line: string, pattern: string): boolean {
  if (!line.startsWith('!')) return false
  const [keptOut] = parseDockerignore(pattern).patterns
  const matcher = ignoreMatcher({ lines: [], errors: [], patterns: keptOut ? [keptOut] : [] })
  return matcher.ignores(line.slice(1).replace(/^\*\*\//, ''))
}

/** Whether a Dockerfile of the folder calls git, and may need the history. */
function usesGit(context: BuildContext): boolean {
  return context.paths
    .filter(({ path, folder }) => !folder && /^(?:Dockerfile|Containerfile)/.test(path) && !path.endsWith('ignore'))
    .slice(0, 20)
    .some(({ path }) => /\bgit\s|\.git\b/.test(context.read(path) ?? ''))
}
