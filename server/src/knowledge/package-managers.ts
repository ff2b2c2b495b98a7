/** What package managers install, keep and need: one row a manager, and questions about a command line. */
import { valueFlags } from './command-flags.ts'
import { compiledManagers } from './package-managers-compiled.ts'
import { scriptingManagers } from './package-managers-scripting.ts'
import { systemManagers } from './package-managers-system.ts'

export type Sharing = 'shared' | 'private' | 'locked'

/** How a version is written behind a package: decides what counts as pinned. */
export type PinStyle =
  | 'apt'
  | 'apk'
  | 'rpm'
  | 'zypper'
  | 'python'
  | 'npm'
  | 'gem'
  | 'go'
  | 'cargo'
  | 'conda'
  | 'composer'
  | 'pecl'
  | 'none'

export type CacheMount = {
  /** Where the mount goes for root. */
  target: string
  /** The part of the target below a user's home, where the place depends on the user: `.npm`. */
  inHome?: string
  sharing: Sharing
  id?: string
  /** Images for which this target replaces the general one. */
  images?: readonly string[]
}

export type PackageManager = {
  /** The name of the row, and the command where there is only one: `apt-get`, `pip`, `yarn-classic`. */
  id: string
  /** The first part of the ids of its rules: `apt`, `pip`, `yarn`. */
  rulePrefix: string
  group: 'system' | 'language'
  /** The key of the ecosystem whose projects use it. */
  ecosystem?: string
  binaries: readonly string[]
  /** The module name in `python -m …`. */
  module?: string
  /** Subcommands that bring packages into the image; two words where the manager has them so. */
  install: readonly string[]
  /** How it installs without a subcommand: alone (`yarn`), or with packages behind it (`cpanm Moose`). */
  installsBare?: 'alone' | 'packages'
  update?: readonly string[]
  upgrade?: readonly string[]
  remove?: readonly string[]
  /** Flags that answer every question; the first is the usual one. */
  yes?: readonly string[]
  /** Where the answer stands: behind the subcommand or before it. */
  yesPlace?: 'behind' | 'before'
  /** Flags that leave optional packages out; the first is the usual one. */
  noRecommends?: readonly string[]
  /** Flags that keep no cache in the image; the first is the usual one. */
  noCache?: readonly string[]
  /** Variables that do the same, with the value to give. */
  noCacheEnv?: Readonly<Record<string, string>>
  /** Folders that an installation leaves behind and that nothing needs afterwards. */
  caches: readonly string[]
  /** Those that Docker's Debian and Ubuntu images empty by themselves. */
  emptiedCaches?: readonly string[]
  /** The command that removes the caches in the same RUN. */
  cleanup?: string
  /** Subcommands that remove the caches too. */
  clean?: readonly string[]
  cacheMounts: readonly CacheMount[]
  /** Commands that have to come before a cache mount helps. */
  cacheMountSetup?: readonly string[]
  /** Flags and subcommands that make no sense with a cache mount, because they empty it or ignore it. */
  cacheMountConflicts?: readonly string[]
  cacheMountNotes?: readonly string[]
  /** Files to copy before the installation; patterns as in COPY. */
  manifests: readonly string[]
  lockFiles: readonly string[]
  /** The command that installs exactly what the lock file says. */
  frozenInstall?: string
  /** Flags that leave development packages out; the first is the usual one. */
  production?: readonly string[]
  /** Old spellings of these flags, with what to write instead. */
  deprecatedProduction?: Readonly<Record<string, string>>
  productionEnv?: Readonly<Record<string, string>>
  /** The installation before the sources are copied, where it differs. */
  firstLayer?: string
  pin: PinStyle
  /** How to write a pin, for people. */
  pinSyntax?: string
  notes?: readonly string[]
  confidence?: 'medium' | 'low'
}

/** All rows; those of operating systems first. */
export const packageManagers: readonly PackageManager[] = [...systemManagers, ...scriptingManagers, ...compiledManagers]

let byId: Map<string, PackageManager> | undefined
let byBinary: Map<string, PackageManager> | undefined

