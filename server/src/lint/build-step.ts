/** Commands that compile or bundle an application, and installations of its dependencies for production only. */

import type { Instruction } from '../syntax/tree.ts'
import type { ShellCommand } from './command.ts'
import type { LintFile } from './lint-file.ts'

/** A command that makes the application from its sources. */
export interface BuildStep {
  readonly command: ShellCommand
  readonly instruction: Instruction
  /** How people call it: `npm run build`, `go build`. */
  readonly name: string
  readonly ecosystem: 'node' | 'go' | 'rust' | 'java' | 'dotnet' | 'c' | 'swift' | 'haskell' | 'elixir' | 'other'
}

/** Scripts of package.json that make what is shipped. */
const buildScripts = /^(build|compile|bundle|dist|package|generate|export)([:._-].*)?$/

interface Builder {
  readonly ecosystem: BuildStep['ecosystem']
  /** Subcommands (or goals, tasks) that build; undefined when the command alone does. */
  readonly subcommands?: readonly string[]
}

/** By command. Sources: the tools' own documentation. */
const builders: Readonly<Record<string, Builder>> = {
  go: { ecosystem: 'go', subcommands: ['build', 'install'] },
  cargo: { ecosystem: 'rust', subcommands: ['build', 'install', 'b'] },
  rustc: { ecosystem: 'rust' },
  mvn: { ecosystem: 'java', subcommands: ['package', 'install', 'verify', 'compile', 'deploy'] },
  mvnw: { ecosystem: 'java', subcommands: ['package', 'install', 'verify', 'compile', 'deploy'] },
  gradle: {
    ecosystem: 'java',
    subcommands: ['build', 'assemble', 'bootJar', 'jar', 'shadowJar', 'war', 'installDist', 'distTar'],
  },
  gradlew: {
    ecosystem: 'java',
    subcommands: ['build', 'assemble', 'bootJar', 'jar', 'shadowJar', 'war', 'installDist', 'distTar'],
  },
  sbt: { ecosystem: 'java', subcommands: ['assembly', 'package', 'stage', 'dist'] },
  javac: { ecosystem: 'java' },
  dotnet: { ecosystem: 'dotnet', subcommands: ['publish', 'build'] },
  swift: { ecosystem: 'swift', subcommands: ['build'] },
  stack: { ecosystem: 'haskell', subcommands: ['build', 'install'] },
  cabal: { ecosystem: 'haskell', subcommands: ['build', 'install', 'v2-build', 'v2-install'] },
  mix: { ecosystem: 'elixir', subcommands: ['release', 'compile'] },
  gcc: { ecosystem: 'c' },
  'g++': { ecosystem: 'c' },
  cc: { ecosystem: 'c' },
  clang: { ecosystem: 'c' },
  'clang++': { ecosystem: 'c' },
  tsc: { ecosystem: 'node' },
  webpack: { ecosystem: 'node' },
  vite: { ecosystem: 'node', subcommands: ['build'] },
  next: { ecosystem: 'node', subcommands: ['build'] },
  nuxt: { ecosystem: 'node', subcommands: ['build', 'generate'] },
  ng: { ecosystem: 'node', subcommands: ['build'] },
  nest: { ecosystem: 'node', subcommands: ['build'] },
  'vue-cli-service': { ecosystem: 'node', subcommands: ['build'] },
  'react-scripts': { ecosystem: 'node', subcommands: ['build'] },
  esbuild: { ecosystem: 'node' },
  rollup: { ecosystem: 'node' },
  parcel: { ecosystem: 'node', subcommands: ['build'] },
}

/** Every build step of the file's RUN instructions, in file order. */
export function buildSteps(file: LintFile): readonly BuildStep[] {
  return file.once('build steps', () =>
    file.shellCommands().flatMap((command) => {
      const step = buildStep(command)
      return step ? [step] : []
    }),
  )
}

