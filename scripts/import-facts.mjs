/**
 * Turns a folder of collected facts (images, tags, end of life, secrets, ignore files) into the compact data files
 * of `server/src/knowledge/data`. Run it when the facts are collected anew: `node scripts/import-facts.mjs FOLDER`.
 * Free text that a look-up cannot use is turned into structure here or dropped; a text that the script does not know
 * stops it, so that nothing is lost unseen.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import {
  dropsRoot,
  exactTags,
  extraLines,
  osFacts,
  portsByVariant,
  rollingProducts,
  serverByVariant,
  smallerRules,
  stopSignals,
  systemsByVariant,
  toolsByJava,
  toolsSince,
  userByVariant,
  userConditions,
} from './fact-supplements.mjs'

const source = process.argv[2]
if (!source) {
  console.error('usage: node scripts/import-facts.mjs FOLDER')
  process.exit(2)
}
const target = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../server/src/knowledge/data')
const read = (name) => JSON.parse(readFileSync(path.join(source, `${name}.json`), 'utf8'))

const images = read('images')
const eol = read('eol')
const tags = read('tags')
const os = read('os')
const smaller = read('smaller')
const secrets = read('secrets')
const ignore = read('dockerignore')

const variantSystems = {
  'debian based': ['debian'],
  'ubuntu based': ['ubuntu'],
  alpine: ['alpine'],
  'ubuntu, alpine, corretto': ['ubuntu', 'alpine', 'amazonlinux'],
  ubi: ['ubi-minimal'],
  '2.x debian': ['debian'],
  'debian, ubuntu': ['debian', 'ubuntu'],
  'debian, slim, alpine': ['debian', 'alpine'],
}

/** Debian packages whose commands have other names. */
const commandsOfPackage = {
  procps: ['ps', 'pgrep', 'pkill', 'top', 'free'],
  gnupg: ['gpg'],
  'openssh-client': ['ssh', 'scp'],
  openssh: ['ssh'],
  findutils: ['find', 'xargs'],
  python: ['python'],
}

/** Key files of package repositories have these endings as often as private ones: the name says nothing. */
const publicPatterns = new Set(['*.asc (private)', '*.gpg'])

write('images', { date: eol.snapshot, os: operatingSystems(), images: imageEntries() })
write('tags', { date: tags.snapshot, repositories: tagLines() })
write('end-of-life', endOfLife())
write('smaller-images', { date: smaller.snapshot, rules: smallerEntries() })
write('secrets', secretWords())
write('ecosystems', ecosystems())

function write(name, value) {
  const text = `${JSON.stringify(value)}\n`
  writeFileSync(path.join(target, `${name}.json`), text)
  console.log(`${name}.json ${(text.length / 1024).toFixed(1)} KB`)
}

// Images

function imageEntries() {
  const entries = {}
  for (const image of images) entries[image.repository] = imageEntry(image)
  return entries
}

function imageEntry(image) {
  const name = image.repository
  const entry = {
    as: image.same_as,
    kind: image.kind,
    os: image.os_by_variant && { ...image.os_by_variant, ...systemsByVariant[name] },
    shell: image.shell_instruction && shellInstruction(image.shell_instruction),
    bash: name === 'bash' ? '/usr/local/bin/bash' : undefined,
    user: image.default_user && defaultUser(name, image.default_user),
    userByVariant: userByVariant[name] ?? distrolessUsers(image),
    users: image.nonroot_user?.map((user) => readyUser(name, user)),
    server: serverByVariant[name] ?? (image.server_like === true || undefined),
    ports: portsByVariant[name] ?? (image.exposes && { default: ports(image.exposes) }),
    healthcheck: image.has_healthcheck,
    probe: image.health_command,
    env: environment(image),
    runtimeEnv: image.runtime_env,
    workdir: image.workdir,
    entrypoint: image.entrypoint && withoutRemark(image.entrypoint),
    cmd: image.cmd && withoutRemark(image.cmd),
    onbuild: image.onbuild_variants,
    has: tools(image.tools_present, toolsByJava[name]?.has),
    lacks: tools(image.tools_absent, toolsByJava[name]?.lacks),
    since: toolsSince[name],
    unprivileged: image.unprivileged_image,
    volumes: image.volumes,
    stop: stopSignals[name],
    dropsRoot: dropsRoot.has(name) || undefined,
    notes: image.notes,
    confidence: image.confidence === 'high' ? undefined : image.confidence,
  }
  if (image.server_like && typeof image.server_like === 'string' && !serverByVariant[name]) fail('server_like', name)
  if (image.exposes && !Array.isArray(image.exposes) && !portsByVariant[name]) fail('exposes', name)
  if (image.user_by_variant && !userByVariant[name]) fail('user_by_variant', name)
  for (const key of Object.keys(entry)) if (entry[key] === undefined) delete entry[key]
  return entry
}

