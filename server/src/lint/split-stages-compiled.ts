/** Splitting the build of a program from the small image that runs it: Go and Rust. */

import { smallerImages } from '../knowledge/smaller-image.ts'
import type { ShellCommand } from './command.ts'
import type { LintFile } from './lint-file.ts'
import { pathOf } from './made-files.ts'
import { healthcheckCommands, type Refusal, type StageParts } from './split-stages-parts.ts'
import {
  copiesOfEntries,
  dataEntries,
  namedImage,
  projectFile,
  referenceOf,
  runtimeRefusal,
  targetFolder,
  workdirOfCopies,
} from './split-stages-project.ts'
import { type BuildTools, isWithin } from './split-stages-roles.ts'
import { lastPart, pathOfWord } from './split-stages-start.ts'
import type { SplitPlan } from './split-stages-write.ts'

/** What fetches sources and packs programs. */
const fetching =
  'bash bzr ca-certificates curl file git gnupg jq libc6-compat make mercurial openssh openssh-client subversion tar tzdata unzip upx wget xz xz-utils'

export const goTools: BuildTools = {
  builds: ({ name }) => name === 'go' || name === 'make' || name === 'mage' || name === 'upx',
  packages: new Set([...fetching.split(' '), 'protobuf', 'protobuf-dev']),
}

export const rustTools: BuildTools = {
  builds: ({ name }) => name === 'cargo' || name === 'make' || name === 'strip',
  prepares: ({ name }) => name === 'rustup',
  packages: new Set([...fetching.split(' '), 'musl-tools', 'openssl']),
}

/** The program that the container starts, with the place where the build leaves it. */
interface Program {
  readonly path: string
  /** Where it goes: the same place, or a folder of PATH when it is started by its bare name. */
  readonly target: string
}

export function planGo(file: LintFile, parts: StageParts): readonly SplitPlan[] | Refusal {
  const program = programOf(file, parts, 'go')
  if (typeof program === 'string') return program
  const linkage = goLinkage(file, parts)
  if (typeof linkage === 'object') return linkage.refusal
  return planProgram(file, parts, program, {
    image:
      linkage === 'static' ? 'gcr.io/distroless/static-debian13:nonroot' : 'gcr.io/distroless/base-debian13:nonroot',
    lost: 'the Go toolchain',
    manifest: 'go.mod',
    isSource: (path) => /\.go$|^go\.(mod|sum|work|work\.sum)$|^vendor\/|_test\.|^tools\//.test(path),
  })
}

export function planRust(file: LintFile, parts: StageParts): readonly SplitPlan[] | Refusal {
  const program = programOf(file, parts, 'cargo')
  if (typeof program === 'string') return program
  const reference = referenceOf(file, parts.stage)
  const isMusl = file.facts.image(parts.stage)?.libc === 'musl'
  const isSlim = /(^|-)slim/.test(reference?.tag ?? '')
  if (!isMusl && !isSlim) {
    const lock = projectFile(file, parts, 'Cargo.lock')
    if (lock === undefined) return 'which libraries the program is linked with is not known without Cargo.lock'
    const library = linkedCrate(lock)
    if (library !== undefined) return `the crate \`${library}\` links with a library of the system`
  }
  return planProgram(file, parts, program, {
    image: isMusl ? 'gcr.io/distroless/static-debian13:nonroot' : 'gcr.io/distroless/cc-debian13:nonroot',
    lost: 'the Rust toolchain',
    manifest: 'Cargo.toml',
    isSource: (path) => /\.rs$|^Cargo\.(toml|lock)$|^(src|benches|crates|target|\.cargo)\/|^rust-toolchain/.test(path),
  })
}

/** Crates with `-sys` that bring what they link with, or that need nothing. */
const selfContained =
  /^(?:libc|linux-raw|windows|winapi|js|web|jni|ring|core-foundation|security-framework|fsevent|inotify|mach|redox|zstd|bzip2|lzma|libz|libgit2|libssh2|libmimalloc|tikv-jemalloc|jemalloc|aws-lc|lz4|android|block|objc|dirs|system-configuration|io-kit)[\w-]*-sys$/

