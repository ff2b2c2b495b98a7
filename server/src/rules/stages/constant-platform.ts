/** `constant-platform`: a FROM with a fixed platform. */

import type { Rule } from '../../lint/rule.ts'
import { withoutFlag } from '../../lint/without-flag.ts'
import type { Stage } from '../../syntax/stages.ts'

export const constantPlatform: Rule = {
  id: 'constant-platform',
  family: 'stages',
  aliases: ['FromPlatformFlagConstDisallowed', 'DL3029'],
  severity: 'warning',
  fixable: 'unsafe',
  docs: {
    summary: 'FROM has a fixed platform',
    why: 'The stage is then built for that platform whatever the build asks for: on another machine it runs in emulation, and a multi-platform build gets the wrong binaries. `$BUILDPLATFORM` is for stages that compile, the default for all others.',
    lesson: 'Multi-platform builds (part 1)',
    bad: 'FROM --platform=linux/amd64 debian:13-slim\n',
    good: 'FROM debian:13-slim\n',
    exception:
      'A stage that is for one platform only: with the system or the architecture in its name, it is not flagged.',
  },
  check(file, report) {
    for (const stage of file.stages) {
      const { platform } = stage
      const value = platform?.value
      if (!platform || !value || value.includes('$') || isNamedAfter(stage, value)) continue
      report({
        range: platform,
        message: `\`${value}\` is fixed, so the stage ignores the platform of the build; leave the flag out`,
        fixes: [{ title: 'Leave the platform out', safety: 'unsafe', edits: [withoutFlag(file, platform)] }],
      })
    }
  },
}

/** Other names of architectures. */
const spellings: Readonly<Record<string, string>> = {
  x86_64: 'amd64',
  'x86-64': 'amd64',
  aarch64: 'arm64',
  i386: '386',
}

/** Whether the stage says in its name that it is for the platform. */
function isNamedAfter({ name }: Stage, value: string): boolean {
  if (name === undefined) return false
  const [os, architecture] = value.toLowerCase().split('/')
  return [os, architecture].some(
    (part) => part !== undefined && (name.includes(part) || name.includes(spellings[part] ?? part)),
  )
}