/** `[name, uid, gid]`, with the versions from which on it is so; a number that is not certain becomes null. */
function defaultUser(name, user) {
  if (user.by_tag) return undefined
  const certain = !user.conf?.startsWith('low')
  const record = { name: user.name, uid: certain ? user.uid : null, gid: certain ? user.gid : null }
  if (user.since_tag) record.since = userConditions[user.since_tag] ?? fail('since_tag', user.since_tag)
  if (name === 'mambaorg/micromamba') record.before = { name: null, uid: 1000, gid: 1000 }
  if (name === 'jenkins/jenkins') delete record.since
  return record
}

function distrolessUsers(image) {
  if (!image.default_user?.by_tag) return undefined
  return { nonroot: { name: 'nonroot', uid: 65532, gid: 65532 } }
}

function readyUser(image, user) {
  const certain = !user.conf?.startsWith('low')
  const record = { name: user.name, uid: certain ? user.uid : null, gid: certain ? user.gid : null }
  if (user.home) record.home = user.home
  if (user.since_tag && image !== 'ghost')
    record.since = userConditions[user.since_tag] ?? fail('since_tag', user.since_tag)
  if (user.variants === 'dind-rootless') record.word = 'rootless'
  else if (user.variants) record.os = variantSystems[user.variants] ?? fail('variants', user.variants)
  return record
}

function ports(list) {
  return list.map((port) => (/^\d+(\/udp)?$/.test(port) ? port : fail('port', port)))
}

