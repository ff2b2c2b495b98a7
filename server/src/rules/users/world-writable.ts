/** `world-writable`: files that every user may change. */

import { replace } from '../../lint/edits.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Edit, Finding, Fix, Rule } from '../../lint/rule.ts'
import type { Instruction, Range } from '../../syntax/tree.ts'

export const worldWritable: Rule = {
  id: 'world-writable',
  family: 'users',
  severity: 'warning',
  fixable: 'unsafe',
  docs: {
    summary: 'Every user may write these files',
    why: 'Whoever gets into the container as any user can change the program itself. Give the files to the user that writes them (`COPY --chown`, `chown`), and nobody else.',
    lesson: 'Minimal permissions (part 5)',
    bad: 'FROM debian:13\nRUN mkdir /data && chmod 777 /data\n',
    good: 'FROM debian:13\nRUN mkdir /data && chmod 775 /data\n',
    exception:
      'A folder for temporary files has the sticky bit: `chmod 1777`. Platforms that choose the user themselves need folders that the group may write: `chmod g=u`.',
  },
  check(file, report) {
    for (const run of file.instructions('RUN')) {
      // One place an instruction: the others are of the same kind.
      const modes = file
        .commands(run)
        .filter(({ name }) => name === 'chmod')
        .flatMap(({ operands: [first] }) => (isWorldWritable(first?.value ?? '') ? [first] : []))
      if (modes.length > 0) report(finding(file, run, modes, modes[0].text))
    }
    for (const copy of file.instructions('COPY', 'ADD')) {
      const flag = copy.flags.find(({ name }) => name === 'chmod')
      if (flag?.value && flag.valueRange && isWorldWritable(flag.value)) {
        report(finding(file, copy, [flag.valueRange], flag.value))
      }
    }
  },
}

function finding(file: LintFile, instruction: Instruction, places: readonly Range[], mode: string): Finding {
  const stage = file.stageOf(instruction)
  const [{ start, end }] = places
  return {
    range: { start, end },
    message: `\`${mode}\` lets every user change these files; give them to the one that has to write them`,
    ...(stage && !file.facts.isShipped(stage) ? { severity: 'hint' as const } : {}),
    fixes: () => fixesOf(file, places),
  }
}

/** Takes the right from others; those that use it must then be the owner or of the group. */
function fixesOf(file: LintFile, places: readonly Range[]): readonly Fix[] {
  const edits: Edit[] = []
  for (const place of places) {
    const mode = withoutOthers(file.slice(place))
    if (mode === undefined) return []
    edits.push(replace(place, mode))
  }
  const written = [...new Set(edits.map(({ text }) => `\`${text}\``))].join(', ')
  return [{ title: `Use ${written}; users outside of the group can then no longer write`, safety: 'unsafe', edits }]
}

/** The mode without the write bit for others; undefined where it is not written plainly or does nothing else. */
function withoutOthers(mode: string): string | undefined {
  if (/^[0-7]{3,5}$/.test(mode)) {
    return (Number.parseInt(mode, 8) & ~0o002).toString(8).padStart(mode.length, '0')
  }
  if (!/^[ugoarwxXst+=,-]+$/.test(mode)) return undefined
  const clauses = mode.split(',').flatMap(clauseWithoutOthers)
  return clauses.length === 0 ? undefined : clauses.join(',')
}

/** `a+rwx` as `ug+rwx,o+rx`; the empty list for `o+w`. */
function clauseWithoutOthers(clause: string): readonly string[] {
  const [, who, operator, rights] = /^([ugoa]*)([+=])([rwxXst]+)$/.exec(clause) ?? []
  if (operator === undefined || !/[oa]/.test(who) || !rights.includes('w')) return [clause]
  const rest = who.includes('a') ? 'ug' : who.replaceAll('o', '')
  const left = rights.replaceAll('w', '')
  return [
    ...(rest === '' ? [] : [`${rest}${operator}${rights}`]),
    ...(left === '' && operator === '+' ? [] : [`o${operator}${left}`]),
  ]
}

/** Octal modes whose last digit has the write bit, without the sticky bit; symbolic ones that add it for others. */
function isWorldWritable(mode: string): boolean {
  if (/^[0-7]{3,5}$/.test(mode)) {
    const value = Number.parseInt(mode, 8)
    return (value & 0o002) !== 0 && (value & 0o1000) === 0
  }
  return mode.split(',').some((clause) => /^[ug]*[oa][ugoa]*[+=][rxXst]*w/.test(clause))
}
