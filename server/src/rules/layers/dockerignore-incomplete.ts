/** `dockerignore-incomplete`: an ignore file that lets through what should stay out. */

import { contextSources, takesWholeContext } from '../../lint/context-sources.ts'
import type { Rule } from '../../lint/rule.ts'
import { completedIgnoreFile, unwantedFiles } from '../../lint/unwanted-files.ts'

export const dockerignoreIncomplete: Rule = {
  id: 'dockerignore-incomplete',
  family: 'layers',
  severity: 'info',
  fixable: 'unsafe',
  docs: {
    summary: 'The `.dockerignore` lets through what is not for images',
    why: 'Version control, local dependencies and secrets that lie in the build context are copied with the rest. They make the image larger, spoil the cache, and a secret in a layer stays there.',
    lesson: 'Use .dockerignore (parts 1, 3 and 5)',
    bad: 'FROM node:24\nWORKDIR /app\nCOPY . .\n',
    good: 'FROM node:24\nWORKDIR /app\nCOPY src ./src\n',
    files: { 'src/index.js': '', '.git/HEAD': 'ref: refs/heads/main\n', '.dockerignore': 'node_modules\n' },
  },
  check(file, report) {
    const { context } = file
    if (!context?.ignoreFile) return
    const { path, text } = context.ignoreFile
    const source = contextSources(file).find(takesWholeContext)
    const unwanted = source ? unwantedFiles(file, context) : []
    if (!source || unwanted.length === 0) return
    const names = unwanted.slice(0, 3).map((item) => `\`${item.path}\``)
    report({
      range: source.word,
      message: `\`${source.word.text}\` copies ${names.join(', ')}${unwanted.length > 3 ? ' and more' : ''}; add ${unwanted.length > 1 ? 'them' : 'it'} to \`${path}\``,
      fixes() {
        const files = [{ path, text: completedIgnoreFile(text, unwanted), creates: false }]
        return [
          {
            title: `Add ${unwanted.length > 1 ? `${unwanted.length} lines` : 'a line'} to \`${path}\``,
            safety: 'unsafe' as const,
            edits: [],
            files,
          },
        ]
      },
    })
  },
}
