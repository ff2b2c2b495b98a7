/** Completion of users: those of the base image, and those that the stage makes. */

import type { LintFile } from '../../lint/lint-file.ts'
import type { Completion } from '../completion.ts'
import { type ArgumentPlace, rangeFrom } from './place.ts'

const makers = ['useradd', 'adduser']

/** Users, or groups behind a colon. */
export function userCompletions(file: LintFile, place: ArgumentPlace, index: number): readonly Completion[] {
  const typed = place.partial.slice(index)
  const colon = typed.indexOf(':')
  const range = rangeFrom(place, colon < 0 ? index : index + colon + 1)
  const users = knownUsers(file, place)
  return users.map(({ name, detail }) => ({ label: name, kind: 'user', range, text: name, detail }))
}

function knownUsers(file: LintFile, place: ArgumentPlace): readonly { name: string; detail: string }[] {
  const stage = file.stageOf(place.instruction)
  if (!stage) return []
  const users = new Map<string, string>()
  const lineage = new Set(file.facts.lineage(stage))
  for (const command of file.shellCommands(...makers)) {
    const home = file.stageOf(command.instruction)
    if (!home || !lineage.has(home) || command.instruction.index >= place.instruction.index) continue
    // `adduser NAME GROUP` names the user first, `useradd` and `adduser OPTIONS NAME` last.
    const name = (command.name === 'adduser' ? command.operands[0] : command.operands.at(-1))?.value
    if (name) users.set(name, 'made in this file')
  }
  const facts = file.facts.image(stage)
  for (const { name, uid } of [...(facts?.readyUsers ?? []), ...(facts?.systemUsers ?? [])]) {
    if (name && !users.has(name)) users.set(name, uid === undefined ? 'of the base image' : `uid ${uid}`)
  }
  if (!users.has('root')) users.set('root', 'uid 0')
  return [...users].map(([name, detail]) => ({ name, detail }))
}
