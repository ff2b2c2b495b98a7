/** `large-base-image`: the full variant of an image in the final stage, where a smaller one is known. */

import { baseImage } from '../../knowledge/base-image.ts'
import { type ImageReference, parseImageReference } from '../../knowledge/image-reference.ts'
import { tagIndex } from '../../knowledge/image-store.ts'
import { hasTool } from '../../knowledge/image-tools.ts'
import { imageSize, type SmallerImage, smallerImages } from '../../knowledge/smaller-image.ts'
import { setBaseImage } from '../../lint/base-image-edit.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import { packageCalls } from '../../lint/package-calls.ts'
import type { Fix, Rule } from '../../lint/rule.ts'
import type { Stage } from '../../syntax/stages.ts'
import { externalImages } from './external-images.ts'

export const largeBaseImage: Rule = {
  id: 'large-base-image',
  family: 'stages',
  severity: 'info',
  fixable: 'unsafe',
  docs: {
    summary: 'The final stage is built on the full variant of an image that has smaller ones',
    why: 'The full images bring compilers, version control and libraries for building, which an application does not need to run. A `-slim` variant has the same system with less in it: it is pulled faster and has fewer packages that need fixes.',
    lesson: 'Choose lightweight base images (part 3)',
    bad: 'FROM python:3.14\nWORKDIR /app\nCOPY . .\nCMD ["python", "app.py"]\n',
    good: 'FROM python:3.14-slim\nWORKDIR /app\nCOPY . .\nCMD ["python", "app.py"]\n',
    exception: 'When packages have to be compiled and there is no build stage for it.',
  },
  check(file, report) {
    const last = file.finalStage
    const image = last && externalImages(file).find(({ stage }) => stage === file.facts.base(last)?.stage)
    // What has no command of its own is a base for others, who know what they need.
    if (!last || !image || !(file.facts.last(last, 'CMD') ?? file.facts.last(last, 'ENTRYPOINT'))) return
    const { reference, word, stage } = image
    const smaller = smallerImages(reference).filter((candidate) => isVariant(reference, candidate))
    const [best] = smaller
    // Without a shell, more has to change than the name.
    if (!best || best.caveats[0]?.startsWith('no shell') || !hasWhatIsUsed(file, last, best)) return
    const name = reference.text.replace(/@[\s\S]*$/, '')
    const size = imageSize(reference)?.uncompressed?.replace(/ \([\s\S]*$/, '')
    report({
      range: word,
      message: `\`${name}\` is the full image${size === undefined ? '' : ` of ${size}`}; \`${best.image}\` is smaller${caveat(best)}`,
      fixes() {
        return smaller
          .filter((candidate) => hasWhatIsUsed(file, last, candidate))
          .flatMap((candidate): Fix[] => {
            const edits = setBaseImage(file, stage, candidate.image)
            return edits ? [{ title: `Use \`${candidate.image}\`${caveat(candidate)}`, safety: 'unsafe', edits }] : []
          })
      },
    })
  },
}

/** Another tag of the same repository that an application can run on as it is; other images need a build stage. */
function isVariant({ repository }: ImageReference, { image, for: purpose }: SmallerImage): boolean {
  const reference = parseImageReference(image)
  return (
    purpose.startsWith('final') &&
    !purpose.includes('two services') &&
    reference?.repository === repository &&
    exists(reference)
  )
}

/** Whether there is such a tag: slim variants come with nearly every release, Alpine's came later. */
function exists({ repository, tag = '' }: ImageReference): boolean {
  const index = tagIndex(repository)
  if (!index || !tag.includes('alpine')) return true
  const line = tag.replace(/^(\d+(?:\.\d+)?)[\d.]*/, '$1')
  return [tag, line].some((known) => index.live.has(known) || index.releases.has(known))
}

function caveat({ caveats }: SmallerImage): string {
  return caveats.length === 0 ? '' : `: ${caveats[0]}`
}

/** Whether the smaller image lacks none of the commands that the stage runs and does not install. */
function hasWhatIsUsed(file: LintFile, last: Stage, candidate: SmallerImage): boolean {
  const reference = parseImageReference(candidate.image)
  const facts = reference && baseImage(reference)
  const own = file.facts.image(last)
  if (!facts || !own) return true
  const stages = new Set(file.facts.lineage(last))
  const isOwn = (instruction: Parameters<LintFile['stageOf']>[0]): boolean => {
    const stage = file.stageOf(instruction)
    return stage !== undefined && stages.has(stage)
  }
  const calls = packageCalls(file).filter(({ command }) => isOwn(command.instruction))
  // Another system has other packages and another package manager.
  if (facts.family !== own.family && calls.some(({ manager }) => manager.group === 'system')) return false
  const installed = new Set(calls.flatMap(({ packages }) => packages.map(({ word }) => word.value ?? '')))
  for (const instruction of file.instructions('RUN', 'CMD', 'ENTRYPOINT', 'HEALTHCHECK')) {
    if (!isOwn(instruction)) continue
    for (const { name } of file.commands(instruction)) {
      if (name !== '' && !installed.has(name) && hasTool(facts, name) === false && hasTool(own, name) !== false)
        return false
    }
  }
  return true
}
