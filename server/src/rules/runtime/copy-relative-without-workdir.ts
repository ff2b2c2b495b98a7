/** `copy-relative-without-workdir`: a copy to a relative path in a stage that never says where it works. */

import { insert } from '../../lint/edits.ts'
import { casedLike, insertAbove } from '../../lint/insert-lines.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Finding, Fix, Rule } from '../../lint/rule.ts'
import type { Stage } from '../../syntax/stages.ts'
import type { Instruction, Word } from '../../syntax/tree.ts'
import { inheritsWorkdir } from './workdirs.ts'

export const copyRelativeWithoutWorkdir: Rule = {
  id: 'copy-relative-without-workdir',
  family: 'runtime',
  aliases: ['DL3045'],
  severity: 'warning',
  fixable: 'unsafe',
  docs: {
    summary: 'A copy to a relative path without a `WORKDIR` before it',
    why: 'The files land where the base image happens to work, most often in `/`, among the folders of the system. A `WORKDIR` gives the application a place of its own and says where that is.',
    lesson: 'WORKDIR (part 3)',
    bad: 'FROM eclipse-temurin:21-jre\nCOPY app.jar app.jar\nUSER 1000\nENTRYPOINT ["java", "-jar", "app.jar"]\n',
    good: 'FROM eclipse-temurin:21-jre\nCOPY app.jar /app.jar\nUSER 1000\nENTRYPOINT ["java", "-jar", "app.jar"]\n',
  },
  check(file, report) {
    for (const stage of file.stages) {
      if (inheritsWorkdir(file, stage)) continue
      for (const outer of stage.instructions) {
        if (outer.keyword === 'WORKDIR') break
        const copy = outer.onbuild ?? outer
        const target = copy.keyword === 'COPY' ? copy.words.at(-1) : undefined
        if (!target || copy.words.length < 2 || !isRelative(target.text)) continue
        report({
          range: target,
          message: `\`${target.text}\` is relative, and no \`WORKDIR\` says to what; add one, or write the path in full`,
          ...severityOf(file, stage),
          fixes: () => fixesOf(file, stage, copy, target),
        })
      }
    }
  },
}

/** An empty image always works in `/`; what is thrown away after the build may lie anywhere. */
function severityOf(file: LintFile, stage: Stage): Pick<Finding, 'severity'> {
  if (file.facts.isScratch(stage)) return { severity: 'hint' }
  return file.facts.isShipped(stage) ? {} : { severity: 'info' }
}

/** A variable may hold an absolute path. */
function isRelative(text: string): boolean {
  const path = text.replace(/^["']/, '')
  return !/^([/\\$]|[A-Za-z]:)/.test(path) && path !== ''
}

function fixesOf(file: LintFile, stage: Stage, copy: Instruction, target: Word): readonly Fix[] {
  if (file.facts.isWindows(stage)) return []
  const fixes: Fix[] = []
  const folder = file.facts.workdir(stage, copy)
  const isKnown = file.facts.isScratch(stage) || file.facts.image(stage) !== undefined
  if (folder !== undefined && isKnown && /^[A-Za-z0-9_.]/.test(target.text) && !target.text.startsWith('..')) {
    fixes.push(inFull(target, folder, copy.json ? target.start + 1 : target.start))
  }
  const outer = file.outer(copy)
  if (outer === copy) {
    fixes.push({
      title: 'Work in `/app`, with all that follows',
      safety: 'unsafe',
      edits: [insertAbove(file, outer, [`${casedLike(file, outer, 'WORKDIR')} /app`])],
      effect: { inserts: 1 },
    })
  }
  return fixes
}

/** The same place, written as an absolute path; `start` is where its text begins. */
function inFull(target: Word, folder: string, start: number): Fix {
  const prefix = folder === '/' ? '/' : `${folder}/`
  const dots = /^\.\/?/.exec(target.text)?.[0] ?? ''
  const isHidden = dots === '.' && target.text.length > 1
  const cut = isHidden ? 0 : dots.length
  return {
    title: `Write the path in full: \`${prefix}${target.text.slice(cut)}\``,
    safety: 'unsafe',
    edits: [cut === 0 ? insert(start, prefix) : { start, end: start + cut, text: prefix }],
  }
}
