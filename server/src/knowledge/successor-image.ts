/** The image that takes the place of a deprecated one, down to its tag, where the two name their tags alike. */

import type { ImageReference } from './image-reference.ts'

/** Java releases for which `eclipse-temurin` publishes images. Source: its list of tags, August 2026. */
const temurinReleases = new Set(['8', '11', '17', '21', '25', '26'])

/**
 * Images for the same purpose, the most conservative first; empty where nothing says which tag it would be.
 * Java: the same release, JDK or JRE, on Alpine or Windows where it was. CentOS: the rebuilds of the same release.
 * Distroless: the same image on Debian 13. Those that only moved: the same tag under the new name.
 */
export function successorImages(reference: ImageReference): readonly string[] {
  const { repository, tag, digest } = reference
  switch (repository) {
    case 'openjdk':
    case 'java':
      return java(tag ?? 'latest')
    case 'centos':
      return centos(tag ?? 'latest')
    case 'rockylinux':
      return tag !== undefined && /^(8|9)(-minimal)?$/.test(tag) ? [`rockylinux/rockylinux:${tag}`] : []
  }
  if (repository.startsWith('gcr.io/distroless/')) return distroless(repository, tag)
  if (digest !== undefined) return []
  return moved(repository, tag) ?? []
}

/** `8u292-jre-slim-buster`, `17-jdk-alpine3.14`, `8-windowsservercore`, `11.0.4`: release, kind, system. */
function java(tag: string): readonly string[] {
  if (/windowsservercore-|nanoserver|oracle|-ea/.test(tag)) return []
  const release = /^(\d+)/.exec(tag)?.[1]
  if (release === undefined || !temurinReleases.has(release)) return []
  const kind = /(^|-)jre/.test(tag) ? 'jre' : 'jdk'
  const system = /alpine/.test(tag) ? '-alpine' : tag.endsWith('-windowsservercore') ? '-windowsservercore' : ''
  return [`eclipse-temurin:${release}-${kind}${system}`]
}

function centos(tag: string): readonly string[] {
  const release = /^(?:centos)?(\d+)/.exec(tag)?.[1]
  return release === '8' ? ['almalinux:8', 'rockylinux/rockylinux:8'] : []
}

/** Images and tags that distroless publishes on Debian 13. Source: the list in the project's README, August 2026. */
const distrolessImages = /^(static|base|base-nossl|cc|python3|java-base|java17|java21|java25|nodejs22|nodejs24)$/
const distrolessTags = /^(latest|nonroot|debug|debug-nonroot)$/

function distroless(repository: string, tag: string | undefined): readonly string[] {
  const image = /^gcr\.io\/distroless\/([a-z0-9-]+)-debian1[0-2]$/.exec(repository)?.[1]
  if (image === undefined || !distrolessImages.test(image)) return []
  if (tag !== undefined && !distrolessTags.test(tag)) return []
  return [`gcr.io/distroless/${image}-debian13${tag === undefined ? '' : `:${tag}`}`]
}

/** A name that changed while the tags stayed; undefined where a tag is not known under the new one. */
function moved(repository: string, tag: string | undefined): readonly string[] | undefined {
  const suffix = tag === undefined ? '' : `:${tag}`
  const kubernetes = /^(?:k8s\.gcr\.io|gcr\.io\/google_containers)\/(.+)$/.exec(repository)?.[1]
  if (kubernetes !== undefined && tag !== undefined) return [`registry.k8s.io/${kubernetes}${suffix}`]
  const jupyter = /^jupyter\/([a-z0-9-]+)$/.exec(repository)?.[1]
  if (jupyter !== undefined && (tag === undefined || tag === 'latest')) return [`quay.io/jupyter/${jupyter}${suffix}`]
  const container = /^mcr\.microsoft\.com\/vscode\/devcontainers\/([a-z-]+)$/.exec(repository)?.[1]
  if (container !== undefined && tag !== undefined && isDevContainerTag(container, tag)) {
    return [`mcr.microsoft.com/devcontainers/${container}${suffix}`]
  }
  return undefined
}

const debian = ['', 'bullseye', 'buster']

/**
 * Versions and systems of the development containers since they are built in the repository devcontainers/images,
 * whose build publishes each tag under the old and the new name. Source: its `build/config.json` and the
 * `manifest.json` of each image, versions 0.20x and 1.x.
 */
const devContainers: Readonly<Record<string, readonly [versions: string, systems: readonly string[]]>> = {
  anaconda: ['3', ['']],
  base: ['', ['bullseye', 'buster', 'debian', 'jammy', 'focal', 'bionic', 'ubuntu', 'alpine']],
  cpp: ['', ['bullseye', 'buster', 'debian', 'jammy', 'focal', 'bionic', 'ubuntu']],
  dotnet: ['6.0 7.0', ['', 'bullseye', 'focal', 'jammy']],
  go: ['1 1.18 1.19 1.20', debian],
  java: ['8 11 17', debian],
  'javascript-node': ['14 16 18', debian],
  jekyll: ['', ['bullseye', 'buster']],
  miniconda: ['3', ['']],
  php: ['8 8.0 8.1 8.2', debian],
  python: ['3 3.7 3.8 3.9 3.10 3.11', debian],
  ruby: ['2 2.7 3 3.0 3.1 3.2', debian],
  rust: ['1', debian],
  'typescript-node': ['14 16 18', debian],
  universal: ['2', ['', 'linux', 'focal']],
}

/** Other words for a release that tags of `base` and `cpp` have. */
const releaseWords = /^(debian-?1[01]|ubuntu-?(18|20|22)\.04|alpine-?3\.1[3-6])$/

/** `VARIANT` or `0-VARIANT`, where 0 is the major version of the container's own; Java 8 is of version 1 as well. */
function isDevContainerTag(image: string, tag: string): boolean {
  if (!Object.hasOwn(devContainers, image)) return false
  const [versions, systems] = devContainers[image]
  const own = image === 'java' && tag.startsWith('1-8') ? /^1-/ : /^0-/
  const variant = tag.replace(own, '')
  if (releaseWords.test(variant)) return systems.includes(variant.split(/-?\d/, 1)[0])
  return versions
    .split(' ')
    .some((version) => systems.some((system) => [version, system].filter(Boolean).join('-') === variant && variant))
}
