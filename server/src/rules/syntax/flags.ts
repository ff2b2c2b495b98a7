/** `unknown-flag`, `duplicate-flag`, `flag-needs-value`: flags that their instruction does not take that way. */

import { flagKind, instructionFlags } from '../../knowledge/instruction-flags.ts'
import { replace } from '../../lint/edits.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import { nearest } from '../../lint/nearest.ts'
import type { Rule } from '../../lint/rule.ts'
import { instructionKeywords } from '../../syntax/instruction.ts'
import type { Flag, Instruction } from '../../syntax/tree.ts'

export const unknownFlag: Rule = {
  id: 'unknown-flag',
  family: 'syntax',
  severity: 'error',
  fixable: 'unsafe',
  docs: {
    summary: 'An instruction has a flag that it does not know',
    why: 'The build stops before it begins. Flags are written in lower case, directly behind the keyword, and each instruction has its own; most have none.',
    bad: 'FROM alpine:3.22\nCOPY --chwon=1000:1000 app /app\n',
    good: 'FROM alpine:3.22\nCOPY --chown=1000:1000 app /app\n',
  },
  *check(file) {
    for (const { instruction, flag } of parsedFlags(file)) {
      const { keyword } = instruction
      if (flagKind(keyword, flag.name) !== undefined) continue
      const known = Object.keys(instructionFlags(keyword))
      const suggestion = nearest(flag.name, known)
      const advice =
        suggestion !== undefined
          ? `; did you mean \`--${suggestion}\`?`
          : known.length > 0
            ? `; it has ${known.map((name) => `\`--${name}\``).join(', ')}`
            : '; it takes none'
      yield {
        range: { start: flag.start, end: flag.nameRange.end },
        message: `\`${keyword}\` has no flag \`--${flag.name}\`${advice}`,
        fixes:
          suggestion === undefined
            ? undefined
            : [{ title: `Write \`--${suggestion}\``, safety: 'unsafe', edits: [replace(flag.nameRange, suggestion)] }],
      }
    }
  },
}

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
  *check(file) {
    let current: Instruction | undefined
    const seen = new Set<string>()
    for (const { instruction, flag } of parsedFlags(file)) {
      if (instruction !== current) seen.clear()
      current = instruction
      const kind = flagKind(instruction.keyword, flag.name)
      if (kind === undefined || kind === 'strings') continue
      if (seen.has(flag.name)) {
        yield { range: flag, message: `\`--${flag.name}\` is given twice; keep one of them` }
      }
      seen.add(flag.name)
    }
  },
}

export const flagNeedsValue: Rule = {
  id: 'flag-needs-value',
  family: 'syntax',
  severity: 'error',
  docs: {
    summary: 'A flag lacks its value',
    why: 'A value follows its flag after `=`, without a blank; the word behind a blank is the next argument. The build stops before it begins.',
    bad: 'FROM alpine:3.22\nCOPY --chown 1000:1000 app /app\n',
    good: 'FROM alpine:3.22\nCOPY --chown=1000:1000 app /app\n',
  },
  *check(file) {
    for (const { instruction, flag } of parsedFlags(file)) {
      const kind = flagKind(instruction.keyword, flag.name)
      if (kind === undefined) continue
      if (kind === 'boolean' ? flag.value !== '' : flag.value !== undefined) continue
      const name = `--${flag.name}`
      const message =
        kind === 'boolean'
          ? `\`${name}=\` has no value; write \`${name}\` alone, or \`true\` or \`false\` behind the \`=\``
          : `\`${name}\` needs a value: \`${name}=…\`, without blanks`
      yield { range: flag, message }
    }
  },
}

/** Instructions whose flags BuildKit does not look at. */
const unchecked = new Set(['ARG', 'STOPSIGNAL'])

/** The flags that BuildKit reads: not those of an ONBUILD's inner instruction, which a later build reads. */
export function* parsedFlags(file: LintFile): Generator<{ instruction: Instruction; flag: Flag }> {
  for (const instruction of file.tree.instructions) {
    const { keyword, flags, healthcheckType } = instruction
    if (flags.length === 0 || !instructionKeywords.has(keyword) || unchecked.has(keyword)) continue
    if (keyword === 'HEALTHCHECK' && healthcheckType?.text.toUpperCase() !== 'CMD') continue
    for (const flag of flags) yield { instruction, flag }
  }
}
