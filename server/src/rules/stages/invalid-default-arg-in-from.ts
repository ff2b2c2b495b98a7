/** `invalid-default-arg-in-from`: a FROM that names no image with the defaults of its arguments. */

import { supportedTags } from '../../knowledge/end-of-life.ts'
import { parseImageReference } from '../../knowledge/image-reference.ts'
import { insert } from '../../lint/edits.ts'
import { fittingImage } from '../../lint/fitting-image.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Fix, Rule } from '../../lint/rule.ts'
import { expandWord, type VariableReference } from '../../syntax/expand.ts'
import { argPairs, type GlobalArg, globalValue, type Stage } from '../../syntax/stages.ts'

export const invalidDefaultArgInFrom: Rule = {
  id: 'invalid-default-arg-in-from',
  family: 'stages',
  aliases: ['InvalidDefaultArgInFrom'],
  severity: 'warning',
  fixable: 'unsafe',
  docs: {
    summary: 'With the defaults of its arguments, a FROM names no image',
    why: 'Without `--build-arg` the name is empty or invalid and the build fails. A default makes the file build on its own, also for tools that only read it.',
    lesson: 'ARG and ENV (part 3)',
    bad: 'ARG NODE_VERSION\nFROM node:${NODE_VERSION}-slim\n',
    good: 'ARG NODE_VERSION=26\nFROM node:${NODE_VERSION}-slim\n',
    exception: 'A file that is only ever built by a script that gives every argument.',
  },
  check(file, report) {
    for (const stage of file.stages) {
      const { baseWord } = stage
      if (!baseWord?.text.includes('$')) continue
      const { value, error, references } = expandWord(baseWord.text, (name) => globalValue(file.graph, name), {
        escape: file.tree.escape,
      })
      if (error !== undefined || references.length === 0) continue
      // A default that cannot be expanded is the flaw of another rule.
      if (references.some(({ name }) => hasBrokenDefault(file, name))) continue
      if (value !== '' && (value === 'scratch' || parseImageReference(value) !== undefined)) continue
      const names = [...new Set(references.map(({ name }) => name))].map((name) => `\`${name}\``)
      const becomes = value === '' ? 'nothing' : `\`${value}\`, which is no image`
      // An argument that is the whole name and has no default is one that the build has to give.
      const isRequired = references.length === 1 && references[0].end - references[0].start === baseWord.text.length
      report({
        range: baseWord,
        severity: isRequired && value === '' ? 'info' : 'warning',
        message:
          isRequired && value === ''
            ? `${names[0]} has no default, so this names no image until the build gives one`
            : `with the default of ${names.join(' and ')}, this is ${becomes}; give a default that builds`,
        fixes() {
          const fix = addDefault(file, stage, references)
          return fix ? [fix] : []
        },
      })
    }
  },
}

function hasBrokenDefault(file: LintFile, name: string): boolean {
  const arg = file.graph.globalArgs.get(name)
  if (!arg || arg.value !== undefined) return false
  return argPairs(arg.instruction).some((pair) => pair.name === name && pair.assigned)
}

/** `image:$NAME…` of a known image gets its newest supported version, a bare `$NAME` an image that fits the stage. */
function addDefault(file: LintFile, stage: Stage, references: readonly VariableReference[]): Fix | undefined {
  const [use] = references
  const text = stage.baseWord?.text ?? ''
  const before = text.slice(0, use.start)
  const after = text.slice(use.end)
  const arg = file.graph.globalArgs.get(use.name)
  if (references.length !== 1 || !arg || arg.value !== undefined) return undefined
  if (before === '' && after === '') {
    const image = fittingImage(file, stage)
    return image === undefined ? undefined : declareDefault(arg, image, '; a build that passes another stays as it is')
  }
  if (!before.endsWith(':') || !/^(-[a-z0-9.-]+)?$/.test(after)) return undefined
  const image = parseImageReference(after === '' ? before.slice(0, -1) : `${before}${after.slice(1)}`)
  const [tagged] = image ? supportedTags(image, file.today) : []
  if (tagged === undefined || !tagged.startsWith(before) || !tagged.endsWith(after)) return undefined
  const value = tagged.slice(before.length, tagged.length - after.length)
  return value === '' ? undefined : declareDefault(arg, value, '')
}

function declareDefault(arg: GlobalArg, value: string, remark: string): Fix {
  return {
    title: `Give \`${arg.name}\` the default \`${value}\`${remark}`,
    safety: 'unsafe',
    edits: [insert(arg.end, `=${value}`)],
  }
}
