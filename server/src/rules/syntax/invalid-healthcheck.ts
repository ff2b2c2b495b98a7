/** `invalid-healthcheck`: a HEALTHCHECK whose kind, options or command the build refuses. */

import type { LintFile } from '../../lint/lint-file.ts'
import type { Finding, Rule } from '../../lint/rule.ts'
import { hasTrailingComment } from '../../lint/trailing-comment.ts'
import type { Flag, Instruction } from '../../syntax/tree.ts'

export const invalidHealthcheck: Rule = {
  id: 'invalid-healthcheck',
  family: 'syntax',
  severity: 'error',
  docs: {
    summary: 'HEALTHCHECK is neither `CMD` with a command nor `NONE`, or has an option with a wrong value',
    why: 'The build stops before it begins. Times need a unit (`30s`, `1m30s`) and are at least a millisecond, `--retries` is a whole number, and options stand in front of CMD.',
    lesson: 'HEALTHCHECK (part 3)',
    bad: 'FROM nginx:1.29\nHEALTHCHECK --interval=30 CMD curl -f http://localhost/\n',
    good: 'FROM nginx:1.29\nHEALTHCHECK --interval=30s CMD curl -f http://localhost/\n',
  },
  check(file, report) {
    for (const instruction of file.tree.instructions) {
      if (instruction.keyword === 'HEALTHCHECK') for (const finding of findings(file, instruction)) report(finding)
    }
  },
}

function* findings(file: LintFile, instruction: Instruction): Generator<Finding> {
  const { healthcheckType: kind, words, flags, error } = instruction
  if (!kind || error) return
  const name = kind.text.toUpperCase()
  if (name === 'NONE') {
    if (words.length === 0 || hasTrailingComment(file, instruction)) return
    const range = { start: words[0].start, end: words[words.length - 1].end }
    yield { range, message: `\`${kind.text}\` switches the check off and takes no arguments` }
    return
  }
  if (name !== 'CMD') {
    yield {
      range: kind,
      message: `\`${kind.text}\` is neither \`CMD\` nor \`NONE\`; write \`CMD\` in front of the command`,
    }
    return
  }
  for (const flag of flags) {
    const finding = flagFinding(flag)
    if (finding) yield finding
  }
  if (words.length === 0) yield { range: kind, message: `\`${kind.text}\` needs a command behind it` }
}

const times = new Set(['interval', 'timeout', 'start-period', 'start-interval'])

function flagFinding({ name, value, valueRange }: Flag): Finding | undefined {
  if (!value || !valueRange) return undefined
  const problem = times.has(name) ? timeProblem(value) : name === 'retries' ? retriesProblem(value) : undefined
  return problem === undefined
    ? undefined
    : { range: valueRange, message: `\`${value}\` is no value for \`--${name}\`; ${problem}` }
}

/** Nanoseconds by unit; `µs` does not get through BuildKit's reading of flags, which goes byte by byte. */
const units: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
}

/** What is wrong with a duration as Go writes it: numbers with units, at least a millisecond or zero. */
function timeProblem(value: string): string | undefined {
  if (value.includes('$')) return 'variables are not expanded here'
  const text = value.replace(/^[-+]/, '')
  if (text === '0') return undefined
  if (/^[0-9.]+$/.test(text) && /[0-9]/.test(text)) return `a unit is missing, as in \`${value}s\``
  let nanoseconds = 0
  let position = 0
  const part = /([0-9]+(?:\.[0-9]*)?|\.[0-9]+)([^0-9.]+)/y
  while (position < text.length) {
    part.lastIndex = position
    const match = part.exec(text)
    if (!match) return 'write numbers with units, as in `1m30s`'
    const unit = match[2]
    if (!Object.hasOwn(units, unit)) return `\`${unit}\` is no unit; there are \`ms\`, \`s\`, \`m\` and \`h\``
    nanoseconds += Number(match[1]) * units[unit]
    position = part.lastIndex
  }
  if (position === 0) return 'write numbers with units, as in `1m30s`'
  if (nanoseconds > 2 ** 63) return 'it is too long'
  const isTooShort = nanoseconds > 0 && (value.startsWith('-') || nanoseconds < 1e6)
  return isTooShort ? 'it has to be a millisecond at least' : undefined
}

function retriesProblem(value: string): string | undefined {
  if (!/^[-+]?[0-9]+$/.test(value)) return 'write a whole number'
  const number = Number(value)
  if (number < 0) return 'it cannot be negative'
  return number > 2 ** 31 - 1 ? 'it is too large' : undefined
}
