/** A stage taken apart at its last build step: what stays with the build, what the running image needs as well. */

import type { Stage } from '../syntax/stages.ts'
import type { Instruction } from '../syntax/tree.ts'
import type { LintFile } from './lint-file.ts'
import { type BuildTools, folderOfCommand, isBuildRun, isWithin, runRole } from './split-stages-roles.ts'
import { commandsOfInstruction, type StartCommand, startCommands } from './split-stages-start.ts'
import { resolvePath } from './stage-facts.ts'
import { createdUsers } from './user-plan.ts'

/** Why a stage is not split, as a sentence without a full stop. */
export type Refusal = string

export interface StageParts {
  readonly stage: Stage
  readonly tools: BuildTools
  /** The last RUN that builds; what stands behind it goes on in the running image. */
  readonly cut: Instruction
  /** Where the project lies in the build. */
  readonly folder: string
  /** What the running image needs of the instructions above the cut, in order. */
  readonly carried: readonly Carried[]
  readonly behind: readonly Instruction[]
  readonly start: readonly StartCommand[]
  /** Whether the running image has to have a shell: for a RUN, or for a command in shell form. */
  readonly needsShell: boolean
  /** Whether its RUNs install packages of the system. */
  readonly installs: boolean
}

export interface Carried {
  readonly instruction: Instruction
  /** As it stands in the running image's stage. */
  readonly text: string
  /** It has no effect on the build, so that it goes there; the others stand in both stages. */
  readonly isMoved: boolean
}

/** Instructions that only say something of the image. */
const settings = new Set('CMD ENTRYPOINT EXPOSE HEALTHCHECK LABEL MAINTAINER STOPSIGNAL VOLUME'.split(' '))

/** Variables that only tools of the build read. */
const buildVariable =
  /^(?:CGO_\w+|GO(?:OS|ARCH|ARM|AMD64|111MODULE|PROXY|FLAGS|SUMDB|PRIVATE|NOSUMDB|CACHE|MODCACHE|PATH|TOOLCHAIN|WORK)|CARGO_\w+|RUSTFLAGS|RUSTUP_\w+|MAVEN_\w+|GRADLE_\w+|NUGET_\w+|npm_config_\w+|NPM_CONFIG_\w+|YARN_\w+|PIP_\w+|POETRY_\w+|PIPENV_\w+|DEBIAN_FRONTEND|NEXT_TELEMETRY_DISABLED|DOTNET_CLI_\w+)$/

/** Folders that hold more than a project. */
const sharedFolders = new Set(
  '/ /bin /etc /home /lib /opt /root /sbin /srv /tmp /usr /usr/bin /usr/lib /usr/local /usr/local/bin /usr/share /var /var/lib /go /go/src'.split(
    ' ',
  ),
)

/** Takes the only stage of a file apart; a refusal where something in it cannot be told. */
export function takeApart(file: LintFile, stage: Stage, tools: BuildTools): StageParts | Refusal {
  const builds = stage.instructions.filter((instruction) => isBuildRun(file, instruction, tools))
  const cut = builds.at(-1)
  if (!cut) return 'no step of the stage is known to build the project'
  const folder = projectFolder(file, builds, tools)
  if (folder === undefined) return 'the folder of the build depends on a variable'
  if (sharedFolders.has(folder)) return `the build runs in \`${folder}\`, where its files cannot be told from others`
  const start = startCommands(file, stage)
  if (!start) return 'ENTRYPOINT and CMD do not say for certain what the container runs'
  if (start.length === 0) return 'neither CMD nor ENTRYPOINT says what the container runs'

  const above = stage.instructions.filter(({ index }) => index <= cut.index)
  const behind = stage.instructions.filter(({ index }) => index > cut.index)
  const carried: Carried[] = []
  let installs = false
  for (const instruction of above) {
    const found = carry(file, stage, instruction, folder, tools)
    if (typeof found === 'string') return found
    installs ||= found.installs
    carried.push(...found.carried)
  }
  for (const instruction of behind) {
    if (instruction.keyword === 'ONBUILD') return 'ONBUILD cannot be split'
    if (instruction.keyword !== 'RUN') continue
    const role = runRole(file, instruction, folder, tools, 'running image')
    if (role.kind === 'unknown') return role.reason
    if (role.kind === 'both') installs ||= role.installs
    if (role.kind === 'build tools') return 'build tools are installed behind the last step that builds'
    if (role.kind === 'system') {
      if (role.text !== file.slice(instruction)) return 'build tools are installed behind the last step that builds'
      installs ||= role.installs
    }
  }
  const wanted = withoutOverruled(withArguments(file, stage, carried, behind), behind)
  const needsShell =
    [...wanted.map(({ instruction }) => instruction), ...behind].some(({ keyword }) => keyword === 'RUN') ||
    start.some(({ isShellForm, name }) => isShellForm || /^(ba|da|a)?sh$/.test(name)) ||
    healthcheckCommands(file, stage).some(({ isShellForm }) => isShellForm)
  return { stage, tools, cut, folder, carried: wanted, behind, start, needsShell, installs }
}

/** The commands of the health check in force. */
export function healthcheckCommands(file: LintFile, stage: Stage): readonly StartCommand[] {
  const check = stage.instructions.findLast(({ keyword }) => keyword === 'HEALTHCHECK')
  return check ? commandsOfInstruction(file, check) : []
}

