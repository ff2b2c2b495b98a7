/** Splitting a Node.js build from the image that runs it with production dependencies only. */

import type { Instruction } from '../syntax/tree.ts'
import type { ShellCommand } from './command.ts'
import type { LintFile } from './lint-file.ts'
import type { Refusal, StageParts } from './split-stages-parts.ts'
import {
  projectFile,
  type RuntimeImage,
  referenceOf,
  runtimeRefusal,
  sameImage,
  withOtherTag,
  workdirOfCopies,
} from './split-stages-project.ts'
import type { BuildTools } from './split-stages-roles.ts'
import { isWithin } from './split-stages-roles.ts'
import { pathOfWord, type StartCommand } from './split-stages-start.ts'
import type { SplitPlan } from './split-stages-write.ts'

const managers = new Set(['npm', 'yarn', 'pnpm'])
const runners = new Set([
  'node',
  'npx',
  'tsc',
  'vite',
  'next',
  'ng',
  'nest',
  'webpack',
  'turbo',
  'nx',
  'esbuild',
  'prisma',
])

/** npm, Yarn, pnpm and what they run; what is installed for all projects is not part of this one. */
export const nodeTools: BuildTools = {
  builds: (command) => {
    if (managers.has(command.name)) return !isGlobal(command) && !preparesManager(command)
    return runners.has(command.name)
  },
  prepares: (command) => preparesManager(command) || (managers.has(command.name) && isGlobal(command)),
  packages: new Set(['python', 'python2', 'python3', 'py3-pip', 'python-is-python3', 'python3-minimal']),
}

/** Settings, caches and versions of the manager itself. */
function preparesManager(command: ShellCommand): boolean {
  if (command.name === 'corepack') return true
  if (!managers.has(command.name)) return false
  const first = command.operands[0]?.value
  return first === 'config' || first === 'cache' || first === 'store' || first === 'set' || first === 'audit'
}

function isGlobal(command: ShellCommand): boolean {
  return command.hasFlag('-g', '--global', '--location=global') || command.operands[0]?.value === 'global'
}

export interface PackageJson {
  readonly dependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
  readonly scripts: Readonly<Record<string, string>>
  readonly workspaces: boolean
  readonly homepage: string | undefined
  readonly proxy: boolean
  readonly packageManager: string | undefined
}

/** The project's package.json; undefined when it is not there or is no JSON object. */
export function packageJson(file: LintFile, parts: StageParts): PackageJson | undefined {
  const text = projectFile(file, parts, 'package.json')
  const value = text === undefined ? undefined : parseObject(text)
  if (!value) return undefined
  return {
    dependencies: stringsOf(value.dependencies),
    devDependencies: stringsOf(value.devDependencies),
    scripts: stringsOf(value.scripts),
    workspaces: value.workspaces !== undefined,
    homepage: typeof value.homepage === 'string' ? value.homepage : undefined,
    proxy: value.proxy !== undefined,
    packageManager: typeof value.packageManager === 'string' ? value.packageManager : undefined,
  }
}

/** The object that a JSON text is; undefined for anything else. */
export function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function stringsOf(value: unknown): Readonly<Record<string, string>> {
  if (!isObject(value)) return {}
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}

