/** Many small images built in one go, and what is in them: settings, history, and every file with owner and mode. */
import { execFile, execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseDockerfile } from '../../server/src/syntax/parse.ts'
import { readStages } from '../../server/src/syntax/stages.ts'
import { contextWith } from './engine.ts'

export interface ImageToBuild {
  readonly name: string
  readonly dockerfile: string
  readonly files: Readonly<Record<string, string | Uint8Array>>
  readonly buildArguments?: Readonly<Record<string, string>>
  readonly secrets?: Readonly<Record<string, string>>
}

export interface BuiltFile {
  readonly type: string
  readonly mode: number
  readonly owner: string
  readonly content: string
}

export interface BuiltImage {
  readonly config: Readonly<Record<string, unknown>>
  /** Instructions that made layers. */
  readonly layers: number
  readonly files: ReadonlyMap<string, BuiltFile>
}

/** The repository of all images that are built here. */
const repository = 'dockerfile-coach-fixes'
const standIn = 'dockerfile-coach-stand-in'

const programs =
  'adduser addgroup apk apt apt-get cargo composer conda curl dnf dotnet gem go gradle groupadd microdnf mvn npm pip pip3 pnpm python python3 sudo useradd wget yarn yum zypper'

/**
 * Builds the images that stand in for every base: BusyBox with recording stand-ins; with its own shell, whose built-in
 * `wget` no stand-in can hide, as Alpine and (for another user) distroless; and with this machine's `sh` for the rest.
 */
export function buildStandIns(): void {
  const links = programs.split(' ').map((name) => `ln -s stand-in ${name}`)
  const users =
    'root:x:0:0:root:/root:/bin/sh\\nnode:x:1000:1000::/home/node:/bin/sh\\nnonroot:x:65532:65532::/:/bin/sh\\n'
  const dockerfile = [
    'FROM busybox:latest AS alpine',
    'COPY --chmod=755 stand-in.sh /usr/local/sbin/stand-in',
    'COPY --chmod=755 bash.sh /bin/bash',
    'WORKDIR /usr/local/sbin',
    `RUN ${links.join(' && ')}`,
    'WORKDIR /',
    'RUN touch /calls && chmod 666 /calls && mkdir -p /home/node /root/.local/bin /etc/apt/apt.conf.d',
    'RUN chown 1000:1000 /home/node && touch /root/.local/bin/tool /etc/apt/apt.conf.d/docker-clean',
    `RUN printf '${users}' > /etc/passwd && printf 'root:x:0:\\nnode:x:1000:\\nnonroot:x:65532:\\n' > /etc/group`,
    'FROM alpine AS distroless',
    'USER nonroot',
    'FROM alpine AS other',
    'COPY --chmod=755 shell /',
    'RUN ln -sf /shell /bin/sh',
    '',
  ].join('\n')
  const files = {
    Dockerfile: dockerfile,
    'stand-in.sh': readFileSync(path.join(import.meta.dirname, 'stand-in.sh')),
    'bash.sh': '#!/bin/busybox sh\nexec busybox sh "$@"\n',
    ...hostShell(),
  }
  const context = contextWith(files, 'stand-in')
  for (const target of ['alpine', 'distroless', 'other']) {
    execFileSync('docker', ['build', '--quiet', '--target', target, '--tag', `${standIn}:${target}`, context])
  }
}

/** This machine's `/bin/sh` with the libraries that it is linked with, at their places below `shell`. */
function hostShell(): Readonly<Record<string, Uint8Array>> {
  const libraries = execFileSync('ldd', ['/bin/sh'], { encoding: 'utf8' }).match(/\/\S+/g) ?? []
  const files = libraries.map((file): [string, Uint8Array] => [`shell${file}`, readFileSync(file)])
  return { 'shell/shell': readFileSync('/bin/sh'), ...Object.fromEntries(files) }
}

function imageOf(base: string): string {
  const kind = /distroless|chiseled/.test(base)
    ? 'distroless'
    : /alpine|busybox|fedora|rocky|ubi|suse/.test(base)
      ? 'alpine'
      : 'other'
  return `docker-image://${standIn}:${kind}`
}

