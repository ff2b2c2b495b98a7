/** What builders say when a build fails, and what to do about each: patterns of Docker 20 to 28, Podman 5, Buildah 1.43. */

import type { BuildFailureKind } from '../protocol.ts'

export interface Reason {
  readonly kind: BuildFailureKind
  /** Instead of the builder's own words. */
  readonly message?: string
  readonly advice?: string
  readonly subject?: string
}

/** A process inside the build that failed. */
export interface RunFailure {
  readonly keyword: string
  readonly exitStatus: number | undefined
  readonly reason: string
}

/** Of longer words only the beginning is looked at: the patterns below go back and forth in them. */
const longestWords = 4_000

/** Why a process failed, by its status and the last lines that it printed. */
export function whyRunFailed(run: RunFailure, output: readonly string[]): Reason {
  const tail = output
    .slice(-8)
    .map((line) => line.slice(0, longestWords / 4))
    .join('\n')
  const user = /unable to find (user|group) (.+?): no matching entries/.exec(run.reason.slice(0, longestWords))
  if (user) return userMissing(user[2])
  const status = run.exitStatus
  const failed = `${run.keyword} failed${status === undefined ? `: ${run.reason}` : ` with exit status ${status}`}`
  const general = generalReason(`${run.reason.slice(0, longestWords)}\n${tail}`)
  if (general) return { ...general, message: `${failed}: ${lowerFirst(general.message)}` }
  const shell = /exec: "([^"]+)": (?:stat [^\n]*no such file|executable file not found)/.exec(tail)
  if (shell) return shellMissing(shell[1], failed)
  if (status === 137) return outOfMemory(failed)
  if (status === 127 || /: (?:command )?not found$/m.test(tail)) return commandNotFound(tail, failed)
  if (status === 126) {
    return {
      kind: 'run-failed',
      message: failed,
      advice: 'The file is not executable: set its mode with `COPY --chmod=0755`, or run it through its interpreter.',
    }
  }
  return { kind: 'run-failed', message: failed, advice: adviceFromOutput(tail) }
}

function userMissing(user: string): Reason {
  return {
    kind: 'user-missing',
    message: `The image has no user or group \`${user}\``,
    advice: `Create it before USER (\`useradd\` or \`adduser\`), or use a numeric id.`,
    subject: user,
  }
}

function shellMissing(program: string, failed: string): Reason {
  const isShell = /(?:^|\/)(?:ba|da|a)?sh$/.test(program)
  return {
    kind: 'command-not-found',
    message: `${failed}: the image has no \`${program}\``,
    advice: isShell
      ? 'RUN needs a shell, and this base image has none: do the work in an earlier stage and COPY its result.'
      : 'Install the program first, or correct its name.',
    subject: program,
  }
}

function outOfMemory(failed: string): Reason {
  return {
    kind: 'out-of-memory',
    message: `${failed}: the process was killed`,
    advice: 'Status 137 is mostly a lack of memory: give the builder more, or run less in parallel.',
  }
}

function commandNotFound(tail: string, failed: string): Reason {
  const name = missingCommand(tail)
  return {
    kind: 'command-not-found',
    message: name ? `${failed}: \`${name}\` was not found` : failed,
    advice: 'Install the program in this image before it is used, or correct its name or path.',
    subject: name,
  }
}

/** The name in a shell's "not found" line: `/bin/sh: 1: x: not found`, `bash: line 1: x: command not found`. */
export function missingCommand(output: string): string | undefined {
  for (const line of output.split('\n').reverse()) {
    const parts = line.split(': ')
    if (parts.length < 3 || !/^(?:command )?not found$/.test(parts[parts.length - 1])) continue
    return parts[parts.length - 2]
  }
  return undefined
}

function adviceFromOutput(tail: string): string | undefined {
  return outputAdvice.find(([pattern]) => pattern.test(tail))?.[1]
}

