/** An official image that has what a stage uses: for a FROM that leaves its image open. */

import { supportedTags } from '../knowledge/end-of-life.ts'
import { parseImageReference } from '../knowledge/image-reference.ts'
import type { Stage } from '../syntax/stages.ts'
import type { LintFile } from './lint-file.ts'
import { callsOf } from './package-calls.ts'

/** Programs that only the image of a language brings, and that image. */
const languages: readonly (readonly [programs: readonly string[], image: string])[] = [
  [['npm', 'yarn', 'pnpm', 'npx', 'node'], 'node'],
  [['pip', 'pip3', 'python', 'python3', 'poetry', 'uv'], 'python'],
  [['go'], 'golang'],
  [['cargo', 'rustc'], 'rust'],
  [['dotnet'], 'mcr.microsoft.com/dotnet/sdk'],
  [['mvn'], 'maven'],
  [['gradle'], 'gradle'],
  [['gem', 'bundle', 'bundler'], 'ruby'],
  [['php', 'composer', 'docker-php-ext-install'], 'php'],
  [['java', 'javac'], 'eclipse-temurin'],
]

/** Distributions by their package managers; `yum` is at home in too many. */
const distributions: Readonly<Record<string, string>> = {
  apk: 'alpine',
  'apt-get': 'debian:slim',
  apt: 'debian:slim',
  dnf: 'fedora',
  zypper: 'opensuse/leap',
}

/**
 * The newest supported version of an image that has the programs which a stage runs: the language's where it uses one
 * that it does not install, else the distribution's; an empty one for a stage that others only copy from. Undefined
 * where the stage does not tell.
 */
export function fittingImage(file: LintFile, stage: Stage): string | undefined {
  if (file.facts.isWindows(stage))
    return newest(`mcr.microsoft.com/windows/${runs(stage) ? 'servercore' : 'nanoserver'}`, file)
  if (
    stage.instructions.length === 0 &&
    stage !== file.finalStage &&
    !file.stages.some((other) => other.parent === stage)
  ) {
    return 'scratch'
  }
  const commands = stage.instructions.flatMap((instruction) => file.commands(instruction))
  const manager = commands.find(({ name }) => Object.hasOwn(distributions, name))?.name
  const installed = stage.instructions.flatMap((run) =>
    run.keyword === 'RUN' ? callsOf(file, run).flatMap(({ packages }) => packages.map(({ word }) => word.text)) : [],
  )
  const language = languages.find(([programs]) => commands.some(({ name }) => programs.includes(name)))
  const brings = language?.[0].some((program) => installed.some((name) => name.startsWith(program)))
  if (language && !brings) return newest(manager === 'apk' ? `${language[1]}:alpine` : language[1], file)
  return manager === undefined ? undefined : newest(distributions[manager], file)
}

function runs({ instructions }: Stage): boolean {
  return instructions.some(({ keyword }) => keyword === 'RUN')
}

function newest(image: string, file: LintFile): string | undefined {
  const reference = parseImageReference(image)
  return reference && supportedTags(reference, file.today)[0]
}
