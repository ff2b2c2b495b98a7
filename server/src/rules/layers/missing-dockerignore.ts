/** `missing-dockerignore`: the whole build context is copied, and nothing keeps out what should stay out. */

import { contextSources, takesWholeContext } from '../../lint/context-sources.ts'
import type { Rule } from '../../lint/rule.ts'
import { newIgnoreFile, unwantedFiles } from '../../lint/unwanted-files.ts'

export const missingDockerignore: Rule = {
  id: 'missing-dockerignore',
  family: 'layers',
  severity: 'warning',
  fixable: 'unsafe',
  docs: {
    summary: 'The whole build context is copied without a `.dockerignore`',
    why: 'Without an ignore file everything in the folder goes to the builder and into the image: version control, local dependencies, secrets. Builds are slower, and every change of such a file spoils the cache.',
    lesson: 'Use .dockerignore (parts 1, 3 and 5)',
    bad: 'FROM node:24\nWORKDIR /app\nCOPY . .\n',
    good: 'FROM node:24\nWORKDIR /app\nCOPY src ./src\n',
    files: { 'src/index.js': '', '.git/HEAD': 'ref: refs/heads/main\n' },
  },
  check(file, report) {
    const { context } = file
    if (!context || context.ignoreFile) return
    const source = contextSources(file).find(takesWholeContext)
    if (!source) return
    const unwanted = unwantedFiles(file, context)
    if (unwanted.length === 0) return
    report({
      range: source.word,
      message: `\`${source.word.text}\` copies \`${unwanted[0].path}\`${unwanted.length > 1 ? ' and more that is not for images' : ''}; a \`.dockerignore\` keeps it out`,
      fixes() {
        const text = newIgnoreFile(context)
        return [
          {
            title: 'Create a `.dockerignore` for this project',
            safety: 'unsafe' as const,
            edits: [],
            files: [{ path: '.dockerignore', text, creates: true }],
          },
        ]
      },
    })
  },
}
