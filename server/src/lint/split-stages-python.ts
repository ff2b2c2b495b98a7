/** Splitting the installation of Python packages, with its compilers, from the image that runs the program. */

import type { Instruction } from '../syntax/tree.ts'
import type { CommandWord, ShellCommand } from './command.ts'
import { contextSources } from './context-sources.ts'
import { insertAbove } from './insert-lines.ts'
import type { LintFile } from './lint-file.ts'
import { callsOf } from './package-calls.ts'
import { copyTarget, type Refusal, type StageParts } from './split-stages-parts.ts'
import {
  projectFile,
  type RuntimeImage,
  referenceOf,
  runtimeRefusal,
  sameImage,
  withOtherTag,
  workdirOfCopies,
} from './split-stages-project.ts'
import { type BuildTools, isWithin } from './split-stages-roles.ts'
import { pathOfWord } from './split-stages-start.ts'
import type { SplitPlan } from './split-stages-write.ts'
import { resolvePath } from './stage-facts.ts'

const defaultFolder = '/opt/venv'

export const pythonTools: BuildTools = {
  builds: (command) => /^(install|wheel)$/.test(pipSubcommand(command) ?? ''),
  prepares: (command) => pipSubcommand(command) !== undefined || isVenv(command),
  runs: ({ name }) => /^python3?$/.test(name) || name === 'django-admin' || name === 'flask',
  packages: new Set(['python3-pip', 'python3-venv', 'py3-pip']),
}

/** What pip is asked to do, also as `python -m pip`; undefined for other commands. */
function pipSubcommand(command: ShellCommand): string | undefined {
  const isModule =
    /^python3?$/.test(command.name) && command.words[0]?.text === '-m' && command.words[1]?.value === 'pip'
  if (!isModule && !/^pip(3(\.\d+)?)?$/.test(command.name)) return undefined
  return command.words.slice(isModule ? 2 : 0).find(({ text }) => !text.startsWith('-'))?.value ?? ''
}

function isVenv(command: ShellCommand): boolean {
  return /^python3?$/.test(command.name) && command.words[0]?.text === '-m' && command.words[1]?.value === 'venv'
}

/** One plan: packages in a virtual environment that the running image gets. */
export function planPython(file: LintFile, parts: StageParts): readonly SplitPlan[] | Refusal {
  const { stage, cut } = parts
  const runs = stage.instructions.filter(({ keyword, index }) => keyword === 'RUN' && index <= cut.index)
  const pips = runs.flatMap((run) => file.commands(run)).filter((command) => pythonTools.builds(command))
  for (const command of pips) {
    if (command.hasFlag('--user', '-t', '--target', '--prefix', '--root', '--python')) {
      return `\`${command.name} install\` installs into a folder of its own`
    }
  }
  const own = environmentOf(file, parts, runs)
  if (own === 'hidden') return 'where the virtual environment lies is not known'
  if (own === undefined && file.facts.user(stage, cut).root !== true) {
    return 'the packages are installed by a user who cannot create a virtual environment'
  }
  const started = startRefusal(file, parts)
  if (started) return started
  const chosen = runtimeImage(file, parts, pips)
  if ('refusal' in chosen) return chosen.refusal
  const { image, facts } = chosen
  const refusal = runtimeRefusal(file, parts, facts, new Set(['python', 'python3', 'pip', ...wholeVenv]))
  if (refusal) return refusal
  const folder = own ?? defaultFolder
  const first = runs.find((run) => file.commands(run).some((command) => pythonTools.builds(command))) as Instruction
  const path = `ENV PATH="${folder}/bin:$PATH"`
  const workdir = workdirOfCopies(file, parts, facts)
  const projectCopied = copiesProject(file, parts, pips)
  return [
    {
      title: `Install in a stage of its own, into the virtual environment \`${folder}\`; run in \`${image}\` without compilers and headers`,
      image,
      facts,
      buildEdits:
        own === undefined
          ? [{ edit: insertAbove(file, first, [`RUN python -m venv ${folder}`, path]), inserts: 2 }]
          : [],
      lines: own === undefined ? [path] : [],
      copies: (build) => [
        `COPY --from=${build} ${folder} ${folder}`,
        ...(projectCopied
          ? [`COPY --from=${build} ${parts.folder} ${workdir === parts.folder ? './' : `${parts.folder}/`}`]
          : []),
      ],
    },
  ]
}

/** Programs of Python's own that a virtual environment brings. */
const wholeVenv = ['pip', 'pip3', 'python', 'python3']

/** The environment that the file makes itself and has in PATH; `hidden` when that cannot be told. */
function environmentOf(file: LintFile, parts: StageParts, runs: readonly Instruction[]): string | 'hidden' | undefined {
  const made = runs.flatMap((run) => file.commands(run)).find(isVenv)
  if (!made) return undefined
  const target = made.operands.at(-1)?.value
  const folder =
    target === undefined ? undefined : resolvePath(file.facts.workdir(parts.stage, made.instruction), target)
  const path = file.scopes.atEnd(parts.stage, 'PATH')?.value
  if (folder === undefined || !path?.split(':').includes(`${folder}/bin`)) return 'hidden'
  return isWithin(folder, parts.folder) ? 'hidden' : folder
}

