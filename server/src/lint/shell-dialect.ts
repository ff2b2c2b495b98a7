/** Which shell language runs a script, by the facts of the base image, SHELL, and what the file does to `/bin/sh`. */

import { compareVersions, parseVersion } from '../knowledge/versions.ts'
import type { Instruction, Range } from '../syntax/tree.ts'
import type { Script } from './command.ts'
import type { LintFile } from './lint-file.ts'

export type DialectName = 'dash' | 'ash' | 'bash' | 'zsh'

export interface Dialect {
  readonly name: DialectName
  /** Whether it has `set -o pipefail`; undefined when that depends on a release that is not known. */
  readonly pipefail: boolean | undefined
}

/** The dialect of a script; undefined without a fact. */
export function dialectOf(file: LintFile, script: Script): Dialect | undefined {
  const { instruction, source } = script
  const shebang = /^#![ \t]*([^\n]*)/.exec(source.text)?.[1]
  const interpreter = shebang === undefined ? readerOf(file, script) : lastName(shebang)
  if (interpreter !== undefined) return named(file, instruction, interpreter)
  const shell = file.shell(instruction)
  if (shell.instruction) return named(file, instruction, shell.flavour)
  return imageShell(file, instruction)
}

/** Spans (in the script's own text) that another shell reads: the argument of `bash -c`. */
export function otherShells({ tree }: Script): readonly Range[] {
  return tree.commands
    .filter(({ name }) => name === 'bash' || name === 'zsh' || name === 'ksh')
    .flatMap(({ words }) => {
      const flag = words.findIndex(({ text }) => /^-[a-zA-Z]*c$/.test(text))
      return flag >= 0 && words[flag + 1] ? [words[flag + 1]] : []
    })
}

/** Where Bash is in the image that an instruction runs in, as far as the base image's facts go. */
export function bashPath(file: LintFile, instruction: Instruction): string | undefined {
  return file.facts.image(file.stageOf(instruction))?.bash
}

/** The shell that a heredoc or the string of an exec form is handed to; undefined for the instruction's own. */
function readerOf(file: LintFile, script: Script): string | undefined {
  const [first] = file.scripts(script.instruction)
  return first && first !== script ? first.tree.commands[0]?.name : undefined
}

function lastName(shebang: string): string {
  const words = shebang.trim().split(/\s+/)
  const name = (word: string): string => word.slice(word.lastIndexOf('/') + 1)
  const first = name(words[0] ?? '')
  return first === 'env' ? name(words.find((word, i) => i > 0 && !word.startsWith('-')) ?? '') : first
}

function named(file: LintFile, instruction: Instruction, name: string): Dialect | undefined {
  if (name === 'bash' || name === 'zsh') return { name, pipefail: true }
  if (name === 'ash') return { name, pipefail: true }
  if (name === 'dash') return { name, pipefail: dashHasPipefail(file, instruction) }
  return name === 'sh' ? imageShell(file, instruction) : undefined
}

/** What `/bin/sh` is in the image. */
function imageShell(file: LintFile, instruction: Instruction): Dialect | undefined {
  const stage = file.stageOf(instruction)
  const flavour = file.facts.image(stage)?.shell?.flavour
  if (!stage || (flavour !== 'dash' && flavour !== 'ash' && flavour !== 'bash')) return undefined
  const replaced = replacements(file)
  if (replaced.length > 0) {
    const lineage = new Set(file.facts.lineage(stage).map(({ index }) => index))
    const hit = replaced.some((at) => at <= instruction.index && lineage.has(file.graph.stageOf[at]?.index ?? -1))
    if (hit) return undefined
  }
  return { name: flavour, pipefail: flavour === 'dash' ? dashHasPipefail(file, instruction) : true }
}

/** Instructions that put something else in the place of `/bin/sh`. */
function replacements(file: LintFile): readonly number[] {
  return file.once('replacements of /bin/sh', () =>
    file
      .shellCommands('ln', 'mv', 'cp', 'dpkg-divert', 'dpkg-reconfigure', 'update-alternatives', 'rm')
      .filter(({ name, words }) =>
        words.some(({ text }) => /(^|\/)bin\/sh["']?$/.test(text) || (name === 'dpkg-reconfigure' && text === 'dash')),
      )
      .map(({ instruction }) => instruction.index),
  )
}

/**
 * Debian's dash has it since 0.5.12-7, which is in Debian 13 and Ubuntu 25.04.
 * Source: the changelog of the package (bug 1071238).
 */
function dashHasPipefail(file: LintFile, instruction: Instruction): boolean | undefined {
  const facts = file.facts.image(file.stageOf(instruction))
  const cycle = facts?.release && parseVersion(facts.release.cycle)
  const first = facts?.os === 'debian' ? [13] : facts?.os === 'ubuntu' ? [25, 4] : undefined
  if (!first) return undefined
  if (cycle) return compareVersions(cycle, first) >= 0
  return facts?.tag !== undefined && /^(sid|unstable|testing|forky|devel)\b/.test(facts.tag) ? true : undefined
}
