/** Whether a base image has a command, as far as its Dockerfile says so. */
import type { BaseImageFacts } from './base-image.ts'
import { imageFacts, systemFacts } from './image-store.ts'
import { variantOf } from './image-tag.ts'
import { compareVersions, isSince, parseVersion, versionOfTag } from './versions.ts'

/** Families in which `adduser` is a second name of `useradd`. */
const adduserIsUseradd = new Set([
  'centos',
  'fedora',
  'rhel-ubi',
  'almalinux',
  'rockylinux',
  'oraclelinux',
  'oraclelinux-slim',
])

/** Commands that an image without a shell does not have either. */
const shellCompanions = new Set(
  'apk apt apt-get awk bash cat chmod chown curl cut dnf find git grep gzip head ls make microdnf mkdir nc ping ps rm sed tar tail unzip useradd vi wget xargs yum'.split(
    ' ',
  ),
)

/**
 * Whether the image has the command: true and false are certain, undefined is not known. Packages that other
 * packages pull in are not followed, so that absence is only certain where the image's own facts state it, and for
 * images that are an operating system or have no shell.
 */
export function hasTool(facts: BaseImageFacts, tool: string): boolean | undefined {
  const name = tool.slice(tool.lastIndexOf('/') + 1)
  return inImage(facts, name) ?? inSystem(facts, name)
}

function inImage(facts: BaseImageFacts, tool: string): boolean | undefined {
  const image = imageFacts(facts.repository)
  if (!image) return undefined
  const since = image.since?.[tool]
  if (since !== undefined && !isFromVersion(facts.tag, since)) return undefined
  const keys = new Set([...Object.keys(image.has ?? {}), ...Object.keys(image.lacks ?? {})])
  const variant = variantOf(facts.tag, keys) ?? (isDefaultSystem(facts) ? 'default' : undefined)
  if (variant === undefined) return undefined
  if (names(image.has?.[variant], tool, facts)) return true
  if (names(image.lacks?.[variant], tool, facts)) return false
  return undefined
}

/** The general list of an image is about the system that its plain tag has, not about the Alpine variant. */
function isDefaultSystem(facts: BaseImageFacts): boolean {
  const usual = imageFacts(facts.repository)?.os?.default
  return usual === facts.os || systemFacts(usual ?? '')?.family === facts.family
}

/** Whether a list has the tool; `curl<25` is for Java releases below 25, and for none where that is not known. */
function names(list: string | undefined, tool: string, facts: BaseImageFacts): boolean {
  for (const item of list?.split(' ') ?? []) {
    const [, name, operator, bound] = /^([^<>]+)(?:(<|>=)(\d+))?$/.exec(item) ?? []
    if (name !== tool) continue
    if (operator === undefined) return true
    const java = javaRelease(facts)
    if (java === undefined) return false
    return operator === '<' ? java < Number(bound) : java >= Number(bound)
  }
  return false
}

/** The Java release of a tag: `17-jre` of Temurin, `9-jdk17` of others. */
function javaRelease(facts: BaseImageFacts): number | undefined {
  const { tag } = facts
  if (tag === undefined) return undefined
  const named = /(?:^|-)(?:jdk|jre|java|temurin-|corretto-)(\d+)/.exec(tag)?.[1]
  if (named !== undefined) return Number(named)
  return facts.repository === 'eclipse-temurin' ? versionOfTag(tag)?.version[0] : undefined
}

function isFromVersion(tag: string | undefined, since: string): boolean {
  const start = parseVersion(since)
  const found = tag === undefined ? undefined : versionOfTag(tag)
  return !start || !found || isSince(found.version, [start])
}

function inSystem(facts: BaseImageFacts, tool: string): boolean | undefined {
  const system = systemFacts(facts.os)
  if (!system) return undefined
  if (tool === 'sh') return facts.hasShell && facts.platform === 'linux' ? true : facts.shell ? undefined : false
  if (tool === 'bash')
    return facts.bash !== undefined ? true : facts.kind === 'os' || !facts.hasShell ? false : undefined
  const user = userTool(facts, tool)
  if (user !== undefined) return user
  if (system.has.split(' ').includes(tool)) return true
  const lacks = system.lacks.split(' ')
  if (facts.os === 'scratch' || (!facts.hasShell && shellCompanions.has(tool))) return false
  return lacks.includes(tool) && (facts.kind === 'os' || !facts.hasShell) ? false : undefined
}

/** `useradd`, `groupadd`, `adduser`, `addgroup`: Debian has dropped `adduser` with release 13. */
function userTool(facts: BaseImageFacts, tool: string): boolean | undefined {
  if (tool === 'useradd' || tool === 'groupadd') {
    if (facts.userCreation === 'adduser-busybox') return facts.kind === 'os' ? false : undefined
    if (facts.userCreation === 'none') return facts.hasShell ? undefined : false
    return facts.userCreationPackage === undefined ? true : facts.kind === 'os' ? false : undefined
  }
  if (tool !== 'adduser' && tool !== 'addgroup') return undefined
  if (facts.userCreation === 'adduser-busybox') return true
  if (facts.os !== 'debian' && facts.os !== 'ubuntu')
    return tool === 'adduser' && adduserIsUseradd.has(facts.os) ? true : undefined
  const cycle = facts.release && parseVersion(facts.release.cycle)
  if (!cycle) return undefined
  const last = facts.os === 'debian' ? [12] : [24, 4]
  if (compareVersions(cycle, last) <= 0) return true
  return facts.os === 'debian' && facts.kind === 'os' ? false : undefined
}