function buildStep(command: ShellCommand): BuildStep | undefined {
  const script = nodeScript(command)
  if (script !== undefined) {
    return { command, instruction: command.instruction, name: `${command.name} ${script}`, ecosystem: 'node' }
  }
  // `npx tsc`, `yarn webpack`, `pnpm exec vite build`.
  const runner = isNodeRunner(command) ? command.operands.map(({ value }) => value ?? '') : undefined
  const words = runner ? runner.filter((word) => word !== 'exec' && word !== 'dlx' && word !== 'run') : undefined
  const name = words ? (words[0] ?? '') : command.name
  const builder = Object.hasOwn(builders, name) ? builders[name] : undefined
  if (!builder || (words && builder.ecosystem !== 'node')) return undefined
  const given = words ? words.slice(1) : command.operands.map(({ value }) => value ?? '')
  if (!builder.subcommands) {
    const isQuestion = command.hasFlag('--version', '-v', '-V', '--help')
    return isQuestion ? undefined : { command, instruction: command.instruction, name, ecosystem: builder.ecosystem }
  }
  // Gradle's tasks may belong to a project: `:app:build`.
  const found = given.find((word) => builder.subcommands?.includes(word.slice(word.lastIndexOf(':') + 1)))
  if (found === undefined) return undefined
  // `go install example.com/tool@v1` and `cargo install tool` bring tools, not the application.
  if (found === 'install' && (name === 'go' || name === 'cargo') && !isOwnProject(command)) return undefined
  return { command, instruction: command.instruction, name: `${name} ${found}`, ecosystem: builder.ecosystem }
}

function isOwnProject(command: ShellCommand): boolean {
  if (command.name === 'cargo') return command.flag('--path') !== undefined
  const target = command.operands[1]?.value
  return target === undefined || target.startsWith('.')
}

const nodeManagers = new Set(['npm', 'yarn', 'pnpm', 'bun'])

/** `run build` of npm, `build` of yarn. */
function nodeScript(command: ShellCommand): string | undefined {
  if (!nodeManagers.has(command.name)) return undefined
  const [first, second] = command.operands
  if (first?.value === 'run' || first?.value === 'run-script') {
    return second?.value !== undefined && buildScripts.test(second.value) ? `${first.value} ${second.value}` : undefined
  }
  const isShort = command.name !== 'npm' && first?.value !== undefined && buildScripts.test(first.value)
  return isShort ? first.value : undefined
}

function isNodeRunner(command: ShellCommand): boolean {
  return command.name === 'npx' || command.name === 'bunx' || nodeManagers.has(command.name)
}

/** An installation of Node packages; `production` says why development dependencies stay out. */
export interface NodeInstall {
  readonly command: ShellCommand
  readonly production: 'flag' | 'environment' | undefined
  /** The flag's words, when a flag says it. */
  readonly flag: { readonly start: number; readonly end: number; readonly text: string } | undefined
}

/** Installations of a project's Node packages (not of named ones), in file order. */
export function nodeInstalls(file: LintFile): readonly NodeInstall[] {
  return file.once('node installs', () =>
    file.shellCommands('npm', 'yarn', 'pnpm').flatMap((command) => {
      const install = nodeInstall(file, command)
      return install ? [install] : []
    }),
  )
}

const installSubcommands: Readonly<Record<string, readonly string[]>> = {
  npm: ['install', 'i', 'ci', 'clean-install'],
  pnpm: ['install', 'i'],
  yarn: ['install'],
}

function nodeInstall(file: LintFile, command: ShellCommand): NodeInstall | undefined {
  const { operands, name } = command
  const isBareYarn = name === 'yarn' && operands.length === 0 && !command.hasFlag('--version', '-v')
  const isInstall = operands.length === 1 && command.subcommand(...installSubcommands[name]) !== undefined
  if ((!isInstall && !isBareYarn) || command.hasFlag('-g', '--global')) return undefined
  const flag = command.flags.find(({ name: given, value }) => isProductionFlag(given, value))
  if (flag) return { command, production: 'flag', flag: { start: flag.start, end: flag.end, text: file.slice(flag) } }
  const everything = command.flags.some(
    ({ name: given, value }) =>
      (given === '--include' && value === 'dev') || (given === '--production' && value === 'false'),
  )
  if (everything) return { command, production: undefined, flag: undefined }
  const inline = command.node.assignments.find((assignment) => assignment.name === 'NODE_ENV')
  const set = inline ? inline.value?.value : file.scopes.lookup(command.instruction, 'NODE_ENV')?.value
  return { command, production: set === 'production' ? 'environment' : undefined, flag: undefined }
}

function isProductionFlag(name: string, value: string | undefined): boolean {
  if (name === '--production') return value !== 'false'
  if (name === '--only') return value === 'production' || value === 'prod'
  if (name === '--omit') return value === 'dev'
  return name === '--prod' || name === '-P'
}