function environment(image) {
  if (!image.env && !image.env_names) return undefined
  const variables = {}
  for (const [name, value] of Object.entries(image.env ?? {})) variables[name] = / \(|<|, \//.test(value) ? null : value
  for (const name of image.env_names ?? []) variables[name] ??= null
  return variables
}

function shellInstruction(text) {
  if (text.startsWith('/bin/bash -o pipefail -c')) return ['/bin/bash', '-o', 'pipefail', '-c']
  if (text.startsWith('/usr/local/bin/_dockerfile_shell.sh')) return ['/usr/local/bin/_dockerfile_shell.sh']
  return fail('shell_instruction', text)
}

function withoutRemark(text) {
  return text.replace(/ \(.*$/, '')
}

function toolNames(list) {
  const names = []
  for (const item of list) {
    if (/\((7|8|base|2\.7|2023)/.test(item)) continue
    const name = item.replace(/ \(.*$/, '')
    if (name === 'everything') names.push('*')
    else if (!name.includes(' ')) names.push(...(commandsOfPackage[name] ?? [name]))
  }
  return [...new Set(names)].sort()
}

function tools(byVariant, override) {
  if (!byVariant) return undefined
  const result = {}
  for (const [variant, list] of Object.entries(byVariant)) {
    if (Array.isArray(list)) result[variant] = toolNames(list).join(' ')
    else if (override) result[variant] = override
    else fail('tools', list)
  }
  return result
}

// Operating systems

function operatingSystems() {
  const entries = {}
  for (const system of os) {
    const facts = osFacts[system.os] ?? fail('os', system.os)
    entries[system.os] = {
      ...facts,
      libc: facts.libc ?? (['glibc', 'musl'].includes(system.libc) ? system.libc : undefined),
      ca: system.ca_certificates === true ? true : system.ca_certificates === false ? false : undefined,
      users: Object.fromEntries(Object.entries(system.ready_users).filter(([name, ids]) => ids && name !== 'ubuntu')),
      has: toolNames(system.tools_present).join(' '),
      lacks: toolNames(system.tools_absent).join(' '),
      product: system.eol_product ?? undefined,
      versions: system.release_versions,
      notes: system.notes.length > 0 ? system.notes : undefined,
    }
  }
  return entries
}

// Tags

function tagLines() {
  const repositories = {}
  for (const entry of [...tags.repositories, ...extraLines]) {
    const lines = {}
    for (const line of entry.lines) add(lines, line.os, line.tags)
    for (const [system, list] of Object.entries(entry.exceptions ?? {})) add(lines, system, list)
    const live = entry.lines.filter((line) => line.last === null).map((line) => line.tags)
    repositories[entry.repository] = { depth: entry.line_depth, shallow: entry.shallow, lines, live: live.join(' ') }
  }
  return repositories
}

function add(lines, system, list) {
  lines[system] = lines[system] ? `${lines[system]} ${list}` : list
}

// End of life

function endOfLife() {
  const products = {}
  for (const product of eol.products) {
    products[product.product] = {
      title: product.title,
      rolling: rollingProducts.has(product.product) || undefined,
      cycles: product.cycles
        .filter((cycle) => isTagged(product.product, cycle.cycle))
        .map((cycle) => cycleEntry(product.product, cycle)),
    }
  }
  const repositories = {}
  for (const { repository, product } of eol.repositories) {
    // The builds of Oracle are not what the (deprecated) openjdk image holds; a remark limits an entry to some tags.
    if (repository === 'openjdk' || (repository.includes(' (') && product !== 'ros')) continue
    const name = repository.replace(/ \(.*$/, '')
    repositories[name] = [...(repositories[name] ?? []), product]
  }
  const releases = {}
  for (const release of eol.os_releases) {
    // Windows "1809" is the tag of the long-term release 2019; the ended half-yearly channel had the same number.
    const cycle = release.token.endsWith('-1809') ? '2019' : release.cycle
    if (release.token === 'nanoserver-1809') continue
    releases[release.token] = [release.os, release.product, cycle]
  }
  return { date: eol.snapshot, products, repositories, exactTags, releases, deprecated: deprecated() }
}

/** The half-yearly Windows channel numbered its releases like the long-term tag 1809, which is still supported. */
function isTagged(product, cycle) {
  return !/-(ac|sac)$/.test(cycle) && !(product.startsWith('windows') && cycle === '1809')
}

/** `[cycle, end, flags…]`: end is a date, true (ended, day unknown) or false; then `lts` from when, free extension. */
function cycleEntry(product, cycle) {
  const end = product === 'debian' ? (cycle.extended ?? cycle.eol) : cycle.eol
  const entry = [cycle.cycle, end]
  if (cycle.lts) entry.push(cycle.lts)
  return entry
}

function deprecated() {
  const entries = eol.deprecated.map(({ repository, since, replacement, note }) => ({
    repository,
    since: since ?? undefined,
    replacement: replacement.filter((name) => !name.includes(' ')),
    note,
  }))
  const known = new Set(entries.map((entry) => entry.repository))
  const general = entries.filter((entry) => entry.repository.endsWith('/*'))
  for (const image of images) {
    if (!image.deprecated || known.has(image.repository)) continue
    const pattern = general.find((entry) => image.repository.startsWith(entry.repository.slice(0, -1)))
    const replacement = replacements(image.replacement ?? '')
    entries.push({
      repository: image.repository,
      since: pattern?.since,
      replacement,
      note: pattern?.note ?? 'no longer maintained',
    })
  }
  return entries
}

function replacements(text) {
  const supported = /^a supported version .*\((.*)\)$/.exec(text)
  if (supported) return [supported[1]]
  return text
    .replace(/ \(.*$/, '')
    .split(/, | or /)
    .map((name) => (name.startsWith('/') ? undefined : name))
    .filter((name) => name && !name.includes(' '))
}

// Smaller images

function smallerEntries() {
  const known = new Map(smaller.rules.map((rule) => [rule.from, rule]))
  return smallerRules.map((rule) => {
    const facts = known.get(rule.from) ?? fail('smaller', rule.from)
    const candidates = rule.candidates.flatMap(([text, image]) => {
      const candidate = facts.candidates.find((one) => one.image === text) ?? fail('candidate', text)
      return { image: image ?? text, for: candidate.for, caveats: candidate.caveats, size: candidate.size }
    })
    return { repositories: rule.repositories, when: rule.when, size: facts.sizes_from, note: facts.note, candidates }
  })
}

// Secrets and ecosystems

function secretWords() {
  const list = (value) => value.map((item) => item.replace(/ \(.*$/, ''))
  return {
    date: secrets.snapshot,
    strong: secrets.words_strong,
    last: secrets.words_strong_when_last,
    glued: secrets.glued_suffixes,
    sequences: secrets.word_sequences,
    notLast: secrets.exceptions.last_word,
    notSequences: secrets.exceptions.word_sequences_allowed,
    notWords: secrets.exceptions.contains_word,
    notNames: list(secrets.exceptions.exact),
    files: secrets.never_copy_files.exact,
    filePatterns: secrets.never_copy_files.patterns.filter((pattern) => !publicPatterns.has(pattern)),
    fileExceptions: secrets.never_copy_files.allowed.filter((item) => !item.includes(' ')),
    fileMarkers: secrets.never_copy_files.content_markers,
  }
}

function ecosystems() {
  const entries = {}
  for (const [name, facts] of Object.entries(ignore.ecosystems)) {
    entries[name] = { detect: facts.detect, ignore: facts.ignore, keep: facts.keep_hint }
  }
  return { date: ignore.snapshot, ecosystems: entries }
}

function fail(what, value) {
  throw new Error(`unknown ${what}: ${JSON.stringify(value)}`)
}