/** Every image outside the file, with what stands in for it. */
function standInsOf(dockerfile: string): Readonly<Record<string, string>> {
  const { stages, references } = readStages(parseDockerfile(dockerfile))
  const bases = stages.filter(({ parent }) => !parent).flatMap(({ base }) => base ?? [])
  // A bare word may be meant to be a stage.
  const sources = references
    .filter(({ target, kind, text }) => !target && kind !== 'from' && /[/:]/.test(text))
    .map(({ text }) => text)
  const names = [...new Set([...bases, ...sources])].filter((name) => name !== 'scratch' && /^[a-z0-9]/.test(name))
  // The builder looks a name up without `:latest`.
  return Object.fromEntries(
    names.flatMap((name) => [name, name.replace(/:latest$/, '')].map((key) => [key.split('@')[0], imageOf(name)])),
  )
}

/** Builds all images in one call; gives the first that cannot be built, with the builder's output. */
export function buildImages(
  images: readonly ImageToBuild[],
): { readonly name: string; readonly output: string } | undefined {
  if (images.length === 0) return undefined
  const target = Object.fromEntries(
    images.map(({ name, dockerfile, files, buildArguments, secrets }) => [
      name,
      {
        context: contextWith(files),
        dockerfile: path.join(contextWith({ Dockerfile: buildable(dockerfile) }), 'Dockerfile'),
        contexts: standInsOf(dockerfile),
        args: buildArguments ?? {},
        secret: Object.keys(secrets ?? {}).map((id) => `type=env,id=${id}`),
        tags: [`${repository}:${name}`],
        output: ['type=docker'],
      },
    ]),
  )
  const folder = mkdtempSync(path.join(os.tmpdir(), 'bake-'))
  const file = path.join(folder, 'bake.json')
  writeFileSync(file, JSON.stringify({ group: { default: { targets: Object.keys(target) } }, target }))
  const run = spawnSync('docker', ['buildx', 'bake', '--file', file, '--allow', 'fs=*', '--progress', 'plain'], {
    encoding: 'utf8',
    maxBuffer: 1e9,
    env: { ...process.env, ...Object.assign({}, ...images.map(({ secrets }) => secrets ?? {})) },
  })
  rmSync(folder, { recursive: true })
  if (run.status === 0) return undefined
  const name = /^(?:ERROR: )?target ([\w-]+): /m.exec(run.stderr)?.[1]
  if (name === undefined) throw new Error(lastLines(run.stderr))
  return { name, output: lastLines(run.stderr) }
}