/** The users that USER instructions of the running image name, without those that its RUNs create. */
export function wantedUsers(file: LintFile, parts: StageParts): readonly string[] {
  const runs = new Set(
    [...parts.carried.map(({ instruction }) => instruction), ...parts.behind].filter(
      ({ keyword }) => keyword === 'RUN',
    ),
  )
  const created = new Set(
    createdUsers(file, parts.stage).flatMap(({ name, instruction }) => (runs.has(instruction) ? [name] : [])),
  )
  return [...parts.carried.map(({ instruction }) => instruction), ...parts.behind]
    .filter(({ keyword }) => keyword === 'USER')
    .map((user) => file.scopes.expand(user, user.words[0]?.text ?? '').value.split(':')[0])
    .filter((name) => !created.has(name))
}

/** The outermost folder of all builds. */
function projectFolder(file: LintFile, runs: readonly Instruction[], tools: BuildTools): string | undefined {
  let outermost: string | undefined
  for (const run of runs) {
    for (const command of file.commands(run)) {
      if (!tools.builds(command)) continue
      const folder = folderOfCommand(file, command)
      if (folder === undefined) return undefined
      if (outermost === undefined || isWithin(outermost, folder)) outermost = folder
      else if (!isWithin(folder, outermost)) return '/'
    }
  }
  return outermost
}

type Carry = { readonly carried: readonly Carried[]; readonly installs: boolean }

const nothing: Carry = { carried: [], installs: false }

function carry(
  file: LintFile,
  stage: Stage,
  instruction: Instruction,
  folder: string,
  tools: BuildTools,
): Carry | Refusal {
  const text = file.slice(instruction)
  const both: Carry = { carried: [{ instruction, text, isMoved: false }], installs: false }
  const { keyword } = instruction
  if (keyword === 'ONBUILD') return 'ONBUILD cannot be split'
  if (settings.has(keyword)) return { carried: [{ instruction, text, isMoved: true }], installs: false }
  if (keyword === 'ENV') return instruction.pairs.every(({ name }) => buildVariable.test(name)) ? nothing : both
  if (keyword === 'WORKDIR' || keyword === 'USER' || keyword === 'ARG' || keyword === 'SHELL') return both
  if (keyword === 'COPY' || keyword === 'ADD') {
    const target = copyTarget(file, stage, instruction)
    if (target === undefined) return `where \`${firstLine(text)}\` puts its files is not known`
    if (isWithin(target, folder)) return nothing
    return isWithin(folder, target) ? `\`${firstLine(text)}\` copies to a folder around the project` : both
  }
  if (keyword !== 'RUN') return `\`${firstLine(text)}\` cannot be split`
  const role = runRole(file, instruction, folder, tools)
  if (role.kind === 'unknown') return role.reason
  if (role.kind === 'both') return `\`${firstLine(text)}\` builds and sets the system up in one step`
  if (role.kind !== 'system') return nothing
  return { carried: [{ instruction, text: role.text, isMoved: false }], installs: role.installs }
}

/** Where a COPY or ADD puts what it copies: its last word as an absolute path. */
export function copyTarget(file: LintFile, stage: Stage, instruction: Instruction): string | undefined {
  const target = instruction.words.at(-1)
  if (!target) return undefined
  const { value, unset, error } = file.scopes.expand(instruction, target.text)
  if (error !== undefined || unset.length > 0) return undefined
  return resolvePath(file.facts.workdir(stage, instruction), value)
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0].trim()
}

/** Leaves out the arguments that nothing in the running image's stage reads. */
function withArguments(
  file: LintFile,
  stage: Stage,
  carried: readonly Carried[],
  behind: readonly Instruction[],
): readonly Carried[] {
  const readers = [...carried.filter(({ instruction }) => instruction.keyword !== 'ARG').map(({ text }) => text)]
  for (const instruction of behind) readers.push(file.slice(instruction))
  const used = new Set(readers.flatMap((text) => [...text.matchAll(/\$\{?([A-Za-z_]\w*)/g)].map((match) => match[1])))
  const chosen = new Set<Instruction>()
  // An argument may use one above it.
  for (const { instruction } of [...carried].reverse()) {
    if (instruction.keyword !== 'ARG') continue
    const names = file.scopes.definitions[stage.index].filter((definition) => definition.instruction === instruction)
    if (!names.some(({ name }) => used.has(name))) continue
    chosen.add(instruction)
    for (const match of file.slice(instruction).matchAll(/\$\{?([A-Za-z_]\w*)/g)) used.add(match[1])
  }
  return carried.filter(({ instruction }) => instruction.keyword !== 'ARG' || chosen.has(instruction))
}

/** Leaves out each WORKDIR and USER that the next one overrules before anything depends on it. */
function withoutOverruled(carried: readonly Carried[], behind: readonly Instruction[]): readonly Carried[] {
  return carried.filter(({ instruction: { keyword } }, i) => {
    if (keyword !== 'WORKDIR' && keyword !== 'USER') return true
    const rest = [...carried.slice(i + 1).map(({ instruction }) => instruction), ...behind]
    const dependent =
      keyword === 'WORKDIR' ? /^(RUN|COPY|ADD|WORKDIR|CMD|ENTRYPOINT)$/ : /^(RUN|WORKDIR|USER|CMD|ENTRYPOINT)$/
    const next = rest.find((other) => dependent.test(other.keyword))
    return !(next?.keyword === keyword && (keyword === 'USER' || next.words[0]?.text.startsWith('/')))
  })
}