/** A row by its id. */
export function packageManager(id: string): PackageManager | undefined {
  byId ??= new Map(packageManagers.map((manager) => [manager.id, manager]))
  return byId.get(id)
}

/** A row by the command, with or without its folder: `/usr/bin/pip3` is pip, `yarn` the classic Yarn. */
export function packageManagerOf(command: string): PackageManager | undefined {
  byBinary ??= indexBinaries()
  const name = command.slice(command.lastIndexOf('/') + 1)
  return byBinary.get(command) ?? byBinary.get(name) ?? (/^pip\d+\.\d+$/.test(name) ? byBinary.get('pip') : undefined)
}

function indexBinaries(): Map<string, PackageManager> {
  const index = new Map<string, PackageManager>()
  for (const manager of packageManagers) {
    for (const binary of manager.binaries) if (!index.has(binary)) index.set(binary, manager)
  }
  return index
}

/** A word of a command: undefined stands for one that a variable decides. */
export type Word = string | undefined

export type Invocation = {
  manager: PackageManager
  /** The subcommand as the table has it: `install`, `env create`; empty for a bare command. */
  subcommand: string
  /** The index of the first word behind the subcommand's last word. */
  rest: number
}

/**
 * What a command does with a package manager: `words` begin with the command itself (`apt-get`, `python3`, `-m`,
 * `pip`…). Undefined when it is no package manager or its subcommand is not one that the table knows.
 */
export function invocationOf(words: readonly Word[]): Invocation | undefined {
  const start = managerStart(words)
  if (!start) return undefined
  const { manager, next } = start
  const operands = operandIndexes(flagsOf(manager, words), words, next)
  const [first, second] = [operands[0], operands[1]]
  const one = first === undefined ? undefined : words[first]
  const two = second === undefined ? undefined : `${one} ${words[second]}`
  const known = subcommandsOf(manager)
  if (two !== undefined && known.has(two)) return { manager, subcommand: two, rest: (second as number) + 1 }
  const flag = words.slice(next).findIndex((word) => word?.startsWith('-') && known.has(word))
  if (flag >= 0) return { manager, subcommand: words[next + flag] as string, rest: next + flag + 1 }
  if (one !== undefined && known.has(one)) return { manager, subcommand: one, rest: (first as number) + 1 }
  const asks = words.slice(next).some((word) => word !== undefined && /^-(?:-version|-help|v|V|h)$/.test(word))
  const alone = manager.installsBare === 'alone' && operands.length === 0
  const bare = alone || manager.installsBare === 'packages'
  return bare && !asks ? { manager, subcommand: '', rest: next } : undefined
}

const knownSubcommands = new Map<PackageManager, ReadonlySet<string>>()

function subcommandsOf(manager: PackageManager): ReadonlySet<string> {
  const cached = knownSubcommands.get(manager)
  if (cached) return cached
  const { install, update = [], upgrade = [], remove = [], clean = [] } = manager
  const known = new Set([...install, ...update, ...upgrade, ...remove, ...clean])
  knownSubcommands.set(manager, known)
  return known
}

/** Whether a command brings packages into the image. */
export function isInstall(invocation: Invocation): boolean {
  const { manager, subcommand } = invocation
  return subcommand === '' ? manager.installsBare !== undefined : manager.install.includes(subcommand)
}

function managerStart(words: readonly Word[]): { manager: PackageManager; next: number } | undefined {
  const [command] = words
  if (command === undefined) return undefined
  const name = command.slice(command.lastIndexOf('/') + 1)
  if (/^(?:python|pypy)[\d.]*$/.test(name) && words[1] === '-m') {
    const manager = packageManagers.find((row) => row.module !== undefined && row.module === words[2])
    return manager && { manager, next: 3 }
  }
  const manager = packageManagerOf(command)
  return manager && { manager, next: 1 }
}

/** The flags with values of the command itself, else of the manager's main command. */
function flagsOf(manager: PackageManager, words: readonly Word[]): ReadonlySet<string> {
  const name = words[0] === undefined ? '' : words[0].slice(words[0].lastIndexOf('/') + 1)
  const own = valueFlags(name)
  return own.size > 0 ? own : valueFlags(manager.binaries[0] ?? '')
}

