/** Installations of a project's dependencies: which files they read, and whether they can go before the sources. */

import type { Instruction } from '../syntax/tree.ts'
import type { ShellCommand } from './command.ts'
import type { LintFile } from './lint-file.ts'
import { callsOf, type PackageCall } from './package-calls.ts'

/** One RUN that installs what manifests list. */
export interface DependencyInstall {
  readonly run: Instruction
  readonly command: ShellCommand
  /** How people call it: `npm ci`. */
  readonly name: string
  /** Sources for the COPY in front, as written there; empty where they cannot be told. */
  readonly manifests: readonly string[]
  /** Why it must not be moved; undefined when it may. */
  readonly obstacle: string | undefined
}

interface Installer {
  readonly matches: (call: ShellCommand) => boolean
  /** Groups of files; of each, the last name may carry a star: copied when it is there. */
  readonly manifests: (command: ShellCommand, file: LintFile) => readonly string[]
  readonly obstacle?: (command: ShellCommand, file: LintFile) => string | undefined
}

/** Installers by command. Sources: the tools' own advice on containers. */
const installers: Readonly<Record<string, Installer>> = {
  npm: {
    matches: (command) => isBare(command, ['install', 'i', 'ci', 'clean-install']),
    manifests: (_, file) =>
      existing(file, ['package.json', 'package-lock.json', 'npm-shrinkwrap.json', '.npmrc'], ['package*.json']),
    obstacle: (_, file) => nodeObstacle(file),
  },
  yarn: {
    matches: (command) => isBare(command, ['install']) || command.operands.length === 0,
    manifests: (_, file) =>
      existing(file, ['package.json', 'yarn.lock', '.yarnrc.yml', '.npmrc'], ['package.json', 'yarn.lock*']),
    obstacle: (_, file) => nodeObstacle(file),
  },
  pnpm: {
    matches: (command) => isBare(command, ['install', 'i']),
    manifests: (_, file) =>
      existing(
        file,
        ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', '.npmrc'],
        ['package.json', 'pnpm-lock.yaml*'],
      ),
    obstacle: (_, file) => nodeObstacle(file),
  },
  pip: {
    matches: (command) =>
      command.subcommand('install') !== undefined && requirementFiles(command).length > 0 && !installsProject(command),
    manifests: (command) => requirementFiles(command),
    obstacle: (command, file) => pipObstacle(command, file),
  },
  pipenv: {
    matches: (command) => isBare(command, ['install', 'sync']),
    manifests: () => ['Pipfile', 'Pipfile.lock'],
  },
  go: {
    matches: (command) => command.operands[0]?.value === 'mod' && command.operands[1]?.value === 'download',
    manifests: (_, file) => existing(file, ['go.mod', 'go.sum'], ['go.mod', 'go.sum*']),
    obstacle: (_, file) =>
      /^[ \t]*replace[ \t(].*=>[ \t]*\.{1,2}\//m.test(file.context?.read('go.mod') ?? '')
        ? 'go.mod points to local folders'
        : undefined,
  },
  composer: {
    matches: (command) => isBare(command, ['install']),
    manifests: (_, file) => existing(file, ['composer.json', 'composer.lock'], ['composer.json', 'composer.lock*']),
    obstacle: (command) =>
      command.hasFlag('--no-scripts') && command.hasFlag('--no-autoloader')
        ? undefined
        : 'its scripts and autoloader read the sources',
  },
  bundle: {
    matches: (command) => isBare(command, ['install']) || command.operands.length === 0,
    manifests: (_, file) => existing(file, ['Gemfile', 'Gemfile.lock'], ['Gemfile', 'Gemfile.lock*']),
    obstacle: (_, file) =>
      /^[ \t]*gemspec|path:/m.test(file.context?.read('Gemfile') ?? '')
        ? 'the Gemfile points to local folders'
        : undefined,
  },
  poetry: {
    matches: (command) => isBare(command, ['install']),
    manifests: (_, file) => existing(file, ['pyproject.toml', 'poetry.lock'], ['pyproject.toml', 'poetry.lock*']),
    obstacle: (command) =>
      command.hasFlag('--no-root', '--only-dependencies')
        ? undefined
        : 'it installs the project itself; `--no-root` leaves it out',
  },
  uv: {
    matches: (command) => isBare(command, ['sync']),
    manifests: (_, file) => existing(file, ['pyproject.toml', 'uv.lock'], ['pyproject.toml', 'uv.lock*']),
    obstacle: (command) =>
      command.hasFlag('--no-install-project')
        ? undefined
        : 'it installs the project itself; `--no-install-project` leaves it out',
  },
  mvn: {
    matches: (command) =>
      command.operands.some((word) => word.value?.startsWith('dependency:') ?? false) && command.operands.length === 1,
    manifests: () => ['pom.xml'],
    obstacle: (_, file) =>
      /<modules>/.test(file.context?.read('pom.xml') ?? '') ? 'the project has modules of its own' : undefined,
  },
  dotnet: {
    matches: (command) => command.operands[0]?.value === 'restore',
    manifests: () => [],
  },
}

const spellings: Readonly<Record<string, string>> = {
  pip3: 'pip',
  pip2: 'pip',
  bundler: 'bundle',
  yarnpkg: 'yarn',
  python: 'pip',
  python3: 'pip',
}

/** The first installation of dependencies in a RUN that does not change its folder. */
export function dependencyInstall(file: LintFile, run: Instruction): DependencyInstall | undefined {
  const commands = file.commands(run)
  for (const command of commands) {
    const key = spellings[command.name] ?? command.name
    const installer = Object.hasOwn(installers, key) ? installers[key] : undefined
    if (!installer || !command.unconditional || !isModule(command) || !installer.matches(command)) continue
    if (commands.some((other) => other.name === 'cd' && other.node.start < command.node.start)) return undefined
    if (command.hasFlag('--prefix', '--cwd', '--working-dir', '-C', '--dir', '--chdir')) return undefined
    const call: PackageCall | undefined = callsOf(file, run).find((candidate) => candidate.command === command)
    const name = `${command.name} ${call?.subcommand ?? command.operands[0]?.value ?? ''}`.trim()
    const manifests = installer.manifests(command, file)
    const obstacle = manifests.length === 0 ? 'its manifests cannot be told' : installer.obstacle?.(command, file)
    return { run, command, name, manifests, obstacle }
  }
  return undefined
}

/** `python -m pip`, or no Python at all. */
function isModule(command: ShellCommand): boolean {
  if (!/^python3?$/.test(command.name)) return true
  return command.words[0]?.text === '-m' && command.words[1]?.value === 'pip'
}

/** The subcommand without packages. */
function isBare(command: ShellCommand, subcommands: readonly string[]): boolean {
  return command.operands.length === 1 && command.subcommand(...subcommands) !== undefined
}

function requirementFiles(command: ShellCommand): readonly string[] {
  const words = command.words
  const files = words.flatMap((word, i) => {
    if (word.text === '-r' || word.text === '--requirement') return words[i + 1]?.value ?? []
    const joined = /^(?:-r|--requirement=)(.+)$/.exec(word.value ?? '')
    return joined ? joined[1] : []
  })
  return files.every((name) => /^(\.\/)?[\w.][\w./-]*$/.test(name) && !name.includes('..'))
    ? files.map((name) => name.replace(/^\.\//, ''))
    : []
}

/** `pip install .`, `-e .` or a folder: the sources themselves. */
function installsProject(command: ShellCommand): boolean {
  return (
    command.words.some((word) => /^\.{1,2}(\/|$|\[)/.test(word.value ?? '')) ||
    command.flag('-e', '--editable') !== undefined
  )
}

function pipObstacle(command: ShellCommand, file: LintFile): string | undefined {
  for (const name of requirementFiles(command)) {
    const text = file.context?.read(name)
    if (text && /^[ \t]*(-e\b|--editable|\.{1,2}\/|file:|-r[ \t]|-c[ \t]|--requirement|--constraint)/m.test(text)) {
      return `\`${name}\` points to other files of the project`
    }
  }
  return undefined
}

function nodeObstacle(file: LintFile): string | undefined {
  const text = file.context?.read('package.json')
  if (text === undefined) return undefined
  if (/"(preinstall|install|postinstall|prepare)"\s*:/.test(text))
    return '`package.json` runs scripts of the project while it installs'
  if (/"workspaces"\s*:/.test(text)) return 'the project has workspaces of its own'
  return /"(file|link|portal):/.test(text) ? '`package.json` points to local folders' : undefined
}

/** The names that are in the context; the convention's names where no context is known. */
function existing(file: LintFile, names: readonly string[], convention: readonly string[]): readonly string[] {
  const { context } = file
  if (!context?.complete) return convention
  const paths = new Set(context.paths.filter(({ folder }) => !folder).map(({ path }) => path))
  return names.filter((name) => paths.has(name))
}
