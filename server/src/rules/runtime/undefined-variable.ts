/** `undefined-variable`: a variable that nothing sets, in an instruction in which BuildKit expands it. */

import { replace } from '../../lint/edits.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import { nearest } from '../../lint/nearest.ts'
import type { Finding, Fix, Rule } from '../../lint/rule.ts'
import { type ExpandedWord, expandedWords, mayBeSet, variableUses } from '../../lint/word-expansion.ts'
import { argPairs } from '../../syntax/stages.ts'
import type { Instruction, Range } from '../../syntax/tree.ts'

export const undefinedVariable: Rule = {
  id: 'undefined-variable',
  family: 'runtime',
  aliases: ['UndefinedVar'],
  severity: 'warning',
  fixable: 'unsafe',
  docs: {
    summary: 'A variable is used that nothing sets',
    why: 'BuildKit puts an empty text in its place, without an error: paths become wrong, labels and values empty. Known are ARG and ENV above the line, also of the stage that this one is built on, and the variables of the base image.',
    lesson: 'ARG and ENV (part 3)',
    bad: 'FROM alpine:3.22\nARG APP_VERSION=1.2.3\nLABEL version=$APP_VERSOIN\n',
    good: 'FROM alpine:3.22\nARG APP_VERSION=1.2.3\nLABEL version=$APP_VERSION\n',
    exception: 'A variable that a base image sets which nobody knows here: about such images nothing is said.',
  },
  check(file, report) {
    for (const word of expandedWords(file)) {
      // EXPOSE takes what is not set for nothing, and a FROM has a rule of its own.
      if (word.isGlobal || word.instruction.keyword === 'EXPOSE') continue
      // What stands behind `:+` of an unset variable is never read.
      let unread = -1
      for (const use of variableUses(word)) {
        if (use.start < unread || isSet(file, word, use.name)) continue
        if (use.modifier.endsWith('+')) unread = use.end
        report(finding(file, word, use))
      }
    }
  },
}

/** Names that only the builder sees. */
const invisible = new Set(['BUILDKIT_SBOM_SCAN_CONTEXT', 'BUILDKIT_SBOM_SCAN_STAGE'])

function isSet(file: LintFile, word: ExpandedWord, name: string): boolean {
  // A global argument that the stage does not declare is the flaw of another rule.
  if (invisible.has(name) || file.graph.globalArgs.has(name) || mayBeSet(file, word, name)) return true
  const { instruction } = word
  if (instruction.keyword !== 'ARG' && instruction.keyword !== 'ENV') return false
  // `ENV A=b C=$A` is the flaw of another rule.
  const end = firstEnds(file, instruction).get(name)
  return end !== undefined && end <= word.start
}

/** Where the first pair of each name ends, in an ARG or ENV. */
function firstEnds(file: LintFile, instruction: Instruction): ReadonlyMap<string, number> {
  return file.onceFor('first pairs of names', instruction, () => {
    const ends = new Map<string, number>()
    for (const { name, end } of instruction.keyword === 'ARG' ? argPairs(instruction) : instruction.pairs) {
      if (!ends.has(name)) ends.set(name, end)
    }
    return ends
  })
}

type Use = ReturnType<typeof variableUses>[number]

function finding(file: LintFile, word: ExpandedWord, use: Use): Finding {
  const { name, range, modifier } = use
  // One or two letters are near to anything.
  const suggestion = name.length > 2 ? nearest(name, knownNames(file, word)) : undefined
  const advice =
    suggestion !== undefined
      ? `did you mean \`${suggestion}\`?`
      : atRunTime.has(name)
        ? 'it exists only while a command runs, so write the value itself'
        : `declare it with \`ARG ${name}\``
  const fixes = suggestion === undefined ? undefined : [respell(word, use, suggestion)]
  if (modifier === '+' || modifier === ':+') {
    return { range, severity: 'hint', message: `nothing sets \`${name}\`, so this is always empty; ${advice}`, fixes }
  }
  if (modifier === '-' || modifier === ':-') {
    return {
      range,
      severity: 'info',
      message: `nothing sets \`${name}\`, so this is always its default; ${advice}`,
      fixes,
    }
  }
  return { range, message: `nothing sets \`${name}\`, so this is empty; ${advice}`, fixes }
}

/** Set by the shell or the runtime, for programs only. */
const atRunTime = new Set(['HOME', 'USER', 'LOGNAME', 'PWD', 'OLDPWD', 'HOSTNAME', 'SHELL', 'UID', 'GID', 'RANDOM'])

/** Of very many names, the last ones are looked at. */
const maxKnown = 100

/** What can be meant: names that are set here, in the stage or by the base image. */
function knownNames(file: LintFile, { instruction }: ExpandedWord): readonly string[] {
  const stage = file.stageOf(instruction)
  const image = stage && file.facts.image(stage)
  const names = new Set<string>()
  for (let current = stage; current && names.size < maxKnown; current = current.parent) {
    const definitions = file.scopes.definitions[current.index] ?? []
    let end = definitions.length
    if (current === stage) {
      let low = 0
      while (low < end) {
        const middle = (low + end) >> 1
        if (definitions[middle].instruction.index < instruction.index) low = middle + 1
        else end = middle
      }
    }
    for (let i = end - 1; i >= 0 && i >= end - maxKnown; i--) names.add(definitions[i].name)
  }
  return [...names, ...Object.keys(image?.env ?? {}), 'PATH']
}

function respell(word: ExpandedWord, use: Use, name: string): Fix {
  const range: Range = word.place({ start: use.nameStart, end: use.nameEnd })
  return { title: `Write \`${name}\``, safety: 'unsafe', edits: [replace(range, name)] }
}
