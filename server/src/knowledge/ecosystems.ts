/** Kinds of projects: how to tell them by their files, what to copy before installing, and what to keep out of an image. */
import ecosystemData from './data/ecosystems.json' with { type: 'json' }
import { packageManagers } from './package-managers.ts'

export type Ecosystem = {
  /** `node`, `python`, `go`, `java`… */
  id: string
  /** Files by which a project is recognised; patterns with a star. */
  detect: readonly string[]
  /** Lines for a .dockerignore. */
  ignore: readonly string[]
  /** When a line must not be there, for people. */
  keep: readonly string[]
}

type Stored = { detect: string[]; ignore: string[]; keep: string[] }
const stored = ecosystemData.ecosystems as unknown as Record<string, Stored>

let all: Ecosystem[] | undefined

/** All ecosystems, without the lines that belong into every .dockerignore. */
export function ecosystems(): readonly Ecosystem[] {
  all ??= Object.entries(stored)
    .filter(([, facts]) => facts.detect.length > 0)
    .map(([id, facts]) => ({ id, ...facts }))
  return all
}

/** The ecosystems of a folder, by the names of the files in it (paths relative to it). */
export function detectEcosystems(files: readonly string[]): Ecosystem[] {
  return ecosystems().filter((ecosystem) =>
    ecosystem.detect.some((pattern) => files.some((file) => isNamed(file, pattern))),
  )
}

/** A file at the top or in a folder below it whose name fits a pattern with at most one star. */
function isNamed(file: string, pattern: string): boolean {
  const base = file.slice(file.lastIndexOf('/') + 1)
  const star = pattern.indexOf('*')
  if (star < 0) return base === pattern
  const [before, after] = [pattern.slice(0, star), pattern.slice(star + 1)]
  return base.length >= before.length + after.length && base.startsWith(before) && base.endsWith(after)
}

/** Lines that belong into the .dockerignore of any project: version control, editors, Docker's own files. */
export function commonIgnoreLines(): readonly string[] {
  return stored.common?.ignore ?? []
}

/** Lines that keep files with secrets out of the build context. */
export function secretIgnoreLines(): readonly string[] {
  return stored.secrets?.ignore ?? []
}

/** The text of a .dockerignore for some ecosystems, in sections with a comment each; no line stands there twice. */
export function dockerignoreFor(chosen: readonly Ecosystem[]): string {
  const seen = new Set<string>()
  const section = (title: string, lines: readonly string[]): string => {
    const fresh = lines.filter((line) => !seen.has(line))
    for (const line of fresh) seen.add(line)
    return fresh.length === 0 ? '' : `# ${title}\n${fresh.join('\n')}\n`
  }
  const parts = [
    section('Version control, editors, documentation', commonIgnoreLines()),
    section('Secrets', secretIgnoreLines()),
    ...chosen.map((ecosystem) => section(ecosystemTitle(ecosystem.id), ecosystem.ignore)),
  ]
  return parts.filter(Boolean).join('\n')
}

/** The name of an ecosystem for people. */
export function ecosystemTitle(id: string): string {
  return titles[id] ?? id
}

const titles: Readonly<Record<string, string>> = {
  node: 'Node.js',
  python: 'Python',
  go: 'Go',
  rust: 'Rust',
  java: 'Java',
  dotnet: '.NET',
  php: 'PHP',
  ruby: 'Ruby',
  elixir: 'Elixir',
  haskell: 'Haskell',
  scala: 'Scala',
  swift: 'Swift',
  dart: 'Dart',
  'c-cpp': 'C and C++',
  r: 'R',
  'data-science': 'Data and models',
  terraform: 'Terraform',
}

/** Manifests and lock files to copy before an installation, over all package managers of an ecosystem. */
export function manifestsOf(ecosystem: string): string[] {
  const names = packageManagers
    .filter((manager) => manager.ecosystem === ecosystem)
    .flatMap((manager) => manager.manifests)
  return [...new Set(names)]
}

/** Lock files of an ecosystem: with one of them, an installation can be repeated exactly. */
export function lockFilesOf(ecosystem: string): string[] {
  const names = packageManagers
    .filter((manager) => manager.ecosystem === ecosystem)
    .flatMap((manager) => manager.lockFiles)
  return [...new Set(names)]
}