function linkedCrate(lock: string): string | undefined {
  const names = [...lock.matchAll(/^name = "([^"]+)"$/gm)].map((match) => match[1])
  const isVendored = names.includes('openssl-src')
  return names.find((name) => {
    if (!name.endsWith('-sys') || selfContained.test(name)) return false
    return !(name === 'openssl-sys' && isVendored)
  })
}

interface Target {
  readonly image: string
  readonly lost: string
  readonly manifest: string
  readonly isSource: (path: string) => boolean
}

function planProgram(
  file: LintFile,
  parts: StageParts,
  program: Program,
  { image: distroless, lost, manifest, isSource }: Target,
): readonly SplitPlan[] | Refusal {
  const check = healthcheckCommands(file, parts.stage).filter(({ name }) => name !== 'exit')
  const needsTools = check.some(({ words }) => words[0] !== undefined && lastPart(words[0]) !== lastPart(program.path))
  const hasInit = parts.start.some(({ init }) => init !== undefined)
  const wanted = parts.needsShell || needsTools || hasInit ? shellImage(file, parts) : distroless
  const chosen = namedImage(wanted)
  if (!chosen) return 'which image with a shell fits is not known'
  const { image, facts } = chosen
  const refusal = runtimeRefusal(file, parts, facts, new Set([lastPart(program.path)]))
  if (refusal) return refusal
  const isNonroot = image.endsWith(':nonroot')
  const hasUser = file.facts.user(parts.stage).instruction !== undefined
  const volume = parts.stage.instructions.find(({ keyword }) => keyword === 'VOLUME')
  if (isNonroot && !hasUser && volume) return 'the container writes to a volume as root'
  const workdir = workdirOfCopies(file, parts, facts)
  const entries = dataEntries(file, parts, manifest, isSource)
  if (entries && entries.length > 10) return 'the project has many files that are no sources'
  const data = entries?.filter(({ name }) => `${parts.folder}/${name}` !== program.path) ?? []
  const alone = data.length === 0 ? 'alone' : `and ${data.map(({ name }) => `\`${name}\``).join(', ')}`
  const user = isNonroot && !hasUser ? ' as user `nonroot`' : ''
  const shell = facts.hasShell ? '' : ', a shell'
  const certificates = !facts.hasShell || facts.family === 'alpine' ? [] : [certificateCopy]
  return [
    {
      title: `Build in a stage of its own; run \`${lastPart(program.path)}\` ${alone} in \`${image}\`${user}, without ${lost}${shell} and the sources`,
      image,
      facts,
      copies: (build) => [
        ...certificates.map((copy) => copy(build)),
        `COPY --from=${build} ${program.path} ${targetFolder(workdir, program.target)}`,
        ...copiesOfEntries(parts, build, workdir, data),
      ],
    },
  ]
}

/** Debian's slim image has no certificates; the image that builds has. */
function certificateCopy(build: string): string {
  return `COPY --from=${build} /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/`
}

/** The plain image of the distribution that the build ran on. */
function shellImage(file: LintFile, parts: StageParts): string | undefined {
  const facts = file.facts.image(parts.stage)
  const release = facts?.release
  if (facts?.family === 'alpine') {
    const cycle = release?.cycle
    return cycle === undefined ? smallestAlpine(file, parts) : `alpine:${cycle}`
  }
  return release?.product === 'debian' ? `debian:${release.token}-slim` : undefined
}

function smallestAlpine(file: LintFile, parts: StageParts): string | undefined {
  const reference = referenceOf(file, parts.stage)
  return reference && smallerImages(reference).find(({ image }) => /^alpine:\d/.test(image))?.image
}

/** The file that the container starts, if the build is known to make it. */
function programOf(file: LintFile, parts: StageParts, tool: 'go' | 'cargo'): Program | Refusal {
  if (parts.start.length !== 1) return 'the container starts several programs'
  const [{ name, words }] = parts.start
  const word = words[0]
  if (word === undefined) return 'what the container starts depends on a variable'
  if (name === tool || name === 'make' || /^(ba|da)?sh$/.test(name)) return `the container runs \`${words.join(' ')}\``
  const made = commandsOfBuild(file, parts)
  if (!word.includes('/')) {
    const place = made.map((command) => installedAs(file, command, word)).find((path) => path !== undefined)
    return place === undefined
      ? `where \`${word}\` comes from is not known`
      : { path: place, target: `/usr/local/bin/${word}` }
  }
  const path = pathOfWord(file, parts.stage, word)
  if (path === undefined) return `what \`${word}\` is cannot be told`
  const copied = parts.stage.instructions.some(({ keyword, words: list }) => {
    return (
      (keyword === 'COPY' || keyword === 'ADD') &&
      list.slice(0, -1).some(({ text }) => lastPart(text) === lastPart(path))
    )
  })
  if (copied || /\.(sh|py)$/.test(path)) return `\`${word}\` is copied, not built`
  const isMade = made.some((command) => writes(file, command, path)) || isWithin(path, parts.folder)
  return isMade ? { path, target: path } : `which step builds \`${word}\` is not known`
}

