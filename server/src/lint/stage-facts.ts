/** What is known of stages: base image, shell, user, working directory, and what ends up in an image. */

import { type BaseImageFacts, baseImage } from '../knowledge/base-image.ts'
import { type ImageReference, parseImageReference } from '../knowledge/image-reference.ts'
import type { Stage } from '../syntax/stages.ts'
import type { Instruction } from '../syntax/tree.ts'
import type { LintFile } from './lint-file.ts'

export type ShellFlavour = 'sh' | 'bash' | 'dash' | 'ash' | 'zsh' | 'powershell' | 'cmd' | 'none' | 'other' | 'unknown'

/** The shell that runs shell-form instructions. */
export interface ShellKind {
  readonly flavour: ShellFlavour
  /** Whether its scripts are of the POSIX family. */
  readonly posix: boolean
  /** The SHELL instruction in force, if one is. */
  readonly instruction: Instruction | undefined
  /** Its words, as in SHELL's array. */
  readonly words: readonly string[]
  /** Whether its words switch on `-e` or `pipefail`. */
  readonly errexit: boolean
  readonly pipefail: boolean
}

export interface ActiveUser {
  /** As written in USER, without the group, after variables; undefined when it is not known. */
  readonly name: string | undefined
  /** Undefined when it is not known. */
  readonly root: boolean | undefined
  readonly group: string | undefined
  /** The USER instruction; undefined when the base image decides. */
  readonly instruction: Instruction | undefined
}

/** The image outside the file that a stage is built on in the end. */
export interface ExternalBase {
  /** The stage whose FROM names it. */
  readonly stage: Stage
  readonly text: string
  readonly reference: ImageReference | undefined
  readonly facts: BaseImageFacts | undefined
}

interface States {
  readonly at: readonly (State | undefined)[]
  readonly ends: readonly State[]
}

interface State {
  readonly shell: Instruction | undefined
  readonly user: Instruction | undefined
  readonly workdir: string | undefined
}

export class StageFacts {
  private readonly file: LintFile
  /** By the text of the reference: many stages have the same base. */
  private readonly images = new Map<string, Pick<ExternalBase, 'reference' | 'facts'>>()
  private knownBases: readonly (ExternalBase | undefined)[] | undefined
  private knownStates: States | undefined
  private readonly shells = new Map<Instruction | Stage, ShellKind>()

  constructor(file: LintFile) {
    this.file = file
  }

  /** The image that a chain of `FROM stage` ends in; undefined when an argument without default hides it. */
  base(stage: Stage): ExternalBase | undefined {
    return this.bases[stage.index]
  }

  /** By stage; a stage stands behind the one that it is built on. */
  private get bases(): readonly (ExternalBase | undefined)[] {
    if (this.knownBases) return this.knownBases
    const bases: (ExternalBase | undefined)[] = []
    for (const stage of this.file.stages) {
      bases.push(stage.parent ? bases[stage.parent.index] : this.readBase(stage))
    }
    this.knownBases = bases
    return bases
  }

  private readBase(root: Stage): ExternalBase | undefined {
    if (root.base === undefined) return undefined
    let known = this.images.get(root.base)
    if (!known) {
      const reference = parseImageReference(root.base)
      known = { reference, facts: reference && baseImage(reference) }
      this.images.set(root.base, known)
    }
    return { stage: root, text: root.base, ...known }
  }

  image(stage: Stage | undefined): BaseImageFacts | undefined {
    return stage && this.base(stage)?.facts
  }

  isScratch(stage: Stage): boolean {
    return this.base(stage)?.text.toLowerCase() === 'scratch'
  }

  /** Windows by its facts, its name or its shell; a backtick escape counts when nothing else is known. */
  isWindows(stage: Stage): boolean {
    const base = this.base(stage)
    if (base?.facts) return base.facts.platform === 'windows'
    if (base && /windows|nanoserver|servercore/i.test(base.text)) return true
    return this.file.tree.escape === '`'
  }

  /** The chain of stages from the outermost base to this one. */
  lineage(stage: Stage): readonly Stage[] {
    const chain: Stage[] = []
    for (let current: Stage | undefined = stage; current; current = current.parent) chain.push(current)
    return chain.reverse()
  }