const outputAdvice: readonly (readonly [RegExp, string])[] = [
  [
    /E: Unable to locate package|E: Package '?[^\s']+'? has no installation candidate/,
    'Run `apt-get update` in the same RUN, and check the package name for this release.',
  ],
  [
    /unable to select packages|\(no such package\)/,
    'Check the package name for this release of Alpine, and use `apk add --no-cache`.',
  ],
  [/\/bin\/(?:ba)?sh\^M|\r: not found|bad interpreter/, 'The script may have Windows line ends: save it with LF.'],
  [/externally-managed-environment/, 'This Python belongs to the system: install into a virtual environment.'],
  [/[Pp]ermission denied/, 'The user of this step may not do that: check USER, and the owner and mode of the files.'],
  [
    /Could not find a version that satisfies|No matching distribution found/,
    'Check the package name and version, and that this Python version is supported by it.',
  ],
  [
    /gcc[:'\s].*(?:not found|No such file)|command 'gcc' failed/,
    'A package is compiled here: install a compiler in a build stage, or use a base image that has wheels for it.',
  ],
  [
    /npm (?:ERR!|error) .*package-lock\.json|can only install with an existing package-lock/,
    'COPY package-lock.json together with package.json before `npm ci`.',
  ],
  [
    /No such file or directory|no such file or directory|cannot access|can't open|can't cd/,
    'A file is missing at this step: check what was copied before, and WORKDIR.',
  ],
]

/** Reasons that any step may have, looked for in text without the user's own command. */
function generalReason(text: string): (Reason & { readonly message: string }) | undefined {
  if (/no space left on device/i.test(text)) {
    return {
      kind: 'disk-full',
      message: 'The disk is full',
      advice: 'Free space with `docker builder prune` and `docker image prune`, or give the builder a larger disk.',
    }
  }
  if (/exec format error/i.test(text)) {
    return {
      kind: 'platform-mismatch',
      message: 'The program is for another processor',
      advice: 'Build for the platform of the base image, or install emulation (`tonistiigi/binfmt`) for the other one.',
    }
  }
  if (networkTrouble.test(text)) {
    return {
      kind: 'network',
      message: 'The network cannot be reached from the build',
      advice: 'Check the connection, DNS and proxy settings of the builder, then build again.',
    }
  }
  return undefined
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}

const networkTrouble =
  /network is unreachable|no such host|Temporary failure (?:in name resolution|resolving)|Could not resolve (?:host|proxy)|connection refused|connection reset by peer|i\/o timeout|TLS handshake timeout|bad address '|Could not connect to |EAI_AGAIN|ENOTFOUND|network timeout|Connection timed out/i

/** Why a build failed outside any process, by the builder's last words without their prefixes. */
export function whyBuildFailed(words: string): Reason {
  const said = words.slice(0, longestWords)
  for (const [pattern, reason] of buildReasons) {
    const match = pattern.exec(said)
    if (match) return reason(match, said)
  }
  return generalReason(said) ?? { kind: 'other' }
}

