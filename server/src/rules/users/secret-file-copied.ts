/** `secret-file-copied`: files with keys or passwords that a copy takes into the image. */

import { isSecretFile, secretFileMarkers } from '../../knowledge/secrets.ts'
import { type ContextSource, contextSources } from '../../lint/context-sources.ts'
import { insert } from '../../lint/edits.ts'
import { removeLines } from '../../lint/insert-lines.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Finding, Fix, Rule } from '../../lint/rule.ts'
import { resolvePath } from '../../lint/stage-facts.ts'
import type { Stage } from '../../syntax/stages.ts'

export const secretFileCopied: Rule = {
  id: 'secret-file-copied',
  family: 'users',
  severity: 'warning',
  fixable: 'unsafe',
  docs: {
    summary: 'A file that holds secrets is copied into the image',
    why: 'The file stays in its layer for everybody who can pull the image, also when a later instruction deletes it. A secret mount lends it to one `RUN`; what the running program needs is given to the container.',
    lesson: "Don't include secrets (part 5)",
    bad: 'FROM node:24-slim\nWORKDIR /app\nCOPY package*.json ./\nCOPY .npmrc ./\nRUN npm ci\n',
    good: 'FROM node:24-slim\nWORKDIR /app\nCOPY package*.json ./\nRUN --mount=type=secret,id=npmrc,target=/app/.npmrc npm ci\n',
    exception: 'A file of that name without a secret in it, such as an `.npmrc` that only names a registry.',
  },
  check(file, report) {
    for (const source of contextSources(file)) {
      const finding = judge(file, source)
      if (finding) report(finding)
    }
  },
}

function judge(file: LintFile, source: ContextSource): Finding | undefined {
  const { path, instruction, word } = source
  if (path.endsWith('.') || !isSecretFile(path)) return undefined
  const text = file.context?.read(path)
  const markers = secretFileMarkers(path)
  if (text !== undefined && markers.length > 0 && !markers.some((marker) => text.includes(marker))) return undefined
  const stage = file.stageOf(instruction)
  if (stage && isPublicKey(file, stage, path)) return undefined
  const isCertain = markers.length === 0 || text !== undefined
  const isKept = stage !== undefined && file.facts.isShipped(stage)
  const name = path.slice(path.lastIndexOf('/') + 1)
  return {
    range: word,
    message: isKept
      ? `\`${name}\` would be in the image for all who have it; mount it as a secret, or give it to the container`
      : `\`${name}\` would stay in the cache of the build; mount it as a secret where it is needed`,
    ...(isCertain && isKept ? {} : { severity: 'info' as const }),
    fixes: () => (stage ? fixesOf(file, stage, source, name) : []),
  }
}

/** A key that a package manager is to trust, by the command that takes it. */
function isPublicKey(file: LintFile, stage: Stage, path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1)
  if (!/\.(key|asc|gpg|pub)$/.test(name)) return false
  return stage.instructions.some((instruction) => {
    if (instruction.keyword !== 'RUN') return false
    return file.commands(instruction).some((command) => {
      return keyring.has(command.name) && command.words.some(({ text }) => text.includes(name))
    })
  })
}

const keyring = new Set(['rpm', 'rpmkeys', 'apt-key', 'gpg'])

/** Programs that read a file by its name. */
const readers: Readonly<Record<string, readonly string[]>> = {
  '.npmrc': ['npm', 'npx', 'yarn', 'pnpm'],
  '.yarnrc.yml': ['yarn'],
  '.netrc': ['git', 'curl', 'wget', 'pip', 'pip3', 'go', 'uv'],
  '.pypirc': ['pip', 'pip3', 'twine'],
  'pip.conf': ['pip', 'pip3'],
  'auth.json': ['composer'],
  'nuget.config': ['dotnet', 'nuget'],
  'NuGet.Config': ['dotnet', 'nuget'],
  'settings.xml': ['mvn'],
  '.git-credentials': ['git'],
}

/** A copy of that file alone: a mount in the RUNs that read it, or nothing, for what only the program reads. */
function fixesOf(file: LintFile, stage: Stage, { instruction, path }: ContextSource, name: string): readonly Fix[] {
  if (instruction.words.length !== 2 || file.outer(instruction) !== instruction || /[*?[$]/.test(path)) return []
  const gone = removeLines(file, instruction)
  const later = stage.instructions.filter(({ index }) => index > instruction.index)
  const mentions = later.some((other) => file.slice(other).includes(name))
  if (!gone || mentions) return []
  if (/^\.env($|\.)/.test(name)) {
    // A later step may read it, which only its author knows.
    if (later.some(({ keyword }) => keyword === 'RUN') || !file.facts.isShipped(stage)) return []
    const title = `Leave \`${name}\` out; start the container with \`--env-file ${name}\``
    return [{ title, safety: 'unsafe', edits: [gone], effect: { removes: [instruction] } }]
  }
  const programs = Object.hasOwn(readers, name) ? readers[name] : []
  const runs = later.filter((other) => file.commands(other).some((command) => programs.includes(command.name)))
  const target = targetOf(file, stage, instruction.words[1].text, instruction, name)
  // The mount is root's alone.
  const isRoot = runs.every((run) => run.keyword === 'RUN' && file.facts.user(stage, run).root === true)
  if (runs.length === 0 || target === undefined || !isRoot) return []
  const id = name.replace(/^\./, '').replace(/[^A-Za-z0-9_-]+/g, '_')
  const mount = ` --mount=type=secret,id=${id},target=${target}`
  return [
    {
      title: `Mount \`${name}\` as a secret; build with \`--secret id=${id},src=${path}\``,
      safety: 'unsafe',
      edits: [gone, ...runs.map((run) => insert(run.keywordRange.end, mount))],
      effect: { rewrites: runs, removes: [instruction] },
    },
  ]
}

function targetOf(
  file: LintFile,
  stage: Stage,
  text: string,
  instruction: ContextSource['instruction'],
  name: string,
): string | undefined {
  if (/["'$\\~]/.test(text)) return undefined
  const folder = resolvePath(file.facts.workdir(stage, instruction), text)
  if (folder === undefined) return undefined
  const isFolder = /(^|\/)\.{0,2}$/.test(text) || folder === file.facts.workdir(stage, instruction)
  return isFolder ? `${folder === '/' ? '' : folder}/${name}` : folder
}
