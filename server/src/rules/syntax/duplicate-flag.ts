/** `duplicate-flag`: a flag that is given twice. */

import { flagKind } from '../../knowledge/instruction-flags.ts'
import { parsedFlags } from '../../lint/parsed-flags.ts'
import type { Rule } from '../../lint/rule.ts'
import type { Instruction } from '../../syntax/tree.ts'

export const duplicateFlag: Rule = {
  id: 'duplicate-flag',
  family: 'syntax',
  severity: 'error',
  docs: {
    summary: 'A flag is given twice',
    why: 'Only `--mount`, `--device` and `--exclude` may be repeated; any other flag that stands twice stops the build before it begins.',
    bad: 'FROM alpine:3.22\nCOPY --chown=1000 --chown=1000:1000 app /app\n',
    good: 'FROM alpine:3.22\nCOPY --chown=1000:1000 app /app\n',
  },
  check(file, report) {
    let current: Instruction | undefined
    const seen = new Set<string>()
    for (const { instruction, flag } of parsedFlags(file)) {
      if (instruction !== current) seen.clear()
      current = instruction
      const kind = flagKind(instruction.keyword, flag.name)
      if (kind === undefined || kind === 'strings') continue
      if (seen.has(flag.name)) {
        report({ range: flag, message: `\`--${flag.name}\` is given twice; keep one of them` })
      }
      seen.add(flag.name)
    }
  },
}
