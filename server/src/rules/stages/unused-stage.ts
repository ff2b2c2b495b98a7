/** `unused-stage`: a stage that nothing needs. */

import { lineStart } from '../../lint/blocks.ts'
import { remove } from '../../lint/edits.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import { referencesTo } from '../../lint/rename-stage.ts'
import type { Fix, Rule } from '../../lint/rule.ts'
import { firstAt } from '../../syntax/first-at.ts'
import type { Stage } from '../../syntax/stages.ts'

export const unusedStage: Rule = {
  id: 'unused-stage',
  family: 'stages',
  severity: 'hint',
  fixable: 'unsafe',
  options: {
    targets: { type: 'texts', description: 'Stages that are built with `--target`. Default: none.' },
  },
  docs: {
    summary: 'No other stage needs this one, and it is not the last',
    why: 'BuildKit skips stages that the result does not need. Such a stage is either left over or built with `--target`.',
    lesson: 'Multi-stage builds (part 3)',
    bad: 'FROM golang:1.27\nRUN go install example.com/tool@v1.2.3\n\nFROM debian:13-slim\nCMD ["tool"]\n',
    good: 'FROM debian:13-slim\nCMD ["tool"]\n',
    exception: 'A stage that is built on its own with `--target`: add its name to the option `targets`.',
  },
  check(file, report) {
    const targets = new Set(file.option<{ targets?: readonly string[] }>('unused-stage')?.targets ?? [])
    const unused = file.stages.slice(0, -1).filter((stage) => referencesTo(file, stage).length === 0)
    const named = unused.filter(({ name }) => name !== undefined)
    for (const stage of unused) {
      const { name, nameWord, baseWord, from } = stage
      if (name !== undefined && (targets.has(name) || named.length > 1 || isTarget(name))) continue
      report({
        range: nameWord ?? baseWord ?? from.keywordRange,
        message:
          name === undefined
            ? 'no other stage needs this one, and without a name it cannot be built alone; remove it'
            : `no other stage needs \`${name}\`; remove it, unless it is built with \`--target\``,
        tags: ['unnecessary'],
        fixes() {
          // Stages that are named by number would be counted anew.
          const isCounted = file.graph.references.some(({ text }) => /^\d+$/.test(text))
          return isCounted || hidesDirective(file, stage) ? [] : [removeStage(file, stage)]
        },
      })
    }
  },
}

/** Names of stages that people build on their own. */
function isTarget(name: string): boolean {
  return /(^|[-_.])(dev|develop|development|devel|debug|test|tests|testing|unittest|lint|linter|format|check|ci|e2e|bench|docs?|tools?|local|prod|production|release|runtime|final|artifacts?|export|binary|binaries|debugger|coverage|validate|update|generate|watch|shell)([-_.]|$)/.test(
    name,
  )
}

/** Whether a comment behind the file's first stage would become a directive, were it the first line. */
function hidesDirective(file: LintFile, stage: Stage): boolean {
  if (stage.from.index > 0) return false
  const next = file.stages[stage.index + 1]
  const top = next && file.text.slice(lineStart(file, topLine(file, next)), next.from.start)
  return top !== undefined && /^\s*#\s*[a-z]+\s*=/i.test(top)
}

/** With the stages that serve only this one. */
function removeStage(file: LintFile, stage: Stage): Fix {
  const removed = new Set([stage])
  const uses = new Map<Stage, number>()
  // A set also visits what is added to it meanwhile.
  for (const user of removed) {
    for (const target of targetsOf(file, user)) {
      if (target.index >= stage.index) continue
      const left = (uses.get(target) ?? referencesTo(file, target).length) - 1
      uses.set(target, left)
      if (left === 0) removed.add(target)
    }
  }
  const gone = [...removed].sort((a, b) => a.index - b.index)
  const ranges = gone.map((one) => stageRange(file, one))
  return {
    title: gone.length === 1 ? 'Remove the stage' : `Remove it and ${gone.length - 1} more that only it needs`,
    safety: 'unsafe',
    edits: ranges.map(remove),
    effect: {
      rewrites: [],
      removes: gone.flatMap(({ from, instructions }) => [from, ...instructions]),
      comments: ranges.flatMap((range) => commentsIn(file, range)),
    },
  }
}

/** The stages that a stage refers to, as often as it does. */
function targetsOf(file: LintFile, stage: Stage): readonly Stage[] {
  const byStage = file.once('targets by stage', () => {
    const index = new Map<Stage, Stage[]>()
    for (const { inStage, target } of file.graph.references) {
      if (!target) continue
      const known = index.get(inStage)
      if (known) known.push(target)
      else index.set(inStage, [target])
    }
    return index
  })
  return byStage.get(stage) ?? []
}

/** Where the comments of a part of the file begin. */
function commentsIn({ tree: { comments } }: LintFile, { start, end }: { start: number; end: number }): number[] {
  const first = firstAt(comments.length, (index) => comments[index].start >= start)
  const starts: number[] = []
  for (let i = first; i < comments.length && comments[i].start < end; i++) starts.push(comments[i].start)
  return starts
}

/** From the comments that stand on its FROM line up to those that stand on the next one. */
function stageRange(file: LintFile, stage: Stage): { start: number; end: number } {
  const [from, next] = [stage, file.stages[stage.index + 1]].map((one) => topLine(file, one))
  return { start: lineStart(file, from), end: lineStart(file, next) }
}

function topLine(file: LintFile, { from }: Stage): number {
  const comments = file.once('comment lines', () => new Set(file.tree.comments.map(({ line }) => line)))
  let { line } = from
  while (comments.has(line - 1)) line--
  return line
}
