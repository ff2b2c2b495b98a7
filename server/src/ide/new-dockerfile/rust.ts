/** Rust programs. */

import { findPort, healthPath, type Project, sources, word } from './project.ts'
import { listed, type Proposal } from './proposal.ts'
import { dockerfileTemplate, withHealthPath, withLines } from './template.ts'

const frameworks = /^(?:axum|actix-web|rocket|warp|hyper|poem|salvo|tide|tonic|viz|ntex)\s*=/m

export function rustProposals(project: Project): readonly Proposal[] {
  if (!project.has('Cargo.toml')) return []
  const manifest = project.read('Cargo.toml')
  const members = project.files.filter((path) => path.endsWith('/Cargo.toml')).map(project.read)
  const isServer = [manifest, ...members].some((text) => frameworks.test(text))
  const texts = sources(project, /\.rs$/).map(({ text }) => text)
  const port = findPort(texts, [
    /"[^":\n]{0,40}:(\d{2,5})"/,
    /\(\s{0,3}(?:"[\d.]{1,15}"|\[\s{0,3}\d{1,3}(?:,\s{0,3}\d{1,3}){3}\s{0,3}\]|IpAddr[^,\n]{0,60})\s{0,3},\s{0,3}(\d{2,5})\s{0,3}\)/,
    /\bport\s{0,3}[:=]\s{0,3}(\d{2,5})\b/,
  ])
  const linksOpenSsl = /^name = "openssl-sys"$/m.test(project.read('Cargo.lock'))
  const name = binaryName(manifest, members)
  const isMusl = isServer && !linksOpenSsl
  const text = isMusl
    ? withHealthPath(dockerfileTemplate('rust-multistage', { 2: name, 4: port }), healthPath(texts))
    : dockerfileTemplate('rust-distroless-multistage', { 2: name })
  const isLocked = project.has('Cargo.lock')
  const notes = isLocked ? [] : ['There is no Cargo.lock: commit one, so that each build takes the same crates.']
  if (!isMusl && isServer)
    notes.push('It links OpenSSL, so that it runs on glibc; nothing in that image can check its health.')
  return [
    {
      id: `rust ${name ?? 'app'}`,
      title: `Rust: ${name ?? 'app'}`,
      found: listed('Cargo.toml', isLocked && 'Cargo.lock', isServer && `port ${port ?? '8080'}`),
      dockerfile: withSources(isLocked ? text : unlocked(text), project, linksOpenSsl),
      ignore: { prefix: 'dockerignore-rust' },
      notes,
    },
  ]
}

/** The name of the program: of the first `[[bin]]`, else of the package, in the workspace the first that has a main.rs. */
function binaryName(manifest: string, members: readonly string[]): string | undefined {
  for (const text of [manifest, ...members]) {
    const name = nameIn(text, /^\[\[bin\]\]/m) ?? nameIn(text, /^\[package\]/m)
    if (name !== undefined) return name
  }
  return undefined
}

function nameIn(text: string, section: RegExp): string | undefined {
  const start = section.exec(text)
  if (!start) return undefined
  const rest = text.slice(start.index + start[0].length)
  const next = rest.search(/^\[/m)
  return word(/^name\s{0,3}=\s{0,3}"([^"\n]{1,100})"/m.exec(next < 0 ? rest : rest.slice(0, next))?.[1])
}

function unlocked(text: string): string {
  return text
    .replace('COPY Cargo.toml Cargo.lock ./', 'COPY Cargo.toml ./')
    .replace('cargo build --locked', 'cargo build')
}

/** The snippet copies `src` alone, and its slim image has no OpenSSL to link. */
function withSources(text: string, project: Project, linksOpenSsl: boolean): string {
  const isPlain =
    project.files.every((path) => /^(?:src|tests|benches|examples)\/|^[^/]+$/.test(path)) && !project.has('build.rs')
  const copied = isPlain ? text : withLines(text, { 'COPY src ./src': ['COPY . .'] })
  return linksOpenSsl ? copied.replace(/^(FROM rust:[\d.]+)-slim /m, '$1 ') : copied
}
