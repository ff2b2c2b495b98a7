/** `relative-workdir`: a WORKDIR that depends on where the base image happens to work. */

import { insert } from '../../lint/edits.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Finding, Fix, Rule } from '../../lint/rule.ts'
import type { Stage } from '../../syntax/stages.ts'
import type { Instruction } from '../../syntax/tree.ts'
import { inheritsWorkdir } from './workdirs.ts'

export const relativeWorkdir: Rule = {
  id: 'relative-workdir',
  family: 'runtime',
  aliases: ['WorkdirRelativePath', 'DL3000'],
  severity: 'warning',
  fixable: 'safe',
  docs: {
    summary: 'A relative `WORKDIR` depends on the working directory of the base image',
    why: 'The path is joined to whatever directory the base image ends in. When that image changes, the files move with it.',
    lesson: 'WORKDIR (part 3)',
    bad: 'FROM debian:13\nWORKDIR app\nCOPY . .\n',
    good: 'FROM debian:13\nWORKDIR /app\nCOPY . .\n',
  },
  check(file, report) {
    for (const stage of file.stages) {
      if (inheritsWorkdir(file, stage)) continue
      const first = stage.instructions.find(({ keyword }) => keyword === 'WORKDIR')
      const finding = first?.words[0] && judge(file, stage, first)
      if (finding) report(finding)
    }
  },
}

function judge(file: LintFile, stage: Stage, first: Instruction): Finding | undefined {
  const [word] = first.words
  const path = pathOf(file, first)
  if (path.startsWith('/')) return undefined
  if (/^(\\|[A-Za-z]:)/.test(path)) {
    // The check knows Linux paths only; whoever meets its report finds out here why.
    const message = `BuildKit on Linux takes \`${word.text}\` for a relative path; on Windows it is absolute`
    return { range: word, message, severity: 'hint', aliases: ['WorkdirRelativePath'] }
  }
  const base = stage.baseWord?.text ?? 'the base image'
  if (word.text.includes('$')) {
    const message = `\`WORKDIR ${word.text}\` is relative unless \`${base}\` or a build argument sets the variable`
    return { range: word, message, severity: 'hint', aliases: ['WorkdirRelativePath'] }
  }
  return {
    range: word,
    message: `\`WORKDIR ${word.text}\` depends on the working directory of \`${base}\`; write an absolute path`,
    fixes: () => fixesOf(file, stage, first),
  }
}

/** With variables put in; what is not known becomes empty, as in a build. */
function pathOf(file: LintFile, instruction: Instruction): string {
  const { value, error } = file.scopes.expand(instruction, instruction.words[0].text)
  return error === undefined ? value : instruction.words[0].text
}

/**
 * The path in full. The image stays the same where the working directory of the base image is certain: an empty image
 * has none but `/`, and the facts of an image are read from its Dockerfile. It is not certain where the facts are from
 * hearsay, and where an argument of the build decides which image it is.
 */
function fixesOf(file: LintFile, stage: Stage, instruction: Instruction): readonly Fix[] {
  const [word] = instruction.words
  const current = file.facts.workdir(stage, instruction)
  if (current === undefined || file.facts.isWindows(stage) || !/^[A-Za-z0-9_@-]/.test(word.text)) return []
  const folder = current === '/' ? '/' : `${current}/`
  const facts = file.facts.image(stage)
  const title = `Write \`${folder}${word.text}\``
  const edits = [insert(word.start, folder)]
  if (file.facts.isScratch(stage)) return [{ title, safety: 'safe', edits }]
  if (!facts) {
    return [{ title: `${title}, which it is when the base image works in \`/\``, safety: 'unsafe', edits }]
  }
  const isCertain = facts.confidence === 'high' && !hasOpenName(file.facts.base(stage)?.stage.baseWord?.text ?? '')
  return [{ title, safety: isCertain ? 'safe' : 'unsafe', edits }]
}

/** Whether a variable may name another repository, not only another tag. */
function hasOpenName(text: string): boolean {
  return text.split(':', 1)[0].includes('$')
}