/** The value of a flag that is not known must not pass for a package: `--use-system-libraries true`. */
function isName(word: Word): boolean {
  return word !== '.' && word !== 'true' && word !== 'false'
}

/** The words that are neither flags nor values of flags. */
function operandIndexes(taking: ReadonlySet<string>, words: readonly Word[], from: number): number[] {
  const result: number[] = []
  for (let i = from; i < words.length; i++) {
    const word = words[i]
    if (word === '--') break
    if (!word?.startsWith('-')) result.push(i)
    else if (taking.has(word)) i++
  }
  return result
}

/**
 * `pinned` names a version, `unpinned` does not; `file` is a path or an archive, `url` an address, `group` a set of
 * packages, `removal` a package to take away, `unknown` a word that a variable decides.
 */
export type PackageKind = 'pinned' | 'unpinned' | 'file' | 'url' | 'group' | 'removal' | 'unknown'

export type PackageArgument = {
  /** The index of the word in the command. */
  index: number
  kind: PackageKind
}

export type InstalledPackages = {
  packages: PackageArgument[]
  /** Whether versions come from elsewhere: a requirements or constraints file, a `--version` flag. */
  constrained: boolean
}

const constraintFlags: Partial<Record<PinStyle, ReadonlySet<string>>> = {
  python: new Set(['-r', '--requirement', '-c', '--constraint']),
  gem: new Set(['-v', '--version']),
  cargo: new Set(['--version', '--vers', '--git', '--path']),
  conda: new Set(['--file', '-f']),
}

/** The packages that an installation names, told apart from flags and their values. */
export function installedPackages(invocation: Invocation, words: readonly Word[]): InstalledPackages {
  const { manager, subcommand, rest } = invocation
  const flags = constraintFlags[manager.pin]
  const constrained = words.slice(1).some((word) => flags !== undefined && word !== undefined && hasFlag(flags, word))
  const operands = operandIndexes(flagsOf(manager, words), words, rest).filter((index) => isName(words[index]))
  const named = manager.id === 'go' && subcommand === 'run' ? operands.slice(0, 1) : operands
  const isGroup = subcommand.includes('group')
  return {
    packages: named.map((index) => ({ index, kind: isGroup ? 'group' : packageKind(manager, words[index]) })),
    constrained,
  }
}

/** `--version` and `--version=1.0`, `-r` and `-rfile`. */
function hasFlag(flags: ReadonlySet<string>, word: string): boolean {
  const equals = word.indexOf('=')
  if (flags.has(equals < 0 ? word : word.slice(0, equals))) return true
  return /^-[a-z]./.test(word) && flags.has(word.slice(0, 2))
}

/** Whether a package word names a version; undefined stands for a word with a variable as its whole text. */
export function packageKind(manager: PackageManager, word: Word): PackageKind {
  if (word === undefined) return 'unknown'
  const { pin } = manager
  if (isPath(word) || isFolder(pin, word)) return 'file'
  if (/^[a-z][a-z0-9+.-]*:\/\/|^git@|^git\+/.test(word)) return isPinnedUrl(pin, word) ? 'url' : 'unpinned'
  if (isArchive(pin, word)) return 'file'
  if (pin === 'apt' && /^[a-z0-9][a-z0-9+.]*-$/.test(word)) return 'removal'
  if (word.startsWith('@') && pin === 'rpm') return 'group'
  if (word.includes('$') && /[=@:~-]\$/.test(word)) return 'pinned'
  return isPinned(pin, word) ? 'pinned' : word.startsWith('$') ? 'unknown' : 'unpinned'
}

function isPath(word: string): boolean {
  return /^(?:\.{1,2}(?:\/|$)|\/|~\/|file:|[A-Za-z]:[\\/])/.test(word)
}

