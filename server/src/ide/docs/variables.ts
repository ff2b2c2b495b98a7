/** The build arguments that exist without being passed, and those that the builder itself reads. */

import type { PredefinedArgDoc } from './types.ts'
import { referenceUrl } from './types.ts'

const platformUrl = `${referenceUrl}#automatic-platform-args-in-the-global-scope`
const proxyUrl = `${referenceUrl}#predefined-args`
const builderUrl = `${referenceUrl}#buildkit-built-in-build-args`

export const predefinedArgDocs: Readonly<Record<string, PredefinedArgDoc>> = {
  TARGETPLATFORM: platform(
    'The platform that the image is built for, as in `docker build --platform`.',
    'linux/arm64',
    'FROM alpine:3.24\nARG TARGETPLATFORM\nRUN echo "built for $TARGETPLATFORM"',
  ),
  TARGETOS: platform(
    'The operating system of the target platform.',
    'linux',
    'FROM golang:1.27-alpine\nARG TARGETOS\nRUN GOOS=$TARGETOS go env GOOS',
  ),
  TARGETARCH: platform(
    'The architecture of the target platform, in Go’s names: `amd64`, `arm64`, `arm` and so on.',
    'arm64',
    'FROM golang:1.27-alpine\nARG TARGETARCH\nRUN GOARCH=$TARGETARCH go env GOARCH',
  ),
  TARGETVARIANT: platform(
    'The variant of the target architecture; empty where there is none.',
    'v7',
    'FROM alpine:3.24\nARG TARGETVARIANT\nRUN echo "variant ${TARGETVARIANT:-none}"',
  ),
  BUILDPLATFORM: platform(
    'The platform of the machine that builds. `FROM --platform=$BUILDPLATFORM` runs a stage without emulation.',
    'linux/amd64',
    'FROM --platform=$BUILDPLATFORM golang:1.27-alpine AS build\nRUN go version',
  ),
  BUILDOS: platform(
    'The operating system of the machine that builds.',
    'linux',
    'FROM alpine:3.24\nARG BUILDOS\nRUN echo "$BUILDOS"',
  ),
  BUILDARCH: platform(
    'The architecture of the machine that builds.',
    'amd64',
    'FROM alpine:3.24\nARG BUILDARCH\nRUN echo "$BUILDARCH"',
  ),
  BUILDVARIANT: platform(
    'The variant of the building machine’s architecture; empty where there is none.',
    'v7',
    'FROM alpine:3.24\nARG BUILDVARIANT\nRUN echo "${BUILDVARIANT:-none}"',
  ),
  TARGETSTAGE: {
    summary:
      'The name of the stage that the build ends with: that of `docker build --target`, else of the last stage; `default` when it has none.',
    kind: 'stage',
    sample: 'test',
    since: '1.11',
    example: 'FROM alpine:3.24 AS test\nARG TARGETSTAGE\nRUN echo "building $TARGETSTAGE"',
    url: builderUrl,
  },
  HTTP_PROXY: proxy('The proxy for HTTP downloads of RUN.', 'http://proxy.example.com:3128'),
  http_proxy: proxy(
    'The proxy for HTTP downloads of RUN, in the spelling that curl reads.',
    'http://proxy.example.com:3128',
  ),
  HTTPS_PROXY: proxy('The proxy for HTTPS downloads of RUN.', 'http://proxy.example.com:3128'),
  https_proxy: proxy('The proxy for HTTPS downloads of RUN, in lower case.', 'http://proxy.example.com:3128'),
  FTP_PROXY: proxy('The proxy for FTP downloads of RUN.', 'http://proxy.example.com:3128'),
  ftp_proxy: proxy('The proxy for FTP downloads of RUN, in lower case.', 'http://proxy.example.com:3128'),
  NO_PROXY: proxy('The hosts that are reached without a proxy, separated by commas.', 'localhost,.example.com'),
  no_proxy: proxy('The hosts that are reached without a proxy, in lower case.', 'localhost,.example.com'),
  ALL_PROXY: proxy('The proxy for every protocol that has none of its own.', 'socks5://proxy.example.com:1080'),
  all_proxy: proxy(
    'The proxy for every protocol that has none of its own, in lower case.',
    'socks5://proxy.example.com:1080',
  ),
  SOURCE_DATE_EPOCH: {
    summary:
      'Seconds since 1970 for the timestamps of the image and its history, for reproducible builds. Default in a global ARG from 1.23; `context` or a stage as value from 1.24.',
    kind: 'builder',
    sample: '1767225600',
    since: '1.5',
    example: 'FROM alpine:3.24\nARG SOURCE_DATE_EPOCH\nRUN echo "${SOURCE_DATE_EPOCH:-now}" > /built',
    url: builderUrl,
  },
  BUILDKIT_BUILD_NAME: builder('The name of the build in `docker buildx history` and Docker Desktop.', 'shop-nightly'),
  BUILDKIT_CACHE_MOUNT_NS: builder(
    'A prefix for the ids of cache mounts, to keep projects on one builder apart.',
    'shop',
  ),
  BUILDKIT_CONTEXT_KEEP_GIT_DIR: builder('Keeps `.git` when the build context is a Git address.', '1'),
  BUILDKIT_DOCKERFILE_CHECK: {
    ...builder('Steers the build checks from outside, with the values of `# check=`.', 'skip=all'),
    since: '1.8',
  },
  BUILDKIT_GIT_ADVICE: builder('Shows the advice that Git prints while the builder fetches sources.', '1'),
  BUILDKIT_INLINE_CACHE: builder('Stores cache data in the image, for a later `--cache-from`.', '1'),
  BUILDKIT_MULTI_PLATFORM: {
    ...builder('Makes the same kind of output for one platform as for several.', '1'),
    since: '1.3',
  },
  BUILDKIT_SANDBOX_HOSTNAME: {
    ...builder('The host name inside RUN; `buildkitsandbox` otherwise.', 'builder'),
    since: '1.4',
  },
  BUILDKIT_SYNTAX: builder(
    'The frontend image, over the `# syntax=` of the file; `dockerfile.v0` means the built-in one.',
    'docker/dockerfile:1',
  ),
}

function platform(summary: string, sample: string, example: string): PredefinedArgDoc {
  return { kind: 'platform', summary, sample, example, url: platformUrl }
}

function proxy(summary: string, sample: string): PredefinedArgDoc {
  return { kind: 'proxy', summary, sample, url: proxyUrl }
}

function builder(summary: string, sample: string): PredefinedArgDoc {
  return { kind: 'builder', summary, sample, url: builderUrl }
}
