/** Which user other than root a stage could run as, how that user comes into being, and where USER goes. */

import type { BaseImageFacts } from '../knowledge/base-image.ts'
import type { Stage } from '../syntax/stages.ts'
import type { Instruction } from '../syntax/tree.ts'
import type { LintFile } from './lint-file.ts'

export interface UserPlan {
  /** What USER gets: `node`, `appuser`, `65532:65532`. */
  readonly user: string
  /** What `--chown` gets: `node:node`. */
  readonly owner: string
  /** The command of the RUN that creates it; undefined when it is there already. */
  readonly creation: string | undefined
  readonly origin: UserOrigin
}

export type UserOrigin =
  /** The stage was this user's before it became root. */
  | 'earlier'
  /** A RUN of the file creates it, or a `--chown` names it. */
  | 'file'
  /** The base image has it for running applications. */
  | 'image'
  /** It has to be created. */
  | 'created'
  /** Nothing can create it; a number does without. */
  | 'numeric'

/** A user that a RUN creates. */
export interface CreatedUser {
  readonly name: string
  /** The group by name or number, when the command names one. */
  readonly group: string | undefined
  readonly home: string | undefined
  readonly instruction: Instruction
}

const newUser = 'appuser'
const newNumber = '65532:65532'

/** The best user for a stage to run as, before an instruction or at its end; undefined when none can be had. */
export function planUser(file: LintFile, stage: Stage, before?: Instruction): UserPlan | undefined {
  const facts = file.facts.image(stage)
  if (facts?.platform === 'windows' || file.facts.isWindows(stage)) return undefined
  return (
    earlierUser(file, stage, before) ?? userOfFile(file, stage, before) ?? userOfImage(facts) ?? newUserFor(file, stage)
  )
}

/** The users that RUN instructions of a stage (inherited ones included) create without a condition, in file order. */
export function createdUsers(file: LintFile, stage: Stage): readonly CreatedUser[] {
  return file.once(`created users ${stage.index}`, () =>
    file.facts
      .history(stage)
      .flatMap((instruction) => (instruction.keyword === 'RUN' ? usersOfRun(file, instruction) : [])),
  )
}

function usersOfRun(file: LintFile, run: Instruction): readonly CreatedUser[] {
  const users: CreatedUser[] = []
  for (const command of file.commands(run)) {
    if (command.name !== 'useradd' && command.name !== 'adduser') continue
    if (!command.unconditional || command.mayHaveMoreFlags) continue
    // `adduser user group` puts a user into a group.
    const [name, ...others] = command.operands
    if (name?.value === undefined || others.length > 0) continue
    // BusyBox' `adduser -g` takes a comment, `useradd -G` further groups.
    const byShadow = command.name === 'useradd'
    const group = byShadow ? command.flag('-g', '--gid') : command.flag('-G', '--ingroup', '--gid')
    const home = byShadow ? command.flag('-d', '--home', '--home-dir') : command.flag('-h', '--home')
    users.push({ name: name.value, group: group?.value, home: home?.value, instruction: run })
  }
  return users
}

/** A user of the stage, or of its base image, that a later `USER root` has taken over from. */
function earlierUser(file: LintFile, stage: Stage, before: Instruction | undefined): UserPlan | undefined {
  const users = file.facts.history(stage, before).filter(({ keyword }) => keyword === 'USER')
  for (const instruction of users.reverse()) {
    const { value, unset, error } = file.scopes.expand(instruction, instruction.words[0]?.text ?? '')
    if (error !== undefined || unset.length > 0 || instruction.words[0]?.text.includes('$')) continue
    const user = value.trim()
    if (user === '' || isRoot(user)) continue
    return { user, owner: user, creation: undefined, origin: 'earlier' }
  }
  const user = file.facts.image(stage)?.defaultUser
  const name = user?.name ?? (user?.uid === undefined ? undefined : String(user.uid))
  if (name === undefined || user?.uid === undefined || isRoot(name)) return undefined
  return { user: name, owner: `${user.uid}:${user.gid ?? user.uid}`, creation: undefined, origin: 'earlier' }
}

function isRoot(user: string): boolean {
  return /^(root|0+)(:|$)/.test(user)
}