/** Message patterns of Docker 20 to 28, Podman 5 and Buildah 1.43; the first that fits counts. */
const buildReasons: readonly (readonly [RegExp, (match: RegExpExecArray, said: string) => Reason])[] = [
  [/^Canceled: |context canceled$/, () => ({ kind: 'cancelled', message: 'The build was cancelled' })],
  [
    /error reading from server: |rpc error: code = Unavailable|transport is closing|closing transport|no active session for |frontend grpc server closed unexpectedly|Cannot connect to the Docker daemon/,
    () => ({
      kind: 'engine-lost',
      message: 'The connection to the engine was lost',
      advice: 'Start the engine again (see its log for why it stopped), then build again.',
    }),
  ],
  [
    /[Mm]ulti-platform build is not supported|does not support.*multi-platform|docker exporter does not currently support exporting manifest lists/,
    () => ({
      kind: 'multi-platform-unsupported',
      message: 'This builder cannot build for several platforms',
      advice:
        'Use "Build for several platforms", which makes a `docker-container` builder, or turn on the containerd image store.',
    }),
  ],
  [
    /invalid empty ssh agent socket|no SSH key "([^"]*)" forwarded|unset ssh forward key (\S+)/,
    (match) => ({
      kind: 'ssh-missing',
      message: 'The step needs an SSH agent, and none was given',
      advice:
        'Start an agent (`ssh-agent`, then `ssh-add`) so that SSH_AUTH_SOCK is set, or name a key file when asked.',
      subject: match[1] ?? match[2] ?? 'default',
    }),
  ],
  [/^lstat (.+): no such file or directory$/, (match) => copyMissing(match[1])],
  [/^target stage (.*) could not be found/, (match, said) => unknownStage(unquoted(match[1]), said)],
  [/the target "([^"]*)" was not found/, (match, said) => unknownStage(match[1], said)],
  [/^COPY --from=(\S+): no stage or image found/, (match, said) => unknownStage(match[1], said)],
  [/^secret "?([^":\s]+)"?:? not found/, (match) => secretMissing(match[1])],
  [/no secret with id "([^"]+)" found/, (match) => secretMissing(match[1])],
  [
    /failed to stat (.+): stat /,
    (match) => ({
      kind: 'secret-missing',
      message: `The secret file \`${match[1]}\` does not exist`,
      advice: 'Choose another file when the build asks for the secret.',
      subject: match[1],
    }),
  ],
  [/user: unknown user error looking up user "([^"]+)"/, (match) => userMissing(match[1])],
  [/unable to find (?:user|group) (.+?): no matching entries/, (match) => userMissing(match[1])],
  [
    /no items matching glob "([^"]+)" copied.*\.dockerignore\)/,
    (match) =>
      copyMissing(match[1], 'It is excluded by .dockerignore: change the pattern there, or copy another file.'),
  ],
  [/possible escaping context directory error: .*stat: "([^"]+)"/, (match) => copyMissing(match[1], outsideContext)],
  [/copier: stat: "([^"]+)": no such file/, (match) => copyMissing(match[1])],
  [/(?:checksum of ref .*: |^|cache key: )"([^"]+)"(?: not found)?: not found/, (match) => copyMissing(match[1])],
  [/no items matching glob "([^"]+)"/, (match) => copyMissing(match[1])],
  [
    /unknown instruction: "?([^\s"]+)"?/i,
    (match, said) => ({
      kind: 'unknown-instruction',
      message: parserMessage(said),
      advice: 'Correct the keyword, or continue the line above with a backslash.',
      subject: match[1],
    }),
  ],
  [/unknown flag: (?:--)?(\S+)/i, (match, said) => badFlag(match[1], said)],
  [
    /^building at STEP "[A-Z]+ --[\s\S]*only supports the (--.*)$/,
    (match) => ({
      kind: 'bad-flag',
      message: `Unknown flag; known are ${match[1]}`,
      advice: 'Correct the flag, or build with a newer builder.',
    }),
  ],
  [/(?:unsupported|invalid) (?:mount type|network mode) "([^"]+)"/, (match, said) => badFlag(match[1], said)],
  [/invalid (checksum)|invalid duration "([^"]+)"|Unknown flag/, (match, said) => badFlag(match[1] ?? match[2], said)],
  [
    /lint violation found for rules: (.*)$/,
    (match) => ({
      kind: 'check-error',
      message: `The build's checks failed: ${match[1]}`,
      advice: 'Fix what is marked, or take `error=true` out of the `# check=` line.',
      subject: match[1],
    }),
  ],
  [
    /no build stage in current context|requires a FROM instruction/,
    () => ({
      kind: 'missing-from',
      message: 'No FROM comes before this instruction',
      advice: 'Begin with FROM; only ARG may stand before it.',
    }),
  ],
  [
    /Dockerfile cannot be empty|no contents in "|file with no instructions|no stages to build/,
    () => ({
      kind: 'empty-file',
      message: 'The Dockerfile has no instructions',
      advice: 'Begin with FROM and a base image.',
    }),
  ],
  [
    /invalid reference format|^base name \(.*\) should not be blank/,
    (_, said) => ({
      kind: 'invalid-reference',
      message: `The image name is not valid: ${said.replace(/^(?:.*(?:parsing reference|failed to parse stage name)|base name) /, '').replace(/: invalid reference format.*$| should not be blank$/, '')}`,
      advice: 'Write NAME, NAME:TAG or NAME@DIGEST in lower case, and give every ARG in it a value.',
      subject: /"([^"]+)": invalid reference|^base name \((.*)\)/.exec(said)?.slice(1).find(Boolean),
    }),
  ],
  [
    /failed to read dockerfile: open ([^:]+): no such file/,
    (match) => ({
      kind: 'other',
      message: `The Dockerfile \`${match[1]}\` does not exist`,
      advice: 'Save the file first.',
    }),
  ],
  [
    /resolve source metadata for |failed to do request: |creating build container: |pulling image|manifest unknown|pull access denied|did not resolve to an alias|failed to authorize/,
    (_, said) => pullFailed(said),
  ],
  [
    /^dockerfile parse error|^parsing main Dockerfile: |^reading multiple stages: |unterminated heredoc|[Ss]yntax error|must have (?:two|at least)|requires (?:either|exactly|at least)|requires an argument|isn't allowed as an ONBUILD|[Ii]nvalid (?:proto|port|containerPort|name for build stage)/,
    (_, said) => ({
      kind: 'parse-error',
      message: parserMessage(said),
    }),
  ],
]

const outsideContext =
  'COPY reads the build context only: choose a larger context folder, or pass the folder with `--build-context`.'

