/** `stage-name-casing`, `duplicate-stage-name`, `reserved-stage-name`. */

import { freeStageName, renameStage } from '../../lint/rename-stage.ts'
import type { Rule } from '../../lint/rule.ts'
import type { Stage } from '../../syntax/stages.ts'

export const stageNameCasing: Rule = {
  id: 'stage-name-casing',
  family: 'stages',
  aliases: ['StageNameCasing'],
  severity: 'warning',
  fixable: 'safe',
  docs: {
    summary: 'A build stage has capital letters in its name',
    why: 'Stage names are stored in lower case. `COPY --from=` finds them in any case, `FROM` in lower case only, so a name with capitals works in one place and not in the other.',
    lesson: 'Multi-stage builds (part 3)',
    bad: 'FROM golang:1.27 AS Build\nRUN go install example.com/app@v1.2.3\n\nFROM debian:13-slim\nCOPY --from=Build /go/bin/app /usr/local/bin/\n',
    good: 'FROM golang:1.27 AS build\nRUN go install example.com/app@v1.2.3\n\nFROM debian:13-slim\nCOPY --from=build /go/bin/app /usr/local/bin/\n',
  },
  *check(file) {
    for (const stage of file.stages) {
      const { nameWord, name } = stage
      if (!nameWord || name === undefined || nameWord.text === name) continue
      yield {
        range: nameWord,
        message: `the stage name \`${nameWord.text}\` has capital letters; write \`${name}\``,
        get fixes() {
          return [{ title: `Rename it to \`${name}\``, safety: 'safe' as const, edits: renameStage(file, stage, name) }]
        },
      }
    }
  },
}

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
  *check(file) {
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
      yield {
        range: nameWord,
        message: `a stage above has the name \`${name}\` too; give this one another`,
        related: [{ range: other.nameWord, message: 'the first stage with this name' }],
        get fixes() {
          const free = freeStageName(file, `${name}-${number}`)
          return [
            { title: `Rename it to \`${free}\``, safety: 'unsafe' as const, edits: renameStage(file, stage, free) },
          ]
        },
      }
    }
  },
}

/** Names that mean something else. */
const reserved: Readonly<Record<string, string>> = {
  scratch: 'the empty image',
  context: 'the build context',
}

export const reservedStageName: Rule = {
  id: 'reserved-stage-name',
  family: 'stages',
  aliases: ['ReservedStageName', 'DL3063'],
  severity: 'error',
  fixable: 'unsafe',
  docs: {
    summary: 'A build stage has the name `scratch` or `context`',
    why: '`scratch` is the empty image and `context` the build context; a stage with such a name hides them or cannot be named itself.',
    lesson: 'Multi-stage builds (part 3)',
    bad: 'FROM alpine:3.22 AS scratch\nRUN apk info\n',
    good: 'FROM alpine:3.22 AS scratch-stage\nRUN apk info\n',
  },
  *check(file) {
    for (const stage of file.stages) {
      const { name, nameWord } = stage
      if (name === undefined || !nameWord || !Object.hasOwn(reserved, name)) continue
      yield {
        range: nameWord,
        message: `\`${nameWord.text}\` means ${reserved[name]}; give the stage another name`,
        get fixes() {
          const free = freeStageName(file, `${name}-stage`)
          // `FROM scratch` most likely means what it says.
          const edits = renameStage(file, stage, free, ({ kind }) => kind === 'from')
          return [{ title: `Rename it to \`${free}\``, safety: 'unsafe' as const, edits }]
        },
      }
    }
  },
}
