/** Build arguments that exist without an ARG, and where they can be used. Source: BuildKit's reference and behaviour. */

/**
 * `platform`: has a value in FROM lines and, after `ARG NAME` without a default, in a stage.
 * `proxy`: reaches the environment of RUN when given to the build, without ARG and without traces in the history.
 * `builder`: steers the builder; a Dockerfile only sees it after `ARG NAME`.
 */
export type PredefinedArgKind = 'platform' | 'proxy' | 'builder'

export type PredefinedArg = { kind: PredefinedArgKind; description: string }

const proxy = (protocol: string): PredefinedArg => ({ kind: 'proxy', description: `proxy for ${protocol}` })
const platform = (description: string): PredefinedArg => ({ kind: 'platform', description })
const builder = (description: string): PredefinedArg => ({ kind: 'builder', description })

const args: Readonly<Record<string, PredefinedArg>> = {
  TARGETPLATFORM: platform('platform that the image is built for: linux/arm64'),
  TARGETOS: platform('operating system that the image is built for: linux'),
  TARGETARCH: platform('architecture that the image is built for: amd64, arm64'),
  TARGETVARIANT: platform('variant of the architecture that the image is built for: v7'),
  TARGETOSVERSION: platform('version of the operating system that the image is built for (Windows)'),
  TARGETSTAGE: platform('name of the stage that is built'),
  BUILDPLATFORM: platform('platform of the machine that builds'),
  BUILDOS: platform('operating system of the machine that builds'),
  BUILDARCH: platform('architecture of the machine that builds'),
  BUILDVARIANT: platform('variant of the architecture of the machine that builds'),
  BUILDOSVERSION: platform('version of the operating system of the machine that builds'),
  HTTP_PROXY: proxy('HTTP'),
  http_proxy: proxy('HTTP'),
  HTTPS_PROXY: proxy('HTTPS'),
  https_proxy: proxy('HTTPS'),
  FTP_PROXY: proxy('FTP'),
  ftp_proxy: proxy('FTP'),
  ALL_PROXY: proxy('all protocols'),
  all_proxy: proxy('all protocols'),
  NO_PROXY: { kind: 'proxy', description: 'hosts that need no proxy' },
  no_proxy: { kind: 'proxy', description: 'hosts that need no proxy' },
  SOURCE_DATE_EPOCH: builder('time of the image, in seconds since 1970, for reproducible builds'),
  BUILDKIT_SYNTAX: builder('frontend to use instead of the one in the file'),
  BUILDKIT_DOCKERFILE_CHECK: builder('checks to run, and whether they are errors'),
  BUILDKIT_CACHE_MOUNT_NS: builder('namespace of the cache mounts'),
  BUILDKIT_CONTEXT_KEEP_GIT_DIR: builder('keeps .git of a Git context'),
  BUILDKIT_INLINE_CACHE: builder('writes cache metadata into the image'),
  BUILDKIT_MULTI_PLATFORM: builder('makes a multi-platform result even of one platform'),
  BUILDKIT_SANDBOX_HOSTNAME: builder('host name in RUN'),
  BUILDKIT_BUILD_NAME: builder('name of the build in the history'),
  BUILDKIT_SBOM_SCAN_CONTEXT: builder('scans the build context for the bill of materials'),
  BUILDKIT_SBOM_SCAN_STAGE: builder('scans the stage for the bill of materials'),
}

/** What a predefined build argument is; undefined for any other name. */
export function predefinedArg(name: string): PredefinedArg | undefined {
  return Object.hasOwn(args, name) ? args[name] : undefined
}

/** All names, for completion. */
export const predefinedArgNames: readonly string[] = Object.keys(args)

/** Whether FROM lines can use the name without an ARG above the first FROM. */
export function isVisibleInFrom(name: string): boolean {
  return predefinedArg(name)?.kind === 'platform'
}

/** Whether RUN sees the name in its environment without an ARG in the stage, once the build was given a value. */
export function isVisibleInRun(name: string): boolean {
  return predefinedArg(name)?.kind === 'proxy'
}
