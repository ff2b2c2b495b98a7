/** `unknown-stage`: a `--from` that names no earlier stage and does not look like an image. */

import { parseImageReference } from '../../knowledge/image-reference.ts'
import { imageFacts } from '../../knowledge/image-store.ts'
import { replace } from '../../lint/edits.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import { nearest } from '../../lint/nearest.ts'
import type { Finding, Fix, Rule } from '../../lint/rule.ts'
import { isInCycle } from '../../lint/stage-cycles.ts'
import type { StageReference } from '../../syntax/stages.ts'

export const unknownStage: Rule = {
  id: 'unknown-stage',
  family: 'stages',
  aliases: ['DL3022'],
  severity: 'error',
  fixable: 'unsafe',
  options: {
    contexts: { type: 'texts', description: 'Names that `--build-context` gives to the build. Default: none.' },
  },
  docs: {
    summary: '`--from` names a stage that is not above',
    why: "A name that no earlier stage has is looked up as an image. When it is misspelt or the stage stands further down, the build fails, or copies from a stranger's image of that name.",
    lesson: 'Multi-stage builds (part 3)',
    bad: 'FROM golang:1.27 AS build\nRUN go install example.com/app@v1.2.3\n\nFROM debian:13-slim\nCOPY --from=biuld /go/bin/app /usr/local/bin/\n',
    good: 'FROM golang:1.27 AS build\nRUN go install example.com/app@v1.2.3\n\nFROM debian:13-slim\nCOPY --from=build /go/bin/app /usr/local/bin/\n',
    exception: 'The name of a build context that is given with `--build-context`: add it to the option `contexts`.',
  },
  check(file, report) {
    const contexts = new Set(file.option<{ contexts?: readonly string[] }>('unknown-stage')?.contexts ?? [])
    for (const reference of file.graph.references) {
      if (reference.kind === 'from' || contexts.has(reference.text)) continue
      const finding = findingOf(file, reference)
      if (finding) report(finding)
    }
  },
}

function findingOf(file: LintFile, reference: StageReference): Finding | undefined {
  const { text, target, inStage, kind } = reference
  const range = { start: reference.start, end: reference.end }
  if (text.includes('$')) return undefined
  const isNumber = /^\d+$/.test(text)
  if (isNumber && kind === 'mount') {
    const name = target?.name
    const advice = name === undefined ? 'give the stage a name' : `write \`${name}\``
    const fixes = name === undefined ? undefined : [rename(range, name)]
    return { range, message: `\`--mount\` finds stages by name only, not by number; ${advice}`, fixes }
  }
  if (target) {
    if (target.index <= inStage.index || isInCycle(file, reference)) return undefined
    const related = target.nameWord && [{ range: target.nameWord, message: 'the stage is here' }]
    return {
      range,
      message: `the stage \`${text}\` stands further down; a stage can only copy from those above it`,
      related,
    }
  }
  if (isNumber) return { range, message: `there is no stage ${text}; stages count from 0` }
  const names = file.stages.slice(0, inStage.index).flatMap(({ name }) => name ?? [])
  const suggestion = nearest(text, names) ?? onlyPart(text, names)
  const image = parseImageReference(text)
  const looksLikeImage = image !== undefined && (/[/:@]/.test(text) || imageFacts(image.repository) !== undefined)
  if (looksLikeImage) return undefined
  if (suggestion !== undefined) {
    return {
      range,
      message: `no stage above is called \`${text}\`; did you mean \`${suggestion}\`?`,
      fixes: [rename(range, suggestion)],
    }
  }
  if (!image) return { range, message: `\`${text}\` is neither a stage above nor an image` }
  return {
    range,
    message: `no stage above is called \`${text}\`, so the image \`${text}\` is meant; write its tag if that is so`,
  }
}

function rename(range: Finding['range'], name: string): Fix {
  return { title: `Write \`${name}\``, safety: 'unsafe', edits: [replace(range, name)] }
}

/** The one stage that has the text as a part of its name: `license-set` for `set`. */
function onlyPart(text: string, names: readonly string[]): string | undefined {
  const found = names.filter((name) => name.split(/[-_.]/).includes(text.toLowerCase()))
  return found.length === 1 ? found[0] : undefined
}
