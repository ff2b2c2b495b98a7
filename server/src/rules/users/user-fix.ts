/** The fixes of `runs-as-root`: USER lines at the right place, with the user created before and files given to it. */

import { isPrivilegedPort } from '../../knowledge/ports.ts'
import { lastBuildStep, placeBeforeStart, rootProgram } from '../../lint/container-start.ts'
import { insert, replace } from '../../lint/edits.ts'
import { casedLike, insertAbove, insertBehind, insertOnTop } from '../../lint/insert-lines.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import { isInRootHome, rootHomeUses } from '../../lint/root-home.ts'
import type { Edit, Fix } from '../../lint/rule.ts'
import { resolvePath } from '../../lint/stage-facts.ts'
import type { UserPlan } from '../../lint/user-plan.ts'
import type { Stage } from '../../syntax/stages.ts'
import type { Instruction } from '../../syntax/tree.ts'

/** USER alone, then USER with the copied files; none where the application could not start as another user. */
export function userFixes(file: LintFile, stage: Stage, plan: UserPlan): readonly Fix[] {
  if (rootHomeUses(file, stage).length > 0 || isInRootHome(file.facts.workdir(stage))) return []
  if (rootProgram(file, stage) !== undefined) return []
  const plain = userOnly(file, stage, plan)
  const given = copiesToGive(file, stage)
  const full = given.length > 0 && plan.origin !== 'earlier' ? withOwnership(file, stage, plan, given) : undefined
  return [plain, full].filter((fix) => fix !== undefined)
}

function userOnly(file: LintFile, stage: Stage, plan: UserPlan): Fix | undefined {
  const placed = placeUser(file, stage, plan, plan.creation)
  if (!placed) return undefined
  const title = plan.creation ? `Create the user \`${plan.user}\` and run as it` : `Run as \`${plan.user}\``
  return { title: `${title}${caveats(file, stage)}`, safety: 'unsafe', ...placed }
}

/**
 * The image of the same server that runs as another user, with the port that it listens on. Only where the stage does
 * nothing but copy files beside the server's own configuration.
 */
export function unprivilegedImageFixes(file: LintFile, stage: Stage): readonly Fix[] {
  const base = file.facts.base(stage)
  const image = base?.facts?.unprivilegedImage
  const { baseWord, instructions } = stage
  if (!image || !baseWord || stage.parent || baseWord.text.includes('$') || base.reference?.digest) return []
  if (instructions.some((instruction) => needsTheOriginal(instruction))) return []
  const tag = base.reference?.tag
  const name = tag === undefined ? image : `${image}:${tag}`
  const ports = instructions
    .filter(({ keyword }) => keyword === 'EXPOSE')
    .flatMap(({ words }) => words.filter(({ text }) => text === '80' || text === '80/tcp'))
  return [
    {
      title: `Build on \`${name}\`, which listens on port 8080`,
      safety: 'unsafe',
      edits: [
        replace(baseWord, name),
        ...ports.map((word) => replace(word, word.text.replace('80', '8080'))),
        ...restOfStage(file, stage),
      ],
    },
  ]
}

/** An edit that changes nothing keeps fixes that count on the old port out of the same round. */
function restOfStage(file: LintFile, stage: Stage): readonly Edit[] {
  const last = stage.instructions.at(-1)
  return last && last.keyword !== 'EXPOSE' ? [replace(last.keywordRange, file.slice(last.keywordRange))] : []
}

function needsTheOriginal({ keyword, words }: Instruction): boolean {
  if (keyword === 'RUN' || keyword === 'USER' || keyword === 'HEALTHCHECK' || keyword === 'ENTRYPOINT') return true
  if (keyword !== 'COPY' && keyword !== 'ADD') return false
  return /\/nginx\/?$|\/nginx\.conf$/.test(words.at(-1)?.text ?? '')
}

/** The user is created before the first copy that names it. */
function withOwnership(file: LintFile, stage: Stage, plan: UserPlan, copies: readonly Instruction[]): Fix | undefined {
  const placed = placeUser(file, stage, plan, undefined)
  if (!placed) return undefined
  const edits = [...placed.edits]
  let { inserts } = placed.effect
  const [first] = copies
  const commands = [plan.creation, chownFolder(file, stage, plan, first)].filter((command) => command !== undefined)
  if (commands.length > 0) {
    if (file.facts.user(stage, first).root !== true) return undefined
    edits.push(insertOnTop(file, first, [`${casedLike(file, first, 'RUN')} ${commands.join(' && ')}`]))
    inserts++
  }
  for (const copy of copies) edits.push(insert(copy.keywordRange.end, ` --chown=${plan.owner}`))
  const title = `Run as \`${plan.user}\` and give it the working directory`
  return {
    title: `${title}${caveats(file, stage)}`,
    safety: 'unsafe',
    edits,
    effect: { inserts, rewrites: [...placed.effect.rewrites, ...copies] },
  }
}

