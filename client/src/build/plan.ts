/**
 * Answers → the arguments of a builder. What is given here goes to the process as an array and is never read by a
 * shell; where a builder splits a value itself (at commas, at `=`), it is quoted the way that builder reads it.
 */

export type Builder = 'docker' | 'podman' | 'buildah'

/** All that one build is told. Paths are absolute. */
export interface BuildAnswers {
  readonly dockerfile: string
  readonly context: string
  readonly tags: readonly string[]
  readonly target?: string
  readonly buildArgs: readonly (readonly [name: string, value: string])[]
  readonly secrets: readonly SecretSource[]
  readonly ssh: readonly SshSource[]
  readonly buildContexts?: readonly (readonly [name: string, source: string])[]
  readonly platforms?: readonly string[]
  readonly noCache?: boolean
  readonly pull?: boolean
  readonly output?: BuildOutput
  /** A buildx builder by name. */
  readonly builder?: string
  /** Where the builder writes what it did; the image id for Podman and Buildah. */
  readonly metadataFile?: string
}

export interface SecretSource {
  readonly id: string
  readonly from: 'file' | 'environment'
  /** A path, or the name of an environment variable. */
  readonly source: string
}

export interface SshSource {
  readonly id: string
  /** A key file or socket; the running agent when undefined. */
  readonly path?: string
}

export type BuildOutput =
  | { readonly to: 'image' }
  | { readonly to: 'registry' }
  | { readonly to: 'nothing' }
  | { readonly to: 'archive'; readonly format: 'oci' | 'docker'; readonly path: string }
  | { readonly to: 'folder'; readonly path: string }

export type Progress = 'rawjson' | 'plain'

/** The arguments behind the builder's executable; or what makes the answers impossible for it. */
export function buildArguments(
  builder: Builder,
  answers: BuildAnswers,
  progress: Progress,
): { readonly arguments: string[] } | { readonly problem: string } {
  const problem = answersProblem(builder, answers)
  if (problem) return { problem }
  return { arguments: builder === 'docker' ? buildxArguments(answers, progress) : buildahArguments(answers) }
}

function buildxArguments(answers: BuildAnswers, progress: Progress): string[] {
  return [
    'buildx',
    'build',
    `--progress=${progress}`,
    ...option('--builder', answers.builder),
    ...commonArguments(answers),
    ...answers.secrets.flatMap((secret) => ['--secret', secretCsv(secret)]),
    ...(answers.buildContexts ?? []).flatMap(([name, source]) => ['--build-context', `${name}=${source}`]),
    ...option('--metadata-file', answers.metadataFile),
    ...outputArguments(answers.output ?? { to: 'image' }),
    '--',
    answers.context,
  ]
}

function buildahArguments(answers: BuildAnswers): string[] {
  return [
    'build',
    '--layers',
    ...commonArguments(answers),
    ...answers.secrets.flatMap((secret) => ['--secret', secretFields(secret).join(',')]),
    ...(answers.buildContexts ?? []).flatMap(([name, source]) => ['--build-context', `${name}=${source}`]),
    ...option('--iidfile', answers.metadataFile),
    '--',
    answers.context,
  ]
}

function commonArguments(answers: BuildAnswers): string[] {
  return [
    '--file',
    answers.dockerfile,
    ...answers.tags.flatMap((tag) => ['--tag', tag]),
    ...option('--target', answers.target),
    ...answers.buildArgs.flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]),
    ...answers.ssh.flatMap(({ id, path }) => ['--ssh', path === undefined ? id : `${id}=${path}`]),
    ...option('--platform', answers.platforms?.length ? answers.platforms.join(',') : undefined),
    ...(answers.noCache ? ['--no-cache'] : []),
    ...(answers.pull ? ['--pull'] : []),
  ]
}

function option(name: string, value: string | undefined): string[] {
  return value === undefined || value === '' ? [] : [name, value]
}

