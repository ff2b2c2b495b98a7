/** `missing-argument`: an instruction without the words that it needs. */

import type { Finding, Rule } from '../../lint/rule.ts'
import { hasTrailingComment } from '../../lint/trailing-comment.ts'
import type { Instruction } from '../../syntax/tree.ts'

export const missingArgument: Rule = {
  id: 'missing-argument',
  family: 'syntax',
  severity: 'error',
  docs: {
    summary: 'An instruction lacks an argument',
    why: 'The build stops before it begins: COPY and ADD need a source and a destination, most other instructions at least one word.',
    bad: 'FROM alpine:3.22\nCOPY app\n',
    good: 'FROM alpine:3.22\nCOPY app /app\n',
  },
  check(file, report) {
    for (const instruction of file.tree.instructions) {
      if (instruction.error) continue
      const finding = missing(instruction)
      if (finding && !hasTrailingComment(file, instruction)) report(finding)
    }
  },
}

/** What each instruction needs at least. */
const needs: Readonly<Record<string, string>> = {
  ARG: 'a name',
  ENV: 'a variable: `ENV name=value`',
  EXPOSE: 'a port',
  FROM: 'an image',
  LABEL: 'a label: `LABEL name=value`',
  MAINTAINER: 'a name',
  SHELL: 'a JSON array: `SHELL ["/bin/bash", "-c"]`',
  STOPSIGNAL: 'a signal',
  USER: 'a user',
  VOLUME: 'a path',
  WORKDIR: 'a path',
}

function missing(instruction: Instruction): Finding | undefined {
  const { keyword, keywordRange, words, onbuild, healthcheckType } = instruction
  if (keyword === 'COPY' || keyword === 'ADD') return missingDestination(instruction)
  if (keyword === 'ONBUILD' && !onbuild) {
    return { range: keywordRange, message: '`ONBUILD` needs an instruction to run later' }
  }
  if (keyword === 'HEALTHCHECK' && !healthcheckType) {
    return { range: keywordRange, message: '`HEALTHCHECK` needs `CMD` with a command, or `NONE`' }
  }
  if (keyword === 'FROM' && words.length === 2 && words[1].text.toUpperCase() === 'AS') {
    return { range: words[1], message: `\`${words[1].text}\` needs the name of the stage behind it` }
  }
  if (words.length > 0 || !Object.hasOwn(needs, keyword)) return undefined
  return { range: keywordRange, message: `\`${keyword}\` needs ${needs[keyword]}` }
}

function missingDestination({ keyword, keywordRange, words, heredocs }: Instruction): Finding | undefined {
  if (words.length >= 2) return undefined
  if (words.length === 0) return { range: keywordRange, message: `\`${keyword}\` needs a source and a destination` }
  const what = heredocs.length > 0 ? 'heredoc' : 'source'
  return { range: words[0], message: `\`${keyword}\` has the ${what} \`${words[0].text}\` but no destination; add one` }
}