/** WORKDIR has made the directory as root; without this the user could change files in it, but add none. */
function chownFolder(file: LintFile, stage: Stage, plan: UserPlan, copy: Instruction): string | undefined {
  const folder = file.facts.workdir(stage, copy)
  const isOwn = stage.instructions.some(({ keyword, index }) => keyword === 'WORKDIR' && index < copy.index)
  const hasShell = file.facts.image(stage)?.hasShell ?? !file.facts.isScratch(stage)
  return isOwn && hasShell && folder && /^[\w./-]+$/.test(folder) ? `chown ${plan.owner} ${folder}` : undefined
}

interface Placed {
  readonly edits: readonly Edit[]
  readonly effect: { readonly inserts: number; readonly rewrites: readonly Instruction[] }
}

/** USER where no step of the build needs root any more; a `USER root` that only stands there is replaced. */
function placeUser(file: LintFile, stage: Stage, plan: UserPlan, creation: string | undefined): Placed | undefined {
  const { instruction } = file.facts.user(stage)
  const isLast = instruction !== undefined && lastBuildStep(stage) === instruction
  if (instruction && isLast && (creation === undefined || file.facts.user(stage, instruction).root === true)) {
    const edits: Edit[] = [replace(instruction.words[0], plan.user)]
    if (creation !== undefined) {
      edits.push(insertAbove(file, instruction, [`${casedLike(file, instruction, 'RUN')} ${creation}`]))
    }
    return { edits, effect: { inserts: edits.length - 1, rewrites: [instruction] } }
  }
  const place = placeBeforeStart(stage)
  const neighbour = 'above' in place ? place.above : place.behind
  const lines = [`${casedLike(file, neighbour, 'USER')} ${plan.user}`]
  if (creation !== undefined) lines.unshift(`${casedLike(file, neighbour, 'RUN')} ${creation}`)
  const edit = 'above' in place ? insertAbove(file, neighbour, lines) : insertBehind(file, neighbour, lines)
  return edit && { edits: [edit], effect: { inserts: lines.length, rewrites: [] } }
}

/** Copies without an owner into the working directory or below it. */
function copiesToGive(file: LintFile, stage: Stage): readonly Instruction[] {
  const end = file.facts.workdir(stage)
  if (end === undefined || end === '/') return []
  return stage.instructions.filter((instruction) => {
    if (instruction.keyword !== 'COPY' && instruction.keyword !== 'ADD') return false
    if (instruction.flags.some(({ name }) => name === 'chown') || instruction.words.length < 2) return false
    const { value, unset, error } = file.scopes.expand(
      instruction,
      instruction.words[instruction.words.length - 1].text,
    )
    if (error !== undefined || unset.length > 0) return false
    const path = resolvePath(file.facts.workdir(stage, instruction), value)
    return path === end || path?.startsWith(`${end}/`)
  })
}

/** What may not work for the new user. */
function caveats(file: LintFile, stage: Stage): string {
  const history = file.facts.history(stage)
  const ports = history
    .filter(({ keyword }) => keyword === 'EXPOSE')
    .flatMap(({ words }) => words.map(({ text }) => text))
    .filter((text) => /^\d+(\/|$)/.test(text))
    .map((text) => Number.parseInt(text, 10))
    .concat(file.facts.image(stage)?.exposes.map(({ port }) => port) ?? [])
    .filter(isPrivilegedPort)
  const volumes = history
    .filter(({ keyword }) => keyword === 'VOLUME')
    .flatMap(({ words }) => words.map(({ text }) => text))
  const parts: string[] = []
  if (ports.length > 0) parts.push(`port ${[...new Set(ports)].join(', ')} may be closed to it outside Docker`)
  if (volumes.length > 0)
    parts.push(`the volume ${volumes.map((path) => `\`${path}\``).join(', ')} has to be writable for it`)
  return parts.length > 0 ? ` (${parts.join('; ')})` : ''
}