function outputArguments(output: BuildOutput): string[] {
  switch (output.to) {
    case 'image':
      return ['--load']
    case 'registry':
      return ['--push']
    case 'nothing':
      return ['--output', 'type=cacheonly']
    case 'archive':
      return ['--output', csv([`type=${output.format}`, `dest=${output.path}`])]
    case 'folder':
      return ['--output', csv(['type=local', `dest=${output.path}`])]
  }
}

function secretFields({ id, from, source }: SecretSource): string[] {
  return from === 'file' ? [`id=${id}`, 'type=file', `src=${source}`] : [`id=${id}`, 'type=env', `env=${source}`]
}

function secretCsv(secret: SecretSource): string {
  return csv(secretFields(secret))
}

/** One CSV record, as buildx reads the values of `--secret` and `--output`. */
function csv(fields: readonly string[]): string {
  return fields.map((field) => (/[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(',')
}

/** What no builder, or this one, can be told. */
function answersProblem(builder: Builder, answers: BuildAnswers): string | undefined {
  for (const tag of answers.tags) {
    const problem = tagProblem(tag)
    if (problem) return problem
  }
  for (const [name] of answers.buildArgs) {
    if (!/^[A-Za-z_][A-Za-z0-9_.-]*$/.test(name)) return `\`${name}\` is not a name for a build argument`
  }
  const texts = [
    answers.dockerfile,
    answers.context,
    answers.target ?? '',
    ...answers.buildArgs.map(([, value]) => value),
    ...answers.secrets.map(({ source }) => source),
    ...answers.ssh.map(({ path }) => path ?? ''),
  ]
  if (texts.some((text) => text.includes('\0'))) return 'A value contains a NUL character; no process can be given that'
  if (builder === 'docker') return undefined
  if (answers.secrets.some(({ source }) => source.includes(','))) {
    return 'Podman and Buildah cannot take a secret from a path with a comma; move the file'
  }
  if (answers.output && answers.output.to !== 'image') return 'Podman and Buildah build to their own image store only'
  return undefined
}

/**
 * Why an image name with an optional tag is not valid, in words; undefined when it is. The grammar is the one of
 * OCI references: lower-case path components, an optional registry with port in front, a tag of up to 128 characters.
 */
export function tagProblem(reference: string): string | undefined {
  if (reference === '') return 'Give the image a name, such as `shop:dev`'
  if (reference.length > 400) return 'The name is too long'
  const { registry, path, tag } = splitReference(reference)
  if (tag !== undefined && !/^\w[\w.-]{0,127}$/.test(tag)) {
    return `\`${tag}\` is not a tag: up to 128 letters, digits, \`.\`, \`_\` and \`-\``
  }
  if (registry !== undefined && !/^[A-Za-z0-9.[\]:-]+$/.test(registry)) return `\`${registry}\` is not a registry`
  if (/[A-Z]/.test(path)) return `\`${path}\`: image names are in lower case`
  if (!path.split('/').every((part) => /^[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*$/.test(part))) {
    return `\`${path}\` is not an image name: letters, digits and single \`.\`, \`_\`, \`-\` between them`
  }
  return undefined
}

/** Takes `registry:5000/team/shop:dev` apart. */
export function splitReference(reference: string): { registry?: string; path: string; tag?: string } {
  const slash = reference.indexOf('/')
  const first = slash < 0 ? '' : reference.slice(0, slash)
  const hasRegistry = first.includes('.') || first.includes(':') || first === 'localhost'
  const rest = hasRegistry ? reference.slice(slash + 1) : reference
  const colon = rest.indexOf(':', rest.lastIndexOf('/') + 1)
  return {
    registry: hasRegistry ? first : undefined,
    path: colon < 0 ? rest : rest.slice(0, colon),
    tag: colon < 0 ? undefined : rest.slice(colon + 1),
  }
}

/** A name for the image: the folder's, with what `api.Dockerfile` or `Dockerfile.api` add to it. */
export function defaultTag(folderName: string, fileName: string): string {
  const variant =
    /^(?:Dockerfile|Containerfile)[._-](.+)$/i.exec(fileName) ?? /^(.+)\.(?:Docker|Container)file$/i.exec(fileName)
  const name = [folderName, variant?.[1] ?? ''].map(nameComponent).filter(Boolean).join('-')
  return `${name || 'image'}:dev`
}

function nameComponent(text: string): string {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').replaceAll('ß', 'ss').toLowerCase()
  const parts = plain.split(/[^a-z0-9]+/).filter(Boolean)
  return parts
    .join('-')
    .slice(0, 60)
    .replace(/(?<!-)-+$/, '')
}

/** `--check`: what BuildKit's own rules say, as JSON on stdout. */
export function checkArguments(
  answers: Pick<BuildAnswers, 'dockerfile' | 'context' | 'target' | 'buildArgs'>,
): string[] {
  return [
    'buildx',
    'build',
    '--call=check,format=json',
    '--progress=plain',
    '--file',
    answers.dockerfile,
    ...option('--target', answers.target),
    ...answers.buildArgs.flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]),
    '--',
    answers.context,
  ]
}

/** Starts the image, with its own command and published ports, and removes the container afterwards. */
export function runArguments(image: string, options: { readonly interactive: boolean }): string[] {
  return ['run', '--rm', ...(options.interactive ? ['--interactive', '--tty'] : []), '--publish-all', image]
}

/**
 * Runs a command in the image. A line with shell characters goes, whole, to the image's own `sh`; any other is split
 * into words here, so that it also works where the image has no shell.
 */
export function testArguments(image: string, line: string): string[] {
  const words = splitWords(line)
  if (!words) return ['run', '--rm', '--entrypoint', 'sh', image, '-c', line]
  const [program, ...rest] = words
  return program === undefined ? ['run', '--rm', image] : ['run', '--rm', '--entrypoint', program, image, ...rest]
}

/** Words of a line, quotes taken off; undefined when only a shell can read it. */
export function splitWords(line: string): string[] | undefined {
  const words: string[] = []
  let word: string | undefined
  let quote: string | undefined
  for (const character of line) {
    if (quote === undefined && /[|&;<>()$`\\*?[\]#~{}!\n]/.test(character)) return undefined
    if (quote === '"' && /[$`\\!]/.test(character)) return undefined
    if (character === quote) quote = undefined
    else if (quote !== undefined) word += character
    else if (character === '"' || character === "'") {
      quote = character
      word ??= ''
    } else if (character === ' ' || character === '\t') {
      if (word !== undefined) words.push(word)
      word = undefined
    } else word = (word ?? '') + character
  }
  if (quote !== undefined) return undefined
  if (word !== undefined) words.push(word)
  return words
}

/**
 * The command as a person would type it, for reading only. Values of build arguments are left out, and where secrets
 * come from is shown, never what is in them.
 */
export function readableCommand(executable: string, commandArguments: readonly string[]): string {
  const shown = commandArguments.map((argument, i) => {
    if (commandArguments[i - 1] !== '--build-arg') return argument
    return `${argument.slice(0, argument.indexOf('='))}=…`
  })
  return [executable, ...shown].map(quoteForReading).join(' ')
}

function quoteForReading(word: string): string {
  return /^[\w@%+=:,./…-]+$/.test(word) ? word : `'${word.replace(/[\x00-\x1f\x7f]/g, '?').replaceAll("'", "'\\''")}'`
}

/** Text with the values of build arguments taken out; values shorter than three characters are no secret worth a hole. */
export function withoutValues(text: string, values: readonly string[]): string {
  let result = text
  for (const value of [...values].sort((a, b) => b.length - a.length)) {
    if (value.length >= 3) result = result.replaceAll(value, '…')
  }
  return result
}
