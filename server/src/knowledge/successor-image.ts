/** The image that takes the place of a deprecated one, down to its tag, where the two name their tags alike. */

import type { ImageReference } from './image-reference.ts'

/** Java releases for which `eclipse-temurin` publishes images. Source: its list of tags, August 2026. */
const temurinReleases = new Set(['8', '11', '17', '21', '25', '26'])

/**
 * Images for the same purpose, the most conservative first; empty where nothing says which tag it would be.
 * Java: the same release, JDK or JRE, on Alpine where it was. CentOS: the rebuilds of the same release.
 */
export function successorImages({ repository, tag = 'latest' }: ImageReference): readonly string[] {
  switch (repository) {
    case 'openjdk':
    case 'java':
      return java(tag)
    case 'centos':
      return centos(tag)
    default:
      return []
  }
}

/** `8u292-jre-slim-buster`, `17-jdk-alpine3.14`, `11.0.4`: release, kind, system. */
function java(tag: string): readonly string[] {
  if (/windows|nanoserver|oracle|-ea/.test(tag)) return []
  const release = /^(\d+)/.exec(tag)?.[1]
  if (release === undefined || !temurinReleases.has(release)) return []
  const kind = /(^|-)jre/.test(tag) ? 'jre' : 'jdk'
  return [`eclipse-temurin:${release}-${kind}${/alpine/.test(tag) ? '-alpine' : ''}`]
}

function centos(tag: string): readonly string[] {
  const release = /^(?:centos)?(\d+)/.exec(tag)?.[1]
  return release === '8' ? ['almalinux:8', 'rockylinux/rockylinux:8'] : []
}