/** Plans for the running image: the whole project first, then what was built alone. */
export function planNode(file: LintFile, parts: StageParts): readonly SplitPlan[] | Refusal {
  const manifest = packageJson(file, parts)
  if (manifest?.workspaces) return 'the project has workspaces, which are installed in several folders'
  const start = startRefusal(file, parts, manifest)
  if (start) return start
  const prune = pruneLine(file, parts, manifest)
  if (prune !== undefined && 'refusal' in prune) return prune.refusal
  const usesPrisma = file.text.includes('prisma') || manifest?.dependencies['@prisma/client'] !== undefined
  const chosen = usesPrisma ? sameImage(file, parts.stage) : runtimeImage(file, parts)
  if (!chosen) return 'the smaller variant of the image is not known'
  const { image, facts } = chosen
  const refusal = runtimeRefusal(file, parts, facts, new Set(['node', 'npm', 'npx', 'yarn']))
  if (refusal) return refusal
  const isSmaller = image !== parts.stage.baseWord?.text
  const lost = isSmaller
    ? 'without development dependencies, compilers, Python, git and curl'
    : 'without development dependencies'
  const workdir = workdirOfCopies(file, parts, facts)
  const target = workdir === parts.folder ? './' : `${parts.folder}/`
  const buildLines = prune === undefined ? [] : [prune.line]
  const whole: SplitPlan = {
    title: `Build in a stage of its own; run the project in \`${image}\`, ${lost}`,
    image,
    facts,
    buildLines,
    copies: (build) => [`COPY --from=${build} ${parts.folder} ${target}`],
  }
  const output = outputFolder(file, parts)
  if (output === undefined) return [whole]
  return [
    whole,
    {
      ...whole,
      title: `The same, with \`${output}\` and the dependencies alone, without the sources and other files`,
      copies: (build) => [
        `COPY --from=${build} ${parts.folder}/package.json ${target}`,
        `COPY --from=${build} ${parts.folder}/node_modules ${target}node_modules`,
        `COPY --from=${build} ${parts.folder}/${output} ${target}${output}`,
      ],
    },
  ]
}

/** The slim variant of the full image; what is slim already, stays. */
function runtimeImage(file: LintFile, parts: StageParts): RuntimeImage | undefined {
  const { stage } = parts
  const reference = referenceOf(file, stage)
  if (!reference) return undefined
  const words = (reference.tag ?? '').split('-')
  if (words.some((word) => /^(slim|alpine[\d.]*)$/.test(word)) || reference.digest !== undefined) {
    return sameImage(file, stage)
  }
  const tag = reference.tag === undefined || reference.tag === 'latest' ? 'slim' : `${reference.tag}-slim`
  return withOtherTag(file, stage, tag) ?? sameImage(file, stage)
}

/** Why the container would not start without development dependencies; undefined when it does. */
function startRefusal(file: LintFile, parts: StageParts, manifest: PackageJson | undefined): Refusal | undefined {
  for (const command of parts.start) {
    const { name, words } = command
    if (name === 'node') {
      const script = words.slice(1).find((word) => word !== undefined && !word.startsWith('-'))
      const path = pathOfWord(file, parts.stage, script)
      if (path !== undefined && (isWithin(path, parts.folder) || isCopied(parts, path))) continue
      return 'what `node` runs is not a file of the project'
    }
    if (!managers.has(name)) return `what \`${words[0] ?? name}\` needs is not known`
    if (name === 'pnpm') return 'the image that runs it has no `pnpm`'
    const script = scriptName(command)
    if (script === undefined) return `what \`${words.join(' ')}\` runs is not known`
    const text = manifest?.scripts[script]
    if (text === undefined) return `what \`${words.join(' ')}\` runs stands in \`package.json\`, which is not known`
    const needed = developmentTool(text, manifest as PackageJson)
    if (needed !== undefined) return `\`${words.join(' ')}\` runs \`${needed}\`, which is no production dependency`
  }
  return undefined
}

function isCopied(parts: StageParts, path: string): boolean {
  return parts.behind.some(({ keyword, words }) => keyword === 'COPY' && path.startsWith(words.at(-1)?.text ?? ' '))
}

/** The script of package.json that `npm start`, `npm run x` and `yarn x` run. */
export function scriptName({ words }: StartCommand): string | undefined {
  const operands = words.slice(1).filter((word) => word === undefined || !word.startsWith('-'))
  const [first, second] = operands
  if (first === 'run' || first === 'run-script') return second
  return first === 'start' || (words[0] === 'yarn' && first !== undefined) ? first : undefined
}

/** Programs whose package has another name. */
const packageOfProgram: Readonly<Record<string, string>> = {
  strapi: '@strapi/strapi',
  'remix-serve': '@remix-run/serve',
  'react-router-serve': '@react-router/serve',
  'pm2-runtime': 'pm2',
  serve: 'serve',
  sails: 'sails',
}

