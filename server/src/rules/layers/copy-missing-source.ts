/** `copy-missing-source`: a source that is not in the build context. */

import { detectEcosystems } from '../../knowledge/ecosystems.ts'
import type { BuildContext } from '../../lint/build-context.ts'
import { type ContextSource, contextSources } from '../../lint/context-sources.ts'
import { replace } from '../../lint/edits.ts'
import { nearest } from '../../lint/nearest.ts'
import type { Rule } from '../../lint/rule.ts'
import { fitsPattern, parseDockerignore } from '../../syntax/dockerignore.ts'

export const copyMissingSource: Rule = {
  id: 'copy-missing-source',
  family: 'layers',
  severity: 'warning',
  fixable: 'unsafe',
  docs: {
    summary: 'A copied file is not in the build context',
    why: 'Sources of `COPY` and `ADD` are paths in the build context. One that is not there makes the build fail.',
    lesson: 'COPY (parts 2 and 3)',
    bad: 'FROM python:3.14-slim\nCOPY requirments.txt /app/\n',
    good: 'FROM python:3.14-slim\nCOPY requirements.txt /app/\n',
    files: { 'requirements.txt': '', 'app.py': '' },
    exception:
      'The folder of the Dockerfile is taken as the build context; where another one is given, the rule does not know it.',
  },
  check(file, report) {
    const { context } = file
    if (!context?.complete) return
    const sources = contextSources(file).filter(
      ({ path, instruction }) => path !== '.' && file.outer(instruction) === instruction,
    )
    const missing = sources.filter((source) => !isThere(source, context))
    if (missing.length === 0 || !isTheContext(context, sources.length > missing.length)) return
    for (const { word, path, instruction } of missing) {
      const meant = /[*?[]/.test(path) ? undefined : similar(path, context)
      const text = meant && word.text.endsWith(path) ? word.text.slice(0, -path.length) + meant : undefined
      report({
        range: word,
        message: `\`${word.text}\` matches nothing in the build context${meant ? `; did you mean \`${meant}\`?` : ''}`,
        fixes:
          text === undefined
            ? []
            : [
                {
                  title: `Copy \`${meant}\``,
                  safety: 'unsafe',
                  edits: [replace(word, instruction.json ? JSON.stringify(text) : text)],
                },
              ],
      })
    }
  },
}

function isThere({ path }: ContextSource, context: BuildContext): boolean {
  if (!/[*?[\\]/.test(path)) return context.paths.some((entry) => entry.path === path)
  const [pattern] = parseDockerignore(path).patterns
  return !pattern || context.paths.some((entry) => fitsPattern(pattern, entry.path))
}

/** Whether the Dockerfile's folder really is what is built: another source is there, or a project begins here. */
function isTheContext(context: BuildContext, othersAreThere: boolean): boolean {
  if (othersAreThere || context.ignoreFile) return true
  const names = context.paths.filter(({ path, folder }) => !folder && !path.includes('/')).map(({ path }) => path)
  return detectEcosystems(names).length > 0
}

/** A path of the same folder with a similar name. */
function similar(path: string, context: BuildContext): string | undefined {
  const folder = path.slice(0, path.lastIndexOf('/') + 1)
  const names = context.paths
    .filter((entry) => entry.path.startsWith(folder) && !entry.path.slice(folder.length).includes('/'))
    .map((entry) => entry.path.slice(folder.length))
  const name = nearest(path.slice(folder.length), names)
  return name && folder + name
}
