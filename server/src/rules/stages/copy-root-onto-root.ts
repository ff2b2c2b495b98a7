/** `copy-root-onto-root`: a whole file system copied over another one. */

import { type BaseImageFacts, baseImage } from '../../knowledge/base-image.ts'
import { parseImageReference } from '../../knowledge/image-reference.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Rule } from '../../lint/rule.ts'
import type { Instruction } from '../../syntax/tree.ts'

export const copyRootOntoRoot: Rule = {
  id: 'copy-root-onto-root',
  family: 'stages',
  aliases: ['DL3067'],
  severity: 'warning',
  docs: {
    summary: 'The whole file system of a stage or image is copied onto the root',
    why: 'It mixes two systems: libraries, users and package databases of one overwrite those of the other, and nothing is left of what a small final image was to save. Copy the directories that are needed.',
    lesson: 'Multi-stage builds (part 3)',
    bad: 'FROM debian:13 AS build\nRUN make install\n\nFROM alpine:3.22\nCOPY --from=build / /\n',
    good: 'FROM debian:13 AS build\nRUN make install\n\nFROM alpine:3.22\nCOPY --from=build /usr/local/ /usr/local/\n',
    exception:
      'Onto an empty `FROM scratch` it is the way to make one layer of an image, and images such as `tonistiigi/xx` hold nothing but a few files for this purpose; neither is flagged.',
  },
  check(file, report) {
    for (const instruction of file.instructions('COPY')) {
      const { words, flags, json } = instruction
      if (words.length < 2 || !flags.some(({ name }) => name === 'from')) continue
      const paths = words.map(({ text }) => (json ? text : text.replace(/^(["'])(.*)\1$/, '$2')))
      if (!isRoot(paths[paths.length - 1])) continue
      const index = paths.slice(0, -1).findIndex(isRoot)
      const stage = file.stageOf(instruction)
      if (index < 0 || (stage && file.facts.isScratch(stage)) || isBundle(file, instruction)) continue
      report({
        range: { start: words[index].start, end: words[words.length - 1].end },
        message: 'this lays one whole file system over another; copy the directories that are needed',
      })
    }
  },
}

function isRoot(path: string): boolean {
  return /^\/+(\.\/*|\*)?$/.test(path)
}

/** A stage on `scratch`, a tool, or an image that nothing is known of: a few files that are to be laid over a system. */
function isBundle(file: LintFile, instruction: Instruction): boolean {
  const reference = file.graph.references.find((candidate) => candidate.instruction === instruction)
  if (!reference) return true
  const { target, text } = reference
  if (target) return file.facts.isScratch(target) || !isSystem(file.facts.image(target))
  const image = parseImageReference(text)
  return image !== undefined && /[/:@]/.test(text) && !isSystem(baseImage(image))
}

function isSystem(facts: BaseImageFacts | undefined): boolean {
  return facts !== undefined && facts.os !== 'scratch' && facts.kind !== 'tool'
}
