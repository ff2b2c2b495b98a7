/** `no-shell-in-image`: shell commands in an image that has no shell. */

import { replace } from '../../lint/edits.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Finding, Fix, Rule } from '../../lint/rule.ts'
import type { Stage } from '../../syntax/stages.ts'
import type { Instruction } from '../../syntax/tree.ts'

export const noShellInImage: Rule = {
  id: 'no-shell-in-image',
  family: 'stages',
  severity: 'error',
  fixable: 'unsafe',
  docs: {
    summary: 'A shell form stands in a stage whose image has no shell',
    why: 'Without an array, RUN, CMD and ENTRYPOINT start `/bin/sh`. `scratch`, distroless and chiseled images have none: RUN stops the build, CMD and ENTRYPOINT stop the container at its start.',
    lesson: 'Distroless and scratch images (part 5)',
    bad: 'FROM gcr.io/distroless/static-debian13:nonroot\nCOPY app /app\nCMD /app --port 8080\n',
    good: 'FROM gcr.io/distroless/static-debian13:nonroot\nCOPY app /app\nCMD ["/app", "--port", "8080"]\n',
  },
  check(file, report) {
    for (const stage of file.stages) {
      const image = shellLess(file, stage)
      if (image === undefined) continue
      for (const instruction of stage.instructions) {
        const finding = findingOf(file, stage, instruction, image)
        if (finding) report(finding)
      }
    }
  },
}

/** How the image of a stage is called, when it is known to have no shell where Docker looks for it. */
function shellLess(file: LintFile, stage: Stage): string | undefined {
  const base = file.facts.base(stage)
  if (!base || file.facts.isWindows(stage)) return undefined
  if (file.facts.isScratch(stage)) return 'scratch'
  return base.facts?.hasShell === false ? base.text : undefined
}

function findingOf(file: LintFile, stage: Stage, instruction: Instruction, image: string): Finding | undefined {
  const { keyword, json, words, keywordRange, healthcheckType } = instruction
  if (json || words.length === 0) return undefined
  const isRun = keyword === 'RUN'
  const isCheck = keyword === 'HEALTHCHECK' && healthcheckType?.text.toUpperCase() === 'CMD'
  if (!isRun && !isCheck && keyword !== 'CMD' && keyword !== 'ENTRYPOINT') return undefined
  // A container starts with all that is in the image in the end.
  if (mayHaveShell(file, stage, isRun ? instruction : undefined)) return undefined
  const effect = isRun ? 'this stops the build' : isCheck ? 'the check always fails' : 'the container does not start'
  const debug = file.facts.image(stage)?.debugShell
  const advice =
    debug === undefined ? 'write a JSON array' : `write a JSON array, or \`SHELL ["${debug}", "-c"]\` above`
  return {
    range: keywordRange,
    message: `\`${image}\` has no shell that could run a command without an array, so ${effect}; ${advice}`,
    fixes: () => (isRun ? [] : execForm(file, instruction)),
  }
}

const shellFolders = /^\/?(usr\/(local\/)?)?s?bin(\/|$)|^\/?busybox/

/** Whether a SHELL is set, or something was put into the image that may bring a shell. */
function mayHaveShell(file: LintFile, stage: Stage, before: Instruction | undefined): boolean {
  return file.facts.history(stage, before).some(({ keyword, words, json, heredocs }) => {
    if (keyword === 'SHELL') return true
    // A RUN that works has a program of its own, and may install one.
    if (keyword === 'RUN') return json
    if (keyword !== 'COPY' && keyword !== 'ADD') return false
    if (keyword === 'ADD' && words.slice(0, -1).some(({ text }) => /\.(tar|tgz|txz|tbz2?)(\.|["']?$)|\$/.test(text)))
      return true
    const paths = words.map(({ text }) => text.replace(/["']/g, ''))
    const destination = paths.at(-1) ?? ''
    const isFile = !destination.endsWith('/') && /\/[^/]+$/.test(destination) && heredocs.length === 0
    if (isFile && shellFolders.test(destination))
      return /(^|\/)(ba|da|a|z|k)?sh$|busybox|\*/.test(destination) || !/\/s?bin\/[^/]+$/.test(destination)
    return (
      destination.includes('$') ||
      /^\/*\.?$/.test(destination) ||
      shellFolders.test(destination) ||
      paths.some((path) => /busybox|(^|\/)(ba|da|a)?sh$/.test(path))
    )
  })
}

/** Words without anything that a shell would have to do. */
function execForm(file: LintFile, instruction: Instruction): readonly Fix[] {
  const [word] = instruction.words
  const { text } = word
  if (!/^[A-Za-z0-9_./:=,@%+ -]+$/.test(text) || file.slice(word) !== text) return []
  const array = `[${text
    .trim()
    .split(/ +/)
    .map((part) => JSON.stringify(part))
    .join(', ')}]`
  return [{ title: 'Write a JSON array', safety: 'unsafe', edits: [replace(word, array)] }]
}
