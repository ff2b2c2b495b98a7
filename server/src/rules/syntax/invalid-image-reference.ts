/** `invalid-image-reference`: a FROM with a name that no image can have. */

import { parseImageReference } from '../../knowledge/image-reference.ts'
import { replace } from '../../lint/edits.ts'
import type { Finding, Rule } from '../../lint/rule.ts'
import { hasTrailingComment } from '../../lint/trailing-comment.ts'
import { variableReferences } from '../../syntax/expand.ts'
import type { Stage } from '../../syntax/stages.ts'

export const invalidImageReference: Rule = {
  id: 'invalid-image-reference',
  family: 'syntax',
  severity: 'error',
  fixable: 'unsafe',
  docs: {
    summary: 'FROM names something that cannot be an image',
    why: 'Repositories are written in lower case, with one tag at most and without `https://`; the build stops. FROM finds a stage by its name in lower case only, however the stage wrote it.',
    bad: 'FROM Alpine:3.22\n',
    good: 'FROM alpine:3.22\n',
  },
  check(file, report) {
    for (const stage of file.stages) {
      const finding = findingOf(stage)
      if (finding && !hasTrailingComment(file, stage.from)) report(finding)
    }
  },
}

function findingOf(stage: Stage): Finding | undefined {
  const { base, baseWord } = stage
  // What arguments make of a name is another rule's.
  if (base === undefined || !baseWord || variableReferences(baseWord.text).length > 0) return undefined
  if (base === 'scratch' || parseImageReference(base) || stage.parent?.name === base) return undefined
  const lower = base.toLowerCase()
  const isStage = stage.parent !== undefined && !/^\d+$/.test(lower)
  const isRepairable = lower !== base && (isStage || lower === 'scratch' || parseImageReference(lower) !== undefined)
  return {
    range: baseWord,
    message: `\`${base}\` is no image${isStage ? ' or stage' : ''}; ${advice(base, isStage, isRepairable)}`,
    fixes: isRepairable
      ? [{ title: `Write \`${lower}\``, safety: 'unsafe', edits: [replace(baseWord, lower)] }]
      : undefined,
  }
}

function advice(base: string, isStage: boolean, isRepairable: boolean): string {
  const lower = base.toLowerCase()
  if (isStage) return `FROM finds stages by their names in lower case: \`${lower}\``
  if (isRepairable) return `image names are in lower case: \`${lower}\``
  if (/^[a-z]+:\/\//i.test(base)) return 'leave out the protocol'
  if (base.includes('@')) return 'a digest is `@sha256:` and 64 hexadecimal digits'
  return 'it is written as in `registry/repository:tag`'
}
