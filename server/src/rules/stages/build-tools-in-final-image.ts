/** `build-tools-in-final-image`: an application that is built and shipped in one stage. */

import { buildSteps } from '../../lint/build-step.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import { packageCalls } from '../../lint/package-calls.ts'
import type { Finding, Rule } from '../../lint/rule.ts'
import { splitRefusal, splitStages } from '../../lint/split-stages.ts'
import { externalImages } from './external-images.ts'

export const buildToolsInFinalImage: Rule = {
  id: 'build-tools-in-final-image',
  family: 'stages',
  severity: 'info',
  fixable: 'unsafe',
  docs: {
    summary: 'The application is built in the stage that is shipped',
    why: 'Compilers, sources and development dependencies stay in the image, which makes it large and gives an attacker tools. With a build stage and `COPY --from=`, only the result gets into the final image.',
    lesson: 'Multi-stage builds (part 5)',
    bad: 'FROM golang:1.27\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /usr/local/bin/app .\nCMD ["app"]\n',
    good: 'FROM golang:1.27 AS build\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /usr/local/bin/app .\n\nFROM gcr.io/distroless/static-debian13:nonroot\nWORKDIR /src\nCOPY --from=build /usr/local/bin/app /usr/local/bin/\nCMD ["app"]\n',
    exception: 'An image that is made to build with: for development, tests or continuous integration.',
  },
  check(file, report) {
    const stage = file.finalStage
    // What another stage builds, the final one copies.
    if (!stage || file.stages.length !== 1) return
    const { facts } = file
    const isApplication = facts.last(stage, 'CMD') ?? facts.last(stage, 'ENTRYPOINT')
    const hasSources = stage.instructions.some(({ keyword }) => keyword === 'COPY' || keyword === 'ADD')
    if (!isApplication || !hasSources) return
    const finding = buildFinding(file) ?? toolFinding(file) ?? imageFinding(file)
    if (!finding) return
    const refusal = splitRefusal(file)
    report({
      ...finding,
      // Why nothing is offered.
      related:
        refusal === undefined
          ? undefined
          : [{ range: stage.baseWord ?? stage.from.keywordRange, message: `No fix splits this stage: ${refusal}` }],
      fixes() {
        const split = splitStages(file)
        return 'fixes' in split ? split.fixes : []
      },
    })
  },
}

function buildFinding(file: LintFile): Finding | undefined {
  const step = buildSteps(file).find(({ command }) => command.unconditional)
  if (!step) return undefined
  const message = `\`${step.name}\` runs in the stage that is shipped, so its tools and sources stay in the image; build in a stage of its own`
  return { range: step.command.callRange, message }
}

/** Packages that are there to compile. */
const compilers = new Set([
  'build-essential',
  'build-base',
  'alpine-sdk',
  'gcc',
  'g++',
  'gcc-c++',
  'clang',
  'base-devel',
])

/** A compiler that the same RUN does not remove. */
function toolFinding(file: LintFile): Finding | undefined {
  const calls = packageCalls(file)
  for (const { command, installs, packages, manager } of calls) {
    const word =
      manager.group === 'system' && installs
        ? packages.find((one) => compilers.has(one.word.value ?? ''))?.word
        : undefined
    if (!word) continue
    const isRemoved = calls.some(
      (other) => other.command.instruction === command.instruction && manager.remove?.includes(other.subcommand),
    )
    if (isRemoved) continue
    const message = `\`${word.text}\` stays in the image that is shipped; compile in a stage of its own, or remove it in the same RUN`
    return { range: word, message }
  }
  return undefined
}

/** Images whose purpose is to build; what they make runs on a smaller one. */
const sdks =
  /^(golang|rust|maven|gradle|gcc|haskell|swift|sbtscala\/scala-sbt|mcr\.microsoft\.com\/dotnet\/(?:core\/)?sdk)$/

function imageFinding(file: LintFile): Finding | undefined {
  const [image] = externalImages(file)
  if (!image || !sdks.test(image.reference.repository) || /(^|-)slim(-|$)/.test(image.reference.tag ?? ''))
    return undefined
  const message = `\`${image.reference.text}\` is an image for building, and is shipped here with all its tools; build in a stage of its own`
  return { range: image.word, message }
}