/** Without what the builders put before and behind the words of their parsers. */
function parserMessage(said: string): string {
  return said
    .replace(/^dockerfile parse error (?:on )?line \d+: /, '')
    .replace(/^parsing main Dockerfile: [^:]+: |^reading multiple stages: /, '')
    .replace(/^building at STEP "[^"]*": (?:Build error: )?/, '')
    .replace(/ &imagebuilder[\s\S]*$/, '')
}

/** Go's quoting taken off: `"a"` → `a`. */
function unquoted(text: string): string {
  return text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1).replace(/\\(["\\])/g, '$1') : text
}

function unknownStage(name: string, said: string): Reason {
  const guess = /did you mean ([^?)]+)\?/.exec(said)?.[1]
  return {
    kind: 'unknown-stage',
    message: `There is no stage \`${name}\``,
    advice: guess ? `Did you mean \`${guess}\`?` : 'Use the name behind AS of an earlier stage.',
    subject: name,
  }
}

function secretMissing(id: string): Reason {
  return {
    kind: 'secret-missing',
    message: `The secret \`${id}\` was not given to the build`,
    advice: 'Build again with "Build with BuildKit" and choose a file or an environment variable for it.',
    subject: id,
  }
}

function copyMissing(path: string, advice?: string): Reason {
  return {
    kind: 'copy-source-missing',
    message: `\`${path}\` was not found`,
    advice:
      advice ??
      'Paths are relative to the context folder (or the stage of `--from`), and what .dockerignore excludes is not there.',
    subject: path,
  }
}

function badFlag(flag: string | undefined, said: string): Reason {
  return {
    kind: 'bad-flag',
    message: parserMessage(said),
    advice: 'Correct the flag, or build with a builder that knows it.',
    subject: flag,
  }
}

function pullFailed(said: string): Reason {
  const image = imageOf(said)
  const named = image ? ` \`${image}\`` : ''
  const guess = /\(did you mean ([^?)]+)\?\)/.exec(said)?.[1]
  if (guess) {
    return {
      kind: 'unknown-stage',
      message: `There is no stage${named}, and no image of that name could be pulled`,
      advice: `Did you mean \`${guess}\`?`,
      subject: image,
    }
  }
  if (image?.startsWith('docker/dockerfile') || said.includes('resolve image config for')) {
    return {
      kind: 'frontend-failed',
      message: `The frontend${named} of the \`# syntax\` line could not be pulled`,
      advice: 'Check the network, or take the `# syntax` line out: the builder has a frontend of its own.',
      subject: image,
    }
  }
  if (/toomanyrequests|429 Too Many/i.test(said)) {
    return {
      kind: 'rate-limited',
      message: `The registry limits how often${named} may be pulled`,
      advice: 'Log in with `docker login`, wait, or use a mirror.',
      subject: image,
    }
  }
  if (
    /no match for platform|no matching manifest for|does not match the specified platform|no image found in image index for/i.test(
      said,
    )
  ) {
    return {
      kind: 'platform-mismatch',
      message: `The image${named} does not exist for this platform`,
      advice: 'Choose another platform or a base image that supports it.',
      subject: image,
    }
  }
  if (networkTrouble.test(said)) {
    return {
      kind: 'network',
      message: `The image${named} could not be pulled: the registry cannot be reached`,
      advice: 'Check the connection, DNS and proxy settings of the engine, or pull the image beforehand.',
      subject: image,
    }
  }
  if (/\bunauthorized\b|401 |authentication required|insufficient_scope|access denied|403 Forbidden/i.test(said)) {
    return {
      kind: 'login-needed',
      message: `The registry refused${named}: it does not exist, or it needs a login`,
      advice: 'Check the name and tag; for a private image, log in with `docker login`.',
      subject: image,
    }
  }
  return {
    kind: 'pull-failed',
    message: `The image${named} could not be pulled`,
    advice: 'Check its name and tag, and that a registry is configured for it.',
    subject: image,
  }
}

/** The image that could not be pulled, without the registry and the folder that Docker Hub's short names stand for. */
function imageOf(said: string): string | undefined {
  const name =
    /resolve source metadata for ([^\s]+): /.exec(said)?.[1] ??
    /short-name "([^"]+)"/.exec(said)?.[1] ??
    /copy from source docker:\/\/([^\s:]+(?::[^\s:]+)?): /.exec(said)?.[1] ??
    /\/v2\/([^"\s]+)\/manifests\/([^"\s/]+)"/.exec(said)?.slice(1, 3).join(':')
  return name?.replace(/^docker\.io\//, '').replace(/^library\//, '')
}
