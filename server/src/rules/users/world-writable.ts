/** `world-writable`: files that every user may change. */

import type { LintFile } from '../../lint/lint-file.ts'
import type { Finding, Rule } from '../../lint/rule.ts'
import type { Instruction, Range } from '../../syntax/tree.ts'

export const worldWritable: Rule = {
  id: 'world-writable',
  family: 'users',
  severity: 'warning',
  docs: {
    summary: 'Every user may write these files',
    why: 'Whoever gets into the container as any user can change the program itself. Give the files to the user that writes them (`COPY --chown`, `chown`), and nobody else.',
    lesson: 'Minimal permissions (part 5)',
    bad: 'FROM debian:13\nRUN mkdir /data && chmod 777 /data\n',
    good: 'FROM debian:13\nRUN mkdir /data && chown www-data /data\n',
    exception:
      'A folder for temporary files has the sticky bit: `chmod 1777`. Platforms that choose the user themselves need folders that the group may write: `chmod g=u`.',
  },
  *check(file) {
    for (const run of file.instructions('RUN')) {
      // One place an instruction: the others are of the same kind.
      const mode = file
        .commands(run)
        .filter(({ name }) => name === 'chmod')
        .map(({ operands: [first] }) => first)
        .find((word) => isWorldWritable(word?.value ?? ''))
      if (mode) yield finding(file, run, mode, mode.text)
    }
    for (const copy of file.instructions('COPY', 'ADD')) {
      const flag = copy.flags.find(({ name }) => name === 'chmod')
      if (flag?.value && flag.valueRange && isWorldWritable(flag.value)) {
        yield finding(file, copy, flag.valueRange, flag.value)
      }
    }
  },
}

function finding(file: LintFile, instruction: Instruction, { start, end }: Range, mode: string): Finding {
  const stage = file.stageOf(instruction)
  return {
    range: { start, end },
    message: `\`${mode}\` lets every user change these files; give them to the one that has to write them`,
    ...(stage && !file.facts.isShipped(stage) ? { severity: 'hint' as const } : {}),
  }
}

/** Octal modes whose last digit has the write bit, without the sticky bit; symbolic ones that add it for others. */
function isWorldWritable(mode: string): boolean {
  if (/^[0-7]{3,5}$/.test(mode)) {
    const value = Number.parseInt(mode, 8)
    return (value & 0o002) !== 0 && (value & 0o1000) === 0
  }
  return mode.split(',').some((clause) => /^[ug]*[oa][ugoa]*[+=][rxXst]*w/.test(clause))
}
