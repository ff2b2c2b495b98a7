/** `duplicate-stage-name`: two stages with one name. */

import { freeStageName, renameStage } from '../../lint/rename-stage.ts'
import type { Rule } from '../../lint/rule.ts'
import type { Stage } from '../../syntax/stages.ts'

export const duplicateStageName: Rule = {
  id: 'duplicate-stage-name',
  family: 'stages',
  aliases: ['DuplicateStageName', 'DL3024'],
  severity: 'error',
  fixable: 'unsafe',
  docs: {
    summary: 'Two build stages have the same name',
    why: 'The name means the last stage that has it, so the other can no longer be named, neither by COPY nor by `--target`. Case does not count.',
    lesson: 'Multi-stage builds (part 3)',
    bad: 'FROM node:24 AS build\nRUN npm --version\n\nFROM python:3.14 AS build\nRUN pip --version\n',
    good: 'FROM node:24 AS build\nRUN npm --version\n\nFROM python:3.14 AS build-2\nRUN pip --version\n',
  },
  check(file, report) {
    const first = new Map<string, Stage>()
    const times = new Map<string, number>()
    for (const stage of file.stages) {
      const { name, nameWord } = stage
      if (name === undefined || !nameWord) continue
      const other = first.get(name)
      if (!other?.nameWord) {
        first.set(name, stage)
        continue
      }
      const number = (times.get(name) ?? 1) + 1
      times.set(name, number)
      report({
        range: nameWord,
        message: `a stage above has the name \`${name}\` too; give this one another`,
        related: [{ range: other.nameWord, message: 'the first stage with this name' }],
        fixes() {
          const free = freeStageName(file, `${name}-${number}`)
          return [
            { title: `Rename it to \`${free}\``, safety: 'unsafe' as const, edits: renameStage(file, stage, free) },
          ]
        },
      })
    }
  },
}
