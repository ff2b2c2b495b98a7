/** The teaching texts are complete, short, free of duplicates, and their examples are Dockerfiles. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import * as docs from '../../server/src/ide/docs/index.ts'
import { parseDockerfile } from '../../server/src/syntax/parse.ts'
import { shared } from '../shared.ts'
import { docsExamples } from './docs-examples.ts'

const instructions =
  'FROM RUN CMD LABEL MAINTAINER EXPOSE ENV ADD COPY ENTRYPOINT VOLUME USER WORKDIR ARG ONBUILD STOPSIGNAL HEALTHCHECK SHELL'
const flags: Record<string, string> = {
  FROM: 'platform',
  RUN: 'mount network security device',
  COPY: 'from chmod chown link parents exclude',
  ADD: 'keep-git-dir checksum chmod chown link unpack exclude',
  HEALTHCHECK: 'interval timeout start-period start-interval retries',
}
const mountOptions: Record<string, string> = {
  bind: 'target source from readwrite',
  cache: 'id target readonly sharing from source mode uid gid',
  tmpfs: 'target size',
  secret: 'id target env required mode uid gid',
  ssh: 'id target required mode uid gid',
}
const predefinedArgs =
  'TARGETPLATFORM TARGETOS TARGETARCH TARGETVARIANT BUILDPLATFORM BUILDOS BUILDARCH BUILDVARIANT TARGETSTAGE ' +
  'HTTP_PROXY http_proxy HTTPS_PROXY https_proxy FTP_PROXY ftp_proxy NO_PROXY no_proxy ALL_PROXY all_proxy ' +
  'SOURCE_DATE_EPOCH BUILDKIT_BUILD_NAME BUILDKIT_CACHE_MOUNT_NS BUILDKIT_CONTEXT_KEEP_GIT_DIR ' +
  'BUILDKIT_DOCKERFILE_CHECK BUILDKIT_GIT_ADVICE BUILDKIT_INLINE_CACHE BUILDKIT_MULTI_PLATFORM ' +
  'BUILDKIT_SANDBOX_HOSTNAME BUILDKIT_SYNTAX'
const commands = [
  ...['apt-get install', 'apt-get update', 'apt-get clean', 'apk add', 'dnf install', 'yum install'],
  ...['microdnf install', 'zypper install', 'conda install', 'pip install', 'uv sync', 'poetry install', 'npm ci'],
  ...['npm install', 'yarn install', 'pnpm install', 'go mod download', 'go build', 'cargo build', 'mvn', 'gradle'],
  ...['composer install', 'bundle install', 'gem install', 'dotnet restore', 'dotnet publish'],
]

describe('the tables are complete', () => {
  it('has every instruction', () => {
    expect(Object.keys(docs.instructionDocs).sort()).toEqual(instructions.split(' ').sort())
  })

  it('has every flag of every instruction', () => {
    expect(Object.keys(docs.flagDocs).sort()).toEqual(Object.keys(flags).sort())
    for (const [instruction, names] of Object.entries(flags)) {
      expect(Object.keys(docs.flagDocs[instruction]).sort(), instruction).toEqual(names.split(' ').sort())
    }
  })

  it('has every option of every mount type', () => {
    expect(Object.keys(docs.mountTypeDocs).sort()).toEqual(Object.keys(mountOptions).sort())
    for (const [type, names] of Object.entries(mountOptions)) {
      expect(Object.keys(docs.mountOptionDocs[type]).sort(), type).toEqual(names.split(' ').sort())
    }
  })

  it('says the default of every option that may be left out', () => {
    for (const [type, options] of Object.entries(docs.mountOptionDocs)) {
      for (const [name, option] of Object.entries(options)) {
        expect(option.required === true || option.default !== undefined, `${type} ${name}`).toBe(true)
      }
    }
  })

  it('has the directives, heredoc markers, modifiers and predefined ARGs', () => {
    expect(Object.keys(docs.directiveDocs)).toEqual(['syntax', 'escape', 'check'])
    expect(Object.keys(docs.heredocDocs)).toEqual(['<<EOF', '<<-EOF', "<<'EOF'"])
    expect(Object.keys(docs.substitutionDocs)).toEqual([
      ':-',
      '-',
      ':+',
      '+',
      ':?',
      '?',
      '#',
      '##',
      '%',
      '%%',
      '/',
      '//',
    ])
    expect(Object.keys(docs.predefinedArgDocs).sort()).toEqual(predefinedArgs.split(' ').sort())
  })

  it('has the signals that servers use, each with its own number', () => {
    const names = ['SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGKILL', 'SIGHUP', 'SIGUSR1', 'SIGUSR2', 'SIGWINCH', 'SIGSTOP']
    expect(Object.keys(docs.signalDocs)).toEqual(expect.arrayContaining(names))
    const numbers = Object.values(docs.signalDocs).map((signal) => signal.number)
    expect(new Set(numbers).size).toBe(numbers.length)
  })

  it('has the package managers, and no spelling twice', () => {
    expect(Object.keys(docs.commandDocs).sort()).toEqual([...commands].sort())
    const spellings = Object.entries(docs.commandDocs).flatMap(([name, doc]) => [name, ...(doc.aliases ?? [])])
    expect(spellings.filter((spelling, index) => spellings.indexOf(spelling) !== index)).toEqual([])
  })
})

describe('the texts', () => {
  const entries = everySummary()

  it('are of use and at most 280 characters long', () => {
    for (const [name, summary] of entries) {
      expect(summary.length, name).toBeLessThanOrEqual(280)
      expect(summary.length, name).toBeGreaterThan(20)
    }
  })

  it('are sentences with closed code spans and no other markup', () => {
    for (const [name, summary] of entries) {
      expect(summary, name).toMatch(/[.]$/)
      expect(summary.split('`').length % 2, name).toBe(1)
      expect(summary.replaceAll(/`[^`]*`/g, ''), name).not.toMatch(/[<>*_[\]]/)
    }
  })

  it('do not repeat one another, but for flags that COPY and ADD share', () => {
    const seen = new Map<string, string>()
    for (const [name, summary] of entries) {
      const other = seen.get(summary)
      if (other)
        expect(
          [name, other].every((each) => /^(COPY|ADD) |^(secret|ssh|cache|bind|tmpfs) /.test(each)),
          name,
        ).toBe(true)
      seen.set(summary, name)
    }
  })

  it('point into the official reference', () => {
    for (const doc of [
      ...Object.values(docs.instructionDocs),
      ...Object.values(docs.flagDocs).flatMap(Object.values),
    ]) {
      expect(doc.url).toMatch(/^https:\/\/docs\.docker\.com\/reference\/dockerfile\/#[a-z-]+$/)
    }
  })

  it('name a stable frontend', () => {
    const since = [
      ...Object.values(docs.flagDocs).flatMap(Object.values),
      ...Object.values(docs.mountTypeDocs),
      ...Object.values(docs.directiveDocs),
      ...Object.values(docs.heredocDocs),
      ...Object.values(docs.substitutionDocs),
    ].map((doc: { since: string }) => doc.since)
    for (const version of since) expect(version).toMatch(/^1\.\d{1,2}$/)
  })
})

describe('the examples', () => {
  it.each(docsExamples().map((example) => [example.name, example] as const))('%s is a Dockerfile', (name, example) => {
    const file = parseDockerfile(example.dockerfile)
    expect(file.errors).toEqual([])
    const keywords = file.instructions.map((instruction) => instruction.keyword.toUpperCase())
    for (const keyword of keywords) expect(instructions.split(' ')).toContain(keyword)
    const [kind, subject] = name.split(' ')
    if (kind === 'instruction' && subject !== 'MAINTAINER') expect(keywords).toContain(subject)
  })

  it('use the flag that they explain', () => {
    for (const { name, dockerfile } of docsExamples()) {
      const flag = name.match(/^flag of (\w+) (.+)$/)
      if (flag) expect(dockerfile).toMatch(new RegExp(`^${flag[1]} (.*[\\s])?--${flag[2]}[= ]`, 'm'))
      if (name.startsWith('mount ')) expect(dockerfile).toContain(`--mount=type=${name.slice('mount '.length)}`)
    }
  })

  it('of the commands mount the caches that they name, or clean up', () => {
    for (const [name, doc] of Object.entries(docs.commandDocs)) {
      const mounted = doc.cacheMounts.some((mount) => doc.example.includes(mount))
      expect(mounted || /--no-cache|clean|rm -rf/.test(doc.example), name).toBe(true)
    }
  })
})

describe('looking up', () => {
  it('finds instructions and flags in any case', () => {
    expect(docs.instructionDoc('from')).toBe(docs.instructionDocs.FROM)
    expect(docs.flagDoc('Copy', 'chown')).toBe(docs.flagDocs.COPY.chown)
    expect(docs.flagDoc('RUN', 'chown')).toBeUndefined()
  })

  it('finds mount options under each spelling', () => {
    for (const spelling of ['target', 'dst', 'destination']) {
      expect(docs.mountOptionDoc('cache', spelling)).toBe(docs.mountOptionDocs.cache.target)
    }
    expect(docs.mountOptionDoc('bind', 'rw')).toBe(docs.mountOptionDocs.bind.readwrite)
    expect(docs.mountOptionDoc('tmpfs', 'sharing')).toBeUndefined()
  })

  it('finds signals by name and number', () => {
    for (const spelling of ['SIGTERM', 'TERM', 'sigterm', '15']) {
      expect(docs.signalDoc(spelling)).toBe(docs.signalDocs.SIGTERM)
    }
  })

  it('finds commands by the longest known start', () => {
    expect(docs.commandDoc(['go', 'mod', 'download', '-x'])).toBe(docs.commandDocs['go mod download'])
    expect(docs.commandDoc(['python3', '-m', 'pip', 'install', 'x'])).toBe(docs.commandDocs['pip install'])
    expect(docs.commandDoc(['./gradlew', 'build'])).toBe(docs.commandDocs.gradle)
    expect(docs.commandDoc(['echo', 'npm', 'ci'])).toBeUndefined()
    expect(docs.commandDoc([])).toBeUndefined()
  })

  it('finds nothing for names that every object has', () => {
    for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
      expect(docs.instructionDoc(name)).toBeUndefined()
      expect(docs.flagDoc(name, name)).toBeUndefined()
      expect(docs.flagDoc('RUN', name)).toBeUndefined()
      expect(docs.mountOptionDoc('cache', name)).toBeUndefined()
      expect(docs.signalDoc(name)).toBeUndefined()
      expect(docs.commandDoc([name])).toBeUndefined()
    }
  })
})

const folder = shared()
if (folder) {
  it('mounts caches where the facts about package managers say so', () => {
    const facts = JSON.parse(readFileSync(path.join(folder, 'data/packages.json'), 'utf8')) as {
      tools: { cache_mounts: { target: string; sharing: string }[] }[]
    }
    const known = facts.tools.flatMap((tool) => tool.cache_mounts)
    for (const [name, doc] of Object.entries(docs.commandDocs)) {
      for (const mount of doc.cacheMounts) {
        const target = mount.match(/target=([^,]+)/)?.[1]
        const sharing = mount.match(/sharing=([^,]+)/)?.[1] ?? 'shared'
        expect(known, `${name}: ${mount}`).toContainEqual(expect.objectContaining({ target, sharing }))
      }
    }
  })
}

/** Every summary under a readable name. */
function everySummary(): [string, string][] {
  const tables: [string, Readonly<Record<string, { summary: string }>>][] = [
    ['instruction', docs.instructionDocs],
    ...Object.entries(docs.flagDocs),
    ['mount', docs.mountTypeDocs],
    ...Object.entries(docs.mountOptionDocs),
    ['directive', docs.directiveDocs],
    ['heredoc', docs.heredocDocs],
    ['substitution', docs.substitutionDocs],
    ['predefined', docs.predefinedArgDocs],
    ['signal', docs.signalDocs],
    ['command', docs.commandDocs],
  ]
  return tables.flatMap(([kind, table]) =>
    Object.entries(table).map(([name, doc]): [string, string] => [`${kind} ${name}`, doc.summary]),
  )
}
