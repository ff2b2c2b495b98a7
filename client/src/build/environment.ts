/** Recognizes, from what a builder wrote, that it cannot work at all here, and says what to do about it. */

import type { Builder, Progress } from './plan.ts'

export type EnvironmentTrouble =
  | 'not-installed'
  | 'no-buildx'
  | 'daemon-down'
  | 'permission-denied'
  | 'old-engine'
  | 'wrong-flags'
  | 'no-context-folder'

export interface EnvironmentProblem {
  readonly trouble: EnvironmentTrouble
  /** What is wrong and what to do, in one or two sentences. */
  readonly message: string
  /** Where it is explained by those who make the tool. */
  readonly url?: string
}

/** How a command ended. */
export interface CommandEnd {
  readonly exitStatus: number | undefined
  /** The operating system's reason for not starting it, such as ENOENT. */
  readonly startError?: string
  readonly stdout: string
  readonly stderr: string
}

/** What keeps the builder from working; undefined when the command failed for another reason, or not at all. */
export function environmentProblem(builder: Builder, end: CommandEnd): EnvironmentProblem | undefined {
  if (end.startError) return startProblem(builder, end.startError)
  if (end.exitStatus === 0) return undefined
  const said = end.stderr.slice(-8000)
  for (const [pattern, problem] of problems) {
    const match = pattern.exec(said)
    if (match) return problem(builder, match)
  }
  return undefined
}

const names: Record<Builder, string> = { docker: 'Docker', podman: 'Podman', buildah: 'Buildah' }

function startProblem(builder: Builder, code: string): EnvironmentProblem {
  if (code === 'EACCES' || code === 'EPERM') {
    return {
      trouble: 'permission-denied',
      message: `\`${builder}\` may not be started: check the file's permissions, or the path in the settings.`,
    }
  }
  return {
    trouble: 'not-installed',
    message: `\`${builder}\` was not found. Install ${names[builder]}, or choose another builder or its path in the settings.`,
    url: builder === 'docker' ? 'https://docs.docker.com/get-started/get-docker/' : undefined,
  }
}

const buildxUrl = 'https://github.com/docker/buildx#installing'

const problems: readonly (readonly [RegExp, (builder: Builder, match: RegExpExecArray) => EnvironmentProblem])[] = [
  [
    /buildx component is missing or broken|unknown command: docker buildx|'buildx' is not a docker command|The legacy builder is deprecated/,
    () => ({
      trouble: 'no-buildx',
      message:
        'Docker is here, but its BuildKit part is not. Install the buildx plugin (package `docker-buildx-plugin` or `docker-buildx`).',
      url: buildxUrl,
    }),
  ],
  [
    /permission denied while trying to connect to the [Dd]ocker|dial unix [^\s:]+: connect: permission denied/,
    () => ({
      trouble: 'permission-denied',
      message:
        'You may not talk to the Docker engine. Join the `docker` group and log in again, use rootless Docker, or build with Podman.',
      url: 'https://docs.docker.com/engine/install/linux-postinstall/',
    }),
  ],
  [
    /Cannot connect to the Docker daemon|error during connect|Is the docker daemon running|failed to connect to the docker API|Cannot connect to Podman/i,
    (builder) => ({
      trouble: 'daemon-down',
      message: `The ${names[builder]} engine does not answer. Start it (Docker Desktop, or \`sudo systemctl start docker\`), or check DOCKER_HOST and \`docker context\`.`,
    }),
  ],
  [
    /client version [\d.]+ is too (?:new|old)\. (?:Maximum|Minimum) supported API version|requires API version [\d.]+/,
    () => ({
      trouble: 'old-engine',
      message: 'The Docker command and its engine are too far apart in version. Update the older of the two.',
    }),
  ],
  [
    /unknown flag: (--[\w-]+)\n[\s\S]*Usage:|unknown shorthand flag: \S+ in (-\w)/,
    (builder, match) => ({
      trouble: 'wrong-flags',
      message: `This ${names[builder]} does not know \`${match[1] ?? match[2]}\`. Update ${builder === 'docker' ? 'Docker and buildx' : names[builder]}.`,
    }),
  ],
  [
    /unable to prepare context: path "([^"]+)" not found|context must be a directory: (\S+)/,
    (_, match) => ({
      trouble: 'no-context-folder',
      message: `The context folder \`${match[1] ?? match[2]}\` does not exist. Correct \`dockerfileCoach.build.context\`.`,
    }),
  ],
]

/** What a version of buildx can do. */
export interface BuildxFeatures {
  readonly version: readonly [major: number, minor: number]
  readonly progress: Progress
  readonly check: boolean
}

/** Reads the output of `docker buildx version`; versions that nobody can read count as new. */
export function buildxFeatures(output: string): BuildxFeatures {
  const match = / v?(\d+)\.(\d+)/.exec(output)
  const version: [number, number] = match ? [Number(match[1]), Number(match[2])] : [99, 0]
  const atLeast = (minor: number): boolean => version[0] > 0 || version[1] >= minor
  return { version, progress: atLeast(13) ? 'rawjson' : 'plain', check: atLeast(15) }
}

/** The names of the buildx builders that can build for several platforms, from `docker buildx ls --format json`. */
export function multiPlatformBuilders(output: string): string[] {
  return output.split('\n').flatMap((line) => {
    try {
      const { Name, Driver } = JSON.parse(line) as { Name?: unknown; Driver?: unknown }
      return typeof Name === 'string' && Driver !== 'docker' && typeof Driver === 'string' ? [Name] : []
    } catch {
      return []
    }
  })
}
