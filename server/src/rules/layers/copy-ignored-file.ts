/** `copy-ignored-file`: a source that the ignore file keeps out of the build. */

import { contextSources } from '../../lint/context-sources.ts'
import type { Rule } from '../../lint/rule.ts'
import { isCopySourceIgnored, parseDockerignore } from '../../syntax/dockerignore.ts'

export const copyIgnoredFile: Rule = {
  id: 'copy-ignored-file',
  family: 'layers',
  aliases: ['CopyIgnoredFile'],
  severity: 'warning',
  docs: {
    summary: 'A copied file is kept out by the `.dockerignore`',
    why: 'What the ignore file matches is not sent to the builder, so the copy finds nothing and the build fails, although the file is there.',
    lesson: 'Use .dockerignore (parts 1, 3 and 5)',
    bad: 'FROM alpine:3.22\nCOPY app.log /srv/\n',
    good: 'FROM alpine:3.22\nCOPY app.conf /srv/\n',
    files: { 'app.log': '', 'app.conf': '', '.dockerignore': '*.log\n' },
  },
  check(file, report) {
    const ignoreFile = file.context?.ignoreFile
    if (!ignoreFile) return
    const ignore = parseDockerignore(ignoreFile.text)
    for (const { word, path } of contextSources(file)) {
      if (!isCopySourceIgnored(ignore, path)) continue
      report({
        range: word,
        message: `\`${word.text}\` is kept out by \`${ignoreFile.path}\`; take it back with \`!${path}\`, or do not copy it`,
      })
    }
  },
}
