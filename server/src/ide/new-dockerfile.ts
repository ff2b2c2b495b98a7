/** A Dockerfile for a project that has none: what the project is made of decides on the template and its values. */

import type { BuildContext, ContextPath } from '../lint/build-context.ts'
import { ignoreMatcher, parseDockerignore } from '../syntax/dockerignore.ts'
import { dotnetProposals } from './new-dockerfile/dotnet.ts'
import { goProposals } from './new-dockerfile/go.ts'
import { javaProposals } from './new-dockerfile/java.ts'
import { nodeProposals } from './new-dockerfile/node.ts'
import { phpProposals } from './new-dockerfile/php.ts'
import { type Project, projectOf } from './new-dockerfile/project.ts'
import type { Proposal } from './new-dockerfile/proposal.ts'
import { pythonProposals } from './new-dockerfile/python.ts'
import { rubyProposals } from './new-dockerfile/ruby.ts'
import { rustProposals } from './new-dockerfile/rust.ts'
import { dockerignoreTemplate } from './new-dockerfile/template.ts'

export interface NewFile {
  /** Relative to the project. */
  readonly path: string
  readonly text: string
}

export interface NewDockerfile {
  readonly id: string
  /** For people: `Node.js with pnpm`. */
  readonly title: string
  /** By what it was recognised. */
  readonly found: string
  /** The Dockerfile, and a .dockerignore where there is none. */
  readonly files: readonly NewFile[]
  /** What is left to do, in sentences. */
  readonly notes: readonly string[]
}

const kinds: readonly ((project: Project) => readonly Proposal[])[] = [
  nodeProposals,
  pythonProposals,
  goProposals,
  rustProposals,
  javaProposals,
  dotnetProposals,
  phpProposals,
  rubyProposals,
]

/** The Dockerfile of a project, once for each way to see it; nothing where no ecosystem is recognised. */
export function newDockerfiles(context: BuildContext): readonly NewDockerfile[] {
  const project = projectOf(context)
  return kinds
    .flatMap((proposals) => proposals(project))
    .map((proposal) => {
      const { id, title, found, dockerfile, notes } = proposal
      const files = [{ path: 'Dockerfile', text: dockerfile }]
      if (!context.ignoreFile) files.push({ path: '.dockerignore', text: ignoreFileFor(context, proposal) })
      return { id, title, found, files, notes }
    })
}

/** The file in the project that a new Dockerfile would take the place of. */
export function existingDockerfile(paths: readonly ContextPath[]): string | undefined {
  return paths.find(({ path }) => path === 'Dockerfile')?.path
}

/** The ignore file of the ecosystem, with exceptions for what the Dockerfile copies by its name. */
function ignoreFileFor({ paths }: BuildContext, { dockerfile, ignore }: Proposal): string {
  const text = dockerignoreTemplate(ignore.prefix)
  const ignored = ignoreMatcher(parseDockerignore(text))
  const known = new Set(paths.map(({ path }) => path))
  const copied = [...dockerfile.matchAll(/^COPY (?!--|<<)(.+) \S+$/gm)].flatMap(([, sources]) => sources.split(' '))
  const kept = copied.filter((path) => known.has(path) && ignored.ignores(path)).map((path) => `!${path}`)
  const more = [...(ignore.more ?? []), ...kept]
  return more.length === 0 ? text : `${text}\n# Sources all the same\n${more.join('\n')}\n`
}
