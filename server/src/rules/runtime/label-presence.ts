/** `missing-label`, `superfluous-label`, `empty-label`: which labels an image has, held against a schema. */

import { casedLike, insertBehind } from '../../lint/insert-lines.ts'
import { labelRules, labels } from '../../lint/label-schema.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Rule } from '../../lint/rule.ts'
import type { Stage } from '../../syntax/stages.ts'

const option =
  'The setting `label-schema` says which labels an image has and of which type they are, `strict-labels` that it has no others.'

export const missingLabel: Rule = {
  id: 'missing-label',
  family: 'runtime',
  aliases: ['DL3049'],
  severity: 'off',
  docs: {
    summary: 'An image without a label that it has to have',
    why: `Labels tell where an image comes from. ${option} Without it, an image has to name its source.`,
    lesson: 'LABEL (part 5)',
    bad: 'FROM debian:13\nLABEL org.opencontainers.image.title="app"\n',
    good: 'FROM debian:13\nLABEL org.opencontainers.image.title="app" org.opencontainers.image.source="https://git.example.com/app"\n',
  },
  check(file, report) {
    const { required } = labelRules(file, 'missing-label')
    for (const stage of file.stages) {
      if (!isImage(file, stage)) continue
      const own = keysOf(file, stage)
      for (const key of required) {
        if (own.has(key)) continue
        const { start, end } = stage.baseWord ?? stage.from.keywordRange
        report({ range: { start, end }, message: `The image lacks the label \`${key}\`; add it with \`LABEL\`` })
      }
    }
  },
}

export const superfluousLabel: Rule = {
  id: 'superfluous-label',
  family: 'runtime',
  aliases: ['DL3050'],
  severity: 'off',
  docs: {
    summary: 'A label that the schema does not have',
    why: `A strict schema keeps labels the same over all images; what it lacks is most often a misspelt key. ${option} Without it, only the OCI's own namespace is closed.`,
    lesson: 'LABEL (part 5)',
    bad: 'FROM debian:13\nLABEL org.opencontainers.image.licence="MIT"\n',
    good: 'FROM debian:13\nLABEL org.opencontainers.image.licenses="MIT"\n',
  },
  check(file, report) {
    const schema = labelRules(file, 'superfluous-label')
    for (const { key, pair } of labels(file)) {
      if (schema.allows(key)) continue
      report({ range: pair.nameRange, message: `\`${key}\` is none of the labels that an image may have` })
    }
  },
}

export const emptyLabel: Rule = {
  id: 'empty-label',
  family: 'runtime',
  aliases: ['DL3051'],
  severity: 'off',
  docs: {
    summary: 'A label without a value',
    why: `It says nothing, and hides what the base image says under the same key. ${option}`,
    lesson: 'LABEL (part 3)',
    bad: 'FROM debian:13\nLABEL org.opencontainers.image.title=""\n',
    good: 'FROM debian:13\nLABEL org.opencontainers.image.title="app"\n',
  },
  check(file, report) {
    const schema = labelRules(file, 'empty-label')
    for (const { key, pair, value } of labels(file)) {
      if (value?.trim() !== '' || !schema.types.has(key)) continue
      report({ range: pair.nameRange, message: `The label \`${key}\` is empty; give it a value, or remove it` })
    }
  },
}

export const missingLabels: Rule = {
  id: 'missing-labels',
  family: 'runtime',
  severity: 'off',
  fixable: 'unsafe',
  docs: {
    summary: 'An image that does not say what it is and where it comes from',
    why: 'Labels of the Open Container Initiative are shown by registries and read by scanners: a title, the address of the source, a version.',
    lesson: 'LABEL instruction for metadata (part 5)',
    bad: 'FROM debian:13\nCOPY app /app\n',
    good: 'FROM debian:13\nLABEL org.opencontainers.image.title="TITLE" org.opencontainers.image.source="https://example.com/REPOSITORY"\nCOPY app /app\n',
    exception: 'A build that sets labels from outside: `docker build --label`, or the metadata action of a CI.',
  },
  check(file, report) {
    const stage = file.finalStage
    if (!stage || [...keysOf(file, stage)].some((key) => key.startsWith('org.opencontainers.image.'))) return
    const { start, end } = stage.baseWord ?? stage.from.keywordRange
    const label = `${casedLike(file, stage.from, 'LABEL')} org.opencontainers.image.title="TITLE" org.opencontainers.image.source="https://example.com/REPOSITORY"`
    const edit = insertBehind(file, stage.from, [label])
    report({
      range: { start, end },
      message: 'The image does not say what it is; add labels such as `org.opencontainers.image.source`',
      fixes: edit
        ? [{ title: 'Add a title and a source to fill in', safety: 'unsafe', edits: [edit], effect: { inserts: 1 } }]
        : [],
    })
  },
}

/** Stages that are images in the end: not those that only serve or carry another one. */
function isImage(file: LintFile, stage: Stage): boolean {
  const parents = file.once('stages that others are built on', () => new Set(file.stages.map(({ parent }) => parent)))
  return file.facts.isShipped(stage) && !parents.has(stage)
}

/** The labels of a stage and of those it is built on, without quotes. */
function keysOf(file: LintFile, stage: Stage): ReadonlySet<string> {
  return file.once('label keys', () => {
    const none: ReadonlySet<string> = new Set()
    const keys: ReadonlySet<string>[] = []
    for (const { parent, instructions } of file.stages) {
      const inherited = parent ? keys[parent.index] : none
      const own = instructions.flatMap(({ keyword, pairs }) => (keyword === 'LABEL' ? pairs : []))
      const names = own.map(({ name }) => name.replace(/^["']|["']$/g, ''))
      keys.push(names.length === 0 ? inherited : new Set([...inherited, ...names]))
    }
    return keys
  })[stage.index]
}