/** `.[dev]` and `lib/app[dev]` for pip, whose index has no names with a slash. */
function isFolder(pin: PinStyle, word: string): boolean {
  return pin === 'python' && !word.includes('@') && /^(?:\.\[|[^:[]*\/)/.test(word)
}

const suffixes: Partial<Record<PinStyle, RegExp>> = {
  apt: /\.deb$/,
  apk: /\.apk$/,
  rpm: /\.rpm$/,
  zypper: /\.rpm$/,
  python: /\.(?:whl|zip|tar\.gz|tar\.bz2|tgz)$/,
  npm: /\.(?:tgz|tar|tar\.gz)$/,
  gem: /\.gem$/,
  conda: /\.(?:conda|tar\.bz2)$/,
}

function isArchive(pin: PinStyle, word: string): boolean {
  return suffixes[pin]?.test(word) === true
}

/** An address of a repository is fixed by a revision: `#v1.0` for npm, `@v1.0` behind the last slash for pip. */
function isPinnedUrl(pin: PinStyle, word: string): boolean {
  if (pin === 'npm') return !/^git/.test(word) || word.includes('#')
  if (pin !== 'python') return true
  if (!/^(?:git|hg|svn|bzr)\+/.test(word)) return true
  const path = word.replace(/#[\s\S]*$/, '')
  return path.lastIndexOf('@') > path.lastIndexOf('/')
}

/** `name-1.2` or `name-1.2-3.el9`: the last part, or the one before it, begins with a digit. */
function isRpmVersion(word: string): boolean {
  const [last = '', before = '', ...name] = word.split('-').reverse()
  return /^\d/.test(last) ? before !== '' || name.length > 0 : name.length > 0 && /^\d/.test(before) && /\d/.test(last)
}

function isPinned(pin: PinStyle, word: string): boolean {
  switch (pin) {
    case 'apt':
      return /[=/]/.test(word)
    case 'apk':
      return /[=~<>]/.test(word)
    case 'zypper':
      return /[=<>]/.test(word)
    case 'rpm':
      return word.includes(':') || isRpmVersion(word)
    case 'python':
      return /[=<>~!]=|[<>]|@/.test(word)
    case 'npm':
      return (word.lastIndexOf('@') > 0 && !/@(?:latest|next|\*)$/.test(word)) || /^[^/]+\/[^/]+#./.test(word)
    case 'gem':
    case 'composer':
      return /:./.test(word)
    case 'go':
      return /@(?!latest$|upgrade$|patch$|main$|master$|HEAD$)/.test(word)
    case 'cargo':
      return word.includes('@')
    case 'conda':
      return /[=<>]/.test(word)
    case 'pecl':
      return /-\d/.test(word)
    case 'none':
      return false
  }
}

/** The cache mounts for a user: below the home where the place depends on it. `repository` is the base image's. */
export function cacheMounts(manager: PackageManager, user: { home?: string }, repository?: string): CacheMount[] {
  const { home } = user
  const own = manager.cacheMounts.filter((mount) => repository !== undefined && mount.images?.includes(repository))
  const chosen = own.length > 0 ? own : manager.cacheMounts.filter((mount) => !mount.images)
  if (home === undefined || home === '/root') return [...chosen]
  return chosen.map((mount) => (mount.inHome === undefined ? mount : { ...mount, target: `${home}/${mount.inHome}` }))
}

/**
 * Whether a command empties the manager's caches: its own subcommand (`apt-get clean` only empties what Docker's
 * images empty anyway and does not count) or an `rm` of the folder or of what is in it.
 */
export function emptiesCache(manager: PackageManager, words: readonly Word[]): boolean {
  const [command] = words
  if (command === undefined) return false
  const name = command.slice(command.lastIndexOf('/') + 1)
  if (name === 'rm') return words.slice(1).some((word) => word !== undefined && isInCache(manager, word))
  const invocation = invocationOf(words)
  return invocation?.manager === manager && (manager.clean?.includes(invocation.subcommand) ?? false)
}

function isInCache(manager: PackageManager, path: string): boolean {
  const plain = path.replace(/^(?:~|\$HOME|\$\{HOME\})(?=\/)/, '/root').replace(/\/(?:\*|\.\*)?$/, '')
  return manager.caches.some((cache) => plain === cache || cache.startsWith(`${plain}/`))
}