  /** Instructions that make up the stage's image before an instruction (or at its end), inherited ones included. */
  history(stage: Stage, before?: Instruction): readonly Instruction[] {
    return this.lineage(stage).flatMap((link) =>
      before && link === stage
        ? link.instructions.slice(0, Math.max(0, before.index - link.from.index - 1))
        : link.instructions,
    )
  }

  /**
   * Whether the stage's layers are in an image that leaves the build: the last stage, any stage that no other stage
   * copies from, builds on or mounts (a target of its own), and what these are built on.
   */
  isShipped(stage: Stage): boolean {
    return this.shipped.has(stage.index)
  }

  private get shipped(): ReadonlySet<number> {
    return this.file.once('shipped stages', () => {
      const { stages, references } = this.file.graph
      const needed = new Set(
        references.flatMap(({ target, inStage }) => (target && target !== inStage ? [target.index] : [])),
      )
      const shipped = new Set<number>()
      for (const stage of stages) {
        if (needed.has(stage.index) && stage.index !== stages.length - 1) continue
        for (let link: Stage | undefined = stage; link && !shipped.has(link.index); link = link.parent) {
          shipped.add(link.index)
        }
      }
      return shipped
    })
  }

  /** The user that runs an instruction, or that the stage ends with. */
  user(stage: Stage, before?: Instruction): ActiveUser {
    const last = this.state(stage, before).user
    if (!last) return this.baseUser(stage)
    const text = last.words[0]?.text ?? ''
    const expansion = this.file.scopes.expand(last, text)
    const known = expansion.error === undefined && expansion.unset.length === 0
    const [name, group] = (known ? expansion.value.trim() : '').split(':')
    if (!known || name === '') return { name: undefined, root: undefined, group: undefined, instruction: last }
    return { name, root: isRootName(name), group, instruction: last }
  }

  private baseUser(stage: Stage): ActiveUser {
    const user = this.image(stage)?.defaultUser
    if (this.isScratch(stage)) return { name: 'root', root: true, group: undefined, instruction: undefined }
    if (!user) return { name: undefined, root: undefined, group: undefined, instruction: undefined }
    const name = user.name ?? (user.uid === undefined ? undefined : String(user.uid))
    const root = name === undefined ? undefined : isRootName(name) || user.uid === 0
    return { name, root, group: undefined, instruction: undefined }
  }

  /** The working directory before an instruction (or at the end); undefined when a variable hides it. */
  workdir(stage: Stage, before?: Instruction): string | undefined {
    return this.state(stage, before).workdir
  }

  /** The SHELL instruction in force before an instruction (or at the end), inherited ones included. */
  shellInstruction(stage: Stage, before?: Instruction): Instruction | undefined {
    return this.state(stage, before).shell
  }

  /** The shell of an instruction: the last SHELL of its stage or of those it is built on, else the base image's. */
  shell(instruction: Instruction): ShellKind {
    const stage = this.file.stageOf(instruction)
    if (!stage) return unknownShell
    const explicit = this.shellInstruction(stage, instruction)
    let shell = this.shells.get(explicit ?? stage)
    if (!shell) {
      shell = explicit ? explicitShell(explicit) : this.baseShell(stage)
      this.shells.set(explicit ?? stage, shell)
    }
    return shell
  }

  private baseShell(stage: Stage): ShellKind {
    if (this.isWindows(stage)) return { ...defaultShell('cmd'), words: ['cmd', '/S', '/C'] }
    if (this.isScratch(stage)) return unknownShell
    return defaultShell(this.image(stage)?.shell?.flavour ?? 'unknown')
  }

  private state(stage: Stage, before?: Instruction): State {
    const { at, ends } = this.states
    return (before && at[before.index]) ?? ends[stage.index]
  }

