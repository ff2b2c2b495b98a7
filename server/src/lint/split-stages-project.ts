/** What a split needs to know of the project and of images: manifests, files that are no sources, image names. */

import { type BaseImageFacts, baseImage } from '../knowledge/base-image.ts'
import { type ImageReference, parseImageReference, withTag } from '../knowledge/image-reference.ts'
import { hasTool } from '../knowledge/image-tools.ts'
import { ignoreMatcher, parseDockerignore } from '../syntax/dockerignore.ts'
import type { Stage } from '../syntax/stages.ts'
import { contextSources, takesWholeContext } from './context-sources.ts'
import type { LintFile } from './lint-file.ts'
import { copyTarget, healthcheckCommands, type StageParts, wantedUsers } from './split-stages-parts.ts'
import { isWithin } from './split-stages-roles.ts'
import { resolvePath } from './stage-facts.ts'

/** The folder of the build context that becomes the project's folder, with `/` at its end; undefined if not known. */
export function contextFolder(file: LintFile, parts: StageParts, manifest: string): string | undefined {
  for (const { instruction, path } of contextSources(file)) {
    const target = copyTarget(file, parts.stage, instruction)
    if (target === undefined || !isWithin(target, parts.folder)) continue
    if (target === parts.folder && takesWholeContext({ instruction, path, word: instruction.words[0] })) return ''
    const slash = path.lastIndexOf('/')
    const name = path.slice(slash + 1)
    const known = file.context?.paths.some((entry) => !entry.folder && entry.path === path)
    if (name === manifest || (name.includes('*') && manifest.startsWith(name.slice(0, name.indexOf('*'))))) {
      return path.slice(0, slash + 1)
    }
    if (target === parts.folder && !known && !name.includes('*')) return `${path}/`
  }
  return undefined
}

/** A file of the project, read from the build context; undefined when it is not known. */
export function projectFile(file: LintFile, parts: StageParts, name: string): string | undefined {
  const folder = contextFolder(file, parts, name)
  return folder === undefined ? undefined : file.context?.read(folder + name)
}

/** A name that no ecosystem's sources have: documentation, version control, settings of tools, Docker's own files. */
const aside =
  /^(?:\..*|.*\.(?:md|rst|adoc)|LICEN[CS]E.*|NOTICE.*|AUTHORS|CHANGELOG.*|CONTRIBUTING.*|Makefile|Dockerfile.*|.*\.Dockerfile|Containerfile.*|(?:docker-)?compose.*\.ya?ml|docs?|tests?|.*_test|examples?|k8s|helm|charts|deploy|terraform|\.github|node_modules|Taskfile\.ya?ml|Jenkinsfile|renovate\.json|sonar-project\.properties|skaffold\.ya?ml)$/i

