/** `unpinned-digest`: a FROM without a digest. */

import type { Rule } from '../../lint/rule.ts'
import { externalImages } from './external-images.ts'

export const unpinnedDigest: Rule = {
  id: 'unpinned-digest',
  family: 'stages',
  severity: 'off',
  docs: {
    summary: 'FROM names an image without a digest',
    why: 'A tag can be moved to another image at any time; a digest names one image for good. With a tool that renews digests, builds are reproducible and updates visible.',
    lesson: 'Reproducible builds (part 5)',
    bad: 'FROM alpine:3.22\n',
    good: 'FROM alpine:3.22@sha256:4b7ce07002c69e8f3d704a9c5d6fd3053be500b7f1c69fc0d80990c2ad8dd412\n',
  },
  check(file, report) {
    for (const { reference, word } of externalImages(file)) {
      if (reference.digest !== undefined) continue
      report({
        range: word,
        message: `\`${reference.text}\` has no digest; add \`@sha256:…\` to get the same image always`,
      })
    }
  },
}