/** Programs that neither Python nor its packages bring. */
const buildPrograms = new Set([
  'gcc',
  'make',
  'g++',
  'git',
  'curl',
  'wget',
  'supervisord',
  'cron',
  'uwsgi',
  'poetry',
  'pipenv',
  'uv',
])

function startRefusal(file: LintFile, parts: StageParts): Refusal | undefined {
  for (const { name, words } of parts.start) {
    const [program] = words
    if (program === undefined || name === '') return 'what the container starts depends on a variable'
    if (buildPrograms.has(name)) return `\`${name}\` may not be in the running image`
    if (program.startsWith('/') && !isWithin(program, parts.folder) && !isWithin(program, defaultFolder)) {
      return `\`${program}\` lies outside the project`
    }
    const path = program.includes('/') ? pathOfWord(file, parts.stage, program) : undefined
    if (/\.sh$/.test(program) || (/^(ba|da)?sh$/.test(name) && words.length > 1)) {
      return `what \`${path ?? words.join(' ')}\` needs is not known`
    }
  }
  return undefined
}

/** Packages that are built against libraries which the full image has and the slim one lacks. */
const linked = new Set(
  'psycopg2 mysqlclient pycurl python-ldap xmlsec pygraphviz gdal fiona rasterio pyodbc uwsgi dlib pyaudio pycairo pygobject python-snappy m2crypto pysqlite3 cx-oracle pymssql weasyprint opencv-python python-magic'.split(
    ' ',
  ),
)

/** The same image when it is slim; else its slim variant, if the requirements are known to do with it. */
function runtimeImage(
  file: LintFile,
  parts: StageParts,
  pips: readonly ShellCommand[],
): RuntimeImage | { readonly refusal: Refusal } {
  const { stage } = parts
  const reference = referenceOf(file, stage)
  const same = sameImage(file, stage)
  if (!reference || !same) return { refusal: 'the base image is not known' }
  if (/(^|-)(slim|alpine)/.test(reference.tag ?? '')) return same
  for (const name of requirements(file, parts, pips) ?? ['requirements']) {
    if (name === 'requirements') return { refusal: 'which libraries the packages need is not known' }
    if (linked.has(name)) return { refusal: `\`${name}\` needs libraries that the slim image lacks` }
  }
  const tag = reference.tag === undefined || reference.tag === 'latest' ? 'slim' : slimTag(reference.tag)
  return withOtherTag(file, stage, tag) ?? { refusal: 'the smaller variant of the image is not known' }
}

/** `3.12-bookworm` is `3.12-slim-bookworm`. */
function slimTag(tag: string): string {
  const [version, ...rest] = tag.split('-')
  return [version, 'slim', ...rest].join('-')
}

/** The names of all packages that are installed; undefined when one list is not known. */
function requirements(file: LintFile, parts: StageParts, pips: readonly ShellCommand[]): readonly string[] | undefined {
  const names: string[] = []
  for (const command of pips) {
    for (const { name, value } of command.flags) {
      if (name !== '-r' && name !== '--requirement') continue
      const text = value === undefined ? undefined : projectFile(file, parts, value.replace(/^\.\//, ''))
      if (text === undefined || /^[ \t]*(-r|-c|-e)\b/m.test(text)) return undefined
      for (const line of text.split('\n')) {
        const found = /^\s*([A-Za-z0-9][\w.-]*)/.exec(line)
        if (found) names.push(normalised(found[1]))
      }
    }
    for (const word of packagesOf(file, command)) {
      const found = /^([A-Za-z0-9][\w.-]*)(?:[[=<>~!].*)?$/.exec(word.value ?? '')
      if (!found) return undefined
      names.push(normalised(found[1]))
    }
  }
  return names
}

function packagesOf(file: LintFile, command: ShellCommand): readonly CommandWord[] {
  const call = callsOf(file, command.instruction).find((candidate) => candidate.command === command)
  return call?.packages.map(({ word }) => word) ?? []
}

function normalised(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-')
}

const manifests =
  /requirements|^constraints|^README|^(?:pyproject\.toml|poetry\.lock|uv\.lock|setup\.(?:py|cfg)|Pipfile(?:\.lock)?)$/

/** Whether copies above the cut brought more than lists of packages, or the project itself is installed. */
function copiesProject(file: LintFile, parts: StageParts, pips: readonly ShellCommand[]): boolean {
  if (pips.some((command) => command.words.some(({ value }) => /^\.(\/|$|\[)/.test(value ?? '')))) return true
  return contextSources(file).some(({ instruction, path }) => {
    if (instruction.index > parts.cut.index) return false
    const target = copyTarget(file, parts.stage, instruction)
    if (target === undefined || !isWithin(target, parts.folder)) return false
    return !manifests.test(path.slice(path.lastIndexOf('/') + 1))
  })
}