function userOfFile(file: LintFile, stage: Stage, before: Instruction | undefined): UserPlan | undefined {
  const created = createdUsers(file, stage).filter(({ instruction }) => !before || instruction.index < before.index)
  const owner = ownerOfCopies(file, stage)
  const named = created.find(({ name }) => name === owner?.split(':')[0]) ?? created.at(-1)
  if (owner !== undefined && (!named || named.name === owner.split(':')[0])) {
    return {
      user: owner.includes(':') && /^\d/.test(owner) ? owner : owner.split(':')[0],
      owner,
      creation: undefined,
      origin: 'file',
    }
  }
  if (!named || isRoot(named.name)) return undefined
  return {
    user: named.name,
    owner: named.group === undefined ? named.name : `${named.name}:${named.group}`,
    creation: undefined,
    origin: 'file',
  }
}

/** The user that most `COPY --chown` of the stage itself give their files to. */
function ownerOfCopies(file: LintFile, stage: Stage): string | undefined {
  const times = new Map<string, number>()
  for (const { keyword, flags } of file.facts.history(stage)) {
    if (keyword !== 'COPY' && keyword !== 'ADD') continue
    const value = flags.find(({ name }) => name === 'chown')?.value
    if (value && !value.includes('$') && !isRoot(value)) times.set(value, (times.get(value) ?? 0) + 1)
  }
  return [...times].sort((a, b) => b[1] - a[1])[0]?.[0]
}

/** Servers that run well as the user that their image has ready, or as any; the others need more than USER. */
const servesAsAnybody = new Set([
  'php',
  'tomcat',
  'mcr.microsoft.com/dotnet/aspnet',
  'tiangolo/uvicorn-gunicorn',
  'tiangolo/uvicorn-gunicorn-fastapi',
])

function userOfImage(facts: BaseImageFacts | undefined): UserPlan | undefined {
  const [ready] = facts?.readyUsers ?? []
  const name = ready?.name ?? (ready?.uid === undefined ? undefined : String(ready.uid))
  if (!facts || name === undefined || needsRootAtStart(facts)) return undefined
  return {
    user: name,
    owner: `${name}:${ready?.name ? name : (ready?.gid ?? name)}`,
    creation: undefined,
    origin: 'image',
  }
}

function needsRootAtStart(facts: BaseImageFacts): boolean {
  return facts.isServer && !servesAsAnybody.has(facts.repository)
}

function newUserFor(file: LintFile, stage: Stage): UserPlan | undefined {
  const facts = file.facts.image(stage)
  if (file.facts.isScratch(stage)) return { user: newNumber, owner: newNumber, creation: undefined, origin: 'numeric' }
  if (facts && needsRootAtStart(facts)) return undefined
  if (facts?.userCreation === 'none') {
    const nonroot = facts.systemUsers.find(({ name }) => name === 'nonroot')
    const user = nonroot ? 'nonroot' : newNumber
    return { user, owner: nonroot ? 'nonroot:nonroot' : newNumber, creation: undefined, origin: 'numeric' }
  }
  const creation = creationCommand(file, stage, facts)
  if (!creation) return undefined
  return { user: newUser, owner: `${newUser}:${newUser}`, creation, origin: 'created' }
}

/** The command that creates a user and a group of one name, the way the distribution does. */
function creationCommand(file: LintFile, stage: Stage, facts: BaseImageFacts | undefined): string | undefined {
  const tool = facts?.userCreation ?? toolOfUnknownImage(file, stage)
  if (tool === 'adduser-busybox') return `addgroup -S ${newUser} && adduser -S -D -G ${newUser} ${newUser}`
  if (tool !== 'useradd') return undefined
  // Only SUSE does not give each user a group of its own name.
  const add = `useradd --create-home ${facts?.family === 'suse' ? '--user-group ' : ''}${newUser}`
  const manager = facts?.packageManagers[0]
  const tools = facts?.userCreationPackage
  if (tools === undefined || installs(file, stage, tools)) return add
  return manager && `${manager} install -y ${tools} && ${add} && ${manager} clean all`
}

/** The package manager that a stage calls tells its family. */
function toolOfUnknownImage(file: LintFile, stage: Stage): BaseImageFacts['userCreation'] {
  for (const instruction of file.facts.history(stage)) {
    if (instruction.keyword !== 'RUN') continue
    for (const { name } of file.commands(instruction)) {
      if (name === 'apk') return 'adduser-busybox'
      if (name === 'apt-get' || name === 'apt' || name === 'yum' || name === 'dnf') return 'useradd'
    }
  }
  return 'none'
}

function installs(file: LintFile, stage: Stage, tool: string): boolean {
  return file.facts.history(stage).some((instruction) => {
    if (instruction.keyword !== 'RUN') return false
    return file.commands(instruction).some((command) => command.words.some(({ value }) => value === tool))
  })
}