function commandsOfBuild(file: LintFile, parts: StageParts): readonly ShellCommand[] {
  return parts.stage.instructions
    .filter(({ keyword, index }) => keyword === 'RUN' && index <= parts.cut.index)
    .flatMap((run) => file.commands(run))
}

/** `-o path`, and `cp` or `mv` to the path. */
function writes(file: LintFile, command: ShellCommand, path: string): boolean {
  if (command.name === 'cp' || command.name === 'mv' || command.name === 'install') {
    const last = command.operands.at(-1)
    return last !== undefined && pathOf(file, command, last) === path
  }
  if (command.name !== 'go') return false
  const index = command.words.findIndex(({ text }) => text === '-o')
  const output = index < 0 ? undefined : command.words[index + 1]
  return output !== undefined && pathOf(file, command, output) === path
}

/** Where a program lies that is started by its bare name. */
function installedAs(file: LintFile, command: ShellCommand, name: string): string | undefined {
  for (const folder of ['/usr/local/bin', '/usr/bin', '/bin', '/go/bin', '/usr/local/cargo/bin']) {
    if (writes(file, command, `${folder}/${name}`)) return `${folder}/${name}`
  }
  const [first] = command.operands
  if (command.name === 'go' && first?.value === 'install') return `/go/bin/${name}`
  return command.name === 'cargo' && first?.value === 'install' ? `/usr/local/cargo/bin/${name}` : undefined
}

/** How Go links: without C, or with the C library. Undefined libraries are a refusal. */
function goLinkage(file: LintFile, parts: StageParts): 'static' | 'libc' | { readonly refusal: Refusal } {
  const commands = commandsOfBuild(file, parts)
  const builds = commands.filter(
    ({ name, operands }) => name === 'go' && /^(build|install)$/.test(operands[0]?.value ?? ''),
  )
  const byMake = commands.some(({ name }) => name === 'make' || name === 'mage')
  const set = file.scopes.lookup(parts.cut, 'CGO_ENABLED')?.value
  const values = builds.map(
    ({ node }) => node.assignments.find(({ name }) => name === 'CGO_ENABLED')?.value?.value ?? set,
  )
  if (builds.length > 0 && !byMake && values.every((value) => value === '0')) return 'static'
  if (byMake && set === '0') return 'static'
  if (byMake) return { refusal: 'whether the program needs the C library is not known: `CGO_ENABLED` is not set' }
  const installed = commands.filter(({ name }) => /^(apt-get|apt|apk)$/.test(name))
  const names = new Set(installed.flatMap(({ operands }) => operands.map(({ value }) => value ?? '')))
  const library = [...names].find((name) => /-dev$/.test(name) && !/^(musl|libc6?|linux)-dev$/.test(name))
  if (library !== undefined) return { refusal: `the program may be linked with a library of \`${library}\`` }
  const facts = file.facts.image(parts.stage)
  if (facts?.family === 'alpine') {
    const hasCompiler = ['gcc', 'build-base', 'g++', 'clang'].some((name) => names.has(name))
    if (!hasCompiler && hasNewGo(file, parts)) return 'static'
    return { refusal: 'with C code, a program that is built on Alpine needs its C library: set `CGO_ENABLED=0`' }
  }
  return 'libc'
}

/** From 1.20 on, Go does without C where there is no compiler. */
function hasNewGo(file: LintFile, parts: StageParts): boolean {
  const version = /^1\.(\d+)/.exec(referenceOf(file, parts.stage)?.tag ?? '')?.[1]
  return version === undefined || Number(version) >= 20
}