  /** What SHELL, USER and WORKDIR have set, before each instruction and at the end of each stage; one pass. */
  private get states(): States {
    if (this.knownStates) return this.knownStates

    const at: (State | undefined)[] = []
    const ends: State[] = []
    for (const stage of this.file.stages) {
      let state: State = stage.parent
        ? ends[stage.parent.index]
        : { shell: undefined, user: undefined, workdir: this.image(stage)?.workdir ?? '/' }
      at[stage.from.index] = state
      for (const instruction of stage.instructions) {
        at[instruction.index] = state
        if (instruction.keyword === 'SHELL' && instruction.json && instruction.words.length > 0) {
          state = { ...state, shell: instruction }
        } else if (instruction.keyword === 'USER') state = { ...state, user: instruction }
        else if (instruction.keyword === 'WORKDIR') state = { ...state, workdir: this.nextWorkdir(state, instruction) }
      }
      ends.push(state)
    }
    this.knownStates = { at, ends }
    return this.knownStates
  }

  private nextWorkdir(state: State, instruction: Instruction): string | undefined {
    const { error, unset, value } = this.file.scopes.expand(instruction, instruction.words[0]?.text ?? '')
    return error !== undefined || unset.length > 0 ? undefined : resolvePath(state.workdir, value)
  }

  /** CMD, ENTRYPOINT, HEALTHCHECK, STOPSIGNAL or SHELL in force at the end of a stage, inherited ones included. */
  last(stage: Stage, keyword: string): Instruction | undefined {
    return this.file.once(`last ${keyword}`, () => {
      const last: (Instruction | undefined)[] = []
      for (const { parent, instructions } of this.file.stages) {
        const own = instructions.findLast((instruction) => instruction.keyword === keyword)
        last.push(own ?? (parent && last[parent.index]))
      }
      return last
    })[stage.index]
  }
}

function isRootName(name: string): boolean {
  return name === 'root' || /^0+$/.test(name) || name.toLowerCase() === 'containeradministrator'
}

/** The longest path that systems take; many relative WORKDIRs would make ever longer ones. */
const longestPath = 4_096

/** A path after WORKDIR, without `.` and `..`; undefined when the part before is not known and it is relative. */
export function resolvePath(current: string | undefined, path: string): string | undefined {
  if (path.length + (current?.length ?? 0) > longestPath) return undefined
  if (!path.startsWith('/') && current === undefined) return undefined
  const parts: string[] = []
  for (const part of `${path.startsWith('/') ? '' : current}/${path}`.split('/')) {
    if (part === '' || part === '.') continue
    if (part === '..') parts.pop()
    else parts.push(part)
  }
  return `/${parts.join('/')}`
}

function defaultShell(flavour: ShellFlavour): ShellKind {
  const posix = flavour !== 'cmd' && flavour !== 'powershell'
  return { flavour, posix, instruction: undefined, words: ['/bin/sh', '-c'], errexit: false, pipefail: false }
}

const unknownShell = defaultShell('unknown')

function explicitShell(instruction: Instruction): ShellKind {
  const words = instruction.words.map((word) => word.text)
  const program = (words[0].split(/[/\\]/).at(-1) ?? '').toLowerCase().replace(/\.exe$/, '')
  const index = words.findIndex((word, i) => i > 0 && /(^|\/)(ba|da|a|z|k)?sh$/.test(word))
  const name = program === 'env' && index > 0 ? (words[index].split('/').at(-1) ?? '') : program
  const known = Object.hasOwn(flavours, name) ? flavours[name] : undefined
  const flavour = known ?? (/^(pwsh|powershell)/.test(name) ? 'powershell' : name === 'cmd' ? 'cmd' : 'other')
  const options = words.slice(1).filter((word) => /^[-+][a-zA-Z]+$/.test(word))
  const pipefail = words.some((word, i) => word === 'pipefail' && /^-[a-zA-Z]*o$/.test(words[i - 1] ?? ''))
  return {
    flavour,
    posix: flavour === 'sh' || flavour === 'bash' || flavour === 'dash' || flavour === 'ash' || flavour === 'zsh',
    instruction,
    words,
    errexit: options.some((option) => option.startsWith('-') && option.includes('e')),
    pipefail,
  }
}

const flavours: Readonly<Record<string, ShellFlavour>> = {
  sh: 'sh',
  bash: 'bash',
  dash: 'dash',
  ash: 'ash',
  zsh: 'zsh',
}
