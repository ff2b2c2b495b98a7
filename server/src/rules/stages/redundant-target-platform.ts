/** `redundant-target-platform`: the platform that every stage has anyway. */

import type { Rule } from '../../lint/rule.ts'
import { withoutFlag } from '../../lint/without-flag.ts'
import { expandWord } from '../../syntax/expand.ts'

export const redundantTargetPlatform: Rule = {
  id: 'redundant-target-platform',
  family: 'stages',
  aliases: ['RedundantTargetPlatform', 'DL3065'],
  severity: 'warning',
  fixable: 'safe',
  docs: {
    summary: '`FROM --platform=$TARGETPLATFORM` says what is the default',
    why: 'Every stage is built for the target platform unless it says otherwise.',
    lesson: 'Multi-platform builds (part 1)',
    bad: 'FROM --platform=$TARGETPLATFORM debian:13-slim\n',
    good: 'FROM debian:13-slim\n',
  },
  check(file, report) {
    for (const { platform } of file.stages) {
      if (!platform?.value) continue
      const { references } = expandWord(platform.value, () => undefined, { escape: file.tree.escape, keepUnset: true })
      const [use] = references
      const isWhole = use?.name === 'TARGETPLATFORM' && use.start === 0 && use.end === platform.value.length
      if (!isWhole) continue
      report({
        range: platform,
        message: `\`${platform.value}\` is the platform of every stage anyway; leave the flag out`,
        fixes: [{ title: 'Leave the platform out', safety: 'safe', edits: [withoutFlag(file, platform)] }],
      })
    }
  },
}
