/** What is wrong with a .dockerignore: each problem with its place, and fixes as edits. */

import { replace } from '../../lint/edits.ts'
import { unwantedLines } from '../../lint/unwanted-files.ts'
import { type IgnorePattern, parseDockerignore } from '../../syntax/dockerignore.ts'
import { effectsOf } from './effects.ts'
import { type IgnoreFile, patternFit } from './ignore-file.ts'
import { incompleteIgnoreFile } from './incomplete.ts'
import { misleadingPatterns } from './misleading.ts'
import { type IgnoreFix, type IgnoreProblem, removeLine } from './problem.ts'
import { shadowedPatterns } from './shadowed.ts'
import { unmatchedPatterns } from './unmatched.ts'

/** The problems in file order, one for each line at most, but for what the whole file lacks. */
export function ignoreProblems(file: IgnoreFile): readonly IgnoreProblem[] {
  const found = [
    ...invalidPatterns(file),
    ...misleadingPatterns(file),
    ...shadowed(file),
    ...exceptionsWithoutEffect(file),
    ...unmatchedPatterns(file),
  ]
  const lines = new Map<number, IgnoreProblem>()
  for (const problem of found) if (!lines.has(problem.range.start)) lines.set(problem.range.start, problem)
  return [...lines.values(), ...incompleteIgnoreFile(file)].sort((a, b) => a.range.start - b.range.start)
}

function* invalidPatterns({ text, ignore }: IgnoreFile): Generator<IgnoreProblem> {
  for (const { start, end, message } of ignore.errors) {
    const written = text.slice(start, end)
    const mended = mendedPattern(written)
    const fixes: IgnoreFix[] = [{ title: 'Remove the line', edits: [removeLine(text, { start, end })] }]
    if (mended !== undefined) fixes.unshift({ title: `Write \`${mended}\``, edits: [replace({ start, end }, mended)] })
    yield {
      id: 'ignore-pattern-invalid',
      severity: 'error',
      range: { start, end },
      message: `\`${written}\` makes every build fail: ${message}`,
      fixes,
    }
  }
}

/** The pattern with its brackets escaped and without a backslash at its end, where that makes it valid. */
function mendedPattern(written: string): string | undefined {
  const bare = written.replace(/(?<!\\)\\+$/, '')
  const candidates = [bare, bare.replace(/\[/g, '\\[')]
  return candidates.find((text) => text !== written && parseDockerignore(text).patterns.length === 1)
}

function* shadowed(file: IgnoreFile): Generator<IgnoreProblem> {
  const { text, ignore } = file
  const effects = effectsOf(file)
  for (const { pattern, by, how } of shadowedPatterns(ignore)) {
    // What holds by the patterns has to hold in this folder too; else one of them is not understood.
    if (effects?.isIdle(pattern) === false) continue
    const written = text.slice(pattern.start, pattern.end)
    const other = text.slice(by.start, by.end)
    const verdict =
      how === 'covered'
        ? `\`${other}\` in line ${by.line + 1} keeps out the same and more`
        : `\`${other}\` in line ${by.line + 1} ${by.negated ? 'takes all of it back' : 'keeps all of it out again'}`
    yield {
      id: pattern.negated ? 'ignore-exception-without-effect' : 'ignore-pattern-shadowed',
      severity: how === 'covered' ? 'hint' : pattern.negated ? 'warning' : 'info',
      range: pattern,
      message: `\`${written}\` has no effect: ${same(pattern, by) ? `line ${by.line + 1} says the same` : verdict}`,
      tags: ['unnecessary'],
      related: { range: { start: by.start, end: by.end }, message: 'The line that decides' },
      fixes: [{ title: `Remove \`${written}\``, edits: [removeLine(text, pattern)] }],
    }
  }
}

function same(a: IgnorePattern, b: IgnorePattern): boolean {
  return a.text === b.text && a.negated === b.negated
}

function* exceptionsWithoutEffect(file: IgnoreFile): Generator<IgnoreProblem> {
  const { text, ignore } = file
  const first = ignore.patterns.findIndex(({ negated }) => !negated)
  for (const [index, pattern] of ignore.patterns.entries()) {
    if (!pattern.negated) continue
    const written = text.slice(pattern.start, pattern.end)
    const isFirst = first < 0 || index < first
    const reason = isFirst ? 'no line above it keeps anything out' : reasonInFolder(file, pattern)
    if (reason === undefined) continue
    yield {
      id: 'ignore-exception-without-effect',
      severity: isFirst ? 'warning' : 'hint',
      range: pattern,
      message: `\`${written}\` takes nothing back: ${reason}`,
      tags: isFirst ? ['unnecessary'] : undefined,
      fixes: [{ title: `Remove \`${written}\``, edits: [removeLine(text, pattern)] }],
    }
  }
}

/** Why an exception takes nothing back in this folder; undefined where it may. */
function reasonInFolder(file: IgnoreFile, pattern: IgnorePattern): string | undefined {
  const { context } = file
  if (!context?.complete || isPreventive(pattern)) return undefined
  const { outermost } = patternFit(context, pattern)
  if (outermost.length === 0 || effectsOf(file)?.hasSay(pattern)) return undefined
  return outermost.some(({ folder }) => folder)
    ? 'what it fits is not kept out, and it says nothing of what lies below'
    : 'what it fits is not kept out'
}

const exceptions = new Set(unwantedLines().filter((line) => line.startsWith('!')))

/** Whether it is one of the lines that belong into any file, whether there is something to take back or not. */
function isPreventive({ text }: IgnorePattern): boolean {
  return exceptions.has(`!${text}`) || exceptions.has(`!**/${text}`)
}
