/** Go programs: one proposal for each main package. */

import { choiceAtLeast, exactChoice, findPort, healthPath, type Project, sources, word } from './project.ts'
import { listed, type Proposal } from './proposal.ts'
import { choicesOf, dockerfileTemplate, withHealthPath, withLines } from './template.ts'

const maxPrograms = 8

export function goProposals(project: Project): readonly Proposal[] {
  if (!project.has('go.mod')) return []
  const files = sources(project, /\.go$/)
  const mains = files.filter(({ text }) => /^package main\b/m.test(text)).map(({ path }) => folderOf(path))
  const folders = [...new Set(mains)].filter((folder) => folder === '' || word(folder) !== undefined)
  return (folders.length > 0 ? folders.slice(0, maxPrograms) : ['']).map((folder) => program(project, files, folder))
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0))
}

/** Packages that a program serves with. */
const servers =
  /\b(?:http|fasthttp)\.(?:ListenAndServe|Serve|Server)|\bgin\.(?:Default|New)\(|\becho\.New\(|\bfiber\.New\(|\bnet\.Listen\(|\bgrpc\.NewServer\(/

function program(
  project: Project,
  files: readonly { readonly path: string; readonly text: string }[],
  folder: string,
): Proposal {
  const own = files.filter(({ path }) => folderOf(path) === folder)
  const texts = [...own, ...files.filter((file) => !own.includes(file) && !/^package main\b/m.test(file.text))].map(
    ({ text }) => text,
  )
  const isServer = texts.some((text) => servers.test(text))
  const port = findPort(texts, [
    /(?:ListenAndServe|ListenAndServeTLS|Run|Start|Listen)\(\s{0,3}(?:"tcp",\s{0,3})?"[^":\n]{0,60}:(\d{2,5})"/,
    /\bAddr:\s{0,9}"[^":\n]{0,60}:(\d{2,5})"/,
    /"PORT"\)?(?:[^"]{0,40}"")?[^"]{0,40}"(\d{2,5})"/,
    /"[^":\n]{0,60}:(\d{4,5})"/,
  ])
  const prefix = isServer ? 'go-multistage' : 'go-scratch-multistage'
  const target = folder === '' ? '.' : `./${folder}`
  const version = goVersion(project, prefix)
  const text = dockerfileTemplate(prefix, isServer ? { 1: version, 2: target, 4: port } : { 1: version, 2: target })
  const usesC = /^[ \t]*(?:github\.com\/mattn\/go-sqlite3|github\.com\/confluentinc\/confluent-kafka-go)/m.test(
    project.read('go.mod'),
  )
  const dockerfile = withLines(isServer ? withHealthPath(text, healthPath(texts)) : text, {
    'COPY go.mod go.sum ./': [`COPY ${project.has('go.sum') ? 'go.mod go.sum' : 'go.mod'} ./`],
  })
  return {
    id: `go ${target}`,
    title: folder === '' ? 'Go' : `Go: ${target}`,
    found: listed('go.mod', project.has('go.sum') && 'go.sum', target, isServer && `port ${port ?? '8080'}`),
    dockerfile,
    ignore: { prefix: 'dockerignore-go', more: exceptions(folder) },
    notes: usesC ? ['A package of go.mod needs cgo: install gcc and musl-dev, and set CGO_ENABLED=1.'] : [],
  }
}

/** Folders of sources that have the name of what is built. */
function exceptions(folder: string): readonly string[] {
  return /^(?:bin|dist|tmp)(?:\/|$)/.test(folder) ? [`!${folder}`] : []
}

/** The compiler of the project's line, or a later one: it compiles older code as before. */
function goVersion(project: Project, prefix: string): string | undefined {
  const choices = choicesOf(prefix, 1)
  const wanted = /^go (\d{1,2}\.\d{1,3})/m.exec(project.read('go.mod'))?.[1]
  if (wanted === undefined) return undefined
  const fitting = exactChoice(choices, wanted) ?? choiceAtLeast(choices, wanted)
  return fitting !== undefined && choiceAtLeast([fitting], wanted) === fitting ? fitting : undefined
}