/** Without the line that names a frontend: the engine has no network to fetch one, and its own knows all that is used. */
function buildable(dockerfile: string): string {
  return dockerfile.replace(/^#\s*syntax=docker\/dockerfile:\S+\r?\n/m, '')
}

/** Tries to build one image; the end of the builder's output when it cannot be. */
export async function buildFailure({ dockerfile, files, buildArguments }: ImageToBuild): Promise<string | undefined> {
  const context = contextWith(files)
  const dockerfilePath = path.join(contextWith({ Dockerfile: buildable(dockerfile) }), 'Dockerfile')
  const contexts = Object.entries(standInsOf(dockerfile)).flatMap(([name, image]) => [
    '--build-context',
    `${name}=${image}`,
  ])
  const values = Object.entries(buildArguments ?? {}).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`])
  const words = ['build', '--file', dockerfilePath, '--progress', 'plain', ...contexts, ...values, context]
  return new Promise((resolve) => {
    execFile('docker', words, (error, _, stderr) => resolve(error ? lastLines(stderr) : undefined))
  })
}

function lastLines(text: string): string {
  return text.split('\n').slice(-40).join('\n')
}

export function removeImages(names: readonly string[]): void {
  if (names.length > 0) spawnSync('docker', ['rmi', '--force', ...names.map((name) => `${repository}:${name}`)])
}

/** Reads images by their names; one call of `docker save`. */
export function readImages(names: readonly string[]): ReadonlyMap<string, BuiltImage> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'images-'))
  const file = path.join(folder, 'images.tar')
  execFileSync('docker', ['save', '--output', file, ...names.map((name) => `${repository}:${name}`)])
  const archive = new Map(tarEntries(readFileSync(file)).map((entry) => [entry.path, entry]))
  rmSync(folder, { recursive: true })
  const json = (name: string): unknown => JSON.parse(archive.get(name)?.body.toString() ?? 'null')
  const manifest = json('manifest.json') as { Config: string; RepoTags: string[]; Layers: string[] }[]
  const layers = new Map<string, readonly TarEntry[]>()
  const images = new Map<string, BuiltImage>()
  for (const { Config, RepoTags, Layers } of manifest) {
    const { config, history } = json(Config) as {
      config: Record<string, unknown>
      history: { empty_layer?: boolean }[]
    }
    const files = new Map<string, BuiltFile>()
    for (const layer of Layers) {
      const entries = layers.get(layer) ?? tarEntries(archive.get(layer)?.body ?? Buffer.alloc(0))
      layers.set(layer, entries)
      applyLayer(files, entries)
    }
    const image = { config, layers: history.filter((entry) => !entry.empty_layer).length, files }
    for (const tag of RepoTags) images.set(tag.slice(repository.length + 1), image)
  }
  return images
}

function applyLayer(files: Map<string, BuiltFile>, entries: readonly TarEntry[]): void {
  for (const { path: name, type, mode, owner, link, body } of entries) {
    const base = path.posix.basename(name)
    if (base === '.wh..wh..opq') removeBelow(files, path.posix.dirname(name))
    else if (base.startsWith('.wh.')) {
      const gone = path.posix.join(path.posix.dirname(name), base.slice(4))
      files.delete(gone)
      removeBelow(files, gone)
    } else {
      const content = type === 'file' ? short(body) : link
      files.set(name, { type, mode, owner, content })
    }
  }
}

function removeBelow(files: Map<string, BuiltFile>, folder: string): void {
  for (const name of [...files.keys()]) if (name.startsWith(`${folder}/`)) files.delete(name)
}

/** Small texts as they are, others by their digest. */
function short(body: Buffer): string {
  return body.length < 4000 ? body.toString('latin1') : createHash('sha256').update(body).digest('hex')
}

interface TarEntry {
  readonly path: string
  readonly type: string
  readonly mode: number
  readonly owner: string
  readonly link: string
  readonly body: Buffer
}

const types: Readonly<Record<string, string>> = {
  '': 'file',
  '0': 'file',
  '1': 'hard link',
  '2': 'link',
  '5': 'folder',
}

/** The entries of a tar archive (ustar with pax and GNU long names). */
function tarEntries(archive: Buffer): readonly TarEntry[] {
  const entries: TarEntry[] = []
  let extended: Record<string, string> = {}
  for (let at = 0; at + 512 <= archive.length; ) {
    const field = (start: number, length: number): string =>
      archive
        .subarray(at + start, at + start + length)
        .toString('utf8')
        .split('\0', 1)[0]
    const number = (start: number, length: number): number => Number.parseInt(field(start, length).trim() || '0', 8)
    const name = field(0, 100)
    if (name === '') break
    const size = number(124, 12)
    const flag = field(156, 1)
    const body = archive.subarray(at + 512, at + 512 + size)
    at += 512 + Math.ceil(size / 512) * 512
    if (flag === 'x') {
      extended = paxFields(body.toString('utf8'))
      continue
    }
    if (flag === 'g') continue
    if (flag === 'L') {
      extended.path = body.toString('utf8').split('\0', 1)[0]
      continue
    }
    const head = at - 512 - Math.ceil(size / 512) * 512
    const prefix = archive
      .subarray(head + 345, head + 500)
      .toString('utf8')
      .split('\0', 1)[0]
    const whole = extended.path ?? (prefix === '' ? name : `${prefix}/${name}`)
    const octal = (start: number, length: number): number =>
      Number.parseInt(
        archive
          .subarray(head + start, head + start + length)
          .toString('latin1')
          .split('\0', 1)[0]
          .trim() || '0',
        8,
      )
    entries.push({
      path: whole.replace(/^\.?\//, '').replace(/\/$/, ''),
      type: types[flag] ?? flag,
      mode: octal(100, 8) & 0o7777,
      owner: `${extended.uid ?? octal(108, 8)}:${extended.gid ?? octal(116, 8)}`,
      link:
        extended.linkpath ??
        archive
          .subarray(head + 157, head + 257)
          .toString('utf8')
          .split('\0', 1)[0],
      body,
    })
    extended = {}
  }
  return entries
}

/** `27 path=some/long/name` and so on. */
function paxFields(text: string): Record<string, string> {
  const fields: Record<string, string> = {}
  for (let at = 0; at < text.length; ) {
    const space = text.indexOf(' ', at)
    const length = Number(text.slice(at, space))
    if (!Number.isInteger(length) || length <= 0) break
    const [name, value] = text.slice(space + 1, at + length - 1).split(/=(.*)/s)
    fields[name] = value
    at += length
  }
  return fields
}