/** Entries of the project's top folder that are neither sources nor asides; undefined when the context is not known. */
export function dataEntries(
  file: LintFile,
  parts: StageParts,
  manifest: string,
  isSource: (path: string) => boolean,
): readonly { readonly name: string; readonly folder: boolean }[] | undefined {
  const { context } = file
  const root = contextFolder(file, parts, manifest)
  if (!context?.complete || root === undefined) return undefined
  const ignored = ignoreMatcher(parseDockerignore(context.ignoreFile?.text ?? ''))
  const entries = new Map<string, boolean>()
  for (const { path, folder } of context.paths) {
    if (folder || !path.startsWith(root) || ignored.ignores(path) || path === context.dockerfile) continue
    const [top, ...rest] = path.slice(root.length).split('/')
    if (aside.test(top) || isSource(path.slice(root.length))) continue
    entries.set(top, rest.length > 0)
  }
  return [...entries].map(([name, folder]) => ({ name, folder })).sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** COPY instructions for some entries of the project, to where they lie in the build. */
export function copiesOfEntries(
  parts: StageParts,
  build: string,
  workdir: string | undefined,
  entries: readonly { readonly name: string; readonly folder: boolean }[],
): readonly string[] {
  const target = workdir === parts.folder ? './' : `${parts.folder}/`
  return entries.map(({ name, folder }) => {
    return `COPY --from=${build} ${parts.folder}/${name} ${folder ? `${target}${name}` : target}`
  })
}

/** Where a file goes in the running image: as written from the working directory, if it lies there. */
export function targetFolder(workdir: string | undefined, path: string): string {
  const folder = path.slice(0, path.lastIndexOf('/'))
  if (workdir === undefined || workdir === '/' || !isWithin(folder, workdir)) return `${folder}/`
  return folder === workdir ? './' : `${folder.slice(workdir.length + 1)}/`
}

/** The working directory at the place of the copies: the last one that is carried over, else the image's own. */
export function workdirOfCopies(file: LintFile, parts: StageParts, facts: BaseImageFacts | undefined): string {
  const last = parts.carried.findLast(({ instruction }) => instruction.keyword === 'WORKDIR')
  if (!last) return facts?.workdir ?? '/'
  const { value } = file.scopes.expand(last.instruction, last.instruction.words[0]?.text ?? '')
  return resolvePath(file.facts.workdir(parts.stage, last.instruction), value) ?? '/'
}

/** The facts of an image by its name. */
function factsOf(image: string): BaseImageFacts | undefined {
  const reference = parseImageReference(image)
  return reference && baseImage(reference)
}

/** The reference of a stage's base image. */
export function referenceOf(file: LintFile, stage: Stage): ImageReference | undefined {
  return file.facts.base(stage)?.reference
}

/** An image of the running stage: as FROM has it, and what is known of it. */
export interface RuntimeImage {
  readonly image: string
  readonly facts: BaseImageFacts
}

/** The base image of the stage itself. */
export function sameImage(file: LintFile, stage: Stage): RuntimeImage | undefined {
  const facts = file.facts.image(stage)
  return stage.baseWord && facts && { image: stage.baseWord.text, facts }
}

/**
 * The base image of the stage with another tag, as FROM would have it: registry and variables stay as they are
 * written. Undefined where a variable or a digest stands in the way.
 */
export function withOtherTag(file: LintFile, stage: Stage, tag: string): RuntimeImage | undefined {
  const reference = referenceOf(file, stage)
  const written = stage.baseWord?.text
  if (!reference || written === undefined || reference.digest !== undefined) return undefined
  const facts = factsOf(withTag(reference, tag))
  if (!facts) return undefined
  if (!/[$"'\\`]/.test(written)) return { image: withTag(reference, tag), facts }
  // `node:${VERSION}` can only get something behind it.
  const suffix = reference.tag !== undefined && tag.startsWith(reference.tag) ? tag.slice(reference.tag.length) : ''
  const isPlain = suffix.startsWith('-') && written.includes(':') && !/["'\\`]/.test(written)
  return isPlain ? { image: written + suffix, facts } : undefined
}

/** An image by its name. */
export function namedImage(image: string | undefined): RuntimeImage | undefined {
  const facts = image === undefined ? undefined : factsOf(image)
  return image === undefined || !facts ? undefined : { image, facts }
}

/** Why an image cannot run what a stage runs; undefined when it can. `own`: programs that it surely has. */
export function runtimeRefusal(
  file: LintFile,
  parts: StageParts,
  facts: BaseImageFacts,
  own: ReadonlySet<string>,
): string | undefined {
  const { stage } = parts
  const name = facts.tag === undefined ? facts.repository : `${facts.repository}:${facts.tag}`
  for (const user of wantedUsers(file, parts)) {
    const known = [...facts.readyUsers, ...facts.systemUsers, { name: 'root' }]
    if (/^\d*$/.test(user) || known.some((candidate) => candidate.name === user)) continue
    return `\`${name}\` has no user \`${user}\``
  }
  const shell = stage.instructions.findLast(({ keyword }) => keyword === 'SHELL')
  if (shell && /bash/.test(shell.words[0]?.text ?? '') && facts.bash === undefined) return `\`${name}\` has no Bash`
  const commands = [
    ...healthcheckCommands(file, stage),
    ...parts.start.flatMap(({ init }) => (init ? [{ name: init }] : [])),
  ]
  for (const { name: tool } of commands) {
    const program = tool.slice(tool.lastIndexOf('/') + 1)
    if (own.has(program) || program === 'exit' || program === '') continue
    if (!installsTool(file, parts, program) && hasTool(facts, program) !== true)
      return `\`${name}\` has no \`${program}\``
  }
  return undefined
}

/** Whether a RUN of the running image installs a package of the tool's name. */
function installsTool(file: LintFile, parts: StageParts, tool: string): boolean {
  const runs = [...parts.carried.map(({ instruction }) => instruction), ...parts.behind]
  return runs.some((run) => {
    if (run.keyword !== 'RUN') return false
    return file.commands(run).some((command) => command.words.some(({ value }) => value === tool))
  })
}