/** The first program of a script that production dependencies do not bring; undefined when all is there. */
function developmentTool(script: string, manifest: PackageJson): string | undefined {
  if (/[|;`$()<>]/.test(script)) return script
  for (const part of script.split('&&')) {
    const words = part
      .trim()
      .split(/\s+/)
      .filter((word) => !/^[A-Za-z_]\w*=\S*$/.test(word))
    const program = words[0] === 'npx' || words[0] === 'cross-env' ? words[1] : words[0]
    if (program === 'node' || program === undefined) continue
    const name = Object.hasOwn(packageOfProgram, program) ? packageOfProgram[program] : program
    if (manifest.dependencies[name] === undefined) return program
    if (words[0] === 'cross-env' && manifest.dependencies['cross-env'] === undefined) return 'cross-env'
  }
  return undefined
}

/** The step that takes the development dependencies away; undefined when there are none. */
function pruneLine(
  file: LintFile,
  parts: StageParts,
  manifest: PackageJson | undefined,
): { readonly line: string } | { readonly refusal: Refusal } | undefined {
  const installs = commandsAbove(file, parts).filter(isProjectInstall)
  const names = new Set(installs.map(({ name }) => name))
  if (installs.length === 0) return { refusal: 'no step installs the dependencies' }
  if (names.size > 1) return { refusal: 'several package managers install dependencies' }
  if (
    installs.some((command) => command.hasFlag('--prefix', '--cwd', '-C', '--dir', '--workspace', '-w', '--filter'))
  ) {
    return { refusal: 'the dependencies are installed in several folders' }
  }
  const [install] = installs
  const isProduction = file.scopes.lookup(parts.cut, 'NODE_ENV')?.value === 'production'
  const last = installs[installs.length - 1]
  if (file.facts.user(parts.stage, last.instruction).name !== file.facts.user(parts.stage, parts.cut).name) {
    return { refusal: 'the dependencies belong to another user than the one who builds' }
  }
  if (isProduction || last.hasFlag('--production', '--prod', '-P') || omitsDevelopment(last)) return undefined
  if (install.name === 'pnpm') return { line: 'RUN CI=true pnpm prune --prod' }
  if (install.name === 'npm') {
    const kept = ['--legacy-peer-deps', '--force'].filter((flag) => install.hasFlag(flag))
    return { line: ['RUN npm prune', hasOldNpm(file, parts) ? '--production' : '--omit=dev', ...kept].join(' ') }
  }
  const isClassic =
    manifest?.packageManager?.startsWith('yarn@1') ||
    installs.some((command) => command.hasFlag('--frozen-lockfile', '--pure-lockfile'))
  if (!isClassic) return { refusal: 'which Yarn installs the dependencies is not known' }
  return { line: 'RUN yarn install --production --ignore-scripts --prefer-offline' }
}

function commandsAbove(file: LintFile, parts: StageParts): readonly ShellCommand[] {
  const above = parts.stage.instructions.filter(
    ({ keyword, index }: Instruction) => keyword === 'RUN' && index <= parts.cut.index,
  )
  return above.flatMap((run) => file.commands(run))
}

function isProjectInstall(command: ShellCommand): boolean {
  if (!managers.has(command.name) || isGlobal(command)) return false
  if (command.name === 'yarn' && command.operands.length === 0 && !command.hasFlag('--version', '-v')) return true
  return command.subcommand('install', 'i', 'ci', 'clean-install', 'add') !== undefined
}

function omitsDevelopment(command: ShellCommand): boolean {
  return command.flags.some(
    ({ name, value }) => (name === '--omit' && value === 'dev') || (name === '--only' && /^prod/.test(value ?? '')),
  )
}

/** npm before 7, of Node.js before 15, does not know `--omit`. */
function hasOldNpm(file: LintFile, parts: StageParts): boolean {
  const major = /^(\d+)/.exec(referenceOf(file, parts.stage)?.tag ?? '')?.[1]
  return major !== undefined && Number(major) < 15
}

/** The folder that `node` runs a file of, where it is one that builds write. */
function outputFolder(file: LintFile, parts: StageParts): string | undefined {
  const [command] = parts.start
  if (parts.start.length !== 1 || command.name !== 'node') return undefined
  const script = command.words.slice(1).find((word) => word !== undefined && !word.startsWith('-'))
  const path = pathOfWord(file, parts.stage, script)
  if (path === undefined || !isWithin(path, parts.folder)) return undefined
  const [top, ...rest] = path.slice(parts.folder.length + 1).split('/')
  return rest.length > 0 && /^(dist|build|out|lib|\.output)$/.test(top) ? top : undefined
}
